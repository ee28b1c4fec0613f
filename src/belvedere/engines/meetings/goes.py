"""Ways to be there of the visitors, those of fewest idle slots listed, counted together where they are alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from .model import Bools
from .visits import BETWEEN, STILL, WHO, Visits

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


def kinds(visits: Visits) -> list[Kind]:
    """Everybody who visits, by the ways to be there."""
    masks, may = _bits(visits.seats > 0), _bits(visits.may)
    known: dict[tuple[int, tuple[int, ...], tuple[tuple[int, int], ...]], tuple[Kind, int]] = {}
    found: dict[tuple[Go, ...], Kind] = {}
    for p in np.flatnonzero(np.diff(visits.start)):
        mine = visits.items[visits.start[p] : visits.start[p + 1]]
        rows = visits.held[mine]
        two: Bools = rows[:, STILL] == BETWEEN
        twos = tuple((int(e), int(row[WHO] != p)) for e, row in zip(mine[two], rows[two], strict=True))
        tables = sorted(may[e] for e in mine[~two])
        key = masks[p], tuple(tables), twos
        if key not in known:
            ways = tuple(_possible(masks[p], tables, twos, [may[e] for e in mine[two]]))
            kind = found.setdefault(ways, Kind(ways, [], []))
            known[key] = kind, len(kind.people)
            kind.people.append(int(p))
            kind.many.append(0)
        kind, number = known[key]
        kind.many[number] += 1
    return list(found.values())


def _bits(rows: Bools) -> list[int]:
    """Each row of flags as a whole number, slot 0 first."""
    packed: list[int] = (rows @ (1 << np.arange(rows.shape[1], dtype=object))).tolist()
    return packed


def _possible(
    there: int, tables: Sequence[int], twos: tuple[tuple[int, int], ...], where: Sequence[int]
) -> Iterator[Go]:
    """The ways of fewest idle slots; who meets other visitors has those of one more."""
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
