"""Why a wish is not met: one true French sentence, read off the finished day."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress

from .model import is_seated, lunch_waves, seat_table, table_counts
from .types import Day, Meeting, Pair, Person, Unmet


@dataclass(slots=True)
class Book:
    """Who is taken when, for a list of meetings."""

    day: Day
    people: dict[str, Person]
    seats: dict[str, list[int]]
    tables: list[int]
    at: dict[tuple[str, int], list[Meeting]] = field(default_factory=lambda: defaultdict(list))
    count: Counter[str] = field(default_factory=Counter)
    hosts: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    alone: Counter[int] = field(default_factory=Counter)
    houses: set[frozenset[str]] = field(default_factory=set)
    there: dict[str, int] = field(default_factory=dict)
    free: dict[str, int] = field(default_factory=dict)
    open: int = 0
    spare: int = 0
    hosted: dict[str, int] = field(default_factory=dict)
    sated: dict[str, str] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    grouped: bool = False

    @classmethod
    def of(cls, day: Day, meetings: Sequence[Meeting], lunch: Mapping[str, int] | None = None) -> "Book":
        """Reads the day; ``lunch`` is the wave of each person, worked out when missing."""
        waves = dict(lunch) if lunch else lunch_waves(day)
        table = seat_table(day, waves)
        seats = {person.id: row for person, row in zip(day.people, table.tolist(), strict=True)}
        book = cls(day, {p.id: p for p in day.people}, seats, [int(n) for n in table_counts(day)])
        for meeting in meetings:
            book.enter(meeting)
        book.settle()
        return book

    def settle(self) -> None:
        """Sums up slots as bits: ``there`` present, ``free`` able to take one more, ``hosted`` at their table already.

        Also ``spare``, where a table is left, ``open``, unfrozen, and ``sated``, why somebody takes no more at all.
        """
        bits = [1 << t for t in range(self.day.slots)]
        self.there = {name: sum(compress(bits, row)) for name, row in self.seats.items()}
        self.free = dict(self.there)
        for (name, t), held in self.at.items():
            if len(held) >= self.seats[name][t]:
                self.free[name] &= ~(1 << t)
        self.spare = sum(bits[t] for t, n in enumerate(self.tables) if len(self.hosts[t]) + self.alone[t] < n)
        for t, hosts in self.hosts.items():
            for name in hosts:
                self.hosted[name] = self.hosted.get(name, 0) | bits[t]
        self.sated = {p.id: _sated(p) for p in self.day.people if p.max is not None and self.count[p.id] >= p.max}
        self.absent = frozenset(self.day.absent)
        self.grouped = any(person.organisation for person in self.day.people)
        self.open = -1 << (self.day.frozen_before if self.day.announced else 0)

    def house(self, name: str) -> str:
        """The organisation of a person, or the person when alone."""
        return self.people[name].organisation or name

    def host(self, a: str, b: str) -> str | None:
        """Who sits at the table of this meeting."""
        for name in (b, a):
            if is_seated(self.day, self.people[name]):
                return name
        return None

    def enter(self, meeting: Meeting) -> None:
        """Adds a meeting, rules or not."""
        for name in (meeting.a, meeting.b):
            self.at[name, meeting.slot].append(meeting)
            self.count[name] += 1
        host = self.host(meeting.a, meeting.b)
        if host is None:
            self.alone[meeting.slot] += 1
        else:
            self.hosts[meeting.slot].add(host)
        self.houses.add(frozenset((self.house(meeting.a), self.house(meeting.b))))

    def too_far(self, name: str, slot: int, room: str | None, own: str) -> bool:
        """Whether ``name`` has a meeting in another room too close to this slot to walk."""
        if room is None or not self.day.walk or name == own:
            return False
        for s in range(max(0, slot - self.day.walk), min(self.day.slots, slot + self.day.walk + 1)):
            for meeting in self.at[name, s]:
                if s != slot and meeting.room is not None and meeting.room != room:
                    return True
        return False


def explain(
    day: Day, meetings: Sequence[Meeting], lunch: Mapping[str, int], rooms: Mapping[str, str]
) -> tuple[Unmet, ...]:
    """A reason for every wish of the day that is not among ``meetings``."""
    book = Book.of(day, meetings, lunch)
    held = {ends for m in meetings for ends in ((m.a, m.b), (m.b, m.a))}
    return tuple(Unmet(pair.a, pair.b, reason(book, pair, rooms)) for pair in day.pairs if (pair.a, pair.b) not in held)


def reason(book: Book, pair: Pair, rooms: Mapping[str, str]) -> str:
    """The first of the causes, from the most final to the most circumstantial."""
    a, b = pair.a, pair.b
    common = book.there[a] & book.there[b]
    if pair.forbidden:
        return "Rencontre exclue par l’organisateur."
    if not common:
        return _absent(book, pair) or "Aucun créneau commun."
    final = book.sated.get(a) or book.sated.get(b) or (_house(book, pair) if book.grouped else "")
    if final:
        return final
    for name in (a, b):
        if not book.free[name]:
            return f"{name} : sa journée est pleine."
    if not common & book.open:
        return "Leurs créneaux communs sont déjà passés ou figés."
    free_a, free_b = common & book.free[a], common & book.free[b]
    if not free_a or not free_b:
        return _taken(book, a if free_b else b)
    if not free_a & free_b:
        return "À chacun de leurs créneaux communs, l’un des deux est déjà pris."
    return _crowded(book, pair, free_a & free_b, rooms)


def _taken(book: Book, name: str) -> str:
    if is_seated(book.day, book.people[name]):
        return f"La table de {name} est prise à tous leurs créneaux communs."
    return f"{name} est déjà pris à tous leurs créneaux communs."


def _crowded(book: Book, pair: Pair, both: int, rooms: Mapping[str, str]) -> str:
    host = book.host(pair.a, pair.b) or ""
    near = both & (book.spare | book.hosted.get(host, 0))
    if not near:
        return "Toutes les tables sont occupées aux créneaux où les deux sont libres."
    if book.day.walk:
        here = rooms.get(host)
        for t in range(book.day.slots):
            if near >> t & 1 and any(book.too_far(n, t, here, host) for n in (pair.a, pair.b)):
                near &= ~(1 << t)
    if not near:
        return "Aux créneaux où les deux sont libres, le trajet entre deux salles est trop court."
    if not near & book.open:
        return "Les deux ne sont libres qu’à des créneaux déjà passés ou figés."
    return "Le poids du souhait est nul ou négatif : la rencontre n’apporterait rien."


def _absent(book: Book, pair: Pair) -> str:
    for name in (pair.a, pair.b):
        if name in book.absent:
            return f"{name} est absent."
        if not book.there[name]:
            return f"{name} n’est disponible à aucun créneau."
    return ""


def _sated(person: Person) -> str:
    top = person.max or 0
    return f"{person.id} a atteint son maximum de {top} rencontre{'s' if top > 1 else ''}."


def _house(book: Book, pair: Pair) -> str:
    both = frozenset((book.house(pair.a), book.house(pair.b)))
    if both in book.houses and (both != {pair.a, pair.b}):
        return "Leurs deux structures se rencontrent déjà par d’autres personnes."
    return ""
