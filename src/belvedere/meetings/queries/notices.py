"""Who is still to be written to, and how far each mailing has come."""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from belvedere.meetings.enums import EditionStatus, NoticeKind
from belvedere.meetings.models import Edition, Notice, Participant, PlanVersion

from . import printing
from .pro import Agenda

#: From the closing of the wishes on, until the day.
CLOSED = (EditionStatus.CLOSED, EditionStatus.PLANNED, EditionStatus.PUBLISHED)

Recipients = list[tuple[Participant, str]]


@dataclass(frozen=True)
class Mailing:
    """One kind of message of an edition. ``due`` would leave now, ``waiting`` are on their way."""

    kind: NoticeKind
    due: int
    waiting: int
    sent: int
    failed: int


def recipients(edition: Edition, kind: str, now: datetime) -> Recipients:
    """Who gets this message if it leaves now, with the key that makes it unique. Whoever has it is left out."""
    found: dict[str, Callable[[], Recipients]] = {
        NoticeKind.INVITATION: lambda: _once(edition, kind, edition.status == EditionStatus.OPEN),
        NoticeKind.REMINDER: lambda: reminded(edition, f"{timezone.localtime(now):%Y-%m-%d}"),
        NoticeKind.CLOSING: lambda: _once(edition, kind, edition.status in CLOSED),
        NoticeKind.AGENDA: lambda: _agendas_due(edition),
    }
    return found[kind]() if kind in found else []


def reachable(edition: Edition) -> "QuerySet[Participant]":
    """Those who come and have left an address, their own or that of their account."""
    rows = Participant.everything.filter(edition=edition, absent_at=None).select_related("account")
    return rows.exclude(Q(email="") & (Q(account=None) | Q(account__email="")))


def _once(edition: Edition, kind: str, may: bool) -> Recipients:
    if not may:
        return []
    had = Notice.everything.filter(participant__edition=edition, kind=kind).values("participant")
    return [(one, "") for one in reachable(edition).exclude(pk__in=had)]


def reminded(edition: Edition, key: str) -> Recipients:
    """Those who have wished nothing yet, as long as they still can."""
    if edition.status != EditionStatus.OPEN:
        return []
    had = Notice.everything.filter(participant__edition=edition, kind=NoticeKind.REMINDER, key=key)
    rows = reachable(edition).filter(wishes=None).exclude(pk__in=had.values("participant"))
    return [(one, key) for one in rows]


def reminder_due(edition: Edition, now: datetime) -> str:
    """Key of the rule that now applies: the last threshold passed before the closing, empty when none is."""
    if edition.closes_at is None or now >= edition.closes_at:
        return ""
    left = [days for days in edition.reminders if now >= edition.closes_at - timedelta(days=days)]
    return f"j-{min(left)}" if left else ""


def _agendas_due(edition: Edition) -> Recipients:
    plan = PlanVersion.everything.filter(edition=edition, is_current=True).defer("unmet", "certificate").first()
    if plan is None:
        return []
    rows = Notice.everything.filter(participant__edition=edition, kind=NoticeKind.AGENDA).order_by("pk")
    last = {pk: key.partition(":")[2] for pk, key in rows.values_list("participant", "key")}
    people = {one.pk: one for one in reachable(edition)}
    found = [(agenda.participant.pk, digest_of(agenda)) for agenda in printing.agendas(plan)]
    return [
        (people[pk], f"{plan.number}:{digest}") for pk, digest in found if pk in people and last.get(pk) != digest
    ]  # fmt: skip


def digest_of(agenda: Agenda) -> str:
    """Changes when an hour, a table or somebody does."""
    lines = [f"{line.starts_at:%H%M}-{line.other.pk}-{line.table}-{line.room}" for line in agenda.lines]
    return hashlib.sha256("|".join(lines).encode()).hexdigest()[:40]


def mailings(edition: Edition, now: datetime) -> list[Mailing]:
    """One line a kind. A fixed number of queries."""
    rows = Notice.everything.filter(participant__edition=edition).values("kind").annotate(
        sent=Count("pk", filter=~Q(sent_at=None)),
        failed=Count("pk", filter=Q(sent_at=None) & ~Q(failure="")),
        waiting=Count("pk", filter=Q(sent_at=None, failure="")),
    )  # fmt: skip
    counts = {row["kind"]: Counter({key: row[key] for key in ("sent", "failed", "waiting")}) for row in rows}
    return [
        Mailing(kind, len(recipients(edition, kind, now)), **{
            key: counts.get(kind, Counter())[key] for key in ("waiting", "sent", "failed")
        })
        for kind in NoticeKind
    ]  # fmt: skip


def failures(edition: Edition) -> "QuerySet[Notice]":
    rows = Notice.everything.filter(participant__edition=edition, sent_at=None).exclude(failure="")
    return rows.select_related("participant").order_by("participant__name", "pk")


def without_address(edition: Edition) -> int:
    """How many can only be told on paper."""
    everybody = Participant.everything.filter(edition=edition, absent_at=None)
    return everybody.exclude(pk__in=reachable(edition).values("pk")).count()
