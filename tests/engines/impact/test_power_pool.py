"""Before the event, campaigns by cities, editions pooled, many events screened."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from belvedere.engines.impact import (
    Brief,
    Context,
    ImpactError,
    Panel,
    Window,
    design_campaign,
    measure,
    measure_campaign,
    past_twin,
    pool,
    pool_shares,
    power_before,
    screen,
    simulate,
)

NEXT_YEAR = np.datetime64("2025-06-06")


@pytest.fixture(scope="module")
def truth():
    return simulate(41, days=14, effect=0.0, zones=13)


def test_a_longer_event_makes_smaller_effects_visible(truth):
    short, long = (power_before(truth.panel, "Z00", NEXT_YEAR, days, truth.context) for days in (2, 21))
    assert long.mde < short.mde
    chances = [chance for _, chance in short.curve]
    assert chances == sorted(chances)
    assert "invisible" in short.reasons[0]


def test_power_is_refused_like_the_measure_would_be(truth):
    power = power_before(truth.panel, "Z00", NEXT_YEAR, 300, truth.context)
    assert power.mde == float("inf")
    assert power.reasons


def test_a_campaign_design_keeps_to_the_budget_and_sorts_by_sharpness(truth):
    brief = Brief(("Z01", "Z02"), 2, (7, 28), 1500.0, 6000.0)
    options = design_campaign(truth.panel, brief, NEXT_YEAR, truth.context)
    assert len(options) == 6
    inside = [option for option in options if option.within_budget]
    assert options[: len(inside)] == tuple(inside)
    assert [round(option.mde, 3) for option in inside] == sorted(round(option.mde, 3) for option in inside)
    assert max(option.cost for option in inside) <= 6000
    assert {option.cost for option in options if option.days == 28} == {6000.0, 12000.0}


def test_posted_cities_are_measured_together_and_apart(truth):
    first = truth.event.start
    here = int((first - truth.panel.dates[0]).astype(int))
    truth.panel.values[here : here + 14, [1, 2]] *= 1.5
    together, each = measure_campaign(truth.panel, ("Z01", "Z02"), first, truth.event.end)
    truth.panel.values[here : here + 14, [1, 2]] /= 1.5
    assert together.verdict == "effect"
    assert 0.3 < together.estimate.relative < 0.7
    assert set(each) == {"Z01", "Z02"}
    assert all("Z01" not in {c.unit for c in effect.controls if c.used} for effect in each.values())


def test_editions_pooled_are_surer_than_one():
    estimates = []
    for seed in (51, 52, 53):
        case = simulate(seed, days=3, effect=0.15, zones=11, years=2)
        estimates.append(measure(case.panel, case.event, case.context).estimate)
    pooled = pool(estimates)
    widths = [high - low for low, high in (estimate.relative95 for estimate in estimates)]
    assert pooled.editions == 3
    assert pooled.relative95[0] < pooled.relative < pooled.relative95[1]
    assert min(e.relative for e in estimates) <= pooled.relative <= max(e.relative for e in estimates)
    if pooled.spread == 0:
        assert pooled.relative95[1] - pooled.relative95[0] < min(widths)
    with pytest.raises(ImpactError):
        pool(estimates[:1])


@given(st.lists(st.floats(0, 1), max_size=30))
def test_screening_keeps_no_more_than_plain_tests_and_all_that_bonferroni_keeps(values):
    kept = screen(values)
    assert len(kept) == len(values)
    for p, keep in zip(values, kept, strict=True):
        assert not keep or p <= 0.05
        assert keep or p > 0.05 / len(values)


SHARES = st.tuples(st.floats(-0.5, 1.0), st.floats(0.02, 0.4))


@given(st.lists(SHARES, min_size=2, max_size=8))
def test_editions_pooled_lie_among_them_in_any_order_and_agree_on_what_they_share(cases):
    readings = [tuple(np.expm1(np.log1p(share) + half * side) for side in (0, -1, 1)) for share, half in cases]
    found, turned = pool_shares(readings), pool_shares(readings[::-1])
    shares = [share for share, _half in cases]
    assert min(shares) - 1e-9 <= found.relative <= max(shares) + 1e-9
    assert found.relative95[0] <= found.relative <= found.relative95[1]
    assert turned.relative == pytest.approx(found.relative)
    same = pool_shares([readings[0]] * 4)
    low, high = readings[0][1:]
    assert same.relative == pytest.approx(cases[0][0])
    assert same.relative95[1] - same.relative95[0] < high - low


def test_the_last_edition_does_not_forbid_to_reckon_the_next(truth):
    twin = past_twin(truth.panel, "Z00", NEXT_YEAR, 3)
    last = Window("Z00", twin.start, twin.end)
    context = Context(events=(*truth.context.events, last))
    assert power_before(truth.panel, "Z00", NEXT_YEAR, 3, context).mde < 1


@pytest.mark.slow
def test_cities_posted_together_are_not_taken_for_a_change_of_method(truth):
    cities = ("Z01", "Z02", "Z03")
    values = truth.panel.values.copy()
    here = int((truth.event.start - truth.panel.dates[0]).astype(int))
    values[here : here + 56, 1:4] *= 1.5
    end = truth.event.start + np.timedelta64(55, "D")
    panel = Panel(truth.panel.dates, truth.panel.units, values)
    _together, each = measure_campaign(panel, cities, truth.event.start, end)
    assert not any("Rupture de mesure vers" in " ".join(one.reasons) for one in each.values())
