"""Tables that offices send: the same series whatever their separator, order, encoding or sheet; faults have a place."""

import gzip
import io
from datetime import date, datetime

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from belvedere.engines import series
from belvedere.engines.series import values

COUNTER = {"period": "Jour", "values": {"Passages": {"measure": "counts", "unit": "visits"}}, "keys": ["Site"]}


def mapped(text, mapping, name="f.csv"):
    return series.read(name, text.encode(), mapping=series.Mapping.from_dict(mapping))


@pytest.mark.parametrize(
    ("text", "day", "frequency"),
    [
        ("2024-07-14", date(2024, 7, 14), "D"),
        ("14/07/2024", date(2024, 7, 14), "D"),
        ("2024-07", date(2024, 7, 1), "M"),
        ("juillet 2024", date(2024, 7, 1), "M"),
        ("juin 2024", date(2024, 6, 1), "M"),
        ("Févr. 2024", date(2024, 2, 1), "M"),
        ("août 2024", date(2024, 8, 1), "M"),
        ("2024-T3", date(2024, 7, 1), "Q"),
        ("Q1 2024", date(2024, 1, 1), "Q"),
        ("2024-S01", date(2024, 1, 1), "W"),
        ("2024", date(2024, 1, 1), "Y"),
        (datetime(2024, 7, 14, 9), date(2024, 7, 14), "D"),  # noqa: DTZ001 - as spreadsheets hold it
    ],
)
def test_periods_as_offices_write_them(text, day, frequency):
    assert values.period(text) == (day, frequency)


@pytest.mark.parametrize("text", ["", "32/01/2024", "2024-13", "hier", "brumaire 2024", "2024-W60"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        values.period(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1 234,5", 1234.5), ("1\u202f234", 1234.0), ("1.234,50", 1234.5), ("1,234.50", 1234.5), ("12 %", 12.0),
     ("-3", -3.0), ("nd", None), ("", None), ("s", None), (7, 7.0), ("12,5 €", 12.5)],
)  # fmt: skip
def test_numbers_as_offices_write_them(text, value):
    assert values.number(text) == value


@given(st.dictionaries(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 10**9), min_size=1, max_size=30),
       st.sampled_from(";,\t"), st.randoms(), st.booleans())  # fmt: skip
def test_order_separator_and_compression_change_nothing(points, mark, chance, packed):
    rows = [f"{day}{mark}{value}" for day, value in points.items()]
    chance.shuffle(rows)
    data = "\n".join([f"Jour{mark}Passages", *rows]).encode()
    wanted = series.Mapping("Jour", {"Passages": series.Traits()})
    (found,) = series.read("f.csv", gzip.compress(data) if packed else data, mapping=wanted).series
    assert dict(zip(found.periods.tolist(), found.values.tolist(), strict=True)) == points
    assert (np.diff(found.periods) > np.timedelta64(0)).all()


def test_columns_and_keys_make_series_whose_cells_say_nothing_are_left_out():
    text = "Jour;Site;Passages;Vélos\n2024-01-01;Pont;10;1\n2024-01-01;Gare;20;nd\n2024-01-02;Pont;11;\n"
    wanted = {**COUNTER, "values": {"Passages": {"unit": "visits"}, "Vélos": {"unit": "visits"}}}
    found = mapped(text, wanted).series
    assert [(one.key, len(one)) for one in found] == [
        ("Passages / Gare", 1), ("Passages / Pont", 2), ("Vélos / Gare", 0), ("Vélos / Pont", 1),
    ]  # fmt: skip
    assert found[1].traits.name == "Passages – Pont"
    assert found[1].frequency == "D"


def test_a_period_given_twice_fails_its_series_alone_unless_hours_are_to_be_added():
    text = "Jour;Site;Passages\n2024-01-01;Pont;10\n2024-01-01;Pont;5\n2024-01-01;Gare;1\n"
    gare, pont = mapped(text, COUNTER).series
    assert not gare.failed
    assert pont.failed == "f.csv, ligne 3 : la période du 01/01/2024 est donnée deux fois."
    _, added = mapped(text, COUNTER | {"repeat": "sum"}).series
    assert added.values.tolist() == [15.0]


def test_rows_that_cannot_be_read_are_left_aside_with_their_place():
    reading = mapped("Jour;Site;Passages\n2024-01-01;Pont;dix\nhier;Pont;3\n2024-01-02;Pont;4\n", COUNTER)
    (pont,) = reading.series
    assert [str(fault) for fault in pont.faults] == [
        "f.csv, ligne 2, colonne « Passages » : « dix » n’est pas un nombre"
    ]
    assert str(reading.faults[0]).startswith("f.csv, ligne 3, colonne « Jour » : période « hier » illisible")
    assert pont.values.tolist() == [4.0]


def test_days_come_to_the_first_of_their_month_and_provisional_words_are_kept():
    wanted = {"period": "Mois", "values": ["Euros"], "frequency": "M", "provisional": "État", "place": "INSEE"}
    (found,) = mapped("Mois;INSEE;Euros;État\n15/02/2024;1004;12,50;Provisoire\n", wanted).series
    assert found.periods.tolist() == [date(2024, 2, 1)]
    assert found.provisional.tolist() == [True]
    assert found.traits.place == series.Place("commune", "01004")


def test_a_workbook_says_the_same_as_a_csv():
    book = openpyxl.Workbook()
    book.active.append(["Fréquentation 2024"])
    page = book.create_sheet("Données")
    page.append(["Jour", "Site", "Passages"])
    page.append([datetime(2024, 1, 1), "Pont", 10])  # noqa: DTZ001 - as spreadsheets hold it
    target = io.BytesIO()
    book.save(target)
    wanted = series.Mapping.from_dict(COUNTER | {"sheet": "Données"})
    (found,) = series.read("f.xlsx", target.getvalue(), mapping=wanted).series
    assert (found.key, found.periods.tolist(), found.values.tolist()) == ("Passages / Pont", [date(2024, 1, 1)], [10.0])
    with pytest.raises(series.SeriesError, match="feuille « Rien » absente"):
        series.read("f.xlsx", target.getvalue(), mapping=series.Mapping.from_dict(COUNTER | {"sheet": "Rien"}))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "aucun tableau"),
        (b"\x1f\x8bbroken", "gzip illisible"),
        (b"PK\x03\x04broken", "archive illisible"),
        (b"a;b\x00c", "ni un CSV ni un classeur"),
        (b"Jour;Site\n2024-01-01;x\n", "aucune colonne de nombres"),
        (b"Site;Passages\nPont;3\n", "aucune colonne de date"),
    ],
)
def test_a_bad_file_is_refused_with_one_sentence(data, sentence):
    with pytest.raises(series.SeriesError, match=sentence):
        series.read("f.csv", data)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([], "un objet JSON"),
        ({"period": "a"}, "sont nécessaires"),
        ({"period": "a", "values": ["b"], "color": 1}, "« color » inconnu"),
        ({"period": "a", "values": {"b": {"colour": 1}}}, "colonne « b » : « colour » inconnu"),
        ({"period": "a", "values": ["b"], "frequency": "H"}, "fréquence « H » inconnue"),
    ],
)
def test_a_bad_mapping_says_what_is_wrong(given, sentence):
    with pytest.raises(series.SeriesError, match=sentence):
        series.Mapping.from_dict(given)


def test_a_mapping_survives_being_saved():
    wanted = series.Mapping.from_dict(COUNTER | {"place": "INSEE", "everywhere": {"unit": "visits", "level": "zone"}})
    assert series.Mapping.from_dict(wanted.to_dict()) == wanted
