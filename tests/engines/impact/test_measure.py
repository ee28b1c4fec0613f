"""The effect engine against panels whose truth is known, and the designs it must refuse."""

from dataclasses import replace

import numpy as np
import pytest

from belvedere.engines.impact import Context, ImpactError, Panel, Window, measure, propose_controls, simulate

DAY = np.timedelta64(1, "D")


@pytest.fixture(scope="module")
def truth():
    return simulate(11, days=3, effect=0.4, zones=13)


def _reasons(panel, event, context):
    effect = measure(panel, event, context)
    assert effect.verdict == "cannot tell"
    assert effect.estimate is None
    return " ".join(effect.reasons)


def test_a_large_effect_is_seen_and_its_interval_holds_the_truth(truth):
    effect = measure(truth.panel, truth.event, truth.context)
    low, high = effect.estimate.relative95
    assert effect.verdict == "effect"
    assert low <= truth.relative <= high
    assert low < effect.estimate.relative < high
    assert effect.estimate.total == pytest.approx(
        sum(day.observed - day.expected for day in effect.estimate.expected), rel=1e-6
    )


@pytest.mark.slow
def test_most_intervals_hold_the_truth_under_every_trouble():
    held = []
    for seed in range(5):
        for trouble in ({}, {"mismatch": True}, {"provider_break": True}):
            case = simulate(500 + seed, days=7, effect=0.1, zones=11, years=2, **trouble)
            low, high = measure(case.panel, case.event, case.context).estimate.relative95
            held.append(low <= case.relative <= high)
    assert np.mean(held) >= 0.8


def test_nothing_happened_is_said_with_what_would_have_been_seen():
    case = simulate(13, days=3, effect=0.0, zones=13)
    effect = measure(case.panel, case.event, case.context)
    assert effect.verdict == "no effect seen"
    assert effect.estimate.excludes_zero is False
    assert 0.05 < effect.estimate.mde < 0.4
    assert "Aucun effet visible" in effect.reasons[0]


def test_the_order_of_the_units_changes_nothing(truth):
    order = np.random.default_rng(0).permutation(len(truth.panel.units))
    shuffled = Panel(truth.panel.dates, tuple(truth.panel.units[k] for k in order), truth.panel.values[:, order])
    first, second = (measure(panel, truth.event, truth.context).estimate for panel in (truth.panel, shuffled))
    assert second.relative == pytest.approx(first.relative, abs=1e-9)
    assert second.relative95 == pytest.approx(first.relative95, abs=1e-9)


def test_the_figure_s_unit_changes_nothing_but_the_total(truth):
    scaled = replace(truth.panel, values=truth.panel.values * 1000)
    first, second = (measure(panel, truth.event, truth.context).estimate for panel in (truth.panel, scaled))
    assert second.relative == pytest.approx(first.relative, abs=1e-6)
    assert second.total == pytest.approx(1000 * first.total, rel=1e-6)


def test_the_days_of_the_event_never_train_the_model(truth):
    values = truth.panel.values.copy()
    here = int((truth.event.start - truth.panel.dates[0]).astype(int))
    values[here : here + 3, 0] *= 1.5
    first = measure(truth.panel, truth.event, truth.context).estimate
    second = measure(replace(truth.panel, values=values), truth.event, truth.context).estimate
    expected = [[day.expected for day in estimate.expected] for estimate in (first, second)]
    assert expected[1] == pytest.approx(expected[0], rel=1e-4)


def test_a_short_history_is_refused(truth):
    here = int((truth.event.start - truth.panel.dates[0]).astype(int))
    part = slice(here - 90, here + 60)
    panel = Panel(truth.panel.dates[part], truth.panel.units, truth.panel.values[part])
    assert "Historique trop court" in _reasons(panel, truth.event, Context())


def test_too_few_controls_are_refused(truth):
    assert "témoins" in _reasons(truth.panel, truth.event, replace(truth.context, controls=("Z01", "Z02", "Z03")))


def test_an_overlapping_event_is_refused(truth):
    other = Window("Z00", truth.event.end, truth.event.end + 2 * DAY)
    assert "Un autre événement" in _reasons(truth.panel, truth.event, replace(truth.context, events=(other,)))


def test_a_provider_break_inside_the_window_is_refused(truth):
    context = replace(truth.context, breaks=(truth.event.start + DAY,))
    assert "Rupture de mesure" in _reasons(truth.panel, truth.event, context)


def test_missing_days_are_refused_above_a_fifth_and_borne_below(truth):
    values = truth.panel.values.copy()
    values[::4, 0] = np.nan
    assert "jours manquants" in _reasons(replace(truth.panel, values=values), truth.event, truth.context)
    values = truth.panel.values.copy()
    values[5::20, :] = np.nan
    here = int((truth.event.start - truth.panel.dates[0]).astype(int))
    values[here : here + 3] = truth.panel.values[here : here + 3]
    assert measure(replace(truth.panel, values=values), truth.event, truth.context).verdict == "effect"


def test_controls_that_move_with_the_event_are_refused(truth):
    values = truth.panel.values.copy()
    here = int((truth.event.start - truth.panel.dates[0]).astype(int))
    values[here : here + 3, 1:6] *= 6
    assert "bougent anormalement" in _reasons(replace(truth.panel, values=values), truth.event, truth.context)


def test_a_long_window_without_enough_quiet_periods_is_refused():
    case = simulate(3, days=60, zones=9, years=2)
    assert "périodes calmes" in _reasons(case.panel, case.event, case.context)


def test_a_break_away_from_the_window_is_found_and_mended():
    case = simulate(21, days=7, effect=0.3, zones=16)
    values = case.panel.values.copy()
    here = int((case.event.start - case.panel.dates[0]).astype(int))
    values[here - 120 :, :6] *= 1.4
    effect = measure(replace(case.panel, values=values), case.event, case.context)
    assert effect.verdict == "effect"
    assert any("Rupture de mesure reconnue" in reason for reason in effect.reasons)
    low, high = effect.estimate.relative95
    assert low <= case.relative <= high


def test_spill_over_and_days_after_are_measured_apart(truth):
    values = truth.panel.values.copy()
    here = int((truth.event.start - truth.panel.dates[0]).astype(int))
    values[here + 3 : here + 10, 0] *= 0.6
    values[here : here + 3, 4] *= 1.8
    context = replace(truth.context, neighbours=("Z04",))
    effect = measure(replace(truth.panel, values=values), truth.event, context)
    assert effect.spill_over[0].window.unit == "Z04"
    assert effect.spill_over[0].relative > 0.3
    assert effect.after.relative95[1] < 0
    assert effect.displaced == pytest.approx(-effect.after.total)
    assert "Z04" not in {control.unit for control in effect.controls if control.used}


@pytest.mark.slow
def test_an_event_at_the_very_end_is_measured_and_says_so(truth):
    here = int((truth.event.end - truth.panel.dates[0]).astype(int)) + 1
    panel = Panel(truth.panel.dates[:here], truth.panel.units, truth.panel.values[:here])
    context = replace(truth.context, events=tuple(e for e in truth.context.events if e.end < truth.event.start))
    effect = measure(panel, truth.event, context)
    assert effect.after is None
    assert any("Peu de jours suivent" in reason for reason in effect.reasons)
    assert effect.estimate.relative95[0] <= truth.relative <= effect.estimate.relative95[1]


def test_proposed_controls_come_the_most_alike_first(truth):
    proposed = propose_controls(truth.panel, truth.event, truth.context)
    used = [control.likeness for control in proposed if control.used]
    assert len(proposed) == 12
    assert used == sorted(used, reverse=True)


def test_an_own_calendar_replaces_ours_and_is_checked(truth):
    flags = np.random.default_rng(1).random((len(truth.panel.dates), 2)) > 0.9
    effect = measure(truth.panel, truth.event, replace(truth.context, calendar=flags.astype(float)))
    assert effect.verdict == "effect"
    with pytest.raises(ImpactError, match="une ligne par jour"):
        measure(truth.panel, truth.event, replace(truth.context, calendar=np.ones((3, 2))))
    with pytest.raises(ImpactError, match="n’est pas dans le panel"):
        measure(truth.panel, truth.event, replace(truth.context, neighbours=("Nulle part",)))


def test_a_window_outside_the_panel_or_reversed_is_an_error(truth):
    with pytest.raises(ImpactError, match="sort du panel"):
        measure(truth.panel, Window("Z00", truth.panel.dates[-1], truth.panel.dates[-1] + DAY))
    with pytest.raises(ImpactError, match="avant de commencer"):
        Window("Z00", truth.event.end, truth.event.start - DAY)
    with pytest.raises(ImpactError, match="n’est pas dans le panel"):
        measure(truth.panel, replace(truth.event, unit="Nulle part"))


def _moved(truth, gained, lost_after):
    """The panel where the event brings `gained` (share) and the week after loses `lost_after`."""
    values = truth.panel.values.copy()
    here = int((truth.event.start - truth.panel.dates[0]).astype(int))
    stop = here + truth.event.days
    values[here:stop, 0] *= 1 + gained
    values[stop : stop + 7, 0] *= 1 - lost_after
    return replace(truth.panel, values=values)


def test_visits_taken_from_the_next_week_are_displaced_and_leave_no_net_gain():
    calm = simulate(29, days=7, effect=0.0, zones=13)
    effect = measure(_moved(calm, 0.4, 0.4), calm.event, calm.context)
    assert effect.verdict == "effect"
    assert effect.displaced > 0.5 * effect.estimate.total
    assert effect.carried_over == 0
    low, high = effect.net.relative95
    assert low < 0 < high
    assert effect.net.window.days == 7 + 2 * calm.context.gap
    assert any("le solde est de" in reason for reason in effect.reasons)


def test_visits_that_stay_on_are_carried_over():
    calm = simulate(29, days=7, effect=0.0, zones=13)
    effect = measure(_moved(calm, 0.4, -0.4), calm.event, calm.context)
    assert effect.displaced == 0
    assert effect.carried_over > 0
    assert effect.net.total == pytest.approx(
        sum(part.total for part in (effect.before, effect.estimate, effect.after)), rel=0.15
    )


def test_a_gap_of_no_day_leaves_nothing_to_net(truth):
    effect = measure(truth.panel, truth.event, replace(truth.context, gap=0))
    assert (effect.before, effect.net, effect.displaced, effect.carried_over) == (None, None, None, None)
