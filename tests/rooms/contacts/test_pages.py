"""Public pages and office screens of the file of contacts."""

import json
import re
from datetime import timedelta

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from belvedere.contacts import access
from belvedere.contacts.forms.public import STAMP
from belvedere.contacts.models import Consent, ContactFile, OptIn, Person, PersonPair, Wording
from belvedere.kit import jobs
from tests.factories.contacts import ActFactory, ConsentFactory, PersonFactory

LIST_QUERIES, SHEET_QUERIES = 12, 17


@pytest.fixture
def default(people):
    people.office.is_default = True
    people.office.save()
    return people.office


def stamp(client, seconds):
    """A stamp as it would be after so many seconds in front of the form."""
    client.get(reverse("contacts:sign_up"))
    numbers = list(Wording.everything.order_by("pk").values_list("pk", flat=True))
    signer = signing.TimestampSigner(salt=STAMP)
    then = timezone.now() - timedelta(seconds=seconds)

    class Then(signing.TimestampSigner):
        def timestamp(self):
            return signing.b62_encode(int(then.timestamp()))

    value = Then(salt=STAMP).sign_object([str(number) for number in numbers])
    assert signer.unsign_object(value)
    return value, numbers


def sign_up(client, seconds=30, **more):
    value, numbers = stamp(client, seconds)
    sent = {"email": "lea@exemple.fr", "stamp": value, f"agree-{numbers[0]}": "on"} | more
    return client.post(reverse("contacts:sign_up"), sent)


def test_signing_up_in_one_browser(client, default):
    answer = sign_up(client)
    assert answer.url == reverse("contacts:signed_up")
    optin = OptIn.everything.get()
    assert optin.number in client.get(answer.url).content.decode()
    where = reverse("contacts:confirm", args=[access.address_of_sign_up(optin)])
    page = client.get(where)
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]
    assert not Person.everything.exists()
    done = client.post(where)
    assert done.url == reverse("contacts:preferences", args=[access.address_of(Person.everything.get())])
    assert Consent.everything.get().given


def test_a_form_sent_without_end_is_stopped_and_nothing_is_done(client, default, settings):
    settings.PUBLIC_LIMIT = 1
    for name in ("sign_up", "ask"):
        url = reverse(f"contacts:{name}")
        assert client.post(url, {}).status_code == 200
        stopped = client.post(url, {"email": "lea@exemple.fr"})
        assert (stopped.status_code, stopped["Retry-After"]) == (429, "3600")
        assert "revenez dans une heure" in stopped.content.decode()
        assert client.get(url).status_code == 200
    assert not OptIn.everything.exists()


def test_a_scanner_that_opens_and_posts_confirms_nothing(client, default, django_user_model):
    sign_up(client)
    where = reverse("contacts:confirm", args=[access.address_of_sign_up(OptIn.everything.get())])
    client.cookies.clear()
    for _ in range(3):
        client.get(where)
        client.post(where)
        client.post(where, {"number": ""})
    assert OptIn.everything.exists()
    assert not Person.everything.exists()
    client.post(where, {"number": OptIn.everything.get().number})
    assert Person.everything.exists()


@pytest.mark.parametrize(
    ("seconds", "more"), [(0, {}), (30, {"site": "http://spam"}), (2 * 86400, {}), (30, {"stamp": "faux"})]
)
def test_machines_are_turned_away(client, default, seconds, more):
    answer = sign_up(client, seconds, **more)
    assert answer.status_code == 200
    assert not OptIn.everything.exists()


def test_one_s_own_page(client, people):
    person = PersonFactory(destination=people.office)
    ConsentFactory(person=person)
    token = access.address_of(person)
    where = reverse("contacts:preferences", args=[token])
    assert "checked" in client.get(where).content.decode()
    client.post(where, {"verb": "save"})
    assert not Consent.everything.filter(given=True, in_force=True).exists()
    assert client.get(reverse("contacts:data", args=[token])).status_code == 302
    told = json.loads(client.post(reverse("contacts:data", args=[token])).content)
    assert person.email in json.dumps(told)
    erase = reverse("contacts:erase", args=[token])
    client.get(erase)
    assert Person.everything.present().exists()
    client.post(erase)
    assert not Person.everything.present().exists()
    assert client.get(where).status_code == 404
    assert client.get(reverse("contacts:preferences", args=["faux"])).status_code == 404


def test_asking_for_one_s_page_says_the_same_to_everybody(client, default):
    PersonFactory(destination=default, email="lea@exemple.fr")
    answers = [
        client.post(reverse("contacts:ask"), {"email": email}, follow=True).content.decode()
        for email in ("lea@exemple.fr", "inconnu@exemple.fr")
    ]
    once = re.compile(r'(nonce|name="csrfmiddlewaretoken" value)="[^"]*"')
    assert once.sub("", answers[0]) == once.sub("", answers[1])


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(client, people, count, django_assert_num_queries):
    client.force_login(people.bruno)
    client.get(reverse("person:index"))
    for _ in range(count):
        PersonFactory(destination=people.office)
    with django_assert_num_queries(LIST_QUERIES):
        assert client.get(reverse("person:index")).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_sheet_costs_the_same_whatever_its_length(client, people, count, django_assert_num_queries):
    client.force_login(people.bruno)
    person = PersonFactory(destination=people.office)
    ConsentFactory(person=person)
    for _ in range(count):
        ActFactory(person=person)
    client.get(reverse("person:inspect", args=[person.pk]))
    with django_assert_num_queries(SHEET_QUERIES):
        assert client.get(reverse("person:inspect", args=[person.pk])).status_code == 200


def test_the_office_writes_through_the_actions(client, people):
    client.force_login(people.bruno)
    told = {"destination": people.office.pk, "first_name": "Léa", "last_name": "Roux", "phone": "06 12 34 56 78"}
    client.post(reverse("person:add"), told)
    person = Person.everything.get()
    assert (person.phone, person.source) == ("+33612345678", "office")
    client.post(reverse("person:edit", args=[person.pk]), told | {"email": "pas bonne"})
    person.refresh_from_db()
    assert person.email == ""
    client.post(reverse("person:edit", args=[person.pk]), told | {"email": "LEA@exemple.fr"})
    person.refresh_from_db()
    assert person.email == "lea@exemple.fr"
    ConsentFactory(person=person)
    client.post(reverse("person:withdraw", args=[person.pk]), {"purpose": "news", "channel": "mail"})
    assert Consent.everything.get(in_force=True).proof == "office"
    assert client.post(reverse("person:data", args=[person.pk]))["Content-Disposition"].startswith("attachment")
    assert client.get(reverse("person:erase", args=[person.pk])).status_code == 200
    client.post(reverse("person:erase", args=[person.pk]))
    assert not Person.everything.present().exists()


def test_only_the_file_s_own_office_does_things_to_a_person(client, people):
    person = PersonFactory(destination=people.office)
    for who, seen in (("denis", 200), ("chloe", 404)):
        client.force_login(getattr(people, who))
        answer = client.get(reverse("person:inspect", args=[person.pk]))
        assert (answer.status_code == 200) is (seen == 200), who
        for name in ("data", "erase", "withdraw", "separate"):
            assert client.post(reverse(f"person:{name}", args=[person.pk])).status_code == 404, (who, name)
    assert Person.everything.present().exists()


def test_a_pair_is_decided_and_undone(client, people):
    client.force_login(people.bruno)
    one, other = (PersonFactory(destination=people.office) for _ in range(2))
    pair = PersonPair.everything.create(first=one, second=other, reason="même nom", score=90)
    assert client.get(reverse("personpair:inspect", args=[pair.pk])).status_code == 200
    client.post(reverse("personpair:decide", args=[pair.pk]), {"kept": one.pk})
    other.refresh_from_db()
    assert other.merged_into == one
    page = client.get(reverse("person:inspect", args=[one.pk]))
    merge = page.context["view"].merges[0]
    client.post(reverse("person:separate", args=[one.pk]), {"merge": merge.pk})
    other.refresh_from_db()
    assert other.merged_into is None


def test_a_file_is_sent_tried_and_brought_in(client, people):
    client.force_login(people.bruno)
    sent = SimpleUploadedFile("contacts.csv", b"Nom;Courriel\nRoux;lea@exemple.fr\n")
    answer = client.post(reverse("contactfile:add"), {"destination": people.office.pk, "sent": sent})
    file = ContactFile.everything.get()
    assert answer.url == reverse("contactfile:inspect", args=[file.pk])
    assert client.get(answer.url).status_code == 200
    bring = reverse("contactfile:bring", args=[file.pk])
    columns = {"column_last_name": "Nom", "column_email": "Courriel"}
    assert client.post(bring, columns | {"verb": "try"}).context["outcome"][0][1] == 1
    assert client.post(bring, columns | {"verb": "bring", "claims": ["news-mail"]}).status_code == 200
    assert not Person.everything.exists()
    proof = {"claims": ["news-mail"], "proof": "classeur", "gathered_on": "2026-01-12"}
    client.post(bring, columns | proof | {"verb": "bring"})
    file.refresh_from_db()
    assert "<progress" in client.get(answer.url).content.decode()
    jobs.run(file.job_id)
    assert Consent.everything.get().person == Person.everything.get()
    assert "lea@exemple.fr" not in client.get(answer.url).content.decode().lower().replace("roux", "")
