"""What the day can hold, before any badge is printed, and what would mend it."""

from dataclasses import replace

import numpy as np

from .ladder import value_ladder
from .model import compile_day
from .problem import problem
from .relax import relax
from .types import Capacity, Day, Pair, Person


def capacity(day: Day, *, minutes: int | None = None) -> Capacity:
    """Most meetings the day can hold, and people who must stay without any.

    Every wish counts alike here. ``minutes`` is the length of a slot, to advise a shorter one.
    """
    held, served = _most(day)
    sellers = [person for person in day.people if person.side == "seller"]
    wished = {name for pair in day.pairs if not pair.forbidden for name in (pair.a, pair.b)}
    waiting = sum(person.id in wished for person in sellers)
    reached = _most_sellers(day)
    unserved = waiting - reached
    asked = sum(not pair.forbidden and pair.weight > 0 for pair in day.pairs)
    return Capacity(
        meetings=held,
        per_seller=held / max(len(sellers), 1),
        unserved=unserved,
        saturated=_saturated(day),
        advice=_advice(day, unserved, held, asked, served, minutes),
    )


def _flat(day: Day) -> Day:
    """The same day with every wish worth one and no rule that forces a meeting."""
    pairs = tuple(Pair(p.a, p.b, 1.0, forbidden=p.forbidden) for p in day.pairs if p.weight > 0 or p.imposed)
    people = tuple(replace(person, min=0) for person in day.people)
    return replace(day, pairs=pairs, people=people, segments={})


def _most(day: Day) -> tuple[int, int]:
    model = compile_day(_flat(day))
    amount, _, top = relax(problem(model, value_ladder(model)))
    return int(top + 1e-6), int(amount.sum())


def _most_sellers(day: Day) -> int:
    """Sellers who could get one meeting each: the same flow with one meeting per seller."""
    flat = _flat(day)
    people = tuple(
        replace(p, max=1 if p.max is None else min(1, p.max)) if p.side == "seller" else p for p in flat.people
    )
    return _most(replace(flat, people=people))[0]


def _saturated(day: Day) -> tuple[str, ...]:
    """Seated people with more wishes than places, the most wanted first."""
    model = compile_day(_flat(day))
    degree = np.bincount(np.concatenate([model.a, model.b]), minlength=model.people)
    hosts = np.unique(model.host[model.host >= 0])
    over = hosts[degree[hosts] > model.limit[hosts]]
    return tuple(model.ids[p] for p in over[np.argsort(-degree[over], kind="stable")])


def _advice(day: Day, unserved: int, held: int, asked: int, served: int, minutes: int | None) -> tuple[str, ...]:
    if unserved <= 0 and held >= asked:
        return ("Tous les souhaits tiennent dans la journée.",)
    lines = []
    if unserved > 0:
        lines.append(f"{_count(unserved)} vendeurs ne pourront rencontrer personne, quel que soit le planning.")
        lines += _mends(day, minutes)
    else:
        lines.append(f"La journée tient au plus {_count(held)} rencontres pour {_count(asked)} souhaits.")
    return tuple(lines)


def _mends(day: Day, minutes: int | None) -> list[str]:
    """Only changes that were tried: each line says what it brings."""
    sellers = {person.id for person in day.people if person.side == "seller"}
    wished = {name for pair in day.pairs if not pair.forbidden for name in (pair.a, pair.b)} & sellers
    lines = []
    for places in (2, 3, 4):
        group = tuple(replace(p, capacity=max(p.capacity, places)) if p.side == "buyer" else p for p in day.people)
        left = len(wished) - _most_sellers(replace(day, people=group, group_slots=None))
        lines.append(f"Avec {places} vendeurs par table à la fois, il en resterait {_count(left)} sans rencontre.")
        if left == 0:
            break
    longer = replace(day, slots=2 * day.slots, people=tuple(_doubled(p) for p in day.people), lunch_waves=tuple(
        tuple(u for t in wave for u in (2 * t, 2 * t + 1)) for wave in day.lunch_waves))  # fmt: skip
    left = len(wished) - _most_sellers(replace(longer, group_slots=None, tables_lost={}))
    half = f" ({minutes / 2:g} minutes)" if minutes else ""
    lines.append(f"Avec des créneaux deux fois plus courts{half}, il en resterait {_count(left)} sans rencontre.")
    buyers = [p for p in day.people if p.side == "buyer"]
    if buyers:
        each = sum(len(p.available) if p.available is not None else day.slots for p in buyers) / len(buyers)
        missing = int(np.ceil((len(wished) - _most_sellers(day)) / max(each, 1.0)))
        lines.append(f"Il faudrait sinon au moins {_count(missing)} acheteurs de plus, présents comme les autres.")
    return lines


def _doubled(person: Person) -> Person:
    slots = person.available
    if slots is None:
        return person
    return replace(person, available=tuple(u for t in slots for u in (2 * t, 2 * t + 1)))


def _count(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")
