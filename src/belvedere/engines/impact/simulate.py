"""Daily visits of neighbouring zones with a known effect in one of them, to measure the engine against the truth.

Every zone has its own season, weekend, holiday and weather elasticities; two common trends wander; a private level
drifts; noise is autocorrelated with fat tails; local events come unannounced; counts are rounded to ten as the
providers do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from belvedere.engines.impact import calendar
from belvedere.engines.impact.types import Context, Floats, Panel, Window

TAIL = 5.0
LARGEST = 6 * np.sqrt(TAIL / (TAIL - 2))
FIRST_DAY = np.datetime64("2022-01-01")


@dataclass(frozen=True)
class Unrest:
    """How restless the zones are, in logs: daily noise (deviation, memory from a day to the next), yearly wandering
    of the two common trends and of each zone's own level."""

    noise: float = 0.07
    memory: float = 0.3
    trend: float = 0.08
    drift: float = 0.03


QUIET = Unrest()
ROUGH = Unrest(memory=0.5, trend=0.12, drift=0.05)


@dataclass(frozen=True)
class Truth:
    """A simulated panel, the event, what the office would declare, and the true share added over the window."""

    panel: Panel
    event: Window
    context: Context
    relative: float


def _walk(rng: np.random.Generator, n: int, columns: int, yearly: float) -> Floats:
    return np.asarray(np.cumsum(rng.normal(0, yearly / np.sqrt(365), (n, columns)), axis=0))


def _memory(rng: np.random.Generator, n: int, columns: int, rho: float, sd: float) -> Floats:
    """AR(1) with Student innovations scaled to the marginal standard deviation, none beyond six deviations.

    Farther out a day would be an event that nobody declared, not noise.
    """
    shocks = np.clip(rng.standard_t(TAIL, (n + 30, columns)), -LARGEST, LARGEST)
    shocks *= np.sqrt((TAIL - 2) / TAIL) * sd * np.sqrt(1 - rho**2)
    out = np.zeros_like(shocks)
    for t in range(1, len(shocks)):
        out[t] = rho * out[t - 1] + shocks[t]
    kept: Floats = out[30:]
    return kept


def _structure(rng: np.random.Generator, dates: np.ndarray, zones: int, trend: float) -> Floats:
    """Season, week, holidays, weather and common trends of every zone, in logs."""
    n = len(dates)
    public = calendar.public_holidays(dates)
    weekend = (calendar.weekdays(dates) >= 5).astype(float)
    summer = -calendar.season(dates, 1)[:, 1]
    peak = np.exp(2.5 * (summer - 1))
    easter = (np.abs(calendar.easter_distance(dates)) <= 1).astype(float)
    shapes = np.column_stack([summer, peak, calendar.season(dates, 2)[:, 1], weekend, weekend * summer])
    loads = rng.normal([0.35, 0.5, 0.0, 0.3, 0.1], [0.15, 0.2, 0.08, 0.12, 0.08], (zones, 5))
    feasts = np.column_stack([public, calendar.bridges(dates, public), easter, calendar.school_holidays(dates)])
    tastes = rng.normal([0.25, 0.2, 0.15, 0.12, 0.12, 0.12], [0.1, 0.1, 0.1, 0.06, 0.06, 0.06], (zones, 6))
    weather = _memory(rng, n, 1, 0.6, 0.10) * rng.normal(1.0, 0.3, zones)
    trends = _walk(rng, n, 2, trend) @ rng.normal([[1.0], [0.5]], 0.35, (2, zones))
    return np.asarray(shapes @ loads.T + feasts @ tastes.T + weather + trends)


def _local_events(rng: np.random.Generator, n: int, zones: int) -> tuple[Floats, list[tuple[int, int]]]:
    """Some four events a year and zone, +10 to +50 %, 1 to 4 days; those of zone 0 are returned."""
    out = np.zeros((n, zones))
    own = []
    for zone in range(zones):
        for _ in range(rng.poisson(4 * n / 365)):
            start, days = int(rng.integers(0, n - 4)), int(rng.integers(1, 5))
            out[start : start + days, zone] += rng.uniform(0.1, 0.4)
            if zone == 0:
                own.append((start, days))
    return out, own


def _break(rng: np.random.Generator, n: int, zones: int, keep_off: range) -> Floats:
    """A step of ±10 to 30 % in a third of the zones, on a day away from the event."""
    while (when := int(rng.integers(400, n - 60))) in keep_off:
        pass
    hit = rng.choice(zones, zones // 3, replace=False)
    out = np.zeros((n, zones))
    out[when:, hit] = rng.uniform(0.1, 0.3, len(hit)) * rng.choice([-1, 1])
    return out


def simulate(
    seed: int,
    *,
    days: int = 3,
    effect: float = 0.0,
    mismatch: bool = False,
    provider_break: bool = False,
    zones: int = 31,
    years: int = 3,
    unrest: Unrest = QUIET,
) -> Truth:
    # long: the generator reads as the model is written
    """Panel of `zones` (Z00 is the target) with an event of `days` days worth `effect` (share) in the last year."""
    rng = np.random.default_rng(seed)
    n = round(years * 365.25)
    dates = FIRST_DAY + np.arange(n)
    start = n - 365 + int(rng.integers(30, 280))
    log = rng.normal(7.5, 1.0, zones) + _structure(rng, dates, zones, unrest.trend)
    log += _walk(rng, n, zones, unrest.drift) + _memory(rng, n, zones, unrest.memory, unrest.noise)
    if mismatch:
        winter = calendar.season(dates, 2)
        log[:, 0] += -0.9 * -winter[:, 2] + 0.3 * winter[:, 1]
    local, own = _local_events(rng, n, zones)
    keep_off = range(start - 45, start + days + 45)
    for first, length in own:
        if first in range(start - 21, start + days + 21):
            local[first : first + length, 0] = 0.0
    log += local
    if provider_break:
        log += _break(rng, n, zones, keep_off)
    without = np.exp(log)
    seen = without.copy()
    seen[start : start + days, 0] *= 1 + effect
    names = tuple(f"Z{zone:02d}" for zone in range(zones))
    known = tuple(
        Window("Z00", dates[first], dates[min(first + length, n) - 1])
        for first, length in own
        if first not in range(start - 21, start + days + 21)
    )
    window = slice(start, start + days)
    values: Floats = np.asarray(np.round(seen, -1), np.float64)
    truth = float(np.round(seen[window, 0], -1).sum() / without[window, 0].sum() - 1)
    event = Window("Z00", dates[start], dates[start + days - 1])
    return Truth(Panel(dates, names, values), event, Context(events=known), truth)
