"""What the office reads: an edition at a glance, its versions, the wall of a plan."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _

from belvedere.meetings.enums import PlanStatus, Side
from belvedere.meetings.models import Edition, Meeting, Participant, PlanVersion

FOUND = 10


@dataclass(frozen=True)
class Capacity:
    """The last measure, in words; ``saturated`` are the most wanted."""

    meetings: int
    unserved: int
    advice: tuple[str, ...]
    saturated: tuple[str, ...]


@dataclass(frozen=True)
class Overview:
    sellers: int
    buyers: int
    wishers: int
    wishes: int
    capacity: Capacity | None
    versions: tuple[PlanVersion, ...]

    @property
    def served(self) -> int:
        """Providers that the day can give at least one meeting."""
        return self.sellers - (self.capacity.unserved if self.capacity else 0)


def overview(edition: Edition) -> Overview:
    """Five queries, whatever the number of participants."""
    rows = edition.participants.aggregate(
        sellers=Count("pk", filter=Q(side=Side.SELLER)), buyers=Count("pk", filter=Q(side=Side.BUYER))
    )
    wishes = edition.participants.filter(wishes__veto=False).aggregate(
        wishers=Count("pk", distinct=True), wishes=Count("wishes")
    )
    return Overview(**rows, **wishes, capacity=_capacity(edition), versions=tuple(versions_of(edition)))


def _capacity(edition: Edition) -> Capacity | None:
    kept: dict[str, Any] = edition.capacity
    if not kept:
        return None
    names = dict(Participant.everything.filter(pk__in=kept["saturated"][:FOUND]).values_list("pk", "name"))
    saturated = tuple(names[pk] for pk in kept["saturated"][:FOUND] if pk in names)
    return Capacity(kept["meetings"], kept["unserved"], tuple(kept["advice"]), saturated)


def versions_of(edition: Edition) -> "QuerySet[PlanVersion]":
    """Newest first, without what is heavy."""
    return PlanVersion.everything.filter(edition=edition).defer("unmet", "lunch", "certificate").order_by("-number")


def proof(plan: PlanVersion) -> str:
    """What the bound means, in one sentence."""
    value, bound = floatformat(plan.value, "-1g"), floatformat(plan.bound, "-1g")
    if plan.status == PlanStatus.INFEASIBLE:
        return _("Une rencontre imposée ne peut pas se tenir\N{NO-BREAK SPACE}: ce plan n’est pas publiable.")
    if plan.status == PlanStatus.OPTIMAL and plan.repairs_id:
        return _("Aucune meilleure réparation n’existe sans changer davantage de rencontres annoncées.")
    if plan.status == PlanStatus.OPTIMAL:
        return _(
            "Aucune meilleure journée n’existe\N{NO-BREAK SPACE}: la valeur %(value)s atteint la borne prouvée."
        ) % {"value": value}
    gap = floatformat(100 * plan.gap, "-2")
    words = {"value": value, "bound": bound, "gap": gap}
    return (
        _(
            "Valeur %(value)s pour une borne de %(bound)s\N{NO-BREAK SPACE}: "
            "aucune journée ne fait mieux de plus de %(gap)s\N{NO-BREAK SPACE}%%."
        )
        % words
    )


def found(plan: PlanVersion, text: str) -> list[tuple[Participant, list[Meeting]]]:
    """Ten participants whose name holds these words, each with the meetings of the plan. Two queries."""
    if not text.strip():
        return []
    people = list(Participant.everything.filter(edition=plan.edition_id, name__icontains=text.strip())[:FOUND])
    ends = Q(seller__in=people) | Q(buyer__in=people)
    rows = Meeting.everything.filter(ends, plan=plan).select_related("seller", "buyer").order_by("slot", "pk")
    held: dict[int, list[Meeting]] = defaultdict(list)
    for row in rows:
        held[row.seller_id].append(row)
        held[row.buyer_id].append(row)
    return [(one, held[one.pk]) for one in people]
