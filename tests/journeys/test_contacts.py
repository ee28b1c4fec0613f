"""Somebody signs up on her phone, opens the letter elsewhere, chooses, leaves; the office looks on."""

import re
from pathlib import Path

import pytest

from .looks import LAW, OFFICE, RULES, faults_of_page

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.journey


def blameless(page):
    """By day and by night, on a desk and on a phone; Wagtail answers for its own frame."""
    assert faults_of_page(page, LAW if OFFICE in page.url else RULES) == {}


def link_of(mails, to):
    letter = next(one for one in reversed(mails()) if one["To"] == to)
    return re.search(r"https?://[^/\s]+(/\S*contact/\S+)", letter.get_body(("plain",)).get_content())[1]


def sign_up(page, email):
    page.goto("/contact/inscription/")
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Je veux recevoir la lettre").check()
    # A form sent back in less than two seconds is a machine's.
    page.wait_for_timeout(2500)
    page.get_by_role("button", name="M’inscrire").click()
    page.wait_for_url(re.compile("/merci/$"))


def test_consent_without_scripts_from_one_device_to_another(visit, mails):
    phone = visit(width=390, scripts=False)
    sign_up(phone, "lea@exemple.fr")
    number = phone.locator(".empty-title").inner_text()
    link = link_of(mails, "lea@exemple.fr")
    desktop = visit(theme="dark", scripts=False)
    desktop.goto(link)
    desktop.get_by_label("Le nombre de trois chiffres").fill(f"{(int(number) + 1) % 1000:03d}")
    desktop.get_by_role("button", name="Oui, je confirme").click()
    expect(desktop.get_by_text("Ce n’est pas le nombre montré")).to_be_visible()
    desktop.get_by_label("Le nombre de trois chiffres").fill(number)
    desktop.get_by_role("button", name="Oui, je confirme").click()
    desktop.wait_for_url(re.compile("/preferences/"))
    box = desktop.get_by_label("Recevoir la lettre d’information par courriel")
    expect(box).to_be_checked()
    box.uncheck()
    desktop.get_by_role("button", name="Enregistrer mes choix").click()
    expect(desktop.get_by_text("1 choix changé.")).to_be_visible()
    expect(box).not_to_be_checked()
    with desktop.expect_download() as got:
        desktop.get_by_role("button", name="Télécharger mes données").click()
    assert "lea@exemple.fr" in Path(got.value.path()).read_text()
    desktop.get_by_role("link", name="Tout effacer").click()
    desktop.get_by_role("button", name="Effacer maintenant").click()
    expect(desktop.get_by_text("nous ne gardons plus rien")).to_be_visible()
    desktop.goto(link)
    expect(desktop.get_by_text("Ce lien a déjà servi")).to_be_visible()


def test_every_page_of_one_s_own_is_blameless_and_the_office_sees_her(visit, enter, mails):
    page = visit(width=390, bypass_csp=True)
    page.goto("/contact/inscription/")
    blameless(page)
    sign_up(page, "ida@exemple.fr")
    blameless(page)
    page.goto(link_of(mails, "ida@exemple.fr"))
    blameless(page)
    page.get_by_role("button", name="Oui, je confirme").click()
    page.wait_for_url(re.compile("/preferences/"))
    blameless(page)
    page.get_by_role("button", name="Ne plus rien recevoir").click()
    expect(page.get_by_text("vous ne recevrez plus rien")).to_be_visible()
    page.get_by_role("link", name="Tout effacer").click()
    blameless(page)
    office = enter("anne", bypass_csp=True)
    office.goto("/bureau/person/?q=ida@exemple.fr")
    blameless(office)
    office.get_by_role("link", name="ida@exemple.fr").first.click()
    office.wait_for_url(re.compile("/inspect/"))
    expect(office.get_by_text("formulaire confirmé par courriel")).to_be_visible()
    blameless(office)
    office.get_by_role("link", name="Tout effacer").click()
    office.get_by_role("button", name="Effacer maintenant").click()
    office.goto("/bureau/person/?q=ida@exemple.fr")
    expect(office.get_by_role("link", name="ida@exemple.fr")).to_have_count(0)
