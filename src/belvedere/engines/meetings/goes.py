"""Ways to be there of the visitors, those of fewest idle slots listed, counted together where they are alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from .model import Bools
from .visits import AT, BETWEEN, PUT, STILL, WHEN, WHO, Visits

FREE = 2  # meetings with other visitors, of one, that may also stand anywhere in the day
ANYWHERE = 4  # idle slots reckoned where they are not counted

Slots = tuple[int, ...]
Twos = tuple[tuple[tuple[int, int], int], ...]  # ((meeting, side), slot)


@dataclass(frozen=True, slots=True)
class Go:
    """A way to be there: slots at tables, meetings with other visitors and their slots, idle slots."""

    tables: Slots
    twos: Twos
    idle: int


@dataclass(slots=True)
class Kind:
    """Visitors with the same listed ways to be there: those who differ in what else they could do, and how many."""

    ways: tuple[Go, ...]
    people: list[int]
    many: list[int]


def kinds(visits: Visits, anywhere: bool) -> list[Kind]:
    """Everybody who visits, by the ways to be there."""
    masks = [sum(1 << int(t) for t in np.flatnonzero(row)) for row in visits.seats > 0]
    known: dict[tuple[int, tuple[int, ...], tuple[tuple[int, int], ...]], tuple[Kind, int]] = {}
    found: dict[tuple[Go, ...], Kind] = {}
    for p in np.flatnonzero(np.diff(visits.start)):
        mine = visits.items[visits.start[p] : visits.start[p + 1]]
        rows = visits.held[mine]
        two: Bools = rows[:, STILL] == BETWEEN
        twos = tuple((int(e), int(row[WHO] != p)) for e, row in zip(mine[two], rows[two], strict=True))
        tables = sorted(masks[p] & (1 << int(row[WHEN]) if row[STILL] == PUT else masks[row[AT]]) for row in rows[~two])
        key = masks[p], tuple(tables), twos
        if key not in known:
            where = [masks[p] & masks[row[AT] if row[WHO] == p else row[WHO]] for row in rows[two]]
            ways = tuple(_possible(masks[p], tables, twos, where, anywhere))
            kind = found.setdefault(ways, Kind(ways, [], []))
            known[key] = kind, len(kind.people)
            kind.people.append(int(p))
            kind.many.append(0)
        kind, number = known[key]
        kind.many[number] += 1
    return list(found.values())


def _possible(
    there: int, tables: Sequence[int], twos: tuple[tuple[int, int], ...], where: Sequence[int], anywhere: bool
) -> Iterator[Go]:
    """The ways of fewest idle slots; who meets other visitors has those of one more, and ``anywhere`` all, his tables
    left out."""
    day = [t for t in range(there.bit_length()) if there >> t & 1]
    number, fewest = len(tables) + len(twos), len(day)
    for idle in range(len(day) - number + 1 if number else 0):
        if idle > fewest + bool(twos):
            break
        for first in range(len(day) - number - idle + 1):
            window = day[first : first + number + idle]
            for empty in combinations(window[1:-1], idle):
                left = tuple(t for t in window if t not in empty)
                for go in _placed(left, tables, twos, where, idle):
                    fewest = min(fewest, idle)
                    yield go
    if anywhere and 0 < len(twos) <= FREE:  # free tables can be too few for better
        for go in _placed(tuple(day), (), twos, where, ANYWHERE):
            yield Go((), go.twos, go.idle)


def _placed(
    left: Slots,
    tables: Sequence[int],
    twos: tuple[tuple[int, int], ...],
    where: Sequence[int],
    idle: int,
    put: Twos = (),
) -> Iterator[Go]:
    """Every place of the meetings with other visitors that leaves the tables a slot each."""
    k = len(put)
    if k == len(twos):
        if _match(tables, left):
            yield Go(left, put, idle)
        return
    for t in left:
        if where[k] >> t & 1:
            rest = tuple(u for u in left if u != t)
            yield from _placed(rest, tables, twos, where, idle, (*put, (twos[k], t)))


def _match(tables: Sequence[int], slots: Slots) -> bool:
    """Whether each table visited can have one of the slots (augmenting paths)."""
    owner: dict[int, int] = {}

    def seat(k: int, seen: set[int]) -> bool:
        for t in slots:
            if tables[k] >> t & 1 and t not in seen:
                seen.add(t)
                if t not in owner or seat(owner[t], seen):
                    owner[t] = k
                    return True
        return False

    return all(seat(k, set()) for k in range(len(tables)))
