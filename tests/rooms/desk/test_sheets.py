"""The sheet in the visitor’s hands: printed in her language, live by its secret, sent to an address not kept."""

import json
import re
import threading
from datetime import datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from smtplib import SMTPException

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from belvedere.catalogue.models import Offer
from belvedere.contacts.models import Person
from belvedere.desk.actions import sheets as actions
from belvedere.desk.actions import trips
from belvedere.desk.exports import sheets as exports
from belvedere.desk.exports.drawing import HEIGHT, WIDTH, draw, frame_of
from belvedere.desk.models import Recommendation, TripSheet
from belvedere.desk.queries import ground, sheets
from belvedere.kit.models import Entry, Job
from belvedere.territories.queries import HOUSE_BRAND

from .conftest import NOW
from .days import DAY, HERE, offers, sheet, world

__all__ = ["offers", "sheet", "world"]
URL = "https://exemple.fr/fiche/secret/"


def test_the_print_is_a_document(sheet):
    assert exports.pdf_of(sheets.read(sheet, language="fr"), url=URL, brand=HOUSE_BRAND)[:5] == b"%PDF-"


def test_the_print_speaks_the_visitor_s_language(sheet, monkeypatch):
    seen = {}
    monkeypatch.setattr(exports.typst, "compile", lambda _path, sys_inputs: seen.update(sys_inputs) or b"")
    exports.pdf_of(sheets.read(sheet, language=sheet.language), url=URL, brand=HOUSE_BRAND)
    assert "Your day" in seen["data"]
    assert "min on the road" in seen["data"]
    assert "min de route" not in seen["data"]


def test_the_map_holds_every_step_inside_its_frame(sheet):
    drawing = exports.map_of(sheets.read(sheet, language="fr"), colour="#1f5a54")
    dots = [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.-]+)" cy="([\d.-]+)"', drawing)]
    assert len(dots) == 5
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in dots)
    assert " km</text>" in drawing


def test_a_lone_place_and_an_awkward_name_are_drawn():
    frame = frame_of([(3.08, 45.77)])
    land = ground.Ground((((3.0, 45.7), (3.2, 45.7), (3.1, 45.9)),), (("L’<Étang>", 3.085, 45.772),))
    drawing = draw(frame, land, (3.08, 45.77), [[]], colour="#000000", end=(3.081, 45.771))
    assert "<Étang>" not in drawing
    assert drawing.count("<polygon") == 1


def test_the_live_page_opens_by_its_secret_alone_and_shows_closures(client, sheet, offers):
    url = reverse("desk:live", args=[sheet.token])
    answer = client.get(url)
    text = answer.content.decode()
    assert 'lang="en"' in text
    assert "Your day" in text
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    Offer.everything.filter(pk=offers["Musée"].pk).update(status="archived")
    assert "No longer available" in client.get(url).content.decode()
    assert client.get(reverse("desk:live", args=["faux"])).status_code == 404
    for secret in ("Bruno", "exemple.fr"):
        assert secret not in text


def test_printing_counts_and_recommends_what_is_on_the_sheet(client, people, sheet):
    client.force_login(people.bruno)
    answer = client.post(reverse("desk:pdf", args=[sheet.request_id]), follow=True)
    assert answer["Content-Type"] == "application/pdf"
    assert TripSheet.everything.get().printed == 1
    assert Recommendation.everything.filter(request=sheet.request, pinned=False).count() == 5
    for who in ("chloe", "denis", "rose"):
        client.force_login(getattr(people, who))
        for name in ("pdf", "send"):
            assert client.post(reverse(f"desk:{name}", args=[sheet.request_id]), {"to": "a@b.fr"}).status_code == 404
    assert mail.outbox == []


def test_the_mail_carries_the_link_and_no_address_is_kept(client, people, sheet):
    client.force_login(people.bruno)
    url = reverse("desk:send", args=[sheet.request_id])
    client.post(url, {"to": "visiteuse@exemple.org"})
    (letter,) = mail.outbox
    assert letter.to == ["visiteuse@exemple.org"]
    assert sheet.token in letter.body
    assert "Your stay" in letter.subject
    assert TripSheet.everything.get().sent == 1
    kept = [str(list(model.objects.values())) for model in (Entry, Job)]
    kept += [str(list(model.everything.values())) for model in (TripSheet, Recommendation)]
    assert not any("visiteuse" in text for text in kept)
    client.post(url, {"to": "pas une adresse"})
    assert len(mail.outbox) == 1


class Gateway(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.heard.append((self.headers["api-key"], body))
        self.send_response(self.server.answer)
        self.end_headers()

    def log_message(self, *arguments):
        """Quiet."""


@pytest.fixture
def gateway(settings):
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    server.heard, server.answer = [], 201
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.SMS_GATEWAY = {
        "url": f"http://127.0.0.1:{server.server_port}/sms", "headers": {"api-key": "k"}, "private": True,
        "body": {"messages": [{"recipient": "{to}", "content": "{text}"}]},
    }  # fmt: skip
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_text_carries_the_link_and_no_number_is_kept(client, people, sheet, gateway):
    client.force_login(people.bruno)
    url = reverse("desk:send", args=[sheet.request_id])
    client.post(url, {"to": "06 39 98 12 34"})
    ((key, body),) = gateway.heard
    (message,) = json.loads(body)["messages"]
    assert (key, message["recipient"]) == ("k", "+33639981234")
    assert sheet.token in message["content"]
    assert TripSheet.everything.get().sent == 1
    kept = [str(list(model.objects.values())) for model in (Entry, Job)]
    assert not any("639981234" in text.replace(" ", "") for text in kept)
    gateway.answer = 500
    for wrong in ("06 39 98 12 34", "12", "personne"):
        client.post(url, {"to": wrong})
    assert TripSheet.everything.get().sent == 1
    assert len(gateway.heard) == 2


def test_what_was_asked_goes_to_the_timeline_of_who_agreed(people, record, offers):
    """She stands at the counter and comes back in some days: she was here, she has a sheet, her stay is ahead."""
    asked = record(
        day=DAY, begin=540, end=1140, adults=2, children=[4, 7], nights=3, stay="nights", dog=True,
        interests=["walk", "water"], language="fr",
    )  # fmt: skip
    row = trips.open_trip(request=asked, place=HERE, by=people.bruno, now=NOW)
    before = datetime.combine(row.first_day, time(9), NOW.tzinfo) - timedelta(days=5)
    for _twice in range(2):
        actions.send_sheet(
            sheet=row, to="visiteuse@exemple.org", url=URL, brand=HOUSE_BRAND, by=people.bruno, now=before,
            agreed=["contact"],
        )  # fmt: skip
    lines = {act.kind: act for act in Person.everything.get().acts.filter(room="desk")}
    assert set(lines) == {"desk", "sheet", "planned"}
    assert Person.everything.get().acts.filter(room="desk").count() == 3
    facts = lines["desk"].facts
    assert (facts.adults, facts.children, facts.nights, facts.stay, facts.dog) == (2, 2, 3, "nights", True)
    assert (facts.themes, facts.access, facts.amount) == (["walk", "water"], None, None)
    assert not hasattr(lines["sheet"], "facts")
    assert timezone.localdate(lines["planned"].at) == row.first_day
    assert not lines["planned"].own


def test_somebody_who_phones_for_today_is_not_said_to_be_here_nor_to_come(people, record, offers):
    row = trips.open_trip(request=record("phone", day=DAY, adults=1), place=HERE, by=people.bruno, now=NOW)
    that_day = datetime.combine(row.first_day, time(9), NOW.tzinfo)
    actions.send_sheet(
        sheet=row, to="a@exemple.org", url=URL, brand=HOUSE_BRAND, by=people.bruno, now=that_day, agreed=["contact"]
    )
    (line,) = Person.everything.get().acts.filter(room="desk")
    assert (line.kind, line.facts.adults, line.facts.children) == ("sheet", 1, None)


def test_a_mail_that_does_not_leave_is_said_and_counts_nothing(people, sheet, monkeypatch):
    def fail(_letter):
        raise SMTPException("no")

    monkeypatch.setattr(actions.mail, "send", fail)
    with pytest.raises(actions.Refused):
        actions.send_sheet(sheet=sheet, to="a@b.fr", url=URL, brand=HOUSE_BRAND, by=people.bruno, now=NOW)
    assert TripSheet.everything.get().sent == 0
    with pytest.raises(actions.Refused):
        actions.print_sheet(sheet=sheet, by=people.chloe, now=NOW)


def test_with_a_yes_at_the_counter_the_visitor_comes_into_the_file(client, people, sheet):
    """Nothing is ticked for her, and without a tick nothing is kept."""
    client.force_login(people.bruno)
    page = client.get(reverse("desk:trip", args=[sheet.request_id])).content.decode()
    boxes = re.findall(r"<input type=\"checkbox\" name=\"agreed\"[^>]*>", page)
    assert len(boxes) == 3
    assert not any("checked" in box for box in boxes)
    url = reverse("desk:send", args=[sheet.request_id])
    client.post(url, {"to": "lea@exemple.fr"})
    assert not Person.everything.exists()
    client.post(url, {"to": "lea@exemple.fr", "agreed": ["contact", "faux"]})
    person = Person.everything.get()
    assert (person.email, person.source, person.language) == ("lea@exemple.fr", "desk", "en")
    line = person.consents.get()
    assert (line.purpose, line.proof, line.by, line.wording.language) == ("contact", "counter", people.bruno, "en")
    assert person.acts.filter(kind="sheet", own=True).count() == 1
