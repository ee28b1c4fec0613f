"""Who may meet whom, by family of participants: everybody, unless an edition says that two families do not meet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from belvedere.meetings.models import Edition, Participant


@dataclass(frozen=True)
class Family:
    """``cells``: whether it meets each of the families up to itself, with the other's name."""

    name: str
    count: int
    cells: tuple[tuple[int, str, bool], ...]


def barred_of(edition: Edition) -> set[frozenset[str]]:
    return {frozenset(pair) for pair in edition.barred}


def closed_to(edition: Edition, segment: str) -> list[str]:
    """Families that this one does not meet, in the edition's order."""
    barred = barred_of(edition)
    return [name for name in edition.segments if segment and frozenset((segment, name)) in barred]


def sentence(one: str, other: str) -> str:
    return _("« %(one)s » et « %(other)s » ne se rencontrent pas dans cette édition.") % {"one": one, "other": other}


def why_not(one: Participant, other: Participant) -> str:
    """Why these two may not meet, empty when they may."""
    return sentence(one.segment, other.segment) if other.segment in closed_to(one.edition, one.segment) else ""


def segments_of(people: Iterable[Participant]) -> dict[int, str]:
    return {one.pk: one.segment for one in people if one.segment}


def barred_pair(barred: set[frozenset[str]], segment: Mapping[int, str], one: int, other: int) -> bool:
    return one in segment and other in segment and frozenset((segment[one], segment[other])) in barred


def matrix(edition: Edition) -> list[Family]:
    """One line a family, half of the square: the other half says the same. One query."""
    rows = edition.participants.order_by().values_list("segment").annotate(count=Count("pk"))
    counts, barred = dict(rows), barred_of(edition)
    return [
        Family(
            name,
            counts.get(name, 0),
            tuple(
                (k, edition.segments[k], frozenset((name, edition.segments[k])) not in barred) for k in range(at + 1)
            ),
        )
        for at, name in enumerate(edition.segments)
    ]
