"""From a day to its plan: objective, timetable, tables, reasons, certificate."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from .board import COUNT, SLOT, Board, new_board, put
from .core import best_plan
from .fairness import Fairness, fairness
from .ladder import imposed_bonus, value_ladder
from .model import Ints, Model, compile_day
from .order import arrange
from .prices import Prices
from .problem import Found, problem
from .reasons import explain
from .relax import organisations
from .seating import place_hosts, seat_meetings
from .types import Certificate, Day, Level, Meeting, Plan, Progress

Objective = Literal["value", "stack", "holes"]


def quiet(_: str) -> None:
    """Says nothing."""


def solve(
    day: Day, *, objective: Objective = "value", budget: float = 10.0, seed: int = 0, progress: Progress = quiet
) -> Plan:
    """The best plan of the day.

    ``value`` maximises the weights once as few minima as possible are missed; ``stack`` first serves most people, then
    as fairly as can be, then value, then fewest holes and changes of room; ``holes`` is value, then holes. ``budget``,
    in seconds of an ordinary machine, is turned into a fixed amount of work: same day and seed, same plan.
    """
    place = place_hosts(day, [(p.a, p.b) for p in day.pairs if p.weight > 0 and not p.forbidden])
    model = compile_day(day, place)
    network = organisations(problem(model, value_ladder(model)))
    fair = fairness(model, network) if objective == "stack" else None
    ladder = fair.ladder if fair else value_ladder(model)
    bonus = imposed_bonus(model, ladder) if model.imposed.any() else 0
    aimed = replace(model, weight=model.weight + bonus * model.imposed)
    choosing = budget if objective == "value" else budget / 2  # the other half is for the order of the day
    found = best_plan(aimed, ladder, choosing, seed, progress, network)
    board = timetable(aimed, ladder, found.slot, seed)
    levels = _counted_levels(model, fair, found, board, bonus) if fair else ()
    if objective != "value":
        levels += arrange(board, aimed, budget, seed, progress)
    return finish(day, model, place, board, found, ladder, bonus, levels)


def timetable(model: Model, ladder: Ints, slot: Ints, seed: int) -> Board:
    """A board holding these meetings."""
    board = new_board(model, ladder, seed)
    for e in np.flatnonzero((slot >= 0) & (model.fixed < 0)):
        put(board, int(e), int(slot[e]))
    return board


def finish(
    day: Day,
    model: Model,
    place: dict[str, int],
    board: Board,
    found: Found,
    ladder: Ints,
    bonus: int,
    levels: tuple[Level, ...],
) -> Plan:
    """The plan as the caller reads it."""
    slot = board.edge[:, SLOT]
    held = np.flatnonzero(slot >= 0)
    plain = [Meeting(day.pairs[model.pair[e]].a, day.pairs[model.pair[e]].b, int(slot[e])) for e in held]
    meetings = seat_meetings(day, plain, place, [int(n) for n in model.tables])
    worth = int(model.weight[held].sum())
    rewards = found.total - worth
    value, top = worth / model.scale, max(worth, (found.bound - rewards)) / model.scale
    top = value if found.proved and model.exact else top
    left_out = np.flatnonzero(model.imposed & (slot < 0))
    count = board.person[:, COUNT]
    rooms = {name: day.rooms[k].id for name, k in place.items()}
    return Plan(
        status="infeasible"
        if len(left_out) or _impossible(day, model)
        else ("optimal" if value == top else "feasible"),
        value=value,
        bound=top,
        meetings=meetings,
        unmet=explain(day, meetings, model.lunch, rooms),
        below_minimum=tuple(day.people[p].id for p in np.flatnonzero(count < model.least)),
        levels=levels,
        certificate=certificate(
            day, model, found.prices, ladder, bonus, found.bound if found.priced is None else found.priced
        ),
        lunch=model.lunch,
        why=_why(day, model, left_out, found),
    )


def _impossible(day: Day, model: Model) -> list[tuple[str, str]]:
    kept = set(model.pair.tolist())
    return [(p.a, p.b) for k, p in enumerate(day.pairs) if p.imposed and k not in kept]


def _why(day: Day, model: Model, left_out: Ints, found: Found) -> str:
    lost = _impossible(day, model) + [(day.pairs[model.pair[e]].a, day.pairs[model.pair[e]].b) for e in left_out]
    if not lost:
        return ""
    a, b = lost[0]
    sure = "c’est prouvé" if found.proved or not len(left_out) else "aucune place n’a été trouvée dans le temps donné"
    more = f" et {len(lost) - 1} autres" if len(lost) > 1 else ""
    return f"La rencontre imposée {a} – {b}{more} ne tient pas avec les autres règles ({sure})."


def certificate(day: Day, model: Model, prices: Prices, ladder: Ints, bonus: int, top: float) -> Certificate:
    """The prices that are not zero, under the names of the day."""
    ids = model.ids
    waves = np.flatnonzero((prices.seat > 0).any(axis=1))
    houses = {}
    for number, price in prices.group.items():
        pair = day.pairs[model.pair[int(np.flatnonzero(model.group == number)[0])]]
        people = {person.id: person.organisation or person.id for person in day.people}
        houses[people[pair.a], people[pair.b]] = price
    return Certificate(
        scale=model.scale,
        person={ids[p]: float(prices.person[p]) for p in np.flatnonzero(prices.person)},
        person_slot={ids[p]: {int(t): float(prices.seat[p, t]) for t in np.flatnonzero(prices.seat[p])} for p in waves},
        slot={int(t): float(prices.slot[t]) for t in np.flatnonzero(prices.slot)},
        organisation=houses,
        ladder={
            ids[p]: tuple(int(r) for r in ladder[p]) for p in range(len(ids)) if ladder.shape[1] and ladder[p].any()
        },
        imposed=bonus,
        bound=top / model.scale,
    )


def _counted_levels(model: Model, fair: Fairness, found: Found, board: Board, bonus: int) -> tuple[Level, ...]:
    """The fair levels, then value: proved together when the total meets its bound."""
    whole = not bonus and not model.least.any()
    levels = fair.levels(found if whole else replace(found, counts=None), board.person[:, COUNT])
    worth = int(model.weight[board.edge[:, SLOT] >= 0].sum())
    most = float(worth) if found.proved else worth + (found.bound - found.total)
    return (*levels, Level("value", worth / model.scale, most / model.scale, "max"))


__all__: Sequence[str] = ("Objective", "certificate", "finish", "solve", "timetable")
