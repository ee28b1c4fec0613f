"""The day itself: what to do when people are missing, late or extra, or a table is lost.

First keep as many announced meetings as the rules allow, to the slot (exactly: each meeting has one place, so this is a
small whole-number programme); then fill what is free, without touching them. Slots before ``frozen_before`` only lose
meetings that cannot be held.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from .core import best_plan
from .ladder import value_ladder
from .lp import relaxation
from .model import Ints, Model, compile_day
from .problem import problem
from .relax import relax
from .seating import place_hosts
from .solve import finish, quiet, timetable
from .types import Day, Meeting, Pair, Progress, Repair, Trade

#: Parts of the announced meetings that the points of a curve set free.
SHARES = (0.02, 0.1, 0.3, 1.0)


def repair(
    day: Day,
    *,
    budget: float = 2.0,
    seed: int = 0,
    curve: bool = False,
    free: float = 0.0,
    progress: Progress = quiet,
) -> Repair:
    # long: one repair from what is kept to what it changed, each step used once
    """A new plan that changes the fewest announced meetings possible, and is then of greatest value.

    ``curve`` also prices plans that change more; ``free`` (a point's ``free``) makes that plan instead: this share of
    the announced meetings that could be kept, the least useful first, may move too.
    """
    known = {(pair.a, pair.b) for pair in day.pairs}
    lost_wishes = [m for m in day.announced if (m.a, m.b) not in known and (m.b, m.a) not in known]
    day = replace(day, pairs=day.pairs + tuple(Pair(m.a, m.b, 1.0) for m in lost_wishes))
    every, fewest = keep(day)
    kept = held_still(day, every, free)
    progress(f"{len(kept)} rencontres annoncées gardées, {fewest} à changer au moins")
    fixed = lock(day, kept)
    place = place_hosts(fixed, [(m.a, m.b) for m in kept])
    model = compile_day(fixed, place)
    open_model = late(model, day.frozen_before)
    ladder = value_ladder(model)
    found = best_plan(open_model, ladder, budget, seed, progress)
    plan = finish(fixed, model, place, timetable(open_model, ladder, found.slot, seed), found, ladder, 0, ())
    full = full_bound(model, day.frozen_before)
    if plan.status == "optimal" and len(every) + fewest != len(day.announced):
        plan = replace(plan, status="feasible")
    held = {(frozenset((m.a, m.b)), m.slot) for m in plan.meetings}
    announced = {(frozenset((m.a, m.b)), m.slot) for m in day.announced}
    points = (Trade(0, plan.value), *trade(day, kept, plan.value, budget, seed)) if curve else (Trade(0, plan.value),)
    return Repair(
        plan=plan,
        kept=sum((frozenset((m.a, m.b)), m.slot) in held for m in day.announced),
        changed=tuple(m for m in day.announced if (frozenset((m.a, m.b)), m.slot) not in held),
        fewest=fewest,
        added=tuple(m for m in plan.meetings if (frozenset((m.a, m.b)), m.slot) not in announced),
        full_value_bound=full,
        curve=points,
    )


def held_still(day: Day, kept: Sequence[Meeting], free: float) -> tuple[Meeting, ...]:
    """These meetings without the share of them, the least useful first, that may move."""
    if not free:
        return tuple(kept)
    value = {frozenset((p.a, p.b)): p.weight for p in day.pairs}
    movable = sorted((m for m in kept if m.slot >= day.frozen_before), key=lambda m: value[frozenset((m.a, m.b))])
    loose = {frozenset((m.a, m.b)) for m in movable[: int(free * len(movable))]}
    return tuple(m for m in kept if frozenset((m.a, m.b)) not in loose)


def keep(day: Day) -> tuple[tuple[Meeting, ...], int]:
    """The largest set of announced meetings that still holds, and a proven minimum of those that cannot.

    Among equal numbers the weightier stay. When nobody quarrels over a place the answer needs no solver.
    """
    wanted = {ends for m in day.announced for ends in ((m.a, m.b), (m.b, m.a))}
    there = [p for p in day.pairs if (p.a, p.b) in wanted]
    loose = tuple(Pair(p.a, p.b, max(p.weight, 1e-3), forbidden=p.forbidden) for p in there)
    model = compile_day(replace(day, pairs=loose))
    place = {frozenset((loose[k].a, loose[k].b)): e for e, k in enumerate(model.pair)}
    rows = [(m, place.get(frozenset((m.a, m.b)), -1)) for m in day.announced]
    alive = [(m, e) for m, e in rows if e >= 0 and model.seats[model.a[e], m.slot] and model.seats[model.b[e], m.slot]]
    if not alive:
        return (), len(day.announced)
    chosen, top = _most(model, [e for _, e in alive], [m.slot for m, _ in alive])
    return tuple(m for (m, _), keeps in zip(alive, chosen, strict=True) if keeps), len(day.announced) - top


def _most(model: Model, edges: Sequence[int], slots: Sequence[int]) -> tuple[Sequence[bool], int]:
    """Which (edge, slot) places to keep, and how many could be kept at most."""
    at, wish = np.asarray(slots), np.asarray(edges)
    load = np.zeros_like(model.seats, dtype=np.int64)
    count = np.zeros(model.people, np.int64)
    for ends in (model.a[wish], model.b[wish]):
        np.add.at(load, (ends, at), 1)
        np.add.at(count, ends, 1)
    tables = _tables_used(model, wish, at)
    if (load <= model.seats).all() and (count <= model.limit).all() and (tables <= model.tables).all():
        return [True] * len(wish), len(wish)
    return _programme(model, wish, at)


def _tables_used(model: Model, wish: Ints, at: Ints) -> Ints:
    owner = np.where(model.host[wish] >= 0, model.host[wish], model.people + np.arange(len(wish)))
    used = np.unique(np.stack([at, owner], axis=1), axis=0)
    return np.bincount(used[:, 0], minlength=model.slots)


def _programme(model: Model, wish: Ints, at: Ints) -> tuple[Sequence[bool], int]:
    """One place per wish: presence at other slots is taken away, so that the relaxation decides who stays."""
    order = {int(e): k for k, e in enumerate(wish)}
    unit = 1000 * len(wish)
    top = int(model.weight[wish].max(initial=1))
    worth = unit + (model.weight * (len(wish) // 2) // max(top, 1)) // max(len(wish), 1)
    only = np.full(len(model.a), -1, np.int64)
    only[wish] = at
    places = replace(model, weight=worth, fixed=only.astype(np.int32))
    nothing, everyone = np.zeros((model.people, 0), np.int64), np.ones(model.people, np.bool_)
    answer = relaxation(places, wish, nothing, everyone, 100_000, whole=True, only=only)
    chosen = [False] * len(wish)
    for e, share in zip(answer.detail[0], answer.detail[2], strict=True):
        chosen[order[int(e)]] = share > 0.5
    return chosen, sum(chosen)


def lock(day: Day, kept: Sequence[Meeting]) -> Day:
    """The day with these meetings locked where they were announced."""
    slot = {ends: m.slot for m in kept for ends in ((m.a, m.b), (m.b, m.a))}
    pairs = list(day.pairs)
    for k, p in enumerate(pairs):
        t = slot.get((p.a, p.b))
        if p.slot != t:
            pairs[k] = Pair(p.a, p.b, p.weight, p.imposed, p.forbidden, t)
    return replace(day, pairs=tuple(pairs))


def late(model: Model, first: int) -> Model:
    """Nobody takes a new meeting before ``first``: seats there are only those of the locked meetings."""
    seats = model.seats.copy()
    seats[:, :first] = 0
    held = np.flatnonzero(model.fixed >= 0)
    for ends in (model.a, model.b):
        early = held[model.fixed[held] < first]
        np.add.at(seats, (ends[early], model.fixed[early]), 1)
    return replace(model, seats=seats, limit=np.minimum(model.limit, seats.sum(axis=1)))


def full_bound(model: Model, first: int) -> float:
    """Value that no plan of the rest of the day passes, were every announced meeting of open slots free to move."""
    loose = late(replace(model, fixed=np.where(model.fixed < first, model.fixed, -1).astype(np.int32)), first)
    return relax(problem(loose, np.zeros((model.people, 0), np.int64)), rounds=2)[2] / model.scale


def trade(day: Day, kept: Sequence[Meeting], least: float, budget: float, seed: int) -> list[Trade]:
    """Plans that move more: the announced meetings of ever more people are set free, the least useful first."""
    points: list[Trade] = []
    for share in SHARES:
        model = late(compile_day(lock(day, held_still(day, kept, share))), day.frozen_before)
        found = best_plan(model, value_ladder(model), budget, seed, quiet)
        held = {(int(model.pair[e]), int(found.slot[e])) for e in np.flatnonzero(found.slot >= 0)}
        where = {frozenset((p.a, p.b)): k for k, p in enumerate(day.pairs)}
        moved = sum((where[frozenset((m.a, m.b))], m.slot) not in held for m in kept)
        worth = sum(int(model.weight[e]) for e in np.flatnonzero(found.slot >= 0)) / model.scale
        if worth > max([least, *(point.value for point in points)]):
            points.append(Trade(moved, worth, share))
    return points
