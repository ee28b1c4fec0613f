"""The ledger only grows, says what is in force, and asks for a proof; a sign-up needs a person."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from belvedere.contacts import access
from belvedere.contacts.actions import acts, consents, preferences, sign_up, visitors, wordings
from belvedere.contacts.actions import people as persons
from belvedere.contacts.enums import ActKind, Channel, Proof, Purpose, Source
from belvedere.contacts.models import Act, Consent, OptIn, Person
from belvedere.contacts.queries import people as reads
from belvedere.kit import jobs
from belvedere.kit.models import Entry, Job
from tests.factories.contacts import PersonFactory

from .conftest import NOW

NEWS = {"purpose": Purpose.NEWSLETTER, "channel": Channel.MAIL}


def give(person, when=NOW, **more):
    given = NEWS | {"proof": Proof.COUNTER, "reference": "carnet", "by": None, "now": when} | more
    return consents.give_consent(person=person, **given)


def standing(person):
    return list(Consent.everything.filter(person=person, in_force=True).values_list("purpose", "channel", "given"))


def test_a_consent_has_its_proof_or_is_refused(people):
    person = PersonFactory(destination=people.office)
    with pytest.raises(consents.ConsentRefused):
        give(person, reference="")
    assert not Consent.everything.exists()


def test_lines_are_added_never_changed(people):
    person = PersonFactory(destination=people.office)
    first = give(person)
    assert give(person, NOW + timedelta(days=1)) is None
    consents.withdraw_consent(person=person, **NEWS, proof=Proof.LINK, by=None, now=NOW + timedelta(days=2))
    give(person, NOW + timedelta(days=3))
    lines = list(Consent.everything.filter(person=person).order_by("at").values_list("given", "in_force"))
    assert lines == [(True, False), (False, False), (True, True)]
    assert Consent.everything.get(pk=first.pk).at == NOW
    assert Act.everything.filter(person=person, kind=ActKind.CONSENTED).count() == 2
    assert Entry.objects.filter(verb="withdraw_consent").count() == 1


def test_an_older_line_that_arrives_late_does_not_speak_last(people):
    person = PersonFactory(destination=people.office)
    consents.withdraw_consent(person=person, **NEWS, proof=Proof.PAGE, by=None, now=NOW)
    give(person, NOW, at=NOW - timedelta(days=400))
    assert standing(person) == [("news", "mail", False)]
    assert not reads.consenting([people.office], **NEWS).exists()


def test_the_wording_shown_is_kept_in_its_version(people):
    (shown,) = wordings.shown(destination=people.office, purposes=[Purpose.NEWSLETTER], language="fr", now=NOW)
    own = wordings.write_wording(
        destination=people.office, purpose=Purpose.NEWSLETTER, language="fr", text="Oui, écrivez-moi.", by=people.bruno,
        now=NOW,
    )  # fmt: skip
    (now_shown,) = wordings.shown(destination=people.office, purposes=[Purpose.NEWSLETTER], language="fr", now=NOW)
    (elsewhere,) = wordings.shown(destination=people.neighbour, purposes=[Purpose.NEWSLETTER], language="fr", now=NOW)
    assert (now_shown, elsewhere) == (own, shown)
    with pytest.raises(wordings.WordingRefused):
        wordings.write_wording(
            destination=people.office,
            purpose=Purpose.NEWSLETTER,
            language="fr",
            text="À moi.",
            by=people.chloe,
            now=NOW,
        )
    again = wordings.write_wording(
        destination=people.office, purpose=Purpose.NEWSLETTER, language="fr", text="Oui.", by=people.anne, now=NOW
    )
    assert (own.version, again.version) == (1, 2)


def ask(people, email="Lea@Exemple.fr ", **given):
    shown = wordings.shown(destination=people.office, purposes=[Purpose.NEWSLETTER], language="fr", now=NOW)
    return sign_up.ask_sign_up(
        destination=people.office, email=email, wordings=shown, form="lettre", language="fr", now=NOW, **given
    )


def test_nobody_is_in_the_file_before_the_button_is_pressed(people, settings):
    optin = ask(people)
    assert not Person.everything.exists()
    job = Job.objects.get(name="contacts.confirm_letter")
    jobs.run(job.pk)
    (letter,) = mail.outbox
    assert letter.to == ["lea@exemple.fr"]
    assert access.address_of_sign_up(optin) in letter.body
    # Word by word, the link's parts too: three digits in a row come by chance within a signature.
    assert optin.number not in re.findall(r"[^\W_]+", letter.body + str(letter.alternatives))
    person = sign_up.confirm_sign_up(optin=optin, number=optin.number, same_browser=False, now=NOW)
    assert (person.email, person.source) == ("lea@exemple.fr", Source.SITE)
    line = Consent.everything.get(person=person)
    assert (line.given, line.proof, line.wording.purpose) == (True, Proof.DOUBLE, Purpose.NEWSLETTER)
    assert not OptIn.everything.exists()
    assert access.sign_up_behind(access.address_of_sign_up(optin)) is None


def test_a_machine_without_the_number_confirms_nothing(people):
    """A scanner that even presses buttons has read the letter, and the number is not in it."""
    optin = ask(people)
    wrong = f"{(int(optin.number) + 1) % 1000:03d}"
    for number in ("", "", "", "", wrong, wrong):
        with pytest.raises(sign_up.SignUpRefused):
            sign_up.confirm_sign_up(optin=optin, number=number, same_browser=False, now=NOW)
    assert OptIn.everything.filter(pk=optin.pk).exists()
    with pytest.raises(sign_up.SignUpRefused):
        sign_up.confirm_sign_up(optin=optin, number="é²", same_browser=False, now=NOW)
    assert not OptIn.everything.exists()
    assert not Person.everything.exists()


@pytest.mark.parametrize(("days", "later", "told"), [(20, 0, 1), (0, 0, 0), (2, 5, 0)])
def test_a_stay_ahead_told_on_the_site_is_noted_once_confirmed(people, days, later, told):
    optin = ask(people, arrives_on=NOW.date() + timedelta(days=days))
    assert not Act.everything.exists()
    when = NOW + timedelta(days=later)
    person = sign_up.confirm_sign_up(optin=optin, number="", same_browser=True, now=when)
    stays = Act.everything.filter(person=person, kind=ActKind.PLANNED)
    assert [(act.at.date(), act.own) for act in stays] == [(NOW.date() + timedelta(days=days), False)] * told
    person.refresh_from_db()
    assert person.last_own_act_at <= when


@pytest.mark.parametrize("days", [-3, 3000])
def test_a_stay_of_the_past_or_of_another_age_is_refused(people, days):
    with pytest.raises(sign_up.SignUpRefused, match="corrigez son jour"):
        ask(people, arrives_on=NOW.date() + timedelta(days=days))


def test_an_address_is_not_flooded(people):
    for _ in range(sign_up.LETTERS_MOST):
        ask(people)
    with pytest.raises(sign_up.SignUpRefused):
        ask(people)
    with pytest.raises(sign_up.SignUpRefused):
        ask(people, "pas une adresse")


def test_preferences_write_what_changed_and_nothing_else(people):
    person = PersonFactory(destination=people.office, last_own_act_at=NOW - timedelta(days=900), warned_at=NOW)
    give(person, NOW - timedelta(days=800))
    changed = preferences.choose(person=person, wanted={"offers-mail", "news-mail"}, language="fr", now=NOW)
    assert changed == 1
    person.refresh_from_db()
    assert (person.last_own_act_at, person.warned_at) == (NOW, None)
    assert preferences.stop_all(person=person, now=NOW + timedelta(hours=1)) == 2
    assert {given for _purpose, _channel, given in standing(person)} == {False}
    assert preferences.stop_all(person=person, now=NOW + timedelta(hours=2)) == 0


def test_a_visitor_comes_in_with_a_consent_only(people):
    who = persons.Identity(email="max@exemple.fr", language="de", phone="0612345678", country="FR")
    about = {
        "destination": people.office, "source": Source.DESK, "identity": who, "channel": Channel.MAIL,
        "proof": Proof.COUNTER, "reference": "fiche 12", "by": people.bruno, "now": NOW,
    }  # fmt: skip
    with pytest.raises(visitors.VisitorRefused):
        visitors.add_visitor(purposes=[], **about)
    assert not Person.everything.exists()
    person = visitors.add_visitor(purposes=[Purpose.CONTACT], **about)
    assert person.phone == "+33612345678"
    assert standing(person) == [("contact", "mail", True)]
    assert visitors.add_visitor(purposes=[Purpose.CONTACT], **about) == person


def test_the_same_reference_is_told_once_and_only_own_acts_keep_somebody(people):
    person = PersonFactory(destination=people.office, last_own_act_at=NOW - timedelta(days=100))
    for own, kind in ((False, ActKind.OPENED), (True, ActKind.BOUGHT)):
        for _ in range(2):
            acts.add_act(person=person, kind=kind, room="shop", at=NOW, own=own, reference="vente:4")
        person.refresh_from_db()
        assert (person.last_own_act_at == NOW) is own
    assert Act.everything.filter(person=person).count() == 2


def test_what_an_act_tells_is_corrected_by_telling_it_again(people):
    person = PersonFactory(destination=people.office)
    told = {"person": person, "kind": ActKind.BOUGHT, "room": "shop", "at": NOW, "own": True, "reference": "vente:5"}
    acts.add_act(told=acts.Told(amount=4_000, themes=["food"]), **told)
    line = acts.add_act(told=acts.Told(amount=2_500), **told)
    assert Act.everything.get(person=person) == line
    line.facts.refresh_from_db()
    assert (line.facts.amount, line.facts.themes, line.facts.adults) == (2_500, ["food"], None)


@pytest.mark.parametrize("told", [{"amount": -1}, {"amount": 10**9}, {"stay": "camping"}, {"themes": ["fish"]}])
def test_what_no_visit_tells_is_refused(people, told):
    person = PersonFactory(destination=people.office)
    with pytest.raises(acts.ActRefused):
        acts.add_act(person=person, kind=ActKind.BOUGHT, room="shop", at=NOW, own=True, told=acts.Told(**told))
    assert not Act.everything.filter(person=person).exists()


def test_a_signed_address_opens_one_s_own_page_only(people):
    anna, paul = PersonFactory(destination=people.office), PersonFactory(destination=people.office)
    token = access.address_of(anna)
    assert access.person_behind(token) == anna
    assert access.person_behind(token.replace(anna.key.hex, paul.key.hex)) is None
    assert access.person_behind(token, opens=access.SIGN_UP) is None
    assert access.person_behind("n’importe quoi") is None
