"""The call for participants: anybody answers, the office says yes or no, each is told once; and lists from a file."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from belvedere.kit import jobs
from belvedere.kit.models import Job
from belvedere.meetings.actions import signups
from belvedere.meetings.models import Edition, Participant, ParticipantSheet, SignUp
from belvedere.meetings.tasks import tell_sign_up
from tests.factories.catalogue import OfferFactory, OfferTypeFactory
from tests.factories.meetings import SignUpFactory

from .conftest import NOW


@pytest.fixture
def called(edition):
    Edition.everything.update(call_until=timezone.now() + timedelta(days=3), call_text="Venez nombreux.")
    edition.refresh_from_db()
    return edition


def form(*names, **more):
    told = {"structure": "Gîte du Lac", "email": "lac@exemple.fr", "about": "Au bord de l’eau", "site": ""}
    told |= {"people-TOTAL_FORMS": "4", "people-INITIAL_FORMS": "0"}
    for k, name in enumerate(names):
        told[f"people-{k}-name"] = name
    return told | more


def deliver():
    for job in Job.objects.filter(name="meetings.tell_sign_up"):
        tell_sign_up(progress=lambda *words: None, **job.arguments)


def test_a_stranger_answers_the_call_and_is_accepted(client, people, called):
    page = client.get(reverse("meetings:call", args=["cantal"])).content.decode()
    assert "Venez nombreux." in page
    url = reverse("meetings:answer", args=["cantal", "prestataire"])
    told = form("Nina Bru", "Léo Bru", **{"people-1-arrives": "10:00", "people-1-email": "leo@exemple.fr"})
    assert client.post(url, told).status_code == 302
    assert not Participant.everything.exists(), "nobody comes before the office has said yes"
    request = SignUp.everything.get()
    deliver()
    client.force_login(people.anne)
    sheet = reverse("signup:inspect", args=[request.pk])
    assert "à partir de 10:00" in client.get(sheet).content.decode()
    client.post(reverse("signup:answer", args=[request.pk]), {"verb": "accept"})
    names = {one.name: one for one in Participant.everything.all()}
    assert names.keys() == {"Gîte du Lac – Nina Bru", "Gîte du Lac – Léo Bru"}
    assert names["Gîte du Lac – Nina Bru"].available is None
    assert names["Gîte du Lac – Léo Bru"].available == [4, 5, 6, 7]
    deliver()
    deliver()
    assert [letter.to for letter in mail.outbox] == [["lac@exemple.fr"], ["lac@exemple.fr"], ["leo@exemple.fr"]]
    assert names["Gîte du Lac – Léo Bru"].token in mail.outbox[2].body


def test_answers_without_end_are_stopped(client, called, settings):
    settings.PUBLIC_LIMIT = 1
    url = reverse("meetings:answer", args=["cantal", "acheteur"])
    told = [form("Nina Bru"), form("Léo Bru", structure="Gîte du Puy", email="puy@exemple.fr")]
    assert [client.post(url, one).status_code for one in told] == [302, 429]
    assert SignUp.everything.get().structure == "Gîte du Lac"


def test_a_refusal_is_read_with_its_reason(client, people, called):
    request = SignUpFactory(edition=called, structure="Hors zone")
    client.force_login(people.anne)
    url = reverse("signup:answer", args=[request.pk])
    client.post(url, {"verb": "refuse", "reason": " "})
    client.post(url, {"verb": "refuse", "reason": "Trop loin du Cantal."})
    deliver()
    assert len(mail.outbox) == 1
    assert "Trop loin du Cantal." in mail.outbox[0].body
    client.post(url, {"verb": "accept"})
    assert not Participant.everything.exists()


def test_paul_finds_his_structure_and_his_offers(client, people, called):
    kind = OfferTypeFactory(code="Hotel", label_fr="Hôtel")
    OfferFactory(main_type=kind, owner=people.inn, managed_by=people.office, capacities={"people": 30})
    client.force_login(people.paul)
    url = reverse("meetings:answer", args=["cantal", "prestataire"])
    page = client.get(url).content.decode()
    assert people.inn.name in page
    assert 'value="30"' in page
    assert 'value="Hotel"' in page
    assert "checked" in page
    told = form("Paul", structure="", organisation=people.inn.pk, **{"offers-kinds": ["Hotel"], "offers-capacity": 30})
    assert client.post(url, told).status_code == 302
    request = SignUp.everything.get()
    assert (request.organisation, request.account, request.offers) == (
        people.inn, people.paul, {"kinds": ["Hotel"], "capacity": 30},
    )  # fmt: skip
    assert client.post(url, form("Rose", structure="", organisation=people.other_inn.pk)).status_code == 200


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (form(), "personnes"),
        (form("Nina", structure=""), "Dites le nom"),
        (form("Nina", **{"people-0-arrives": "12:00", "people-0-leaves": "11:00"}), "Le départ suit"),
        (form("Nina", **{"people-0-arrives": "23:00"}), "aucun créneau"),
        (form("Nina", site="http://robot"), "pas pu être lue"),
    ],
)
def test_what_cannot_be_is_said(client, called, told, words):
    answer = client.post(reverse("meetings:answer", args=["cantal", "acheteur"]), told)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert words in page or (words == "personnes" and "error" in page)
    assert not SignUp.everything.exists()


def test_no_answer_outside_the_call(client, called):
    url = reverse("meetings:answer", args=["cantal", "acheteur"])
    client.post(url, form("Nina"))
    assert "déjà reçue" in client.post(url, form("Nina")).content.decode()
    Edition.everything.update(call_until=timezone.now() - timedelta(hours=1))
    assert "closes" in client.get(url).content.decode()
    assert client.post(url, form("Nina", structure="Autre")).status_code == 200
    assert SignUp.everything.count() == 1
    Edition.everything.update(call_until=None)
    assert client.get(url).status_code == 404
    assert client.get(reverse("meetings:answer", args=["cantal", "voisin"])).status_code == 404


def test_somebody_already_there_is_not_doubled(called, sellers):
    request = SignUpFactory(edition=called, structure="Auberge")
    with pytest.raises(signups.Refused, match="déjà inscrit"):
        signups.accept_sign_up(signup=request, by=None, now=NOW)
    request.refresh_from_db()
    assert request.state == "asked"


def test_neighbours_answer_nothing(client, people, called):
    request = SignUpFactory(edition=called)
    client.force_login(people.chloe)
    answer = client.post(reverse("signup:answer", args=[request.pk]), {"verb": "accept"})
    assert answer.status_code in (302, 404)
    assert not Participant.everything.exists()


def book():
    content = BytesIO()
    made = Workbook()
    made.active.append(["Enseigne", "Côté", "Courriel", "Arrivée"])
    made.active.append(["Agence Bleue", "acheteur", "bleue@exemple.fr", "10:00"])
    made.active.append(["Cave Rouge", "inconnu", "", ""])
    made.save(content)
    return SimpleUploadedFile("liste.xlsx", content.getvalue())


def test_a_list_is_mapped_tried_and_brought(client, people, edition):
    client.force_login(people.anne)
    answer = client.post(reverse("edition:sheets", args=[edition.pk]), {"file": book()})
    sheet = ParticipantSheet.everything.get()
    assert sheet.columns == {"side": "Côté", "email": "Courriel", "arrives": "Arrivée"}
    url = answer.headers["Location"]
    assert "Agence Bleue" in client.get(url).content.decode()
    columns = {f"column_{field}": heading for field, heading in sheet.columns.items()}
    assert "Aucune colonne pour « name »" in client.post(url, columns | {"verb": "try"}).content.decode()
    columns["column_name"] = "Enseigne"
    page = client.post(url, columns | {"verb": "try"}).content.decode()
    assert "1 créés" in page
    assert "ligne 3" in page
    assert not Participant.everything.exists()
    client.post(url, columns | {"verb": "bring"})
    sheet.refresh_from_db()
    assert "<progress" in client.get(url).content.decode()
    assert "en cours" in client.post(url, columns | {"verb": "bring"}).content.decode()
    jobs.run(sheet.job_id)
    done = client.get(url).content.decode()
    assert "1 créés" in done
    assert "ligne 3" in done
    assert Participant.everything.get().available == [4, 5, 6, 7]
    sheet.refresh_from_db()
    assert (bytes(sheet.content), sheet.columns["name"]) == (b"", "Enseigne")
    client.post(reverse("edition:sheets", args=[edition.pk]), {"file": book()})
    assert ParticipantSheet.everything.latest("pk").columns["name"] == "Enseigne", "the mapping is remembered"


def test_a_file_that_is_none_is_refused(client, people, edition):
    client.force_login(people.anne)
    url = reverse("edition:sheets", args=[edition.pk])
    wrong = SimpleUploadedFile("liste.xlsx", b"pas un classeur")
    assert "classeur illisible" in client.post(url, {"file": wrong}, follow=True).content.decode()
    assert "huit mégaoctets" in client.post(url, {}, follow=True).content.decode()
    assert not ParticipantSheet.everything.exists()


@pytest.mark.parametrize("page", ["signup:index", "edition:sheets"])
def test_lists_ask_as_many_questions_with_three_rows_as_with_one(client, people, edition, page):
    client.force_login(people.anne)
    url = reverse(page, args=[edition.pk] if page == "edition:sheets" else [])

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    def add():
        SignUpFactory(edition=edition, organisation=people.inn)
        ParticipantSheet.everything.create(edition=edition, name="a.csv", content=b"", uploaded_at=NOW)

    add()
    count()
    before = count()
    add()
    add()
    assert count() == before
