"""Deliveries with known truth: what goes in is found again, faults are told, nothing twice."""

import datetime as dt
import io
import json
import zipfile

import numpy as np
import pyarrow.parquet as pq
import pytest

from belvedere.engines.flows import FlowsError, Scope, Zones, family_of, import_delivery, open_facts, over_time
from belvedere.engines.flows.__main__ import main
from belvedere.engines.flows.generate import Plan, generate

# ibis still calls DuckDB by a name that DuckDB 2.0 deprecates
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table")

PLAN = Plan(("Vallée", "Plateau"), np.datetime64("2024-06-28"), 6)
SCOPE = Scope("nuitee", dt.date(2024, 6, 28), dt.date(2024, 7, 3))


def nights(folder, scope=SCOPE):
    rows = over_time(open_facts(folder), scope, "day").to_pyarrow().to_pylist()
    return {(row["zone"], row["period"]): row["volume"] for row in rows}


def truth_of(delivery, plan=PLAN):
    by_day = delivery.truth["nuitee"].sum(axis=(2, 3))
    return {
        (zone, (plan.first + t).astype(object)): int(by_day[t, z])
        for z, zone in enumerate(plan.zones)
        for t in range(plan.days)
    }


def zipped(files):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0)), text)
    return raw.getvalue()


HEAD = "Date;VacancesA;ZoneObservation;Provenance;CategorieVisiteur;Volume\n"


def test_what_was_generated_is_found_again(tmp_path):
    delivery = generate(1, PLAN)
    summary = import_delivery(delivery.data, tmp_path)
    assert summary.faults == ()
    assert summary.volume["nuitee"] == delivery.truth["nuitee"].sum()
    assert nights(tmp_path) == truth_of(delivery)
    assert pq.read_schema(tmp_path / "facts" / "2024.parquet").field("volume").type == "int64"


def test_the_same_bytes_twice_change_nothing(tmp_path):
    delivery = generate(1, PLAN)
    first = import_delivery(delivery.data, tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    again = import_delivery(delivery.data, tmp_path)
    assert again.already
    assert not first.already
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_final_delivery_replaces_a_provisional_one_in_either_order(tmp_path):
    final = generate(2, PLAN, stamp=(2025, 1, 1))
    draft = generate(3, Plan(PLAN.zones, PLAN.first, PLAN.days, provisional=True), stamp=(2025, 6, 1))
    for name, order in (("a", (draft, final)), ("b", (final, draft))):
        for delivery in order:
            import_delivery(delivery.data, tmp_path / name)
        assert nights(tmp_path / name) == truth_of(final)


def test_the_newer_of_two_final_deliveries_wins_in_either_order(tmp_path):
    old, new = generate(4, PLAN, stamp=(2025, 1, 1)), generate(5, PLAN, stamp=(2025, 2, 1))
    for name, order in (("a", (old, new)), ("b", (new, old))):
        for delivery in order:
            import_delivery(delivery.data, tmp_path / name)
        assert nights(tmp_path / name) == truth_of(new)


def test_repeats_silent_days_and_wrong_rows_are_told(tmp_path):
    plan = Plan(PLAN.zones, PLAN.first, PLAN.days, repeated=True, silent_day=2, wrong_rows=1)
    delivery = generate(6, plan)
    summary = import_delivery(delivery.data, tmp_path)
    assert summary.repeated + summary.totals - 120 == 24  # three more rows in each of eight files, some of them totals
    assert any("2024-06-30" in flag for flag in summary.flags)
    assert len(summary.faults) == 2
    assert "ligne" in summary.faults[0]
    assert nights(tmp_path) == truth_of(delivery, plan)


def test_totals_above_two_to_the_thirty_one_stay_exact(tmp_path):
    rows = "".join(f"2024-07-0{d};0;Zone;LOCAL;TOURISTE;2147483000\n" for d in range(1, 4))
    import_delivery(zipped({"Nuitee.csv": HEAD + rows}), tmp_path)
    scope = Scope("nuitee", dt.date(2024, 7, 1), dt.date(2024, 7, 31))
    (row,) = over_time(open_facts(tmp_path), scope, "month").to_pyarrow().to_pylist()
    assert row["volume"] == 3 * 2147483000


def test_zones_are_renamed_by_year_and_the_unknown_ones_told(tmp_path):
    text = "".join(
        f"{y}-07-01;0;{z};LOCAL;TOURISTE;30\n" for y, z in ((2023, "CC Sud"), (2024, "CA Sud"), (2024, "Nord"))
    )
    zones = Zones((("CC Sud", 2000, 2023, "sud"), ("CA Sud", 2024, 2100, "sud")))
    summary = import_delivery(zipped({"Nuitee.csv": HEAD + text}), tmp_path, zones=zones)
    assert summary.unknown_zones == ("Nord",)
    scope = Scope("nuitee", dt.date(2023, 1, 1), dt.date(2024, 12, 31), ("sud",))
    assert len(nights(tmp_path, scope)) == 2


def test_details_above_their_total_are_flagged(tmp_path):
    detail = HEAD.replace("Volume", "NomDepartement;Volume")
    rows = "2024-07-01;0;Zone;NONLOCAL;TOURISTE;Rhône;90\n2024-07-01;0;Zone;NONLOCAL;TOURISTE;CUMUL;60\n"
    summary = import_delivery(zipped({"Nuitee_Departement.csv": detail + rows}), tmp_path)
    assert summary.totals == 1
    assert "90" in summary.flags[0]
    assert "60" in summary.flags[0]


def test_french_writing_old_encoding_and_unknown_files_are_borne(tmp_path):
    text = HEAD + "01/07/2024;0;Vallée;LOCAL;TOURISTE;1 234\n"
    files = {"Nuitee_2024.csv": text.encode("cp1252"), "notes.csv": "x\n", "Diurne.csv": "Date;Volume\n2024-07-01;3\n"}
    summary = import_delivery(zipped(files), tmp_path)
    assert summary.volume == {"nuitee": 1234}
    assert {fault.split("\u00a0")[0] for fault in summary.faults} == {"notes.csv", "Diurne.csv"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Nuitee.csv", ("nuitee", "", "", False)),
        ("x/Diurne_Pays_202407_provisoire.csv", ("diurne", "", "pays", True)),
        ("LieuActivite_Veille_Departement.csv", ("lieuactivite", "veille", "departement", False)),
        ("SejourDuree.csv", ("sejourduree", "", "duree", False)),
        ("LieuNuitee.csv", None),
        ("Nuiteetotale.csv", None),
    ],
)
def test_families_are_told_by_the_file_name(name, expected):
    family = family_of(name)
    found = family and (family.name, family.moment, family.dimension, family.provisional)
    assert found == expected


@pytest.mark.parametrize("data", [b"not a zip", zipped({}), zipped({"readme.txt": "x"}), zipped({"Nuitee.csv": HEAD})])
def test_what_is_no_delivery_is_refused_whole(tmp_path, data):
    with pytest.raises(FlowsError):
        import_delivery(data, tmp_path)
    assert not list(tmp_path.iterdir())


def test_the_command_imports_and_answers_behind_the_door(tmp_path, capsys):
    path, folder = tmp_path / "livraison.zip", tmp_path / "faits"
    path.write_bytes(generate(7, Plan(PLAN.zones, PLAN.first, PLAN.days, wrong_rows=1)).data)
    assert main([str(path), "-o", str(folder)]) == 1
    assert json.loads(capsys.readouterr().out)["files"] == 8
    days = ["--first", "2024-06-28", "--last", "2024-07-03"]
    assert main(["-o", str(folder), "--ask", "origines", *days, "--threshold", "700"]) == 0
    lines = [line.split(";") for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == ["zone", "origin", "volume"]
    assert all(not volume or int(volume) >= 700 or int(volume) == 0 for _, _, volume in lines[1:])
    assert ["TOUT", "TOUT"] in [line[:2] for line in lines]
    assert main([str(tmp_path / "none.zip"), "-o", str(folder)]) == 2
    assert main(["-o", str(tmp_path / "empty"), "--ask", "jours", *days]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
