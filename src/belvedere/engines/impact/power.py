"""Before the event: what could be seen, and which cities and how many weeks a poster campaign needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from belvedere.engines.impact import conformal, verdict
from belvedere.engines.impact.measure import EMPTY, measure
from belvedere.engines.impact.study import build, own_mass, placebo_starts, placebo_totals, tune
from belvedere.engines.impact.types import Context, Effect, Floats, ImpactError, Panel, Power, Window
from belvedere.engines.impact.words import FIXED, percent, whole

STEPS = (0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
DAYS_AFTER = 36


def power_before(panel: Panel, unit: str, start: np.datetime64, days: int, context: Context = EMPTY) -> Power:
    """Smallest effect visible four times in five for an event of `days` days that starts on `start`.

    Reckoned at the same season of the last complete year, with the month after taken as known; what happened in those
    very days (the last edition, most often) plays no part.
    `mde` is infinite and the reasons say why when the design is refused.
    """
    window = past_twin(panel, unit, start, days)
    study = build(panel, window, _without_twins(context, window))
    starts = placebo_starts(study)
    refused = verdict.refusals(study, starts)
    if refused or study.cols is None:
        return Power(unit, days, float("inf"), (), refused)
    tuned = tune(study, study.cols, starts)
    errors, _ = placebo_totals(study, tuned, study.during)
    half = conformal.half_width(errors, tuned.weights, own_mass(study, tuned.weights, days))
    curve = tuple((step, conformal.chance_to_see(step, errors, tuned.weights, half)) for step in STEPS)
    mde = conformal.detectable(errors, tuned.weights, half)
    sentence = f"Un effet de moins de {percent(mde)} sur {days} jours resterait le plus souvent invisible."
    return Power(unit, days, mde, curve, (sentence,))


def _without_twins(context: Context, window: Window) -> Context:
    """Only the errors made around the window matter: events of its unit in those days forbid nothing."""
    apart = (e for e in context.events if e.unit != window.unit or e.end < window.start or e.start > window.end)
    return replace(context, events=tuple(apart))


def past_twin(panel: Panel, unit: str, start: np.datetime64, days: int) -> Window:
    """The window itself when it lies well inside the panel, else the same weekdays 364 days before, or more."""
    year, day = np.timedelta64(364, "D"), np.timedelta64(1, "D")
    first = start
    while first + (days + DAYS_AFTER) * day > panel.dates[-1]:
        first = first - year
    if first < panel.dates[0] + 30 * day:
        raise ImpactError(
            f"Le panel ({panel.dates[0]} – {panel.dates[-1]}) ne contient pas la même saison, un an avant le {start}."
        )
    return Window(unit, first, first + (days - 1) * day)


@dataclass(frozen=True)
class CampaignDesign:
    """One way to campaign: cities posted, days, smallest visible effect (share), cost in euros."""

    cities: tuple[str, ...]
    days: int
    mde: float
    cost: float
    within_budget: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Brief:
    """Choices of the office: cities, at most how many, lengths (days), euros a city-week, euros in all."""

    cities: tuple[str, ...]
    most: int
    lengths: tuple[int, ...]
    city_week: float
    budget: float


def together(panel: Panel, cities: tuple[str, ...]) -> tuple[Panel, str]:
    """The panel where the posted cities are one unit, their sum; the other origins stay as controls."""
    inside = [panel.column(city) for city in cities]
    rest = [k for k in range(len(panel.units)) if k not in inside]
    name = " + ".join(cities)
    values: Floats = np.column_stack([panel.values[:, inside].sum(axis=1), panel.values[:, rest]])
    return Panel(panel.dates, (name, *(panel.units[k] for k in rest)), values), name


def design_campaign(
    panel: Panel, brief: Brief, start: np.datetime64, context: Context = EMPTY
) -> tuple[CampaignDesign, ...]:
    """Every set of cities and length, the affordable ones first, the sharpest (then the cheapest) first."""
    found = [_design(panel, brief, cities, days, start, context) for cities in _sets(brief) for days in brief.lengths]
    return tuple(sorted(found, key=lambda option: (not option.within_budget, round(option.mde, 3), option.cost)))


def _sets(brief: Brief) -> Iterator[tuple[str, ...]]:
    for size in range(1, min(brief.most, len(brief.cities)) + 1):
        yield from combinations(brief.cities, size)


def _design(
    panel: Panel, brief: Brief, cities: tuple[str, ...], days: int, start: np.datetime64, context: Context
) -> CampaignDesign:
    merged, name = together(panel, cities)
    idle = tuple(city for city in brief.cities if city not in cities)
    power = power_before(merged, name, start, days, _without(context, (*cities, *idle)))
    cost = len(cities) * int(np.ceil(days / 7)) * brief.city_week
    said = f"{name}, {days} jours{FIXED}: {whole(cost)}\u00a0€{FIXED}; " + " ".join(power.reasons)
    return CampaignDesign(cities, days, power.mde, cost, cost <= brief.budget, (said,))


def _without(context: Context, cities: tuple[str, ...]) -> Context:
    """Cities that a campaign may touch are no controls."""
    kept = None if context.controls is None else tuple(unit for unit in context.controls if unit not in cities)
    return replace(context, controls=kept, events=tuple(event for event in context.events if event.unit not in cities))


def measure_campaign(
    panel: Panel, cities: tuple[str, ...], start: np.datetime64, end: np.datetime64, context: Context = EMPTY
) -> tuple[Effect, dict[str, Effect]]:
    """Effect on the posted cities together, then on each against the origins without posters."""
    merged, name = together(panel, cities)
    whole_effect = measure(merged, Window(name, start, end), _without(context, cities))
    each = {}
    for city in cities:
        # Posted cities move on the same day, which would be taken for a provider's change of method.
        others = tuple(unit for unit in panel.units if unit not in cities)
        apart = only(panel, (city, *others))
        chosen = others if context.controls is None else tuple(u for u in context.controls if u not in cities)
        each[city] = measure(apart, Window(city, start, end), replace(context, controls=chosen))
    return whole_effect, each


def only(panel: Panel, units: tuple[str, ...]) -> Panel:
    """The panel of these units, in this order."""
    return Panel(panel.dates, units, np.asarray(panel.values[:, [panel.column(unit) for unit in units]]))
