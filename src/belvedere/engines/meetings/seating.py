"""Tables and rooms: who sits where, and the table of each meeting."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import scipy.sparse as sparse

from .model import Floats, is_seated
from .types import Day, Meeting, MeetingsError


def place_hosts(day: Day, meetings: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Room index of every seated person: as the day says, else near those who share the same visitors.

    Fills the rooms with the people who share most visitors, then swaps while that saves changes of room.
    """
    if not day.rooms:
        return {}
    index = {room.id: k for k, room in enumerate(day.rooms)}
    seated = [person for person in day.people if is_seated(day, person)]
    place = {person.id: index[person.room] for person in seated if person.room is not None}
    free = [room.tables for room in day.rooms]
    for room in place.values():
        free[room] -= 1
    rest = [person.id for person in seated if person.id not in place]
    if min(free) < 0 or len(rest) > sum(free):
        raise MeetingsError(
            f"rooms : {sum(room.tables for room in day.rooms)} tables pour {len(seated)} personnes assises, "
            "ajoutez des tables ou changez les salles imposées."
        )
    shared = _shared_visitors(rest, meetings)
    for number, hall in zip(_chain(shared), np.repeat(np.arange(len(free)), free), strict=False):
        place[rest[number]] = int(hall)
    _swap(shared, rest, place)
    return place


def _shared_visitors(hosts: Sequence[str], meetings: Iterable[tuple[str, str]]) -> Floats:
    rank = {name: k for k, name in enumerate(hosts)}
    visitors: dict[str, int] = {}
    row, column = [], []
    for a, b in meetings:
        for host, other in ((a, b), (b, a)):
            if host in rank and other not in rank:
                row.append(rank[host])
                column.append(visitors.setdefault(other, len(visitors)))
    visit = sparse.csr_matrix((np.ones(len(row)), (row, column)), (len(hosts), max(len(visitors), 1)))
    shared: Floats = (visit @ visit.T).toarray()
    np.fill_diagonal(shared, 0.0)
    return shared


def _chain(shared: Floats) -> list[int]:
    """Hosts in an order where each is close to those just before."""
    left = np.ones(len(shared), np.bool_)
    order: list[int] = []
    pull = np.zeros(len(shared))
    for _ in range(len(shared)):
        best = int(np.argmax(np.where(left, pull + 1e-6 * shared.sum(axis=1), -1.0)))
        order.append(best)
        left[best] = False
        pull = 0.9 * pull + shared[best]
    return order


def _swap(shared: Floats, hosts: Sequence[str], place: dict[str, int]) -> None:
    """Swaps two hosts of different rooms while that brings shared visitors together."""
    room = np.array([place[name] for name in hosts], np.int64)
    count = int(room.max(initial=0)) + 1
    for _ in range(20 * len(hosts)):
        pull = np.stack([shared[:, room == r].sum(axis=1) for r in range(count)], axis=1)
        own = pull[np.arange(len(hosts)), room]
        gain = pull[:, room] - own[:, None]
        gain = gain + gain.T - 2 * shared
        gain[room[:, None] == room[None, :]] = -1.0
        best = int(np.argmax(gain)) if len(hosts) else 0
        if not len(hosts) or gain.flat[best] <= 1e-9:
            break
        i, j = divmod(best, len(hosts))
        room[i], room[j] = room[j], room[i]
    place.update({name: int(r) for name, r in zip(hosts, room, strict=True)})


def seat_meetings(
    day: Day, meetings: Iterable[Meeting], place: Mapping[str, int], tables: Sequence[int]
) -> tuple[Meeting, ...]:
    """Gives each meeting a table (numbered from 0, room after room). A seated person keeps hers while it stands."""
    people = {person.id: person for person in day.people}
    own = _own_tables(day, place)
    first = np.concatenate([[0], np.cumsum([room.tables for room in day.rooms])])
    by_slot: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in sorted(meetings, key=lambda m: (m.slot, m.a, m.b)):
        by_slot[meeting.slot].append(meeting)
    seated: list[Meeting] = []
    for slot, group in sorted(by_slot.items()):
        taken: dict[str, int] = {}
        keys = [_key(day, people, meeting) for meeting in group]
        wanted = {key: own[key] for key in keys if key in own and own[key] < tables[slot]}
        used = set(wanted.values())
        spare = iter(t for t in range(tables[slot]) if t not in used)
        for meeting, key in zip(group, keys, strict=True):
            if key not in taken:
                taken[key] = wanted[key] if key in wanted else next(spare)
            table = taken[key]
            room = day.rooms[int(np.searchsorted(first, table, "right")) - 1].id if day.rooms else None
            seated.append(Meeting(meeting.a, meeting.b, slot, table, room))
    return tuple(seated)


def _key(day: Day, people: Mapping[str, object], meeting: Meeting) -> str:
    for name in (meeting.b, meeting.a):
        if is_seated(day, people[name]):  # type: ignore[arg-type]
            return name
    return f"{meeting.a} {meeting.b}"


def _own_tables(day: Day, place: Mapping[str, int]) -> dict[str, int]:
    """Table that each seated person keeps: in her room, in the order of the list."""
    following = [int(n) for n in np.concatenate([[0], np.cumsum([room.tables for room in day.rooms])])]
    own = {}
    for person in day.people:
        if is_seated(day, person):
            room = place.get(person.id, 0)
            own[person.id] = following[room]
            following[room] += 1
    return own
