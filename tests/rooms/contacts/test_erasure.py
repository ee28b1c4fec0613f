"""Leaving the file: no word is left, no count changes, and time does it by itself."""

import json
from collections import Counter
from datetime import timedelta

import pytest
from django.apps import apps
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from belvedere.contacts import access, events
from belvedere.contacts.actions import acts, consents, erasure, merges, retention
from belvedere.contacts.enums import ActKind, ErasureCause, Proof, Purpose
from belvedere.contacts.models import Act, Consent, Erasure, FileLine, OptIn, Person, RetentionRun, SegmentDue
from belvedere.contacts.queries import export
from belvedere.contacts.queries import retention as reads
from belvedere.kit import jobs
from belvedere.kit.models import Entry, Job
from tests.factories.contacts import ActFactory, ContactFileFactory, OptInFactory, PersonFactory

from .conftest import CALM, NOW, example

MARK = "Zyxwvut"


def counts():
    """Figures that an office may have published: none may move."""
    everybody = Person.everything.all()
    tables = [m for m in apps.get_app_config("contacts").get_models() if m not in (Erasure, SegmentDue)]
    return {
        **{model._meta.label: model._base_manager.count() for model in tables},
        "source": Counter(everybody.values_list("source", flat=True)),
        "origin": Counter(everybody.values_list("country", "language")),
        "department": Counter(code[:2] for code in everybody.values_list("postcode", flat=True)),
        "arrivals": Counter(everybody.values_list("created_at", flat=True)),
        "acts": Counter(Act.everything.values_list("kind", "room", "at", "own")),
        "consents": Counter(Consent.everything.values_list("purpose", "channel", "given", "at", "in_force", "proof")),
        "lines": Counter(FileLine.everything.values_list("status", flat=True)),
    }


def everything_written():
    """All the text of the database that a room or the office's history holds."""
    models = [m for c in apps.get_app_configs() if c.name.startswith("belvedere.") for m in c.get_models()]
    return json.dumps(
        [list(model._base_manager.values()) for model in (*models, ModelLogEntry)], default=str, ensure_ascii=False
    )


@pytest.mark.slow
@CALM
@given(
    st.lists(st.tuples(st.sampled_from(list(Purpose)), st.booleans()), max_size=5),
    st.lists(st.sampled_from(list(ActKind)), max_size=5),
    st.sampled_from(["", "FR", "DE"]),
    st.booleans(),
)
def test_erased_nobody_is_left_and_every_count_stays(people, lines, kinds, country, merged):
    with example():
        told = {"first_name": MARK, "last_name": MARK, "birth_year": 1980, "country": country, "postcode": "63119"}
        person = PersonFactory(destination=people.office, email=f"{MARK}@exemple.fr".lower(), **told)
        log(instance=person, action="wagtail.edit", user=people.anne)
        others = [PersonFactory(destination=people.office), PersonFactory(destination=people.office, last_name=MARK)]
        for holder in (person, others[1]):
            for rank, kind in enumerate(kinds):
                ActFactory(person=holder, kind=kind, label=f"Chez {MARK}", reference=f"{MARK}:{holder.pk}:{rank}")
            for day, (purpose, given_) in enumerate(lines):
                write = consents.give_consent if given_ else consents.withdraw_consent
                write(
                    person=holder, purpose=purpose, channel="mail", proof=Proof.PAPER, reference=MARK, by=None,
                    now=NOW + timedelta(days=day),
                )  # fmt: skip
            file = ContactFileFactory(destination=people.office)
            FileLine.everything.create(file=file, number=2, person=holder, status="created", sentence=MARK)
        if merged:
            merges.merge_people(kept=person, absorbed=others[1], by=None, now=NOW)
        before = counts()
        erasure.erase_person(person=person, cause=ErasureCause.ASKED, by=None, now=NOW)
        if not merged:
            erasure.erase_person(person=others[1], cause=ErasureCause.RETENTION, by=None, now=NOW)
        assert counts() == before
        text = everything_written()
        assert MARK not in text
        assert MARK.lower() not in text
        assert Person.everything.present().count() == 1


def test_rooms_above_are_told_and_an_old_address_is_dead(people):
    person = PersonFactory(destination=people.office)
    token, seen = access.address_of(person), []

    def hear(*, person, **_more):
        seen.append((person.pk, person.email))

    events.person_erased.connect(hear)
    try:
        erasure.erase_person(person=person, cause=ErasureCause.ASKED, by=people.bruno, now=NOW)
    finally:
        events.person_erased.disconnect(hear)
    assert seen == [(person.pk, person.email)]
    assert access.person_behind(token) is None
    with pytest.raises(erasure.ErasureRefused):
        erasure.erase_person(person=person, cause=ErasureCause.ASKED, by=people.bruno, now=NOW)
    assert acts.add_act(person=person, kind=ActKind.BOUGHT, room="shop", at=NOW, own=True, reference="v:1") is None
    assert Entry.objects.get(verb="erase_person").by == people.bruno


def test_the_file_handed_over_holds_everything_and_the_answers_of_other_rooms(people):
    person = PersonFactory(destination=people.office, first_name="Léa", birth_year=1980)
    old = PersonFactory(destination=people.office, email="autre@exemple.fr", phone="+33612345678")
    ActFactory(person=old, label="Visite du château")
    consents.give_consent(
        person=person,
        purpose="news",
        channel="mail",
        proof=Proof.PAPER,
        reference="classeur 3",
        by=people.bruno,
        now=NOW,
    )
    merges.merge_people(kept=person, absorbed=old, by=None, now=NOW)

    def answer(*, person, **_more):
        return {"commandes": [{"numéro": person.pk}]}

    events.person_exported.connect(answer)
    try:
        found = export.file_of(person, now=NOW)
    finally:
        events.person_exported.disconnect(answer)
    text = json.dumps(found, ensure_ascii=False)
    for word in ("Léa", "1980", "autre@exemple.fr", "+33612345678", "Visite du château", "classeur 3", "formulaire"):
        assert (word in text) is (word != "formulaire"), word
    assert {row["numéro"] for row in found["commandes"]} == {person.pk, old.pk}
    for secret in (people.bruno.email, person.key.hex, str(person.key)):
        assert secret not in text


def silent(people, days, **more):
    when = NOW - timedelta(days=days)
    return PersonFactory(destination=people.office, created_at=when, last_own_act_at=when, **more)


def test_three_years_of_silence_warned_then_forgotten(people):
    fresh, due = silent(people, 500), silent(people, 1080)
    opened = silent(people, 1200, email="")
    acts.add_act(person=opened, kind=ActKind.OPENED, room="contacts", at=NOW - timedelta(days=1), own=False)
    OptInFactory(destination=people.office, asked_at=NOW - timedelta(days=8))
    OptInFactory(destination=people.office, asked_at=NOW - timedelta(days=2))

    run = retention.make_round(by=None, now=NOW)
    assert (run.warned, run.erased, run.forgotten) == (2, 0, 1)
    job = Job.objects.get(name="contacts.warn")
    jobs.run(job.pk)
    Job.objects.filter(pk=job.pk).update(status="waiting")
    jobs.run(job.pk)
    assert [letter.to for letter in mail.outbox] == [[due.email]]
    assert access.address_of(due) in mail.outbox[0].body

    retention.stay(person=due, now=NOW + timedelta(days=3))
    later = NOW + timedelta(days=31)
    run = retention.make_round(by=None, now=later)
    assert (run.warned, run.erased) == (0, 1)
    assert [one.erased_at is not None for one in Person.everything.order_by("pk")] == [False, False, True]
    assert Erasure.everything.get().trace == ""
    assert Entry.objects.filter(verb="make_round").count() == 2
    assert RetentionRun.objects.count() == 2
    assert fresh in Person.everything.present()
    assert OptIn.everything.count() == 0


def test_nobody_is_erased_without_having_been_told_a_month_before(people):
    person = silent(people, 4000)
    assert retention.make_round(by=None, now=NOW).erased == 0
    person.refresh_from_db()
    assert reads.leaves_on(person) == NOW + reads.NOTICE
    assert retention.make_round(by=None, now=NOW + timedelta(days=29)).erased == 0
    assert retention.make_round(by=None, now=NOW + timedelta(days=31)).erased == 1
