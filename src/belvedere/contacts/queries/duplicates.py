"""Persons who may be one: what they typed is normalised first, then compared within small neighbourhoods."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import combinations
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from belvedere.contacts.enums import PairStatus
from belvedere.contacts.models import Person, PersonPair
from belvedere.contacts.validators import normal_name
from belvedere.territories.models import Destination

#: Per cent: whole names that look alike, and first names that may be one another's (« Jean » and « Jeanne » are two).
NAMES_ALIKE, FIRST_NAMES_ALIKE = 88, 85
#: Mail boxes that ignore dots, and what follows a + in the name.
DOTLESS = {"gmail.com", "googlemail.com"}
#: Beyond, a neighbourhood is cut again by the first letter of the name.
CROWD = 400


class Known(NamedTuple):
    """What is compared of a person, normalised."""

    pk: int
    first: str
    last: str
    email: str
    phone: str
    postcode: str
    birth_year: int | None


class Resemblance(NamedTuple):
    """``first`` < ``second``; ``score`` in per cent. The reason repeats nothing of what they typed."""

    first: int
    second: int
    reason: str
    score: int


def resemblances(destination: Destination, ids: Collection[int] | None = None) -> list[Resemblance]:
    """Pairs of one file, the surest reason of each, best first; with ``ids``, those with one of these persons."""
    people = [_known(row) for row in _rows(destination)]
    wanted = set(ids) if ids is not None else None
    best: dict[tuple[int, int], Resemblance] = {}
    for found in (*_same_box(people), *_same_phone(people), *_same_name(people)):
        key = (found.first, found.second)
        if wanted is not None and not wanted.intersection(key):
            continue
        if key not in best or best[key].score < found.score:
            best[key] = found
    return sorted(best.values(), key=lambda one: (-one.score, one.first, one.second))


def still_two(pairs: "QuerySet[PersonPair]") -> "QuerySet[PersonPair]":
    """Both still in the file. By joins: SQLite reads a list of everybody present once for each row."""
    here = {f"{side}__{gone}": None for side in ("first", "second") for gone in ("merged_into", "erased_at")}
    return pairs.filter(**here)


def to_review(pairs: "QuerySet[PersonPair]") -> "QuerySet[PersonPair]":
    return still_two(pairs).filter(status=PairStatus.TO_REVIEW)


def pairs_of(person: Person) -> "QuerySet[PersonPair]":
    rows = PersonPair.everything.filter(first=person) | PersonPair.everything.filter(second=person)
    return to_review(rows).select_related("first", "second")


def _rows(destination: Destination) -> "QuerySet[Person]":
    people = Person.everything.present().filter(destination=destination).order_by("pk")
    return people.values_list("pk", "first_name", "last_name", "email", "phone", "postcode", "birth_year")


def _known(row: tuple) -> Known:
    pk, first, last, email, phone, postcode, year = row
    return Known(pk, normal_name(first), normal_name(last), _box(email), phone, postcode, year)


def _box(email: str) -> str:
    """The mail box behind an address: what makes two spellings of one."""
    local, _at, domain = email.rpartition("@")
    local = local.partition("+")[0]
    return f"{local.replace('.', '') if domain in DOTLESS else local}@{domain}" if email else ""


def _groups(people: list[Known], name: str) -> Iterator[list[Known]]:
    held: dict[str, list[Known]] = defaultdict(list)
    for one in people:
        if value := getattr(one, name):
            held[value].append(one)
    for group in held.values():
        if len(group) > CROWD:
            letters: dict[str, list[Known]] = defaultdict(list)
            for one in group:
                letters[one.last[:1]].append(one)
            yield from letters.values()
        elif len(group) > 1:
            yield group


def _same_box(people: list[Known]) -> Iterator[Resemblance]:
    for group in _groups(people, "email"):
        for one, other in combinations(group, 2):
            yield _pair(one, other, _("deux écritures de la même boîte électronique"), 98)


def _same_phone(people: list[Known]) -> Iterator[Resemblance]:
    """Two who live together share a telephone: without a name that agrees, it says nothing."""
    for group in _groups(people, "phone"):
        for one, other in combinations(group, 2):
            if not (one.last and other.last):
                yield _pair(one, other, _("même téléphone, l’une des fiches est sans nom"), 80)
            elif _compatible(one, other) and (score := _alike(one, other)) >= 70:
                yield _pair(one, other, _("même téléphone, noms proches"), round(85 + score * 0.14))


def _same_name(people: list[Known]) -> Iterator[Resemblance]:
    for group in _groups([one for one in people if one.last], "postcode"):
        for one, other in combinations(group, 2):
            score = _alike(one, other)
            if score >= NAMES_ALIKE and _compatible(one, other):
                exact = score >= 99.9
                reason = _("même nom, même code postal") if exact else _("noms proches, même code postal")
                yield _pair(one, other, reason, round(90 if exact else 60 + (score - NAMES_ALIKE) * 2))


def _alike(one: Known, other: Known) -> float:
    """Per cent, whatever the order of the words; names that are missing agree with none."""
    if one.first and other.first:
        return fuzz.token_sort_ratio(f"{one.first} {one.last}", f"{other.first} {other.last}", score_cutoff=70)
    return fuzz.token_sort_ratio(one.last, other.last, score_cutoff=70) * 0.9


def _compatible(one: Known, other: Known) -> bool:
    """Neither born in two years nor bearing two first names; the words of both may have been swapped."""
    if one.birth_year and other.birth_year and one.birth_year != other.birth_year:
        return False
    if not (one.first and other.first):
        return True
    if min(len(one.first), len(other.first)) == 1:
        return one.first[0] == other.first[0]
    swapped = one.first == other.last and one.last == other.first
    return swapped or fuzz.ratio(one.first, other.first) >= FIRST_NAMES_ALIKE


def _pair(one: Known, other: Known, reason: str, score: int) -> Resemblance:
    return Resemblance(min(one.pk, other.pk), max(one.pk, other.pk), reason, min(score, 99))
