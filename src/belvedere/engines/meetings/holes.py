"""Fewest breaks when every meeting is held (B2B scheduling), proved by cores, then by ascending questions.

Written as "is there a timetable with at most K breaks in all?", the question is nearly always settled in a fraction
of a second: a person without break starts once and goes on for as many slots as he has meetings, so one start decides
his whole day. K rises from 0: each "no" raises the bound, the first "yes" is the optimum.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from .dzn import Instance
from .types import Progress

SPREAD = 2
CORE = 4.0


@dataclass(frozen=True, slots=True)
class _Way:
    """How a question is put: one worker or several in turn, counts as sums or as clauses, deterministic time."""

    workers: int
    clauses: bool
    share: float


# Most questions fall to a taste of sums, or of several workers (one of them reasons on the linear relaxation). Then
# clauses first: they settle in three seconds some questions that hold sums for a minute.
TASTES = (_Way(1, False, 1.0), _Way(6, False, 0.5))
WAYS = (_Way(1, True, 5.0), _Way(1, False, 40.0), _Way(6, False, 16.0))


@dataclass(frozen=True, slots=True)
class Timetable:
    """``slot[m]`` of each meeting (empty when none was found), its breaks, and the proven lower bound."""

    slot: tuple[int, ...]
    breaks: int
    bound: int
    infeasible: bool = False

    def form(self, instance: Instance) -> dict[str, Any]:
        """The JSON form, numbered from 0."""
        held = bool(self.slot)
        status = "optimal" if held and self.breaks == self.bound else "feasible" if held else "infeasible"
        used: Counter[int] = Counter()
        rows = []
        for (a, b), slot in zip(instance.meetings, self.slot, strict=False):
            rows.append({"a": a, "b": b, "slot": slot, "table": used[slot]})
            used[slot] += 1
        per_person = breaks_of(instance, self.slot)
        return {
            "status": status,
            "value": self.breaks,
            "bound": self.bound,
            "gap": 0.0 if self.breaks == self.bound else (self.breaks - self.bound) / max(self.breaks, 1),
            "proved_infeasible": self.infeasible,
            "meetings": rows,
            "unmet": [],
            "below_minimum": [],
            "breaks": per_person,
        }


def breaks_of(instance: Instance, slot: tuple[int, ...]) -> list[int]:
    """Breaks of each person: runs of idle slots between two meetings."""
    days: list[list[int]] = [[] for _ in range(instance.people)]
    for (a, b), t in zip(instance.meetings, slot, strict=False):
        days[a].append(t)
        days[b].append(t)
    return [sum(v - u > 1 for u, v in zip(sorted(day), sorted(day)[1:], strict=False)) for day in days]


def breaches(instance: Instance, slot: tuple[int, ...]) -> list[str]:
    """Every rule of the instance that a timetable breaks, worked out from scratch."""
    found = []
    at: Counter[tuple[int, int]] = Counter()
    for m, t in enumerate(slot):
        if t not in instance.where[m]:
            found.append(f"Rencontre {m} : créneau {t} impossible.")
        at.update((p, t) for p in instance.meetings[m])
    found += [f"Personne {p} : deux rencontres au créneau {t}." for (p, t), n in at.items() if n > 1]
    found += [f"Créneau {t} : {n} tables." for t, n in Counter(slot).items() if n > instance.tables]
    found += [f"Rencontre {e} après {late}." for e, late in instance.before if slot[e] >= slot[late]]
    each = breaks_of(instance, slot)
    if each and max(each) - min(each) > SPREAD:
        found.append("Les nombres de trous diffèrent de plus de 2.")
    return found


def fewest_holes(instance: Instance, *, budget: float, seed: int, progress: Progress) -> Timetable:
    """Minimises guided by cores, then asks for K, K + 1… breaks from the bound reached. ``budget`` is deterministic
    solver time for each question, not a clock.

    Nobody has more than two breaks in the model: with fewer breaks than people, or an idle person, someone has none, so
    that is the whole spread rule.
    """
    status, slot, bound = _ask(instance, None, min(budget, CORE), seed, TASTES[0])
    idle = any(count <= 1 for count in _load(instance))
    if status == int(cp_model.INFEASIBLE):
        return Timetable((), 0, 0 if idle else instance.people, idle)
    best = Timetable(slot, sum(breaks_of(instance, slot)), bound)
    most, turn = bound, 0
    while not (best.slot and best.breaks <= most) and (idle or most < instance.people):
        progress(f"au moins {most} trous")
        status, slot, turn = _settled(instance, most, budget, seed, turn)
        if slot:
            return Timetable(slot, sum(breaks_of(instance, slot)), most)
        if status != int(cp_model.INFEASIBLE):
            break
        most += 1
    return Timetable(best.slot, best.breaks, most)


def _load(instance: Instance) -> list[int]:
    """Meetings of each person."""
    count = Counter(p for pair in instance.meetings for p in pair)
    return [count[p] for p in range(instance.people)]


def _settled(instance: Instance, most: int, budget: float, seed: int, turn: int) -> tuple[int, tuple[int, ...], int]:
    """Yes or no for at most ``most`` breaks, and the turn to begin the next question with. After the tastes, ways
    by turns, longer each round: none is best on every instance, but what settles one question mostly settles the next.
    """
    for way in TASTES:
        status, slot, _ = _ask(instance, most, way.share, seed, way)
        if status != int(cp_model.UNKNOWN):
            return status, slot, turn
    spent = 0.0
    while status == int(cp_model.UNKNOWN) and spent < budget:
        rounds, place = divmod(turn, len(WAYS))
        share = WAYS[place].share * 2**rounds
        status, slot, _ = _ask(instance, most, share, seed + rounds, WAYS[place])
        spent += share
        turn += 1
    return status, slot, turn - 1


def _ask(instance: Instance, most: int | None, budget: float, seed: int, way: _Way) -> tuple[int, tuple[int, ...], int]:
    """Status, slots if any, and proven bound of "at most ``most`` breaks", or of "as few as possible" when None."""
    model = cp_model.CpModel()
    held = [{t: model.new_bool_var("") for t in slots} for slots in instance.where]
    for row in held:
        model.add_exactly_one(row.values())
    busy = [_day(model, instance, held, p) for p in range(instance.people)]
    for t in range(instance.slots):
        here = [row[t] for row in held if t in row]
        there = [day.busy[t] for day in busy if t in day.busy]
        if way.clauses:
            _at_most(model, here, instance.tables)
        elif most is None:
            model.add(sum(here) <= instance.tables)
            model.add(sum(there) <= 2 * instance.tables)
        elif here:
            tables = model.new_int_var(0, min(instance.tables, len(here)), "")
            model.add(sum(here) == tables)
            model.add(sum(there) == 2 * tables)
    for early, late in instance.before:
        model.add(sum(t * x for t, x in held[early].items()) < sum(t * x for t, x in held[late].items()))
    breaks = [x for day in busy for x in day.breaks]
    if most is None:
        model.minimize(sum(breaks))
    elif way.clauses:
        _at_most(model, breaks, most)
    else:
        model.add(sum(breaks) <= most)
    solver = _solver(budget, seed, most is None, way)
    status = int(solver.solve(model))
    bound = max(0, round(solver.best_objective_bound)) if most is None else 0
    if status not in (int(cp_model.OPTIMAL), int(cp_model.FEASIBLE)):
        return status, (), bound
    return status, tuple(next(t for t, x in row.items() if solver.boolean_value(x)) for row in held), bound


def _solver(budget: float, seed: int, cores: bool, way: _Way) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = budget
    solver.parameters.num_workers = way.workers
    if way.workers == 1:
        solver.parameters.linearization_level = 0
        solver.parameters.optimize_with_core = cores
    else:
        solver.parameters.interleave_search = True  # the only way for several workers to be repeatable
    if way.clauses:
        solver.parameters.symmetry_level = 0
        solver.parameters.cp_model_probing_level = 0
    return solver


def _at_most(model: cp_model.CpModel, literals: list[cp_model.IntVar], most: int) -> None:
    """Sequential counter: after each literal, ``row[k]`` is true when more than k are true so far."""
    if len(literals) <= most:
        return
    row: list[cp_model.IntVar] = []
    for literal in literals:
        following = [model.new_bool_var("") for _ in range(min(len(row) + 1, most))]
        for k, higher in enumerate(following):
            if k < len(row):
                model.add_implication(row[k], higher)
            model.add_bool_or([higher, ~literal, *([~row[k - 1]] if k else [])])
        if len(row) == most:
            model.add_bool_or([~literal, *([~row[-1]] if row else [])])
        row = following


@dataclass(slots=True)
class _Day:
    """Literals of one person: busy at t, and "has a break", "has two"."""

    busy: dict[int, cp_model.IntVar]
    breaks: list[cp_model.IntVar]


def _day(model: cp_model.CpModel, instance: Instance, held: list[dict[int, cp_model.IntVar]], person: int) -> _Day:
    mine = [held[m] for m, pair in enumerate(instance.meetings) if person in pair]
    busy = {}
    for t in sorted({t for row in mine for t in row}):
        busy[t] = model.new_bool_var("")
        model.add_exactly_one([row[t] for row in mine if t in row] + [~busy[t]])
    if not busy:
        return _Day(busy, [])
    model.add(sum(busy.values()) == len(mine))
    if len(mine) == 1:
        return _Day(busy, [])
    started = _started(model, busy)
    one, two = model.new_bool_var(""), model.new_bool_var("")
    model.add_implication(two, one)
    ends = []
    for t in range(min(busy), max(busy)):
        if t + 1 in busy:  # a break ends between t and t + 1
            idle = [busy[t]] if t in busy else []
            ends.append(model.new_bool_var(""))
            model.add_bool_or([ends[-1], ~busy[t + 1], ~started[t], *idle])
            for cause in (busy[t + 1], started[t], *(~x for x in idle)):
                model.add_implication(ends[-1], cause)
    model.add(sum(ends) == one + two)
    _in_one_go(model, busy, started, len(mine), one)
    return _Day(busy, [one, two])


def _started(model: cp_model.CpModel, busy: dict[int, cp_model.IntVar]) -> dict[int, cp_model.IntVar]:
    """``started[t]``: a meeting at t or before."""
    started: dict[int, cp_model.IntVar] = {}
    for t in range(min(busy), max(busy) + 1):
        started[t] = model.new_bool_var("")
        causes = [started[t - 1]] if t - 1 in started else []
        causes += [busy[t]] if t in busy else []
        for cause in causes:
            model.add_implication(cause, started[t])
        model.add_bool_or([*causes, ~started[t]])
    return started


def _in_one_go(
    model: cp_model.CpModel,
    busy: dict[int, cp_model.IntVar],
    started: dict[int, cp_model.IntVar],
    length: int,
    broken: cp_model.IntVar,
) -> None:
    """Without a break, busy at t means started by t and not yet by t - length; and the start must leave room."""
    for t in started:
        here = [busy[t]] if t in busy else []
        ended = started.get(t - length)
        if ended is None:
            model.add_bool_or([broken, ~started[t], *here])
        else:
            model.add_bool_or([broken, ~started[t], ended, *here])
            for x in here:
                model.add_bool_or([broken, ~ended, ~x])
        if any(u not in busy for u in range(t, t + length)):
            before = [started[t - 1]] if t - 1 in started else []
            model.add_bool_or([broken, ~started[t], *before])
