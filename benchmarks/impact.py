"""Effect of an event or a campaign on simulated panels: error, coverage, false alarms, power, CPU, beside the peers.

Panels of `belvedere.engines.impact.simulate`: 31 zones, 3 years, French calendar, fat tails; `mismatch` gives the
target another season, `break` moves a third of the zones at once. Errors in points of relative effect. The peers get
the same logs, the same controls and calendar, the days after the event included for UnobservedComponents.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec

import numpy as np

from belvedere.engines.impact import QUIET, ROUGH, Truth, Unrest, calendar_columns, measure, power_before, simulate
from belvedere.engines.impact.calendar import season

FRESH = 8_000_000  # seeds never looked at while the engine was written
LENGTHS = {"festival": (3, 0.2), "campaign": (28, 0.08)}
TROUBLES = {"plain": {}, "mismatch": {"mismatch": True}, "break": {"provider_break": True}}


@dataclass
class Tally:
    """Errors (points), whether the interval held the truth or saw an effect, CPU seconds."""

    error: list[float] = field(default_factory=list)
    held: list[bool] = field(default_factory=list)
    seen: list[bool] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def add(self, relative: float, low: float, high: float, truth: float, cpu: float) -> None:
        self.error.append(100 * (relative - truth))
        self.held.append(low <= truth <= high)
        self.seen.append(low > 0 or high < 0)
        self.cpu.append(cpu)

    @property
    def rmse(self) -> float:
        return float(np.sqrt(np.mean(np.square(self.error)))) if self.error else float("nan")


def ours(case: Truth) -> tuple[float, float, float]:
    effect = measure(case.panel, case.event, case.context)
    if effect.estimate is None:
        raise AssertionError(effect.reasons)
    return effect.estimate.relative, *effect.estimate.relative95


def _logs(case: Truth) -> tuple[np.ndarray, np.ndarray, int, int]:
    """Log target, standardised log controls and calendar, first and last + 1 day of the event."""
    logs = np.log(np.maximum(case.panel.values, 1.0))
    x = np.hstack([logs[:, 1:], calendar_columns(case.panel.dates), season(case.panel.dates)])
    first = int((case.event.start - case.panel.dates[0]).astype(int))
    return logs[:, 0], (x - x.mean(axis=0)) / (x.std(axis=0) + 1e-9), first, first + case.event.days


def _relative(case: Truth, expected: np.ndarray, first: int, last: int) -> float:
    return float(case.panel.values[first:last, 0].sum() / expected.sum() - 1)


def unobserved_components(case: Truth) -> tuple[float, float, float]:
    """statsmodels: local level, controls and calendar; the event is missing days, so both sides of it are known."""
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    y, x, first, last = _logs(case)
    hidden = y.copy()
    hidden[first:last] = np.nan
    for event in case.context.events:
        start = int((event.start - case.panel.dates[0]).astype(int))
        hidden[start : start + event.days] = np.nan
    result = UnobservedComponents(hidden, "llevel", exog=x).fit(disp=0, maxiter=100)
    smooth = result.smoothed_state
    level = smooth[0, first:last] + x[first:last] @ result.params[-x.shape[1] :]
    noise = result.params[0]
    walk = result.smoothed_state_cov[0, 0, first:last].mean()
    relative = _relative(case, np.exp(level + noise / 2), first, last)
    half = 1.96 * np.sqrt(walk + noise / (last - first))
    return relative, float(np.expm1(np.log1p(relative) - half)), float(np.expm1(np.log1p(relative) + half))


def _bsts(case: Truth, **options: object) -> tuple[float, float, float]:
    from causal_impact import CausalImpact

    y, x, first, last = _logs(case)
    impact = CausalImpact(
        np.column_stack([y, x])[:last], [0, first - 1], [first, last - 1], model_args={"seed": 1, **options}
    )
    found = impact._results
    return tuple(float(np.expm1(part)) for part in (found.point_effect_mean, found.ci_lower, found.ci_upper))


def bsts_default(case: Truth) -> tuple[float, float, float]:
    """bsts-causalimpact with its default settings on the same columns."""
    return _bsts(case)


def bsts_tuned(case: Truth) -> tuple[float, float, float]:
    """bsts-causalimpact with the horseshoe prior, which keeps many weak controls."""
    return _bsts(case, prior_type="horseshoe")


def clocked(method: Callable[[Truth], tuple[float, float, float]], case: Truth, tally: Tally) -> None:
    began = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        answer = method(case)
    tally.add(*answer, case.relative, time.process_time() - began)


def cell(seed: int, runs: int, days: int, effect: float, options: dict) -> tuple[Tally, Tally, Tally, list[float]]:
    """Ours on `runs` panels: nothing happened, the usual effect, and on every other one the least announced."""
    none, usual, least, announced = Tally(), Tally(), Tally(), []
    for k in range(runs):
        quiet = simulate(seed + k, days=days, **options)
        clocked(ours, quiet, none)
        clocked(ours, simulate(seed + k, days=days, effect=effect, **options), usual)
        if k % 2:
            continue
        mde = power_before(quiet.panel, "Z00", quiet.event.start, days, quiet.context).mde
        announced.append(100 * mde)
        clocked(ours, simulate(seed + k, days=days, effect=mde, **options), least)
    return none, usual, least, announced


def show_ours(runs: int, unrest: Unrest) -> None:
    print("ours                 error  cover %  false %  MDE %  seen at MDE %  CPU ms   (", runs, "panels a cell )")
    held: list[bool] = []
    for name, (days, effect) in LENGTHS.items():
        errors: list[float] = []
        seen: list[bool] = []
        for rank, (trouble, options) in enumerate(TROUBLES.items()):
            seed = FRESH + 100_000 * rank + 1_000_000 * days
            none, usual, least, announced = cell(seed, runs, days, effect, {**options, "unrest": unrest})
            held += none.held + usual.held
            errors += none.error + usual.error
            seen += least.seen
            print(
                f"{name:<9} {trouble:<9} {np.sqrt(np.mean(np.square(none.error + usual.error))):6.2f} "
                f"{100 * np.mean(none.held + usual.held):8.1f} {100 * np.mean(none.seen):8.1f} "
                f"{np.median(announced):6.1f} {100 * np.mean(least.seen):14.1f} {1000 * np.median(usual.cpu):7.0f}",
                flush=True,
            )
        goal = 7.0 if days == 3 else 2.7
        error = np.sqrt(np.mean(np.square(errors)))
        print(f"{name:<9} all       {error:6.2f}   (goal {goal}){'':>24}{100 * np.mean(seen):8.1f} (goal 70-90)")
    print(f"pooled cover {100 * np.mean(held):.1f} % over {len(held)} analyses (goal 93.5-96.5)")
    print("goals: false alarms at most 6 % in every cell, 150 ms CPU an analysis")


def show_peers(runs: int, methods: dict[str, Callable[[Truth], tuple[float, float, float]]]) -> None:
    print(f"\nsame {runs} panels a cell   error  cover %   CPU ms   CPU / ours")
    for name, (days, effect) in LENGTHS.items():
        tallies = {label: Tally() for label in methods}
        for rank, options in enumerate(TROUBLES.values()):
            seed = FRESH + 100_000 * rank + 1_000_000 * days
            for k in range(runs):
                case = simulate(seed + k, days=days, effect=effect, **options)
                for label, method in methods.items():
                    clocked(method, case, tallies[label])
        base = float(np.median(tallies["ours"].cpu))
        for label, tally in tallies.items():
            cpu = float(np.median(tally.cpu))
            held = 100 * np.mean(tally.held)
            print(
                f"{name:<9} {label:<14} {tally.rmse:6.2f} {held:8.1f} {1000 * cpu:8.0f} {cpu / base:10.1f}", flush=True
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=100, help="panels a cell for ours (six cells)")
    parser.add_argument("--peer-runs", type=int, default=5, help="panels a cell for the peers, 0 for none")
    parser.add_argument("--rough", action="store_true", help="longer memory of the noise, stronger drifts")
    args = parser.parse_args()
    if args.runs:
        show_ours(args.runs, ROUGH if args.rough else QUIET)
    if not args.peer_runs:
        return
    methods: dict[str, Callable[[Truth], tuple[float, float, float]]] = {"ours": ours}
    if find_spec("statsmodels"):
        import_module("statsmodels.tsa.statespace.structural")  # before our filters: it sets its own warnings
        methods["UC"] = unobserved_components
    if find_spec("causal_impact"):
        methods |= {"bsts default": bsts_default, "bsts tuned": bsts_tuned}
    missing = {"statsmodels", "causal_impact"} - {n for n in ("statsmodels", "causal_impact") if find_spec(n)}
    for name in sorted(missing):
        print(f"{name} is not installed: its row is missing")
    show_peers(args.peer_runs, methods)


if __name__ == "__main__":
    main()
