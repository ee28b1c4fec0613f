"""What an edition brought against what it cost, beside the one before: plain figures, no name."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Avg, Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from belvedere.meetings.enums import DealKind, Side
from belvedere.meetings.models import (
    CheckIn,
    ContactShare,
    Cost,
    Deal,
    Edition,
    Measure,
    Meeting,
    MeetingNote,
    Participant,
    PlanVersion,
    Survey,
)


@dataclass(frozen=True)
class Figures:
    """Amounts in cents, shares in %, means out of 5; None where nothing can be said."""

    sellers: int
    buyers: int
    came: int
    came_share: float | None
    absent: int
    planned: int
    held: int
    served: int
    rated: int
    rating: float | None
    contacts: int
    deals: int
    deals_without_amount: int
    amount: int
    amount_confirmed: int
    answers: int
    response_share: float | None
    overall: float | None
    right_people: float | None
    running: float | None
    again_share: float | None
    cost: int
    cost_per_meeting: int | None
    return_per_euro: float | None


#: How each figure is called, and what it is: a count, cents, %, a mean out of 5, euros for one euro.
LABELS: dict[str, tuple[Any, str]] = {
    "sellers": (_("Prestataires inscrits"), "count"),
    "buyers": (_("Acheteurs inscrits"), "count"),
    "came": (_("Participants venus"), "count"),
    "came_share": (_("Part des inscrits venus"), "share"),
    "absent": (_("Absences notées"), "count"),
    "planned": (_("Rencontres au plan"), "count"),
    "held": (_("Rencontres dont les deux personnes sont venues"), "count"),
    "served": (_("Prestataires ayant au moins une rencontre"), "count"),
    "rated": (_("Rencontres notées"), "count"),
    "rating": (_("Intérêt moyen des rencontres"), "mean"),
    "contacts": (_("Contacts échangés d’un commun accord"), "count"),
    "deals": (_("Accords signés"), "count"),
    "deals_without_amount": (_("dont accords sans montant"), "count"),
    "amount": (_("Montant des accords déclarés"), "cents"),
    "amount_confirmed": (_("dont confirmé par les deux côtés"), "cents"),
    "answers": (_("Réponses au questionnaire"), "count"),
    "response_share": (_("Taux de réponse, parmi les venus"), "share"),
    "overall": (_("Satisfaction d’ensemble"), "mean"),
    "right_people": (_("Satisfaction quant aux personnes rencontrées"), "mean"),
    "running": (_("Satisfaction quant à l’organisation"), "mean"),
    "again_share": (_("Reviendraient"), "share"),
    "cost": (_("Coût de l’édition"), "cents"),
    "cost_per_meeting": (_("Coût d’une rencontre tenue"), "cents"),
    "return_per_euro": (_("Accords déclarés pour un euro dépensé"), "ratio"),
}


@dataclass(frozen=True)
class Row:
    """A figure of this edition and of the one before; ``change`` is the difference where both are known."""

    key: str
    label: str
    unit: str
    value: float | None
    before: float | None

    @property
    def change(self) -> float | None:
        return None if self.value is None or self.before is None else self.value - self.before


@dataclass(frozen=True)
class Results:
    edition: Edition
    figures: Figures
    before: Measure | None
    rows: tuple[Row, ...]
    kinds: tuple[tuple[str, int, int], ...]
    costs: tuple[Cost, ...]
    words: tuple[str, ...]
    measured: Measure | None


def results(edition: Edition) -> Results:
    """Seventeen queries, whatever the number of people. Once those who came have been erased, the closed figures."""
    measured = Measure.everything.filter(edition=edition).first()
    figures, before = figures_of(edition), edition_before(edition)
    if measured is not None and not figures.sellers + figures.buyers:
        figures = Figures(**asdict(figures) | measured.figures)
    known = before.figures if before else {}
    own = asdict(figures)
    rows = tuple(Row(key, str(label), unit, own[key], known.get(key)) for key, (label, unit) in LABELS.items())
    deals = Deal.everything.filter(seller__edition=edition)
    kinds = deals.order_by("kind").values_list("kind").annotate(n=Count("pk"), cents=Sum("amount", default=0))
    words = Survey.everything.filter(participant__edition=edition).exclude(words="").order_by("words")
    return Results(
        edition=edition,
        figures=figures,
        before=before,
        rows=rows,
        kinds=tuple((str(DealKind(kind).label), n, cents) for kind, n, cents in kinds),
        costs=tuple(Cost.everything.filter(edition=edition)),
        words=tuple(words.values_list("words", flat=True)),
        measured=measured,
    )


def edition_before(edition: Edition) -> Measure | None:
    """The last one measured before this day in the same destination."""
    rows = Measure.everything.filter(edition__destination=edition.destination_id, edition__day__lt=edition.day)
    return rows.select_related("edition").order_by("-edition__day").first()


def figures_of(edition: Edition) -> Figures:
    """Twelve queries."""
    people = Participant.everything.filter(edition=edition).aggregate(
        sellers=Count("pk", filter=Q(side=Side.SELLER)),
        buyers=Count("pk", filter=Q(side=Side.BUYER)),
        absent=Count("pk", filter=Q(absent_at__isnull=False)),
    )
    came = CheckIn.everything.filter(participant__edition=edition).count()
    meetings = _meetings(edition)
    held = _held(meetings)
    count, deals = held.count(), _deals(edition)
    cost = Cost.everything.filter(edition=edition).aggregate(sum=Sum("amount", default=0))["sum"]
    return Figures(
        **people,
        **_kept(edition),
        **deals,
        **_opinions(edition, came),
        came=came,
        came_share=_share(came, people["sellers"] + people["buyers"]),
        planned=meetings.count(),
        held=count,
        served=held.values("seller").distinct().count(),
        cost=cost,
        cost_per_meeting=round(cost / count) if cost and count else None,
        return_per_euro=round(deals["amount"] / cost, 2) if cost else None,
    )


def _kept(edition: Edition) -> dict[str, Any]:
    """What participants kept of their meetings, counted."""
    notes = MeetingNote.everything.filter(writer__edition=edition).aggregate(n=Count("rating"), mean=Avg("rating"))
    both = ContactShare.everything.filter(
        giver__edition=edition, giver__received__giver=F("receiver"), giver__lt=F("receiver")
    )
    return {"rated": notes["n"], "rating": _rounded(notes["mean"]), "contacts": both.count()}


def _opinions(edition: Edition, came: int) -> dict[str, Any]:
    found = Survey.everything.filter(participant__edition=edition).aggregate(
        answers=Count("pk"),
        again=Count("pk", filter=Q(again=True)),
        **{name: Avg(name) for name in ("overall", "right_people", "running")},
    )
    means = {name: _rounded(found[name]) for name in ("overall", "right_people", "running")}
    return means | {
        "answers": found["answers"],
        "response_share": _share(found["answers"], came),
        "again_share": _share(found["again"], found["answers"]),
    }


def _meetings(edition: Edition) -> "QuerySet[Meeting]":
    plan = PlanVersion.everything.filter(edition=edition, is_current=True)
    return Meeting.everything.filter(plan__in=plan)


def _held(meetings: "QuerySet[Meeting]") -> "QuerySet[Meeting]":
    return meetings.filter(seller__checkin__isnull=False, buyer__checkin__isnull=False)


def _deals(edition: Edition) -> dict[str, int]:
    found: dict[str, int] = Deal.everything.filter(seller__edition=edition).aggregate(
        deals=Count("pk"),
        deals_without_amount=Count("pk", filter=Q(amount=None)),
        amount_confirmed=Sum("amount", filter=Q(confirmed_at__isnull=False), default=0),
        amount=Sum("amount", default=0),
    )
    return found


def _share(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def _rounded(mean: float | None) -> float | None:
    return None if mean is None else round(mean, 2)
