"""The note of the month: what the figures say, the office's words, versions, letters that leave once."""

import json
from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from belvedere.cockpit.actions import notes, subscriptions
from belvedere.cockpit.models import MonthNote, NoteLetter, NoteVersion, Subscriber
from belvedere.cockpit.queries import notes as reads
from belvedere.kit import jobs
from belvedere.kit.models import Entry, Job
from tests.factories.cockpit import SubscriberFactory
from tests.factories.observatory import SeriesFactory, fill

pytestmark = pytest.mark.django_db
MONTH = date(2025, 12, 1)


@pytest.fixture
def note(office, nights, people):
    return notes.write_note(destination=office, month=MONTH, by=people.anne, now=timezone.now())


def publish(note, people, **more):
    return notes.publish_note(note=note, by=people.anne, now=timezone.now(), **{"send": True} | more)


def work():
    """Does what was enqueued."""
    for row in Job.objects.filter(status="waiting").order_by("pk"):
        jobs.run(row.pk)


def test_a_note_writes_what_stands_out(note):
    assert note.content["headline"].startswith("Décembre\u00a02025\u00a0: nuitées en hausse de 60")
    first, season = note.content["sentences"]
    assert "octobre à décembre\u00a02025" in season["text"]
    assert "de plus qu’un an plus tôt" in first["text"]
    assert note.content["rows"][0]["change"].startswith("+60")
    json.dumps(note.content)


def test_what_was_published_is_said_in_the_reader_s_language(client, note, people):
    keys = [one["key"] for one in note.content["sentences"]]
    notes.complete_note(note=note, words="Le col est ouvert.", left_out=keys[1:], by=people.anne, now=timezone.now())
    version = publish(note, people)
    text = client.get("/en/observatoire/notes/2025-12/").content.decode()
    for words in ("December 2025: nights up by 60", "% more than a year earlier (between +"):
        assert words in text, words
    assert "Le col est ouvert." in text
    for french in ("un an plus tôt", "nuit\\u00e9es", "Ann\\u00e9e"):
        assert french not in text
    assert "October" not in text, "the office left the season out"
    with translation.override("de"):
        said = reads.in_language(version)
    assert said["headline"].startswith("Dezember 2025: Übernachtungen um 60")
    assert "mehr als ein Jahr zuvor" in said["sentences"][0]
    with translation.override("fr"):
        assert reads.in_language(version) == version.content


def test_what_is_not_published_is_in_no_note(office, nights, source, people):
    nights.is_public = False
    nights.save()
    with pytest.raises(notes.Refused, match="Aucun chiffre publié"):
        notes.write_note(destination=office, month=MONTH, by=people.anne, now=timezone.now())


def test_what_secrecy_hides_is_not_told(office, source, people, nights):
    arrivals = SeriesFactory(
        source=source, territory=office.territory, is_public=True, measure="arrivals", unit="arrivals", secrecy=50
    )
    fill(arrivals, [731.0] * 119 + [7.0], first=2016)
    content = reads.reckon(office, MONTH)
    assert "Arrivées" not in json.dumps(content, ensure_ascii=False)


def test_one_note_a_month_and_only_in_one_s_own_house(note, office, people):
    with pytest.raises(notes.Refused, match="existe déjà"):
        notes.write_note(destination=office, month=MONTH, by=people.anne, now=timezone.now())
    with pytest.raises(notes.Refused, match="n’écrivez pas"):
        notes.write_note(destination=office, month=date(2025, 11, 1), by=people.chloe, now=timezone.now())
    with pytest.raises(notes.Refused, match="ressort"):
        publish(note, people) and notes.publish_note(note=note, send=False, by=people.chloe, now=timezone.now())


def test_published_versions_are_kept_word_for_word(note, people, nights):
    keys = [one["key"] for one in note.content["sentences"]]
    notes.complete_note(note=note, words="Le col est ouvert.", left_out=[], by=people.anne, now=timezone.now())
    first = publish(note, people)
    before = first.content
    notes.complete_note(note=note, words="Corrigé.", left_out=[*keys, "rien"], by=people.anne, now=timezone.now())
    assert note.left_out == keys
    second = publish(note, people, reason="Chiffre corrigé")
    assert (first.number, second.number) == (1, 2)
    assert NoteVersion.everything.get(number=1).content == before
    assert second.content["sentences"] == []
    assert (
        list(Entry.objects.filter(noun="cockpit.MonthNote").values_list("verb", flat=True)).count("publish_note") == 2
    )


def test_a_letter_leaves_once_whatever_happens(note, office, people):
    SubscriberFactory(destination=office, email="un@exemple.fr", confirmed_at=timezone.now())
    SubscriberFactory(destination=office, email="sans-oui@exemple.fr")
    SubscriberFactory(email="ailleurs@exemple.fr", confirmed_at=timezone.now())
    publish(note, people)
    work()
    publish(note, people, reason="Encore")
    work()
    subscriptions.post_note(note=note, now=timezone.now())
    assert [letter.to for letter in mail.outbox] == [["un@exemple.fr"]]
    letter = mail.outbox[0]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.extra_headers["List-Unsubscribe"].endswith("/>")
    assert "nuitées en hausse de 60" in letter.body
    assert reads.letters_of(note) == reads.Letters(waiting=0, sent=1, failed=0)


def test_what_fails_is_told_and_sent_again(note, office, people, monkeypatch):
    SubscriberFactory(destination=office, confirmed_at=timezone.now())
    publish(note, people)
    monkeypatch.setattr(subscriptions.mail, "send", lambda letter: (_ for _ in ()).throw(OSError("refusé")))
    work()
    assert reads.letters_of(note).failed == 1
    monkeypatch.undo()
    assert notes.retry_letters(note=note, by=people.anne, now=timezone.now()) == 1
    work()
    assert len(mail.outbox) == 1
    with pytest.raises(notes.Refused):
        notes.retry_letters(note=note, by=people.anne, now=timezone.now())


def test_subscribing_takes_two_yes(client, office):
    url = reverse("cockpit:notes")
    for _ in range(2):
        assert client.post(url, {"email": "Lea@exemple.fr"}).status_code == 302
    work()
    (found,) = Subscriber.everything.all()
    assert found.confirmed_at is None
    assert len(mail.outbox) == 1
    confirm = reverse("cockpit:confirm", args=[found.token])
    assert confirm in mail.outbox[0].body
    assert "Lea@exemple.fr" in client.get(confirm).content.decode()
    found.refresh_from_db()
    assert found.confirmed_at is None
    assert client.post(confirm).status_code == 302
    found.refresh_from_db()
    assert found.confirmed_at
    client.post(url, {"email": "lea@exemple.fr"})
    work()
    assert len(mail.outbox) == 1


def test_machines_and_wrong_addresses_are_turned_away(client, office):
    url = reverse("cockpit:notes")
    assert client.post(url, {"email": "pas une adresse"}).status_code == 422
    assert client.post(url, {"email": "robot@exemple.fr", "website": "http://x"}).status_code == 302
    assert not Subscriber.everything.exists()


def test_one_click_forgets_the_address(client, office):
    client.handler.enforce_csrf_checks = True
    found = SubscriberFactory(destination=office, confirmed_at=timezone.now())
    url = reverse("cockpit:leave", args=[found.token])
    assert client.get(url).status_code == 200
    assert Subscriber.everything.exists()
    assert client.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscriber.everything.exists()
    assert client.post(url).status_code == 200


def test_addresses_without_a_reason_are_forgotten(office):
    now = timezone.now()
    old, three = now - timedelta(days=8), now - timedelta(days=4 * 365)
    SubscriberFactory(destination=office, asked_at=old)
    SubscriberFactory(destination=office, asked_at=three, confirmed_at=three)
    kept = [
        SubscriberFactory(destination=office, asked_at=three, confirmed_at=three, last_sent_at=now),
        SubscriberFactory(destination=office, asked_at=now),
    ]
    assert subscriptions.forget(now=now) == 2
    assert {one.pk for one in Subscriber.everything.all()} == {one.pk for one in kept}
    late = SubscriberFactory(destination=office, asked_at=old)
    with pytest.raises(subscriptions.Refused):
        subscriptions.confirm_subscription(subscriber=late, now=now)


def test_the_public_page_shows_what_was_published(client, note, people):
    assert client.get(reverse("cockpit:note", args=["2025-12"])).status_code == 404
    notes.complete_note(note=note, words="Nos mots à nous.", left_out=[], by=people.anne, now=timezone.now())
    publish(note, people)
    notes.complete_note(note=note, words="Pas encore publié.", left_out=[], by=people.anne, now=timezone.now())
    text = client.get(reverse("cockpit:note", args=["2025-12"])).content.decode()
    assert "Nos mots à nous." in text
    assert "Pas encore publié" not in text
    assert "<table" in text
    assert client.get(reverse("cockpit:notes")).content.decode().count("décembre 2025") == 1
    pdf = client.get(reverse("cockpit:note_pdf", args=["2025-12"]))
    assert pdf.content.startswith(b"%PDF")
    for address in ("2025-11", "x", "2025-13"):
        assert client.get(reverse("cockpit:note", args=[address])).status_code == 404
    assert client.get(reverse("cockpit:note", args=["2025-12"]) + "?version=9").status_code == 404


def test_the_office_writes_previews_and_publishes(client, office, nights, people):
    client.force_login(people.bruno)
    client.post(reverse("monthnote:add"), {"destination": office.pk, "month": "2025-12-01"})
    note = MonthNote.everything.get()
    assert "nuitées en hausse" in client.get(reverse("monthnote:inspect", args=[note.pk])).content.decode()
    assert client.get(reverse("monthnote:preview", args=[note.pk])).content.startswith(b"%PDF")
    back = client.post(reverse("monthnote:publish", args=[note.pk]), {"send": "on", "reason": "x" * 201}, follow=True)
    assert not note.versions.exists()
    assert back.context["publish"]["reason"].value() == "x" * 201
    kept = [one["key"] for one in note.content["sentences"]]
    client.post(reverse("monthnote:complete", args=[note.pk]), {"words": "Bien.", "kept": kept})
    client.post(reverse("monthnote:reckon", args=[note.pk]))
    client.post(reverse("monthnote:publish", args=[note.pk]), {"send": "on"})
    note.refresh_from_db()
    assert (note.words, note.left_out, note.status) == ("Bien.", [], "published")
    client.force_login(people.denis)
    assert client.get(reverse("monthnote:inspect", args=[note.pk])).status_code == 200
    assert client.post(reverse("monthnote:publish", args=[note.pk])).status_code == 302
    assert note.versions.count() == 1
    client.force_login(people.chloe)
    assert client.post(reverse("monthnote:publish", args=[note.pk])).status_code == 404
    assert not NoteLetter.everything.exists()
