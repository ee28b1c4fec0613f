"""Compose a day or a stay: search first, then proof, within an amount of work that stands for seconds.

The engine has no clock. `budget` seconds are turned into units of work at a fixed rate, so the same seed gives the
same bytes on any machine; a caller who must not wait passes `stop`, asked between chunks, and loses only that promise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from .columns import Master, Pricing
from .exact import DayLabels, prove_day
from .heuristic import COOL, HEAT, Column, Found, gain_of, improve
from .model import Model, build
from .plan import plan_of
from .types import Plan, Trip

UNITS_PER_SECOND = 55_000_000
#: Labels looked at in the time of one insertion trial.
LABELS_A_UNIT = 2
FIRST_WORK_PER_NODE = 30_000
#: The second search looks among days nearly as good for longer, rather than wander and then freeze.
SECOND_WORK_FACTOR, SECOND_HEAT, SECOND_COOL = 3, 0.5, 0.1
PAUSE = 12_000_000
CHUNK = 25_000_000
#: Nodes up to which columns end well however far the first bound is.
SMALL = 60
#: Bound over gain up to which columns are worth more time than tours; annealings that share the search's time.
NEARBY, ANNEALS = 1.05, 3


def never() -> bool:
    """Nobody is waiting."""
    return False


@dataclass
class Run:
    """A solution in progress: the best tours, what is left of the work, the bound on the gain."""

    model: Model
    seed: int
    left: int
    stop: Callable[[], bool]
    tours: list[list[int]] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    bound: float | None = None
    rounds: int = 0

    @property
    def gain(self) -> float:
        """Gain of the best tours, bonuses included."""
        return gain_of(self.model, self.tours)

    @property
    def first_work(self) -> int:
        """Enough for a good first answer, well under 100 ms at 150 candidates."""
        return FIRST_WORK_PER_NODE * min(self.model.nodes, 100)

    @property
    def proved(self) -> bool:
        """Whether nothing better can exist."""
        return self.bound is not None and self.bound <= self.gain + 1e-9 * max(1.0, self.gain)

    @property
    def over(self) -> bool:
        """Whether to stop here."""
        return self.proved or self.left <= 0 or self.stop()

    def search(self, work: int, *, afresh: bool, heat: float = HEAT, cool: float = COOL) -> None:
        """Anneal for at most `work` units, from nothing or from the best tours; keep what is better."""
        work = min(work, self.left)
        start = [[] for _ in self.tours] if afresh else self.tours
        found: Found = improve(self.model, start, self.seed * 1_000 + self.rounds, work, self.stop, heat, cool)
        self.rounds += 1
        self.left -= found.work
        self.columns += found.columns
        if found.gain > self.gain:
            self.tours = found.tours

    def tighten(self, bound: float) -> None:
        """Take a bound in, rounded down to what scores can make."""
        grain = self.model.grain
        if grain:
            bound = float(np.floor((bound + 1e-5) / grain) * grain)
        self.bound = bound if self.bound is None else min(self.bound, bound)


def solve(
    trip: Trip, *, budget: float = 2.0, seed: int = 0, stop: Callable[[], bool] = never, prove: bool = True
) -> Plan:
    """The best plan within `budget` seconds of work; TripError where the trip cannot be read.

    One day ends with a proof whenever the work suffices; several days with a bound. `prove=False` only searches.
    """
    return _solve(build(trip), budget, seed, stop, prove, [])


def resolve(
    trip: Trip, previous: Plan, *, budget: float = 1.0, seed: int = 0, stop: Callable[[], bool] = never
) -> Plan:
    """Solve again from a plan in hand after the trip changed (a pin, a stop removed): what still fits is the start."""
    model = build(trip)
    return _solve(model, budget, seed, stop, True, _kept(model, previous))


def _solve(
    model: Model, budget: float, seed: int, stop: Callable[[], bool], prove: bool, start: list[list[int]]
) -> Plan:
    units = max(FIRST_WORK_PER_NODE, int(budget * UNITS_PER_SECOND))
    run = Run(model, seed, units, stop, start or [[] for _ in range(model.trip.days)])
    if model.nodes == 0:
        run.bound = 0.0
    elif model.trip.days == 1:
        _one_day(run, prove)
    else:
        _several_days(run, prove)
    stopped = "proved" if run.proved else ("clock" if run.left > 0 and stop() else "work")
    return plan_of(model, run.tours, run.bound, proved=run.proved, stopped=stopped)


def _one_day(run: Run, prove: bool) -> None:
    run.search(run.first_work, afresh=not any(run.tours))
    labels = DayLabels(run.model, 0, stop=run.stop) if prove and not run.over else None
    if labels is not None:
        _prove(run, labels, PAUSE)
    if labels is not None and not run.over:
        # The proof's work falls steeply with the gap that the search leaves.
        run.search(SECOND_WORK_FACTOR * run.first_work, afresh=True, heat=SECOND_HEAT, cool=SECOND_COOL)
        _prove(run, labels)
    while not run.over:
        run.search(CHUNK, afresh=True)


def _prove(run: Run, labels: DayLabels, pause: int | None = None) -> None:
    proof = prove_day(labels, run.gain, run.left * LABELS_A_UNIT, pause)
    run.left -= proof.work // LABELS_A_UNIT
    if proof.tour is not None:
        run.tours = [proof.tour]
    if proof.bound is not None:
        run.tighten(proof.bound)


def _several_days(run: Run, prove: bool) -> None:
    run.search(run.first_work * run.model.trip.days, afresh=not any(run.tours))
    master = Master(run.model)
    pricing = Pricing(master, run.stop) if prove else None
    _recombine(run, master)
    total = run.left
    if pricing is not None:
        _price(run, master, pricing, total // 8)
    # Where an eighth of the time brought no bound nearby, seven eighths would not either: tours are then worth more.
    near = run.model.nodes <= SMALL or (run.bound is not None and run.bound <= run.gain * NEARBY)
    share = total * 45 // 100 if near else run.left
    aim = run.left - share
    while not run.over and run.left > aim:
        run.search(min(CHUNK, max(share // ANNEALS, run.first_work)), afresh=True)
        _recombine(run, master)
    if pricing is not None and near and not run.over:
        _price(run, master, pricing, run.left)
        run.tours = master.integer(run.tours)
    while not run.over:
        run.search(CHUNK, afresh=True)
        _recombine(run, master)


def _recombine(run: Run, master: Master) -> None:
    before = master.work
    plan = [Column(d, tuple(tour), gain_of(run.model, [tour])) for d, tour in enumerate(run.tours)]
    master.add([*run.columns, *plan])
    run.columns = []
    run.tours = master.integer(run.tours)
    run.left -= master.work - before


def _price(run: Run, master: Master, pricing: Pricing, work: int) -> None:
    """Rounds of pricing for `work` units; the bound improves even when the columns do not yet."""
    before, begun = pricing.work, master.work
    limit = before + max(work, 0) * LABELS_A_UNIT
    came: bool | None = True
    while came and not run.over:
        came = pricing.round(limit - (master.work - begun) * LABELS_A_UNIT)
        if np.isfinite(pricing.bound):
            run.tighten(pricing.bound)
        run.tours = master.integer(run.tours) if came is False else run.tours
    run.left -= (pricing.work - before) // LABELS_A_UNIT + master.work - begun


def _kept(model: Model, previous: Plan) -> list[list[int]]:
    """The previous tours without what the new trip no longer admits; empty where they no longer stand at all."""
    plain = {model.trip.stops[s].id: i for i, s in enumerate(model.stop_of) if model.break_of[i] < 0}
    rested = {model.trip.stops[s].id: i for i, s in enumerate(model.stop_of) if model.break_of[i] >= 0}
    tours: list[list[int]] = []
    for d in range(model.trip.days):
        steps = previous.days[d].steps if d < len(previous.days) else ()
        nodes = [(rested if step.rest > 0 else plain).get(step.stop) for step in steps]
        tours.append([node for node in nodes if node is not None])
    return tours if stands(model, tours) else []


def stands(model: Model, tours: list[list[int]]) -> bool:
    """Whether tours keep the hours, the caps and one visit a stop."""
    from_plan = plan_of(model, tours, None, proved=False, stopped="work", strict=False)
    flat = [i for tour in tours for i in tour]
    used = np.zeros((len(tours), len(model.cap)), dtype=np.int64)
    for d, tour in enumerate(tours):
        for i in tour:
            for u in range(model.use_start[i], model.use_start[i + 1]):
                r = int(model.use_resource[u])
                used[d if model.daily[r] else 0, r] += model.use_weight[u]
    return from_plan is not None and len(set(flat)) == len(flat) and bool((used <= model.cap).all())
