"""Indicators of a territory from what exists there: the right series, never one place twice, coverage always said."""

import numpy as np
import pytest

from belvedere.observatory.models import Series
from belvedere.observatory.queries import indicators, published
from tests.factories.observatory import SeriesFactory, fill
from tests.factories.territories import CommuneFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
YEAR = [100.0, 100, 200, 300, 400, 500, 900, 900, 400, 300, 100, 100]


@pytest.fixture
def ground(people):
    return people.office.territory


def board(territory, **options):
    return indicators.board(territory, Series.everything.all(), **options)


def found(territory, key, **options):
    return next((one for one in board(territory, **options).found if one.indicator.key == key), None)


def test_a_whole_year_is_reckoned_and_compared(source, ground):
    nights = SeriesFactory(source=source, territory=ground)
    fill(nights, [value / 2 for value in YEAR] + YEAR)
    one = found(ground, "nights")
    assert (one.year, one.value, one.change) == (2024, 4300.0, 1.0)
    assert (one.have, one.wanted, one.communes, one.communes_wanted, one.whole) == (12, 12, 1, 1, True)
    assert found(ground, "peak").value == pytest.approx(100 * 1800 / 4300)


def test_a_year_under_way_is_told_as_such_and_not_compared(source, ground):
    fill(SeriesFactory(source=source, territory=ground), YEAR + YEAR[:3])
    assert board(ground).year == 2023
    one = found(ground, "nights", year=2024)
    assert (one.value, one.before, one.have, one.wanted) == (400.0, None, 3, 12)
    assert one.reasons == ("9 périodes sur 12 sans chiffre.",)
    assert found(ground, "seasonality", year=2024).value is None


def test_the_whole_territory_is_preferred_to_its_lodgings_and_these_add(source, ground):
    for lodging, share in (("hotel", 1), ("camping", 3)):
        fill(SeriesFactory(source=source, territory=ground, lodging=lodging), [share] * 12)
    assert found(ground, "nights").value == 48.0
    fill(SeriesFactory(source=source, territory=ground), [10] * 12)
    assert found(ground, "nights").value == 120.0


def test_communes_add_up_with_their_coverage(source, people):
    wide = TerritoryFactory(communes=[people.here, people.there, CommuneFactory()])
    fill(SeriesFactory(source=source, commune=people.here), [10] * 12)
    fill(SeriesFactory(source=source, commune=people.there), [5] * 12)
    one = found(wide, "nights")
    assert (one.value, one.communes, one.communes_wanted, one.whole) == (180.0, 2, 3, False)


def test_a_commune_is_never_counted_twice(source, people):
    """A territory inside another, and one of its communes: the commune is already in it."""
    wide = people.region.territory
    fill(SeriesFactory(source=source, territory=people.office.territory), [10] * 12)
    fill(SeriesFactory(source=source, commune=people.here), [10] * 12)
    fill(SeriesFactory(source=source, commune=people.there), [1] * 12)
    assert found(wide, "nights").value == 132.0


def test_a_part_is_not_added_to_its_total(source, ground):
    whole = SeriesFactory(source=source, territory=ground, measure="visits", unit="visits")
    part = SeriesFactory(source=source, territory=ground, measure="visits", unit="visits", total=whole)
    fill(whole, [10] * 12)
    fill(part, [4] * 12)
    assert found(ground, "visits").value == 120.0


def test_people_of_two_places_are_not_added(source, people):
    wide = people.region.territory
    for commune in (people.here, people.there):
        fill(
            SeriesFactory(source=source, commune=commune, measure="excursions", unit="visitor_days"), [10] * 12
        )  # fmt: skip
    assert found(wide, "excursions") is None
    assert found(people.office.territory, "excursions").value == 120.0


def test_a_year_is_its_own_published_cell_rather_than_the_sum_of_the_months_shown(source, ground):
    """The page of the series shows that sum too: two figures of one year would be one too many."""
    nights = SeriesFactory(source=source, territory=ground, secrecy=20)
    fill(nights, [100.0] * 11 + [5.0])
    one = found(ground, "nights")
    assert (one.value, one.have, one.reasons) == (1105.0, 12, ())
    (shown,) = published.shown([nights])
    assert shown.hidden == 2
    assert [year.value for year in shown.years()] == [1105.0]
    assert found(ground, "peak").reasons == ("2 périodes sur 12 sans chiffre.", "2 valeurs masquées par le secret.")


def test_a_year_under_way_that_hides_a_month_says_how_many_it_tells(source, ground):
    fill(SeriesFactory(source=source, territory=ground, secrecy=20), [100.0] * 5 + [5.0])
    one = found(ground, "nights", year=2023)
    assert (one.value, one.have, one.wanted) == (505.0, 6, 12)


def test_a_yearly_count_beside_a_monthly_one_with_holes_tells_the_year(source, ground):
    fill(SeriesFactory(source=source, territory=ground), [100] * 7)
    assert found(ground, "nights", year=2023).have == 7
    whole = SeriesFactory(source=source, territory=ground, frequency="Y")
    fill(whole, [1300], periods=np.array(["2023-01-01"], "datetime64[D]"))
    one = found(ground, "nights", year=2023)
    assert (one.value, one.have, one.wanted) == (1300.0, 12, 12)


def test_what_counts_one_kind_of_lodging_says_so(source, ground):
    fill(SeriesFactory(source=source, territory=ground, lodging="hotel"), [10] * 12)
    assert found(ground, "nights").lodgings == ("hôtels",)
    fill(SeriesFactory(source=source, territory=ground), [30] * 12)
    assert found(ground, "nights").lodgings == ()


def test_a_silent_place_does_not_silence_the_others(source, people):
    """Museums that are closed for a year: the others are told, with how many they are."""
    wide = people.region.territory
    kind = {"source": source, "measure": "visits", "unit": "visits", "frequency": "Y"}
    for commune, years in ((people.here, ["2022", "2023"]), (people.there, ["2022"])):
        fill(SeriesFactory(commune=commune, **kind), [100] * len(years), periods=np.array(years, "datetime64[D]"))
    one = found(wide, "visits", year=2023)
    assert (one.value, one.silent, one.series_wanted, one.whole, one.change) == (100.0, 1, 2, False, None)
    assert found(wide, "visits", year=2022).value == 200.0


def test_what_is_not_known_of_the_year_is_told_apart(source, ground):
    fill(SeriesFactory(source=source, territory=ground), [10] * 12)
    beds = SeriesFactory(source=source, territory=ground, measure="beds", unit="stock", frequency="Y")
    fill(beds, [1500], periods=np.array(["2020-01-01"], "datetime64[D]"))
    held = board(ground, year=2023)
    assert [one.indicator.key for one in held.untold] == ["defert"]
    assert held.untold[0].reasons == ("1 période sur 1 sans chiffre.",)
    assert held.sources == (source,)


def test_days_make_months_only_when_all_of_them_are_there(source, ground):
    days = np.arange("2024-01-01", "2024-02-25", dtype="datetime64[D]")
    fill(SeriesFactory(source=source, territory=ground, frequency="D"), [2.0] * len(days), periods=days)
    one = found(ground, "nights", year=2024)
    assert (one.value, one.have) == (62.0, 1)


def test_population_comes_from_the_geographic_code(source, ground):
    beds = SeriesFactory(source=source, territory=ground, measure="beds", unit="stock", frequency="Y")
    fill(beds, [1500], periods=np.array(["2023-01-01"], "datetime64[D]"))
    assert found(ground, "defert").value == 150.0


def test_markets_are_compared_with_the_year_before_the_crisis(source, ground):
    belgium = SeriesFactory(source=source, territory=ground, market="Belgique", audience="non_residents")
    fill(belgium, [100] * 12, first=2019)
    fill(belgium, [80] * 12, first=2023, delivery=2)
    fill(SeriesFactory(source=source, territory=ground), [1000] * 12)
    (market,) = board(ground, year=2023).markets
    assert (market.name, market.nights, market.back) == ("Belgique", 960.0, 80.0)


def test_a_territory_without_figures_has_an_empty_board(ground):
    empty = board(ground)
    assert (empty.year, empty.found, empty.markets) == (0, (), ())


def test_the_board_costs_the_same_with_one_series_or_many(source, ground, django_assert_max_num_queries):
    fill(SeriesFactory(source=source, territory=ground), YEAR)
    with django_assert_max_num_queries(8):
        board(ground)
    for measure, unit in (("arrivals", "arrivals"), ("tourist_tax", "euros"), ("web", "sessions")):
        fill(SeriesFactory(source=source, territory=ground, measure=measure, unit=unit), YEAR)
    with django_assert_max_num_queries(8):
        board(ground)
