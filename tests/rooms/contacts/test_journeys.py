"""Journeys: entered once, each step once, no sooner than its wait, stopped when they must be."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from belvedere.contacts.actions import journeys, posting, returns
from belvedere.contacts.enums import ActKind, JourneyStatus, Purpose, SendingState, Skip, Trigger, WalkEnd
from belvedere.contacts.models import Act, Consent, Journey, Passage, Person, Sending, Suspension, Walk
from belvedere.contacts.queries import journeys as reads
from belvedere.engines.journeys import Wait, after_wait
from tests.factories import people as factories
from tests.factories.contacts import ActFactory, ConsentFactory, PersonFactory
from tests.factories.mailings import JourneyFactory, LetterFactory, RulesFactory

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
#: The Friday before the night of 29 March 2026, when an hour is missing.
FRIDAY = datetime(2026, 3, 27, 9, tzinfo=UTC)


def wait(key, **given):
    return {"type": "wait", "value": {"days": 0, "hours": 0, "at": None, **given}, "id": key}


def write(key, letter):
    return {"type": "letter", "value": letter.pk, "id": key}


def ask(key, condition, *otherwise):
    return {"type": "condition", "value": {"condition": condition, "otherwise": list(otherwise)}, "id": key}


@pytest.fixture
def people():
    return factories.cast()


@pytest.fixture
def survey(people):
    return LetterFactory(destination=people.office, purpose=Purpose.SURVEY, name="Comment était-ce ?")


@pytest.fixture
def after_stay(people, survey):
    """« How was it? » two days after, at ten."""
    steps = [wait("attente", days=2, at="10:00"), write("avis", survey)]
    row = JourneyFactory(destination=people.office, steps=steps, trigger=Trigger.STAY, act_kind=ActKind.STAYED)
    return journeys.open_journey(journey=row, by=people.bruno, now=FRIDAY)


def guest(place, *purposes, **given):
    person = PersonFactory(destination=place, **given)
    for purpose in purposes or (Purpose.SURVEY,):
        ConsentFactory(person=person, purpose=purpose)
    return person


def work(now):
    journeys.enter_journeys(now=now)
    journeys.walk_journeys(now=now)
    posting.post_waiting(clock=lambda: now)


def test_how_was_it_leaves_two_days_after_by_the_clock_on_the_wall(people, after_stay):
    person = guest(people.office)
    ActFactory(person=person, kind=ActKind.STAYED, at=FRIDAY + timedelta(minutes=1))
    # Every hour once it may leave, from the evening before.
    for hours in (0, 1, 24, 48, *range(60, 24 * 5)):
        work(FRIDAY + timedelta(hours=hours, minutes=2))
        if mail.outbox:
            break
    (letter,) = mail.outbox
    assert letter.to == [person.email]
    sent_at = Sending.everything.get().sent_at.astimezone(PARIS)
    # Two days after 10:02 is 10:02 on Sunday, though the night was short; then the next ten o’clock.
    assert (sent_at.date().isoformat(), sent_at.hour) == ("2026-03-30", 10)
    for hours in (0, 24, 72):
        work(FRIDAY + timedelta(days=6, hours=hours))
    assert len(mail.outbox) == 1
    assert Walk.everything.get().ended == WalkEnd.DONE


def test_without_consent_nobody_is_written_to(people, after_stay):
    person = PersonFactory(destination=people.office)
    ActFactory(person=person, kind=ActKind.STAYED, at=FRIDAY + timedelta(minutes=1))
    work(FRIDAY + timedelta(hours=1))
    assert Walk.everything.get().ended == WalkEnd.WITHDRAWN
    assert not Sending.everything.exists()


def test_what_happened_before_it_opened_makes_nobody_enter(people, after_stay):
    ActFactory(person=guest(people.office), kind=ActKind.STAYED, at=FRIDAY - timedelta(minutes=1))
    ActFactory(person=guest(people.neighbour), kind=ActKind.STAYED, at=FRIDAY + timedelta(minutes=1))
    work(FRIDAY + timedelta(hours=1))
    assert not Walk.everything.exists()


def test_before_the_stay_counts_back_from_its_day(people, survey):
    row = JourneyFactory(destination=people.office, steps=[write("a", survey)], trigger=Trigger.STAY, days=-7)
    journeys.open_journey(journey=row, by=None, now=FRIDAY)
    ActFactory(person=guest(people.office), kind=ActKind.STAYED, at=FRIDAY + timedelta(days=10), own=False)
    for days in range(6):
        work(FRIDAY + timedelta(days=days, hours=1))
    assert Sending.everything.get().sent_at == FRIDAY + timedelta(days=3, hours=1)


def before_stay(people, letter, *steps, **given):
    """« Your stay comes near », a week before."""
    given = {"act_kind": ActKind.PLANNED, "again_after": 60} | given
    row = JourneyFactory(
        destination=people.office, steps=[*steps, write("a", letter)], trigger=Trigger.STAY, days=-7, **given
    )
    return journeys.open_journey(journey=row, by=None, now=FRIDAY)


@pytest.mark.parametrize("again_after", [None, 60])
@pytest.mark.parametrize(("told", "leaves"), [(30, 23), (7, 0), (3, 0)])
def test_a_stay_ahead_is_written_about_a_week_before_or_as_soon_as_it_is_told(
    people, survey, told, leaves, again_after
):
    before_stay(people, survey, again_after=again_after)
    ActFactory(person=guest(people.office), kind=ActKind.PLANNED, at=FRIDAY + timedelta(days=told), own=False)
    for days in sorted({0, 1, max(leaves - 1, 0), leaves, leaves + 1, told, 30}):
        work(FRIDAY + timedelta(days=days, hours=1))
    assert Sending.everything.get().sent_at == FRIDAY + timedelta(days=leaves, hours=1)


def test_a_stay_that_has_begun_is_not_announced(people, survey):
    before_stay(people, survey, wait("w", days=2))
    ActFactory(person=guest(people.office), kind=ActKind.PLANNED, at=FRIDAY + timedelta(days=1), own=False)
    ActFactory(person=guest(people.office), kind=ActKind.PLANNED, at=FRIDAY - timedelta(days=1), own=False)
    for days in range(4):
        work(FRIDAY + timedelta(days=days, hours=1))
    assert Walk.everything.get().ended == WalkEnd.BEGUN
    assert not Sending.everything.exists()


@pytest.mark.parametrize("happens", ["book", "begin", "leave"])
def test_a_letter_that_waits_is_asked_again_what_stops_it(people, survey, happens):
    """It was written while the mail server slept; when it wakes, what stops the journey has happened."""
    row = before_stay(people, survey, stop_on=[ActKind.BOOKED])
    person, written, later = guest(people.office), FRIDAY + timedelta(hours=1), FRIDAY + timedelta(hours=3)
    stay = ActFactory(person=person, kind=ActKind.PLANNED, at=FRIDAY + timedelta(days=2), own=False)
    journeys.enter_journeys(now=written)
    journeys.walk_journeys(now=written)
    assert Sending.everything.get().state == SendingState.WAITING
    if happens == "book":
        ActFactory(person=person, kind=ActKind.BOOKED, at=FRIDAY + timedelta(hours=2))
    elif happens == "begin":
        Act.everything.filter(pk=stay.pk).update(at=FRIDAY + timedelta(hours=2))
    else:
        Journey.everything.filter(pk=row.pk).update(trigger=Trigger.SEGMENT, segment=None)
    posting.post_waiting(clock=lambda: later)
    sending = Sending.everything.get()
    assert (sending.state, sending.reason) == (SendingState.SKIPPED, Skip.STOPPED)
    assert mail.outbox == []


def test_a_cause_makes_enter_once_and_another_only_after_the_pause(people, after_stay):
    person = guest(people.office)
    ActFactory(person=person, kind=ActKind.STAYED, at=FRIDAY + timedelta(minutes=1))
    for _ in range(3):
        journeys.enter_journeys(now=FRIDAY + timedelta(hours=1))
    assert Walk.everything.count() == 1
    Walk.everything.update(ended="done", ended_at=FRIDAY, due_at=None, step="")
    later = FRIDAY + timedelta(days=40)
    ActFactory(person=person, kind=ActKind.STAYED, at=later)
    journeys.enter_journeys(now=later + timedelta(hours=1))
    assert Walk.everything.count() == 1
    Journey.everything.update(again_after=30)
    for _ in range(2):
        journeys.enter_journeys(now=later + timedelta(hours=1))
    assert Walk.everything.count() == 2


@pytest.mark.parametrize(
    ("happens", "ended"),
    [
        (lambda person: Consent.everything.filter(person=person).update(given=False), WalkEnd.WITHDRAWN),
        (
            lambda person: returns.suspend_address(person=person, code="5.1.1", reason="x", now=FRIDAY),
            WalkEnd.SUSPENDED,
        ),
        (lambda person: ActFactory(person=person, kind=ActKind.BOOKED, at=FRIDAY + timedelta(hours=2)), WalkEnd.ACTED),
        (lambda person: Person.everything.filter(pk=person.pk).update(email=""), WalkEnd.GONE),
    ],
)
def test_stop_rules_are_honoured(people, after_stay, happens, ended):
    Journey.everything.update(stop_on=[ActKind.BOOKED])
    person = guest(people.office)
    ActFactory(person=person, kind=ActKind.STAYED, at=FRIDAY + timedelta(minutes=1))
    work(FRIDAY + timedelta(hours=1))
    happens(person)
    work(FRIDAY + timedelta(days=4))
    assert Walk.everything.get().ended == ended
    assert mail.outbox == []


def test_a_condition_chooses_the_way(people, survey):
    other = LetterFactory(destination=people.office, purpose=Purpose.SURVEY, name="Relance")
    steps = [wait("w", hours=1), ask("c", "acted:answered", write("relance", other)), write("merci", survey)]
    row = JourneyFactory(destination=people.office, steps=steps, trigger=Trigger.CONSENT, given=Purpose.SURVEY)
    journeys.open_journey(journey=row, by=None, now=FRIDAY)
    kind, silent = guest(people.office), guest(people.office)
    Consent.everything.update(at=FRIDAY + timedelta(minutes=1))
    work(FRIDAY + timedelta(minutes=5))
    ActFactory(person=kind, kind=ActKind.ANSWERED, at=FRIDAY + timedelta(minutes=30))
    work(FRIDAY + timedelta(hours=2))
    assert dict(Sending.everything.values_list("person", "letter__name")) == {
        kind.pk: "Comment était-ce ?", silent.pk: "Relance",
    }  # fmt: skip
    rows = {one.key: one for one in reads.rows_of(row, reads.plan_of(row))}
    assert (rows["c"].passed, rows["c"].otherwise, rows["c"].other) == (2, 1, "relance")


def test_an_open_journey_is_not_rewritten_and_a_foreign_one_not_touched(people, after_stay):
    with pytest.raises(journeys.JourneyRefused):
        journeys.save_journey(journey=after_stay, by=people.anne, now=FRIDAY)
    for act in (journeys.open_journey, journeys.close_journey, journeys.save_journey):
        with pytest.raises(journeys.JourneyRefused):
            act(journey=after_stay, by=people.chloe, now=FRIDAY)
    journeys.close_journey(journey=after_stay, by=people.anne, now=FRIDAY)
    after_stay.steps = []
    with pytest.raises(journeys.JourneyRefused):
        journeys.save_journey(journey=after_stay, by=people.anne, now=FRIDAY)


EVENTS = st.lists(
    st.tuples(st.integers(1, 30), st.sampled_from(["stay", "again", "book", "withdraw", "give", "suspend", "work"])),
    min_size=3, max_size=12,
)  # fmt: skip


@pytest.mark.slow
@given(EVENTS, st.integers(0, 3), st.sampled_from([1, 2]))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_the_rules_hold(people, events, days, cap):
    """Any order of stays, bookings, withdrawals, dead addresses and visits of the worker, around the short night."""
    with transaction.atomic():
        _live(people, events, days, cap)
        transaction.set_rollback(True)


def _live(people, events, days, cap):
    RulesFactory(destination=people.region, week_cap=cap, quiet_from=time(20), quiet_until=time(9))
    first, second = (LetterFactory(destination=people.office, purpose=Purpose.SURVEY) for _ in range(2))
    steps = [wait("w", days=days), write("a", first), wait("v", hours=5), write("b", second)]
    row = JourneyFactory(destination=people.office, steps=steps, stop_on=[ActKind.BOOKED], again_after=3)
    journeys.open_journey(journey=row, by=None, now=FRIDAY - timedelta(hours=1))
    person, now, consents, booked = guest(people.office), FRIDAY, [(FRIDAY - timedelta(days=1), True)], []
    for hours, event in events:
        now += timedelta(hours=hours)
        if event in ("stay", "again"):
            ActFactory(person=person, kind=ActKind.STAYED, at=now)
        elif event == "book":
            booked.append(ActFactory(person=person, kind=ActKind.BOOKED, at=now).at)
        elif event in ("withdraw", "give"):
            Consent.everything.filter(person=person).update(given=event == "give")
            consents.append((now, event == "give"))
        elif event == "suspend" and not Suspension.everything.exists():
            returns.suspend_address(person=person, code="5.1.1", reason="x", now=now)
        work(now)
    _judge(row, person, consents, booked, days, cap)


def _judge(row, person, consents, booked, days, cap):
    sent = sorted(Sending.everything.exclude(sent_at=None), key=lambda one: one.sent_at)
    assert len({(one.walk_id, one.step) for one in sent}) == len(sent) == Act.everything.filter(kind="sent").count()
    passages = Passage.objects.values_list("walk", "step")
    assert len(set(passages)) == len(passages)
    dead = Suspension.everything.values_list("at", flat=True).first()
    for rank, one in enumerate(sent):
        assert 9 <= one.sent_at.astimezone(PARIS).hour < 20
        assert [given for at, given in consents if at <= one.sent_at][-1]
        assert dead is None or one.sent_at < dead
        started = one.walk.started_at
        assert after_wait(started, Wait(days=days), PARIS) <= one.sent_at
        written = Passage.objects.get(walk=one.walk, step=one.step).at
        assert not any(started < at <= written for at in booked)
        assert sum(one.sent_at - timedelta(days=7) < other.sent_at for other in sent[:rank]) < cap
    starts = sorted(Walk.everything.values_list("started_at", flat=True))
    assert all(late - early >= timedelta(days=3) for early, late in pairwise(starts))


def test_a_journey_at_rest_moves_nobody(people, after_stay):
    ActFactory(person=guest(people.office), kind=ActKind.STAYED, at=FRIDAY + timedelta(minutes=1))
    work(FRIDAY + timedelta(hours=1))
    journeys.close_journey(journey=after_stay, by=None, now=FRIDAY)
    work(FRIDAY + timedelta(days=5))
    assert (Walk.everything.get().step, mail.outbox) == ("attente", [])
    assert Journey.everything.get().status == JourneyStatus.CLOSED
