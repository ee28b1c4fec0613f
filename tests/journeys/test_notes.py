"""The note of the month, from the figures to a reader's letter box, and out of it again."""

import re

import pytest

from .looks import LAW, faults_of_page

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.journey
READER = "lectrice@exemple.fr"


def letters(mails):
    return [one for one in mails() if one["To"] == READER]


def subscribe(reader, mails):
    """Twice yes: the form, then the button behind the letter."""
    reader.goto("/observatoire/notes/")
    reader.get_by_label("Votre adresse électronique").fill(READER)
    reader.get_by_role("button", name="Recevoir la note").click()
    expect(reader.get_by_text("Ouvrez le courriel")).to_be_visible()
    (letter,) = letters(mails)
    text = letter.get_body(("plain",)).get_content()
    reader.goto(re.search(r"/observatoire/notes/abonnement/[\w-]+/", text)[0])
    reader.get_by_role("button", name="Confirmer mon abonnement").click()
    expect(reader.get_by_text("la prochaine note vous parviendra")).to_be_visible()


def publish(page):
    page.goto("/bureau/monthnote/new/")
    page.locator("select[name=destination]").select_option(label="Volcans")
    page.locator("input[name=month]").fill("2024-12-01")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/bureau/monthnote/")
    page.get_by_role("link", name="Volcans").first.click()
    page.get_by_label("Nos mots").fill("La neige est venue tôt.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("La note est enregistrée.")).to_be_visible()
    page.get_by_role("button", name="Publier la note").click()
    expect(page.get_by_text("La version 1 est publiée.")).to_be_visible()


def test_anne_publishes_the_note_and_a_reader_receives_it_then_leaves(enter, visit, mails):
    reader = visit(width=390, bypass_csp=True)
    subscribe(reader, mails)
    office = enter("anne", bypass_csp=True)
    publish(office)
    assert faults_of_page(office, LAW, themes=("light",)) == {}

    reader.goto("/observatoire/notes/")
    assert faults_of_page(reader) == {}
    reader.goto("/observatoire/notes/2024-12/")
    expect(reader.get_by_text("La neige est venue tôt.")).to_be_visible()
    assert faults_of_page(reader) == {}
    assert reader.request.get("/observatoire/notes/2024-12.pdf").body().startswith(b"%PDF")
    _asked, note = letters(mails)
    assert "La neige est venue tôt." in note.get_body(("plain",)).get_content()
    assert note["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    leave = re.search(r"/observatoire/notes/desabonnement/[\w-]+/", note["List-Unsubscribe"])[0]
    assert reader.request.post(leave, form={"List-Unsubscribe": "One-Click"}).ok
    assert office.faults == reader.faults == []
