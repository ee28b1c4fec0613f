"""The destination on real figures: made from the files where they are found, told where they come from, never mixed."""

import csv
import gzip

import pytest
from django.core.management import CommandError

from belvedere.config.demo import real
from belvedere.observatory.models import Series
from belvedere.observatory.queries import public, published
from belvedere.territories.models import Destination
from tests.factories.territories import CommuneFactory, DepartmentFactory

pytestmark = pytest.mark.django_db
CATALOGUE = ("idbank", "libelle", "zone", "indicateur", "residence", "puissance10", "serie_arretee", "methode")
VALUES = ("idbank", "mois", "valeur", "code_qualite")
KINDS = (("Total", "Ensemble"), ("Résidents", "France"), ("Non-résidents", "Étranger"))


def write(path, header, rows):
    with gzip.open(path, "wt", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])


@pytest.fixture
def files(tmp_path):
    """Two departments and a third that is none of ours, in the form of the real files."""
    names, values = [], []
    for code, place in [*real.PLACES.items(), ("03", "Allier")]:
        for what in ("Nuitées", "Arrivées"):
            for kind, residence in KINDS:
                number = f"{code}{what[0]}{kind[0]}"
                words = f"{what} dans l'hôtellerie - {kind} - {place}"
                about = f"Hôtellerie - Nombre de {what.lower()}"
                names.append([number, words, f"{code} - {place}", about, residence, 3, "non", "2019"])
                share = 1.0 if kind == "Total" else 0.75 if kind == "Résidents" else 0.25
                values += [
                    [number, f"{year}-{month:02d}", round(share * month * 4, 2), "A"]
                    for year in range(2018, 2022) for month in range(1, 13)
                    if (code, year, month) != ("15", 2021, 2)
                ]  # fmt: skip
    write(tmp_path / "insee_hebergement_series.csv.gz", CATALOGUE, names)
    write(tmp_path / "insee_hebergement_mensuel_2016-01_2021-12.csv.gz", VALUES, values)
    return tmp_path


@pytest.fixture
def ground():
    for code, name in real.PLACES.items():
        CommuneFactory(department=DepartmentFactory(code=code, name=name))


def test_both_departments_are_taken_and_added_up_where_both_are_known(files, ground, monkeypatch):
    monkeypatch.setattr(real, "foresee", lambda: None)
    real.load_real(files)
    owner = Destination.everything.get(slug=real.SLUG)
    places = {one.place for one in Series.everything.filter(source__slug=real.INSEE)}
    assert places == {"Puy-de-Dôme", "Cantal"}
    nights = Series.everything.get(source__slug=real.SUMS, measure="nights", audience="all")
    (shown,) = published.shown([nights])
    assert {point.period.isoformat(): point.value for point in shown.points}["2021-01-01"] == 8000.0
    assert "2021-02-01" not in {point.period.isoformat() for point in shown.points}
    home = public.home(owner)
    (told,) = [one for one in home.board.told if one.indicator.key == "nights"]
    assert (told.lodgings, told.have, home.board.year) == (("hôtels",), 11, 2021)
    assert {one.producer for one in home.board.sources} == {"Calcul de Belvédère d’après l’INSEE"}
    real.load_real(files)
    assert Destination.everything.filter(slug=real.SLUG).count() == 1


def test_a_folder_without_the_files_is_refused_and_none_is_no_matter(tmp_path, monkeypatch):
    with pytest.raises(CommandError, match="insee_hebergement_series"):
        real.load_real(tmp_path)
    monkeypatch.setattr(real, "beside", lambda: tmp_path / "nowhere")
    real.load_real(None)
    assert not Destination.everything.exists()


@pytest.mark.parametrize(
    ("capacity", "rooms", "pitches", "people"), [("92", "46", "", 92), ("", "10", "", 20), ("", "", "50", 150)]
)
def test_beds_are_those_told_else_reckoned(capacity, rooms, pitches, people):
    names = ("CAPACITE D'ACCUEIL (PERSONNES)", "NOMBRE DE CHAMBRES", "NOMBRE D'EMPLACEMENTS")
    assert real.people_of(dict(zip(names, (capacity, rooms, pitches), strict=True))) == people
