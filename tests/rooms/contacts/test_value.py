"""Loyalty and value: what the engine is given, what is kept of it, who notes expenses."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from belvedere.contacts.actions import members, value
from belvedere.contacts.enums import ActKind, ExpensePurpose, SendingState
from belvedere.contacts.models import Expense, ValueRun
from belvedere.contacts.queries import value as reads
from belvedere.contacts.queries.value_sheet import sheet_of
from belvedere.engines import value as engine
from belvedere.kit import jobs
from belvedere.kit.models import Entry, Job
from tests.factories.contacts import ActFactory, PersonFactory
from tests.factories.mailings import MailingFactory, SendingFactory
from tests.factories.segments import ActFactsFactory, SegmentFactory
from tests.factories.value import ExpenseFactory, ValueRunFactory

from .conftest import NOW

pytestmark = pytest.mark.django_db
TODAY = timezone.localtime(NOW).date()


def came(person, days, kind=ActKind.STAYED, **given):
    return ActFactory(person=person, kind=kind, at=NOW - timedelta(days=days), **given)


def test_a_booking_and_the_visit_that_follows_are_one(people):
    person = PersonFactory(destination=people.office)
    booked = came(person, 200, ActKind.BOOKED)
    ActFactsFactory(act=booked, amount=12_050)
    came(person, 100)
    came(person, 20, ActKind.BOOKED)
    came(person, 5, ActKind.OPENED, own=False)
    found = engine.visits_of(reads.inputs(people.office, NOW).acts, 21)
    assert (TODAY.toordinal() - found.day).tolist() == [100, 20]
    assert found.amount[0] == 120.5


def test_a_stay_ahead_is_not_a_visit_yet(people):
    came(PersonFactory(destination=people.office), -10, ActKind.PLANNED, own=False)
    came(PersonFactory(destination=people.office), -3)
    came(PersonFactory(destination=people.neighbour), 3)
    assert not reads.inputs(people.office, NOW).numbers


def test_a_mailing_is_credited_with_those_to_whom_it_left(people):
    known, other = (PersonFactory(destination=people.office) for _ in range(2))
    for person in (known, other):
        came(person, 10)
    mailing = MailingFactory(destination=people.office)
    SendingFactory(mailing=mailing, person=known, destination=people.office, state=SendingState.SENT, sent_at=NOW)
    SendingFactory(mailing=mailing, person=other, destination=people.office, state=SendingState.SKIPPED)
    ExpenseFactory(destination=people.office, mailing=mailing, purpose=ExpensePurpose.RETENTION)
    ExpenseFactory(destination=people.office)
    given = reads.inputs(people.office, NOW)
    (kept,) = [line for line in given.costs if line.purpose == "retention"]
    assert kept.reached == {given.numbers.index(known.pk)}
    assert [line.amount for line in given.costs] == [1200.0, 1200.0]


@pytest.mark.parametrize("several", [1, 3])
def test_reading_a_file_asks_as_much_for_one_as_for_several(people, several, django_assert_num_queries):
    for _ in range(several):
        ActFactsFactory(act=came(PersonFactory(destination=people.office), 10))
        ExpenseFactory(destination=people.office)
    with django_assert_num_queries(3):
        reads.inputs(people.office, NOW)


@pytest.fixture
def story(people):
    """Eighty people drawn from known laws, and a segment of everybody."""
    world = engine.simulate(engine.Truth(), people=80, days=1200, horizon=1, seed=4)
    persons = PersonFactory.create_batch(80, destination=people.office, language="nl")
    rows = zip(world.acts.person, world.acts.day, world.acts.amount, strict=True)
    for who, day, amount in rows:
        act = came(persons[who], 1200 - int(day))
        if amount == amount:
            ActFactsFactory(act=act, amount=round(amount * 100))
    segment = SegmentFactory(
        destination=people.office, name="Néerlandophones", condition={"field": "language", "one_of": ["nl"]}
    )
    members.fill_segments(segments=[segment], now=NOW, progress=lambda _done, _total: None)
    return segment


def test_a_reckoning_is_kept_without_a_person_in_it(people, story):
    run = value.ask_value(destination=people.office, by=people.anne, now=NOW)
    assert value.ask_value(destination=people.office, by=people.anne, now=NOW) == run
    jobs.run(Job.objects.get(name="contacts.reckon_value").pk)
    run.refresh_from_db()
    sheet = sheet_of(run)
    assert (sheet.people, [line.name for line in sheet.worth]) == (80, ["Tout le fichier", "Néerlandophones"])
    assert sheet.worth[0].measures[1:] == sheet.worth[1].measures[1:]
    assert sheet.worth[0].measures[2] is not None
    assert sum(people for row in sheet.heat for people, _expected in row.cells) == 80
    assert "aucune dépense pour faire venir n’est notée" in sheet.missing_costs
    assert not sheet.saying
    assert "@" not in str(run.answer)
    assert set(Entry.objects.values_list("verb", flat=True)) >= {"ask_value", "reckon_value"}


def test_old_reckonings_are_let_go(people, monkeypatch):
    monkeypatch.setattr(value, "KEPT", 2)
    old = [ValueRunFactory(destination=people.office, asked_at=NOW - timedelta(days=n)) for n in (30, 20, 10)]
    other = ValueRunFactory(destination=people.neighbour, asked_at=NOW - timedelta(days=90))
    run = ValueRunFactory(destination=people.office, asked_at=NOW)
    value.reckon_value(run=run, now=NOW)
    assert set(ValueRun.everything.all()) == {run, old[2], other}
    assert reads.latest(ValueRun.everything.all(), people.office) == run


@pytest.mark.parametrize(
    ("ratio", "told"),
    [
        ((4.2, 3.1, 5.6), "sont dans cette fourchette"),
        ((1.5, 1.1, 2.0), "C’est moins"),
        ((9.0, 6.0, 14.0), "C’est plus"),
    ],
)
def test_the_saying_is_compared_with_the_interval(people, ratio, told):
    run = ValueRunFactory(destination=people.office, asked_at=NOW)
    value.reckon_value(run=run, now=NOW)
    run.answer["costs"] |= {"ratio": dict(zip(("mean", "low", "high"), ratio, strict=True)), "missing": []}
    saying = sheet_of(run).saying
    assert told in saying
    assert f"{ratio[0]:.1f} fois ce que coûte".replace(".", ",") in saying


def test_expenses_are_noted_by_those_who_keep_the_file(people):
    draft = ExpenseFactory.build(destination=people.office)
    with pytest.raises(value.ValueRefused):
        value.save_expense(expense=draft, by=people.chloe, now=NOW)
    kept = value.save_expense(expense=draft, by=people.bruno, now=NOW)
    assert kept.noted_at == NOW
    with pytest.raises(value.ValueRefused):
        value.remove_expense(expense=kept, by=people.chloe, now=NOW)
    value.remove_expense(expense=kept, by=people.anne, now=NOW)
    assert not Expense.everything.exists()
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True))[-2:] == [
        "save_expense",
        "remove_expense",
    ]


@pytest.mark.parametrize("wrong", [{"amount": 0}, {"end": date(2020, 1, 1)}])
def test_a_line_that_makes_no_sense_is_refused(people, wrong):
    with pytest.raises(value.ValueRefused):
        value.save_expense(expense=ExpenseFactory.build(destination=people.office, **wrong), by=None, now=NOW)


def test_another_room_tells_a_cost_once_and_corrects_it(people):
    told = {
        "destination": people.office, "room": "campaigns", "reference": "campaign:3", "name": "Affiches",
        "purpose": "acquisition", "start": TODAY, "end": TODAY, "source": "budget voté", "now": NOW,
    }  # fmt: skip
    value.tell_expense(amount=100_000, **told)
    line = value.tell_expense(amount=90_000, **told)
    assert Expense.everything.get().amount == 90_000
    with pytest.raises(value.ValueRefused):
        value.save_expense(expense=line, by=people.anne, now=NOW)
    with pytest.raises(value.ValueRefused):
        value.remove_expense(expense=line, by=people.anne, now=NOW)


def test_only_a_job_that_goes_on_is_waited_for(people):
    run = value.ask_value(destination=people.office, by=None, now=NOW)
    assert reads.under_way(people.office) == run
    Job.objects.update(status="failed")
    assert reads.under_way(people.office) is None
    assert value.ask_value(destination=people.office, by=None, now=NOW) != run
