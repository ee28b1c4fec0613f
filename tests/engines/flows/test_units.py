"""Sums that mean something pass; the others are refused with a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belvedere.engines.flows import SumRefused, Unit, Volume

counts = st.integers(0, 10**12)


def volume(value, unit, zone="A", day="2024-07-01", **kwargs):
    return Volume(value, unit, frozenset({zone}), frozenset({day}), **kwargs)


@given(counts, counts, counts, counts)
def test_nights_add_over_days_and_zones_in_any_order(a, b, c, d):
    cells = [volume(n, Unit.NIGHTS, z, t) for n, z, t in zip((a, b, c, d), "AABB", "1212", strict=True)]
    by_day = (cells[0] + cells[2]) + (cells[1] + cells[3])
    by_zone = (cells[0] + cells[1]) + (cells[2] + cells[3])
    assert by_day == by_zone
    assert by_day.value == a + b + c + d


@given(counts, counts)
def test_visitor_days_add_over_days_never_over_zones(a, b):
    assert (volume(a, Unit.VISITOR_DAYS) + volume(b, Unit.VISITOR_DAYS, day="2024-07-02")).value == a + b
    with pytest.raises(SumRefused, match="plusieurs zones"):
        volume(a, Unit.VISITOR_DAYS) + volume(b, Unit.VISITOR_DAYS, "B")


@given(counts, counts, st.sampled_from([("B", "2024-07-01"), ("A", "2024-07-02")]))
def test_unique_visitors_never_add(a, b, where):
    with pytest.raises(SumRefused):
        volume(a, Unit.UNIQUE_VISITORS) + volume(b, Unit.UNIQUE_VISITORS, *where)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (volume(1, Unit.VISITOR_DAYS, "B"), "côte à côte"),
        (volume(1, Unit.NIGHTS, "B", level="département"), "compterait deux fois"),
        (volume(1, Unit.NIGHTS, "B", provider="v2"), "raccordez"),
        (volume(1, Unit.NIGHTS), "se recouvrent"),
        (volume(1, Unit.NIGHTS, "B", "2024-07-02"), "se recouvrent"),
    ],
)
def test_other_units_levels_methods_and_overlaps_are_refused(other, said):
    with pytest.raises(SumRefused, match=said):
        volume(1, Unit.NIGHTS) + other
