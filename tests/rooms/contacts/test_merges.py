"""Persons who may be one: found with a reason, merged, and unmerged as if nothing had been done."""

from datetime import timedelta

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from belvedere.contacts import access
from belvedere.contacts.actions import acts, consents, duplicates, merges
from belvedere.contacts.actions import people as persons
from belvedere.contacts.enums import ActKind, Proof, Purpose
from belvedere.contacts.models import Act, Consent, Merge, Person, PersonPair, SegmentDue
from belvedere.contacts.queries import duplicates as reads
from tests.factories.contacts import ActFactory, PersonFactory

from .conftest import CALM, NOW, example


def world():
    """Every row of the room that a merge may touch; what waits for the worker is no part of it."""
    models = [m for m in apps.get_app_config("contacts").get_models() if m not in (Merge, SegmentDue)]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}


def pairs(people):
    return [(one.reason, one.score) for one in reads.resemblances(people.office)]


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ({"email": "lea.roux@gmail.com"}, {"email": "learoux+news@gmail.com"}, "même boîte"),
        ({"phone": "+33612345678"}, {"phone": "+33612345678", "first_name": "Lea"}, "même téléphone"),
        ({"postcode": "63000"}, {"postcode": "63000", "last_name": "ROUX", "first_name": "lea"}, "même nom"),
        ({"postcode": "63000"}, {"postcode": "63000", "first_name": "Roux", "last_name": "Léa"}, "même nom"),
        ({"postcode": "63000", "last_name": "Delarivière"}, {"postcode": "63000", "last_name": "Delariviere"}, "nom"),
        ({"postcode": "63000"}, {"postcode": "63000", "first_name": "Léo"}, None),
        ({"postcode": "63000"}, {"postcode": "15000"}, None),
        ({"phone": "+33612345678"}, {"phone": "+33612345678", "first_name": "Marc", "last_name": "Petit"}, None),
        ({"postcode": "63000", "birth_year": 1960}, {"postcode": "63000", "birth_year": 1990}, None),
    ],
)
def test_a_resemblance_has_a_reason_and_a_score(people, one, other, found):
    start = {"destination": people.office, "first_name": "Léa", "last_name": "Roux"}
    PersonFactory(**start | one)
    PersonFactory(**start | other)
    known = pairs(people)
    assert bool(known) is (found is not None)
    if found:
        assert found in known[0][0]
        assert 60 <= known[0][1] <= 99


def test_two_files_are_never_compared(people):
    for place in (people.office, people.neighbour):
        PersonFactory(destination=place, first_name="Léa", last_name="Roux", postcode="63000")
    assert reads.resemblances(people.office) == []


def test_a_decision_is_kept_when_pairs_are_looked_for_again(people):
    for _ in range(2):
        PersonFactory(destination=people.office, first_name="Léa", last_name="Roux", postcode="63000")
    assert duplicates.queue_duplicates(destination=people.office) == 1
    pair = PersonPair.everything.get()
    with pytest.raises(duplicates.PairRefused):
        duplicates.keep_apart(pair=pair, by=people.chloe, now=NOW)
    duplicates.keep_apart(pair=pair, by=people.bruno, now=NOW)
    assert duplicates.queue_duplicates(destination=people.office) == 0
    assert not reads.to_review(PersonPair.everything.all()).exists()
    with pytest.raises(duplicates.PairRefused):
        duplicates.keep_apart(pair=pair, by=people.bruno, now=NOW)


FIELDS = st.fixed_dictionaries(
    {
        "first_name": st.sampled_from(["", "Léa"]),
        "last_name": st.sampled_from(["", "Roux", "Petit"]),
        "phone": st.sampled_from(["", "+33612345678"]),
        "postcode": st.sampled_from(["", "63000"]),
        "birth_year": st.sampled_from([None, 1980]),
    }
)
LINES = st.lists(st.tuples(st.sampled_from(list(Purpose)), st.booleans(), st.integers(0, 40)), max_size=5)
ACTS = st.lists(st.tuples(st.sampled_from(["a", "b", "c", ""]), st.integers(0, 900)), max_size=4)


def fill(person, lines, told):
    for purpose, given_, day in lines:
        when = {"by": None, "now": NOW + timedelta(days=day), "reference": "carnet", "proof": Proof.PAPER}
        write = consents.give_consent if given_ else consents.withdraw_consent
        write(person=person, purpose=purpose, channel="mail", **when)
    for reference, day in told:
        acts.add_act(
            person=person, kind=ActKind.DESK, room="desk", reference=reference, at=NOW - timedelta(days=day), own=True
        )


@pytest.mark.slow
@CALM
@given(
    st.tuples(FIELDS, FIELDS), st.tuples(st.booleans(), st.booleans()), st.tuples(LINES, LINES), st.tuples(ACTS, ACTS)
)
def test_undone_a_merge_has_never_been(people, fields, mails, lines, told):
    with example():
        kept, other = (
            PersonFactory(
                destination=people.office, created_at=NOW - timedelta(days=k), **({} if m else {"email": ""}) | f
            )
            for k, (f, m) in enumerate(zip(fields, mails, strict=True))
        )
        for person, ledger, line in zip((kept, other), lines, told, strict=True):
            fill(person, ledger, line)
        before = world()
        count = (Act.everything.count(), Consent.everything.count(), Person.everything.count())
        merge = merges.merge_people(kept=kept, absorbed=other, by=people.bruno, now=NOW)
        assert (Act.everything.count(), Consent.everything.count(), Person.everything.count()) == count
        assert not Consent.everything.filter(person=other).exists()
        in_force = Consent.everything.filter(person=kept, in_force=True)
        for line in in_force:
            same = Consent.everything.filter(person=kept, purpose=line.purpose, channel=line.channel)
            assert line.at == max(same.values_list("at", flat=True))
        merges.undo_merge(merge=merge, by=people.bruno, now=NOW)
        assert world() == before


def test_after_a_merge_the_old_address_leads_to_the_one_kept(people):
    kept, other = PersonFactory(destination=people.office), PersonFactory(destination=people.office)
    token = access.address_of(other)
    merges.merge_people(kept=kept, absorbed=other, by=None, now=NOW)
    assert access.person_behind(token) == kept
    assert list(Person.everything.present()) == [kept]


def test_what_came_since_stays_with_the_one_kept(people):
    kept = PersonFactory(destination=people.office, email="", first_name="")
    other = PersonFactory(destination=people.office, first_name="Léa")
    merge = merges.merge_people(kept=kept, absorbed=other, by=None, now=NOW)
    since = ActFactory(person=kept)
    kept.refresh_from_db()
    said = persons.Identity(first_name="Éléa", last_name=kept.last_name, email=kept.email)
    persons.change_person(person=kept, identity=said, by=people.bruno, now=NOW)
    merges.undo_merge(merge=merge, by=None, now=NOW)
    kept.refresh_from_db()
    other.refresh_from_db()
    assert (kept.first_name, kept.email, other.merged_into) == ("Éléa", "", None)
    assert Act.everything.get(pk=since.pk).person == kept


def test_merges_refuse_what_makes_no_sense(people):
    one, two, three = (PersonFactory(destination=people.office) for _ in range(3))
    stranger = PersonFactory(destination=people.neighbour)
    for kept, other in ((one, one), (one, stranger)):
        with pytest.raises(merges.MergeRefused):
            merges.merge_people(kept=kept, absorbed=other, by=None, now=NOW)
    first = merges.merge_people(kept=two, absorbed=one, by=None, now=NOW)
    second = merges.merge_people(kept=three, absorbed=two, by=None, now=NOW)
    with pytest.raises(merges.MergeRefused):
        merges.undo_merge(merge=first, by=None, now=NOW)
    merges.undo_merge(merge=second, by=None, now=NOW)
    merges.undo_merge(merge=first, by=None, now=NOW)
    assert Person.everything.present().count() == 4
    with pytest.raises(merges.MergeRefused):
        merges.undo_merge(merge=first, by=None, now=NOW)


def test_an_address_taken_since_keeps_the_merge(people):
    kept = PersonFactory(destination=people.office, email="")
    other = PersonFactory(destination=people.office, email="lea@exemple.fr")
    merge = merges.merge_people(kept=kept, absorbed=other, by=None, now=NOW)
    Person.everything.filter(pk=kept.pk).update(email="")
    PersonFactory(destination=people.office, email="lea@exemple.fr")
    with pytest.raises(merges.MergeRefused):
        merges.undo_merge(merge=merge, by=None, now=NOW)
