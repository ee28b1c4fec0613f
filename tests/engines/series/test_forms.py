"""Files that need no mapping: INSEE, museums, SDMX, and what another Belvédère publishes."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from belvedere.engines import series
from belvedere.engines.series.__main__ import main

REAL = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "stats"
CATALOGUE = """idbank,libelle,zone,indicateur,residence,unite,puissance10,serie_arretee,methode
1,Nuitées - Total - Allier,03 - Allier,Hôtellerie - Nombre de nuitées,Ensemble,sans objet,3,non,Méthode 2019
2,Nuitées - Résidents - Allier,03 - Allier,Hôtellerie - Nombre de nuitées,France,sans objet,3,non,Méthode 2019
3,Taux - Bretagne,Bretagne,Hôtellerie - Taux d'occupation,Ensemble,%,0,oui,Sans objet
"""
VALUES = """idbank,mois,valeur,code_qualite
1,2023-02,98.29,P
1,2023-01,97.5,A
2,2023-01,60,A
3,2018-12,45.2,A
9,2018-12,1,A
"""
SDMX = """<?xml version="1.0"?>
<message:StructureSpecificData
 xmlns:message="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
 xmlns:common="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"
 xmlns:ss="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/structurespecific"
 xmlns:ns1="urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=BEL:LODGING(1.0):ObsLevelDim:TIME_PERIOD"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <message:Header>
    <message:ID>essai</message:ID><message:Test>true</message:Test>
    <message:Prepared>2024-05-01T10:00:00</message:Prepared><message:Sender id="BEL"/>
    <message:Structure structureID="LODGING" dimensionAtObservation="TIME_PERIOD"
     namespace="urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=BEL:LODGING(1.0):ObsLevelDim:TIME_PERIOD">
      <common:Structure><Ref agencyID="BEL" id="LODGING" version="1.0"/></common:Structure>
    </message:Structure>
  </message:Header>
  <message:DataSet ss:dataScope="DataStructure" xsi:type="ns1:DataSetType" ss:structureRef="LODGING">
    <Series IDBANK="009900001" FREQ="M" TITLE_FR="Nuitées" UNIT_MEASURE="SO" UNIT_MULT="3" REF_AREA="D63">
      <Obs TIME_PERIOD="2024-02" OBS_VALUE="112.5" OBS_STATUS="P"/>
      <Obs TIME_PERIOD="2024-01" OBS_VALUE="100.25" OBS_STATUS="A"/>
      <Obs TIME_PERIOD="2024-03" OBS_VALUE="NaN" OBS_STATUS="O"/>
    </Series>
  </message:DataSet>
</message:StructureSpecificData>
"""
MUSEUMS = """ref_musee;nom_du_musee;annee;ville;payant;gratuit;total;note;nomdep
01;Musée d’Avant;2019;Vichy;10;5;15;;Allier
01;Musée d’Après;2020;Vichy;;;;F;Allier
01;Musée d’Après;2021;Vichy;4;2;6;;Allier
"""


def packed(**files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"{name}.csv", text)
    return target.getvalue()


def test_insee_values_are_scaled_named_placed_and_tied_to_their_total():
    reading = series.read("insee.zip", packed(valeurs=VALUES, catalogue=CATALOGUE))
    total, residents, rate = reading.series
    assert total.values.tolist() == [97500.0, 98290.0]
    assert total.provisional.tolist() == [False, True]
    assert (total.traits.measure, total.traits.audience, total.traits.lodging) == ("nights", "all", "hotel")
    assert total.traits.place == series.Place("department", "03", "Allier")
    assert (residents.total, residents.traits.audience) == ("1", "residents")
    assert (rate.traits.measure, rate.traits.unit, rate.traits.place.level) == ("occupancy", "percent", "region")
    assert "ne se raccorde pas" in rate.traits.method
    assert [str(fault) for fault in reading.faults] == [
        "valeurs.csv, série 9 : absente du catalogue, laissée de côté",
    ]  # fmt: skip


def test_insee_without_its_catalogue_is_refused():
    with pytest.raises(series.SeriesError, match="Il manque le fichier du catalogue"):
        series.read("valeurs.csv", VALUES.encode())


def test_a_museum_is_three_series_under_its_latest_name_and_a_closed_year_is_none():
    free, paid, total = series.read("musees.csv", MUSEUMS.encode()).series
    assert [one.key for one in (free, paid, total)] == ["01-gratuit", "01-payant", "01-total"]
    assert total.periods.tolist() == [date(2019, 1, 1), date(2021, 1, 1)]
    assert total.values.tolist() == [15.0, 6.0]
    assert total.traits.name == "Musée d’Après – entrées"
    assert (paid.total, total.total) == ("01-total", "")
    assert total.traits.place.name == "Vichy (Allier)"


def test_an_sdmx_message_is_read_by_the_library():
    (found,) = series.read("bdm.xml", SDMX.encode()).series
    assert (found.key, found.frequency, found.traits.name) == ("009900001", "M", "Nuitées")
    assert found.periods.tolist() == [date(2024, 1, 1), date(2024, 2, 1)]
    assert found.values.tolist() == [100250.0, 112500.0]
    assert found.provisional.tolist() == [False, True]
    assert found.traits.place == series.Place("department", "63", "D63")


@pytest.mark.parametrize("text", ["<html><body>Erreur</body></html>", "<broken"])
def test_what_is_no_sdmx_message_is_refused_with_one_sentence(text):
    with pytest.raises(series.SeriesError, match="message SDMX illisible"):
        series.read("bdm.xml", text.encode())


def test_what_another_house_publishes_is_read_back_without_a_mapping():
    row = ["a", "Nuitées", "department", "63", "Puy-de-Dôme", "nights", "nights", "all", "", "hotel", "M"]
    lines = [
        ";".join(series.HEADER),
        ";".join([*row, "2024-01", "1200", "provisoire", "2024-03-01", "Nous", "LO"]),
        ";".join([*row, "2024-02", "", "masqué", "2024-03-01", "Nous", "LO"]),
    ]
    (found,) = series.read("ouvert.csv", "\n".join(lines).encode()).series
    assert (found.values.tolist(), found.provisional.tolist()) == ([1200.0], [True])
    assert found.traits.place == series.Place("department", "63", "Puy-de-Dôme")


def test_the_engine_runs_alone_and_says_what_it_left_aside(tmp_path, capsys):
    source, target = tmp_path / "f.csv", tmp_path / "out.csv"
    source.write_text("Jour;Passages\n2024-01-02;4\n2024-01-01;3\nhier;2\n")
    assert main([str(source), "-o", str(target)]) == 1
    assert target.read_text() == "unique_id,ds,y\nPassages,2024-01-01,3.0\nPassages,2024-01-02,4.0\n"
    out = capsys.readouterr()
    assert json.loads(out.out) == {"series": 1, "points": 2, "left": 1}
    assert "ligne 4" in out.err
    assert main([str(tmp_path / "rien.csv"), "-o", str(target)]) == 2
    assert "fichier inaccessible" in capsys.readouterr().err


@pytest.mark.realdata
def test_the_real_insee_series_and_museums_are_read_whole():
    if not REAL.is_dir():
        pytest.skip(f"Données réelles absentes ({REAL}).")
    names = ("insee_hebergement_series.csv.gz", "insee_hebergement_mensuel_2010-01_2023-04.csv.gz")
    insee = series.read("insee.zip", _zip(names))
    assert (len(insee.series), sum(map(len, insee.series)), insee.faults) == (1557, 172675, ())
    assert not any(one.failed for one in insee.series)
    assert {one.traits.measure for one in insee.series} == {
        "nights", "arrivals", "occupancy", "establishments", "occupied", "offered",
    }  # fmt: skip
    file = REAL / "musees_frequentation_2001-2021.csv.gz"
    museums = series.read(file.name, file.read_bytes())
    assert len(museums.series) == 3 * 1277
    # The source gives one museum two figures for 2008: said, not chosen.
    assert {one.key[:7] for one in museums.series if one.failed} == {"6912301"}


def _zip(names):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.write(REAL / name, name)
    return target.getvalue()
