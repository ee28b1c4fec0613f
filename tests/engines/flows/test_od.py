"""The INSEE matrix of commuters, made up and real."""

import gzip
import pathlib

import pyarrow.compute as pc
import pytest

from belvedere.engines.flows import FlowsError, read_od
from belvedere.engines.flows.__main__ import main

HEAD = "CODGEO;LIBGEO;DCLT;L_DCLT;NBFLUX_C14_ACTOCC15P\n"
REAL = pathlib.Path(__file__).resolve().parents[3].parent / "shared" / "data" / "flux" / "mobpro_idf_2015.csv.gz"


def test_codes_stay_text_and_weights_stay_decimal(tmp_path):
    text = HEAD + "09122;Foix;09225;Pamiers;1204,5\n01004;Ambérieu;69381;Lyon;88\n"
    table = read_od(gzip.compress(text.encode()))
    assert table["origin"].to_pylist() == ["01004", "09122"]
    assert table["volume"].to_pylist() == [88.0, 1204.5]
    path = tmp_path / "matrice.csv"
    path.write_text(text, encoding="utf-8")
    assert main([str(path), "--od", "-o", str(tmp_path / "od.parquet")]) == 0
    assert (tmp_path / "od.parquet").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A;B\n1;2\n", "CODGEO"),
        (HEAD + "1;a;2;b;trois\n", "ligne 2"),
        (HEAD + "1;a;2;b;3\n1;a;2;b;4\n", "deux fois"),
    ],
)
def test_a_faulty_matrix_is_refused_with_its_place(text, said):
    with pytest.raises(FlowsError, match=said):
        read_od(text.encode())


@pytest.mark.realdata
@pytest.mark.skipif(not REAL.exists(), reason="real commuting matrix missing (../shared/data/flux)")
def test_the_real_matrix_is_read_whole():
    table = read_od(REAL.read_bytes())
    assert len(table) == 7905
    assert pc.min(table["volume"]).as_py() >= 100
    assert set(pc.unique(pc.utf8_length(table["origin"])).to_pylist()) == {5}
