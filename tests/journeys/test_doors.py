"""Coming in: by a code, by a link, by a passkey; and what a writer sees of what she writes."""

import re

import pytest

from tests.factories.people import PASSWORD

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.journey


def sign_in(page, home):
    page.goto(f"{home}/compte/login/")
    page.locator("input[name=login]").fill("rose@exemple.fr")
    page.locator("input[name=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Se connecter").first.click()


def body(letter):
    return letter.get_body(("plain",)).get_content()


def test_a_professional_comes_in_by_the_code_of_a_letter(visit, mails):
    page = visit(width=390)
    page.goto("/compte/login/")
    page.get_by_role("link", name="Recevoir un code").click()
    page.locator("input[name=email]").fill("paul@exemple.fr")
    page.locator("form.form button[type=submit]").first.click()
    page.wait_for_selector("input[name=code]")
    letter = mails()[-1]
    assert letter["To"] == "paul@exemple.fr"
    code = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", body(letter), re.M)[1]
    page.locator("input[name=code]").fill(code)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/pro/"))
    expect(page.get_by_role("heading", name="Auberge de Paul")).to_be_visible()
    assert page.faults == []


def test_the_link_of_an_invitation_leads_to_ones_own_space(visit, enter, mails):
    office = enter("anne")
    office.goto("/bureau/membership/new/")
    office.locator("select[name=organisation]").select_option(label="Auberge de Paul")
    office.locator("input[name=email]").fill("nina@exemple.fr")
    office.locator("input[name=first_name]").fill("Nina")
    with office.expect_navigation():
        office.get_by_role("button", name=re.compile("^(Ajouter|Créer|Enregistrer)")).last.click()
    letter = next(one for one in reversed(mails()) if one["To"] == "nina@exemple.fr")
    link = re.search(r"https?://[^/\s]+(/\S*bienvenue/\S+)", body(letter))[1]
    page = visit(width=390, theme="dark")
    page.goto(link)
    page.locator("input[name=password]").fill("trop court")
    page.get_by_role("button", name="Ouvrir mon accès").click()
    expect(page.get_by_role("alert")).to_contain_text("trop court")
    page.locator("input[name=password]").fill("un soir de neige à Riom")
    page.get_by_role("button", name="Ouvrir mon accès").click()
    page.wait_for_url(re.compile("/pro/$"))
    expect(page.get_by_role("heading", name="Auberge de Paul")).to_be_visible()


def test_she_makes_a_passkey_and_comes_back_with_it_alone(visit, house):
    # Rose is nobody else's: with a passkey, the code of a letter asks her for a second proof.
    # A passkey belongs to a name: an address in figures has none.
    home = house.replace("127.0.0.1", "localhost")
    page = visit()
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    sign_in(page, home)
    page.goto(f"{home}/compte/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("form.form button[type=submit]").first.click()
    page.locator("input[name=name]").fill("Mon téléphone")
    page.locator("input[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: "webauthn/add" not in url)
    page.goto(f"{home}/pro/securite/")
    expect(page.get_by_text("Mon téléphone")).to_be_visible()
    page.get_by_role("button", name="Se déconnecter").click()
    page.goto(f"{home}/compte/login/")
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    page.wait_for_url(re.compile("/pro/$"))
    expect(page.get_by_role("heading", name="Ferme de Rose")).to_be_visible()


def test_a_page_is_written_looked_at_and_published_on_its_own_site(visit, enter):
    page = enter("anne")
    page.goto("/bureau/pages/")
    page.get_by_role("link", name=re.compile("Ajouter une page|Add child page|sous-page")).first.click()
    page.locator("[name=title]").fill("Deux jours de fromages")
    page.locator("[name=intro]").fill("De ferme en ferme, entre deux averses.")
    page.get_by_role("button", name=re.compile("Ajouter un bloc|Insérer un bloc|Insert a block")).first.click()
    page.get_by_role("option", name="Citation").click()
    page.locator("[name=body-0-value]").fill("On y revient.")
    page.locator("[data-side-panel-toggle=preview]").click()
    shown = page.frame_locator("iframe[data-w-preview-target=iframe]:not(.w-preview__proxy)")
    expect(shown.get_by_role("heading", name="Deux jours de fromages")).to_be_visible(timeout=20000)
    expect(shown.locator(".top .mark-name")).to_have_text("Volcans")
    page.locator("button[name=action-publish]").first.evaluate("button => button.click()")
    page.wait_for_url(re.compile(r"/bureau/pages/\d+/"))
    visitor = visit(width=390)
    answer = visitor.goto("/pages/deux-jours-de-fromages/")
    assert answer.status == 200
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Deux jours de fromages")
    expect(visitor.locator(".top .mark-name")).to_have_text("Volcans")
    assert visitor.goto("/riom/pages/deux-jours-de-fromages/").status == 404
