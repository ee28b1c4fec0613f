"""The public observatory: what is published and nothing else, in pages and in files."""

import io
import json
from datetime import date
from xml.etree import ElementTree

import numpy as np
import pyarrow.parquet as pq
import pytest
from django.urls import reverse
from django.utils import timezone, translation

from belvedere.engines import series as engine
from belvedere.kit import dcat
from belvedere.observatory.actions import sources
from belvedere.observatory.models import Series
from belvedere.observatory.queries import charts, published
from belvedere.observatory.templatetags import figures
from belvedere.territories.models import Destination
from tests.factories.observatory import EventFactory, SeriesFactory, fill

pytestmark = pytest.mark.django_db
YEAR = [100.0, 100, 200, 300, 400, 500, 900, 900, 400, 300, 100, 100]


@pytest.fixture
def office(people):
    Destination.everything.filter(pk=people.office.pk).update(is_default=True)
    return people.office


@pytest.fixture
def public(office, source):
    series = SeriesFactory(source=source, name="Nuitées du pays", territory=office.territory, is_public=True)
    fill(series, YEAR + YEAR)
    return series


def page(client, name, *args, **query):
    return client.get(reverse(f"observatory:{name}", args=args), query)


def test_key_figures_are_shown_with_their_change_and_their_table(client, public):
    text = page(client, "home").content.decode()
    assert figures.figure(4300.0) in text
    assert "en un an" in text
    assert 'data-island="chart"' in text
    assert "<table" in text
    assert page(client, "home", annee="2023").context["board"].year == 2023
    assert page(client, "home", annee="x").context["board"].year == 2024


def test_without_figures_the_page_says_so(client, office, nights):
    fill(nights, YEAR)
    text = page(client, "home").content.decode()
    assert "Aucun chiffre publié" in text
    assert nights.name not in page(client, "series_list").content.decode()


def test_a_series_has_its_table_its_source_and_its_breaks(client, public):
    sources.add_break(series=public, day=public.first, sentence="Nouvelle enquête", by=None, now=timezone.now())
    text = page(client, "series", public.pk).content.decode()
    for words in ("Nuitées du pays", "janvier 2023", "Licence Ouverte", "Enquête de fréquentation", "Nouvelle enquête"):
        assert words in text
    chart = page(client, "series", public.pk).context["chart"]
    assert [layer["mark"]["type"] for layer in chart["layer"]] == ["line", "point", "rule"]


def test_what_is_not_published_or_is_somebody_else_s_does_not_exist(client, public, nights, people):
    fill(nights, YEAR)
    other = SeriesFactory(is_public=True)
    fill(other, YEAR)
    for one in (nights, other):
        for name in ("series", "series_csv", "series_parquet"):
            assert page(client, name, one.pk).status_code == 404
    assert page(client, "series", 10**6).status_code == 404


def test_what_secrecy_hides_is_in_no_page_and_no_file(client, office, source):
    series = SeriesFactory(source=source, territory=office.territory, is_public=True, secrecy=20)
    fill(series, [731.0, 7.0, 733.0, 90.0])
    assert "masqué" in page(client, "series", series.pk).content.decode()
    chart = page(client, "series", series.pk).context["chart"]
    assert [value["v"] for value in chart["data"]["values"]] == [731.0, None, 733.0, None]
    lines = page(client, "series_csv", series.pk).content.decode("utf-8-sig").splitlines()
    assert [line.split(";")[12:14] for line in lines[1:]] == [
        ["731", "définitif"],
        ["", "masqué"],
        ["733", "définitif"],
        ["", "masqué"],
    ]
    table = pq.read_table(io.BytesIO(page(client, "series_parquet", series.pk).content))
    assert table["valeur"].to_pylist() == [731.0, None, 733.0, None]
    board = page(client, "home", annee="2023").context["board"]
    assert [one.value for one in board.found if one.indicator.key == "nights"] == [1561.0]
    years = page(client, "series", series.pk).context["shown"].years()
    assert [year.value for year in years] == [1561.0]


def test_open_data_is_read_back_by_another_house(client, public):
    answer = page(client, "all_csv")
    assert answer["Access-Control-Allow-Origin"] == "*"
    (found,) = engine.read("series.csv", answer.content).series
    assert found.values.tolist() == YEAR + YEAR
    assert (found.traits.measure, found.traits.unit, found.traits.name) == ("nights", "nights", "Nuitées du pays")
    table = pq.read_table(io.BytesIO(page(client, "all_parquet").content))
    assert table.column_names == list(engine.HEADER)
    assert table.num_rows == 24


def test_the_catalogue_is_dcat(client, public):
    answer = page(client, "catalogue")
    found = json.loads(answer.content)
    assert answer["Content-Type"] == "application/ld+json"
    (dataset,) = found["dcat:dataset"]
    assert dataset["dct:title"] == {"@value": "Nuitées du pays", "@language": "fr"}
    assert dataset["dct:accrualPeriodicity"]["@id"].endswith("/frequency/MONTHLY")
    licences = {one["dct:license"]["@id"].rpartition("/")[2] for one in dataset["dcat:distribution"]}
    assert licences == {"LICENCE_OUVERTE_2_0"}
    assert all(one["dcat:accessURL"]["@id"].startswith("http://testserver/") for one in dataset["dcat:distribution"])


def test_the_catalogue_is_the_same_in_rdf(client, public):
    answer = page(client, "catalogue_rdf")
    assert answer["Content-Type"] == "application/rdf+xml"
    root = ElementTree.fromstring(answer.content)  # noqa: S314 - our own answer
    names = {name: f"{{{address}}}" for name, address in dcat.NAMES.items()}
    datasets = root.findall(f".//{names['dcat']}Dataset")
    assert [one.findtext(f"{names['dct']}title") for one in datasets] == ["Nuitées du pays"]
    licences = root.findall(f".//{names['dct']}license")
    assert {one.get(f"{names['rdf']}resource").rpartition("/")[2] for one in licences} == {"LICENCE_OUVERTE_2_0"}
    assert len(root.findall(f".//{names['dcat']}downloadURL")) == 2


def test_definitions_are_all_there(client, office):
    text = page(client, "indicators").content.decode()
    assert "Taux de fonction touristique" in text
    assert "une personne comptée deux jours" in text


def test_a_list_is_narrowed_by_what_is_counted(client, public, source, office):
    tax = SeriesFactory(source=source, territory=office.territory, is_public=True, measure="tourist_tax", unit="euros")
    fill(tax, YEAR)
    answer = page(client, "series_list", grandeur="tourist_tax")
    assert [one.pk for one in answer.context["page"]] == [tax.pk]
    assert len(page(client, "series_list", grandeur="rien").context["page"].object_list) == 2


@pytest.mark.parametrize("name", ["home", "series_list", "catalogue", "all_csv"])
def test_pages_cost_the_same_with_one_series_or_three(
    client, public, source, office, name, django_assert_max_num_queries
):
    page(client, name)
    with django_assert_max_num_queries(14):
        page(client, name)
    for measure in ("arrivals", "visits"):
        one = SeriesFactory(source=source, territory=office.territory, is_public=True, measure=measure, unit=measure)
        fill(one, YEAR)
    assert Series.everything.filter(is_public=True).count() == 3
    with django_assert_max_num_queries(14):
        page(client, name)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(None, None, "–"), (1234.5, None, "1 234,50"), (1200.0, None, "1 200"), (0.256, 2, "0,26"), (12.0, 1, "12,0")],
)
def test_figures_are_printed_as_an_office_prints_them(value, decimals, text):
    assert figures.figure(value, decimals).replace("\u202f", " ").replace("\xa0", " ") == text


def test_changes_are_signed_and_periods_in_words():
    assert figures.change(0.032) == "+3,2\u00a0%"
    assert figures.change(-0.5) == "−50,0\u00a0%"
    assert (figures.change(None), figures.period(None, "M")) == ("", "")
    day = date(2024, 7, 1)
    assert [figures.period(day, pace) for pace in "DWMQY"] == [
        "1er juillet 2024", "semaine du 1er juillet 2024", "juillet 2024", "3ᵉ trimestre 2024", "2024",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text"), [("fr", "50,8\u00a0%"), ("en", "50.8%"), ("de", "50,8\u00a0%"), ("it", "50,8%")]
)
def test_a_percentage_is_written_as_each_language_does(language, text):
    with translation.override(language):
        assert figures.measured(50.84, "%", 1) == text
        assert figures.measured(2, "<nuits>") == "2 <small>&lt;nuits&gt;</small>"
        assert figures.measured(2, "") == "2"


def test_what_a_stranger_counts_on_the_same_ground_is_not_told_as_ours(client, office, source):
    fill(SeriesFactory(source=source, territory=office.territory, is_public=True), [10] * 12)
    other = SeriesFactory(territory=office.territory, is_public=True, measure="arrivals", unit="arrivals")
    fill(other, [5] * 12)
    board = page(client, "home").context["board"]
    assert [one.indicator.key for one in board.found if one.indicator.key in ("nights", "arrivals")] == ["nights"]
    assert "Enquête de fréquentation" in page(client, "home").content.decode()


def test_a_hole_in_a_series_is_a_gap_in_its_line(source):
    series = SeriesFactory(source=source)
    fill(series, [1, 2, 3], periods=np.array(["2020-01-01", "2020-02-01", "2020-07-01"], "datetime64[D]"))
    chart = charts.line_of(published.shown([series])[0])
    assert [(row["p"], row["v"]) for row in chart["data"]["values"]] == [
        ("2020-01-01", 1.0), ("2020-02-01", 2.0), ("2020-03-01", None), ("2020-07-01", 3.0),
    ]  # fmt: skip


def test_the_front_page_leads_only_where_there_is_something(client, office, source):
    text = page(client, "home").content.decode()
    assert reverse("observatory:flows") not in text
    assert reverse("observatory:effects") not in text
    EventFactory(destination=office, is_public=True, series__source=source)
    assert reverse("observatory:effects") in page(client, "home").content.decode()
