"""Sending what waits: claimed, then leaving, then sent; each mark is on record before the next step begins.

Whoever holds the turn is alone, so what it finds claimed was left by a worker that died: before « leaving », nothing
has left and it goes back to the queue; at « leaving », it may have left, and is never sent again by itself.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import get_connection
from django.db import connection, transaction
from django.db.models import F, Q

from belvedere.contacts import events
from belvedere.contacts.enums import ActKind, Channel, MailingStatus, Purpose, SendingState, Skip
from belvedere.contacts.models import Act, Consent, Mailing, Person, Sending
from belvedere.contacts.queries import guard, journeys
from belvedere.contacts.queries.addresses import fingerprint
from belvedere.contacts.queries.messages import Press
from belvedere.contacts.queries.writing import Writing, writing_of
from belvedere.engines.journeys.moments import outside_quiet
from belvedere.kit import sms, turns
from belvedere.territories.models import Destination

from . import returns
from .handing import Handed, Outcome, hand_over, hand_text, ready

SLICE = 50
#: What judging and printing a copy read beside it.
WHOLE = ("person", "letter", "destination", "walk__journey__segment")
TRIES = 5
FIRST_PATIENCE = timedelta(minutes=5)

Clock = Callable[[], datetime]
Report = Callable[[int, int, str], None]


@dataclass
class Tally:
    sent: int = 0
    skipped: int = 0
    failed: int = 0
    doubtful: int = 0


@dataclass
class _Round:
    """One worker's work: what it keeps from slice to slice."""

    clock: Clock
    press: Press
    server: Any
    tally: Tally = field(default_factory=Tally)
    manners: dict[int, Writing] = field(default_factory=dict)

    def writing(self, destination: Destination) -> Writing:
        if destination.pk not in self.manners:
            self.manners[destination.pk] = writing_of(destination)
        return self.manners[destination.pk]


def post_waiting(*, clock: Clock, report: Report | None = None) -> Tally:
    """Sends every copy that may leave, a slice after another; nothing when another worker is at it."""
    try:
        with turns.turn_of("contacts-post"), durable():
            settle_left_overs()
            here = _Round(clock, Press(clock()), get_connection())
            try:
                while rows := _claim(here):
                    _post(here, rows)
                    _tell(here, report)
            finally:
                here.server.close()
            close_finished(now=clock())
            return here.tally
    except turns.Busy:
        return Tally()


def _tell(here: _Round, report: Report | None) -> None:
    if report:
        tally = here.tally
        done = tally.sent + tally.skipped + tally.failed + tally.doubtful
        report(done, done + _waiting(here.clock()).count(), "")


@contextmanager
def durable() -> Iterator[None]:
    """On SQLite, each mark is on the disk before the next step, as it is on PostgreSQL by itself: a power cut must not
    forget that a letter has left."""
    settable = connection.vendor == "sqlite" and not connection.in_atomic_block
    _synchronous("FULL") if settable else None
    try:
        yield
    finally:
        _synchronous("NORMAL") if settable else None


def _synchronous(level: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous={level}")


def settle_left_overs() -> int:
    """What a killed worker had in hand. Only for whoever holds the turn. How many are in doubt."""
    Sending.everything.filter(state=SendingState.CLAIMED).update(state=SendingState.WAITING, claim="")
    leaving = Sending.everything.filter(state=SendingState.LEAVING)
    return leaving.update(state=SendingState.DOUBT, sent_at=F("not_before"))


def _waiting(now: datetime) -> Any:
    running = Q(mailing=None) | Q(mailing__status=MailingStatus.SENDING)
    rows = Sending.everything.filter(running, state=SendingState.WAITING, not_before__lte=now)
    # Without a gateway, short messages wait for one until they are late.
    return rows if sms.available() else rows.filter(Q(letter__channel=Channel.MAIL) | Q(expires_at__lte=now))


def _claim(here: _Round) -> list[Sending]:
    """The next slice: what may not leave is set aside with its reason or put off, until some may or none is left."""
    while True:
        now, claim = here.clock(), uuid.uuid4().hex
        awake = _awake(here, now)
        with transaction.atomic():
            found = _waiting(now).filter(destination__in=awake)
            rows = list(found.select_related(*WHOLE).order_by("not_before", "pk")[:SLICE])
            if not rows:
                return []
            verdicts = _judged(here, rows, now)
            kept = [row for row in rows if _settled(here, row, verdicts[row.pk], claim)]
        if kept:
            return kept


def _awake(here: _Round, now: datetime) -> list[int]:
    """Destinations that have something waiting and are not in their quiet hours."""
    numbers = _waiting(now).order_by().values_list("destination", flat=True).distinct()
    found = []
    for destination in Destination.everything.filter(pk__in=list(numbers)):
        rules = here.writing(destination).rules
        if outside_quiet(now, rules.quiet, rules.zone) <= now:
            found.append(destination.pk)
    return found


def _judged(here: _Round, rows: list[Sending], now: datetime) -> dict[int, guard.Verdict]:
    verdicts: dict[int, guard.Verdict] = {}
    for destination in {row.destination for row in rows}:
        own = [row for row in rows if row.destination_id == destination.pk]
        verdicts |= guard.judge(own, here.writing(destination), now)
    return verdicts


def _settled(here: _Round, row: Sending, verdict: guard.Verdict, claim: str) -> bool:
    """Writes the verdict; whether the copy is claimed."""
    free = Sending.everything.filter(pk=row.pk, state=SendingState.WAITING)
    if verdict.skip:
        here.tally.skipped += free.update(state=SendingState.SKIPPED, reason=verdict.skip)
        return False
    if verdict.later:
        free.update(not_before=verdict.later)
        return False
    row.claim = claim
    key = fingerprint(guard.address(row.person, row.letter))
    return bool(free.update(state=SendingState.CLAIMED, claim=claim, address_key=key))


def _post(here: _Round, rows: list[Sending]) -> None:
    measured = set(
        Consent.everything.filter(
            in_force=True, given=True, purpose=Purpose.MEASURE, channel=Channel.MAIL,
            person__in={row.person_id for row in rows},
        ).values_list("person_id", flat=True)
    )  # fmt: skip
    told = []
    for row in rows:
        try:
            paper = _printed(here, row, measured=row.person_id in measured)
        except LookupError:
            _finish(row, SendingState.CLAIMED, state=SendingState.SKIPPED, reason=Skip.LANGUAGE)
            continue
        if row.walk is not None and journeys.stopped([row.walk], here.clock()):
            here.tally.skipped += _finish(row, SendingState.CLAIMED, state=SendingState.SKIPPED, reason=Skip.STOPPED)
            continue
        if not _leave(row):
            here.tally.skipped += _finish(row, SendingState.CLAIMED, state=SendingState.SKIPPED, reason=Skip.CONSENT)
            continue
        _mark(here, row, paper.hand(), paper.label)
        told.append(row.person_id)
    events.people_changed.send(sender=Person, ids=sorted(set(told)))


@dataclass(frozen=True)
class _Paper:
    """A copy ready to leave. ``label``: what the timeline says of it."""

    label: str
    hand: Callable[[], Handed]


def _printed(here: _Round, row: Sending, *, measured: bool) -> _Paper:
    """The line to the mail server is tried here, before the copy is marked. Raises LookupError."""
    writing = here.writing(row.destination)
    if row.letter.channel == Channel.SMS:
        words = here.press.words(row, writing)
        return _Paper(row.letter.name, lambda: hand_text(row.person.phone, words))
    message = here.press.message(row, writing, measured=measured)
    ready(here.server)
    return _Paper(message.subject, lambda: hand_over(here.server, message))


def _leave(row: Sending) -> bool:
    """The last word before the server: consent and address are asked again by the statement that marks it."""
    mine = Sending.everything.filter(pk=row.pk, claim=row.claim, state=SendingState.CLAIMED)
    free = mine.filter(guard.consenting(row.letter.purpose, channel=row.letter.channel)).exclude(guard.suspended())
    return bool(free.update(state=SendingState.LEAVING, tries=F("tries") + 1))


def _finish(row: Sending, was: str, /, **changes: Any) -> int:
    mine = Sending.everything.filter(pk=row.pk, claim=row.claim, state=was)
    return mine.update(**{"claim": "", **changes})


def _mark(here: _Round, row: Sending, handed: Handed, label: str) -> None:
    now = here.clock()
    if handed.outcome is Outcome.TAKEN:
        with transaction.atomic():
            here.tally.sent += _finish(
                row, SendingState.LEAVING, state=SendingState.SENT, sent_at=now, provider_id=handed.identifier
            )
            Act.everything.get_or_create(
                person=row.person, kind=ActKind.SENT, room="contacts", reference=f"sending:{row.pk}",
                defaults={"label": label[:200], "at": now, "own": False},
            )  # fmt: skip
    elif handed.outcome is Outcome.UNKNOWN:
        here.tally.doubtful += _finish(
            row, SendingState.LEAVING, state=SendingState.DOUBT, sent_at=now, reason=handed.reason
        )
    elif handed.outcome is Outcome.LATER and row.tries + 1 < TRIES:
        later = now + FIRST_PATIENCE * 2**row.tries
        _finish(row, SendingState.LEAVING, state=SendingState.WAITING, not_before=later, reason=handed.reason)
    else:
        here.tally.failed += _finish(row, SendingState.LEAVING, state=SendingState.FAILED, reason=handed.reason)
        if handed.outcome is Outcome.DEAD:
            returns.suspend_address(person=row.person, code=handed.code, reason=handed.reason, now=now)


def close_finished(*, now: datetime) -> int:
    """Mailings of which nothing waits any more."""
    open_states = (SendingState.WAITING, SendingState.CLAIMED, SendingState.LEAVING)
    going = Sending.everything.filter(state__in=open_states, mailing__isnull=False).values("mailing")
    over = Mailing.everything.filter(status=MailingStatus.SENDING).exclude(pk__in=going)
    return over.update(status=MailingStatus.DONE, done_at=now)
