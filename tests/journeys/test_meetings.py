"""A day of meetings, from the call for participants to published agendas with forty people, through the screens."""

import email
import email.policy
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from .looks import LAW, OFFICE, RULES, THEMES, faults_of_page

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.journey

SLUG, NAME = "journee-des-quarante", "Journée des quarante"
SELLERS, BUYERS = 28, 11
LINK = re.compile(r"https?://\S+?(/pro/rencontres/acces/\S+)")


@pytest.fixture
def anne(enter):
    return enter("anne", bypass_csp=True)


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def look(page, faults, rules=LAW):
    """Every fault that a machine sees on this page; Wagtail's frame by day only."""
    faults |= faults_of_page(page, rules, themes=THEMES[:1] if OFFICE in page.url else THEMES)
    page.set_viewport_size({"width": 1280, "height": 844})


def create(page):
    """The edition, its call open for a week."""
    page.goto("/bureau/edition/new/")
    day = timezone.localdate() + timedelta(days=30)
    form = {
        "name": NAME, "slug": SLUG, "place": "Halle aux grains", "day": day.isoformat(), "first_start": "09:00",
        "last_start": "12:00", "halls": "Salle Jasse : 6\nVerrière : 6", "relances": "7, 2",
        "call_until": f"{timezone.localdate() + timedelta(days=7)}T18:00",
        "call_text": "Venez rencontrer ceux qui vendent.",
    }  # fmt: skip
    page.locator("#id_destination").select_option(label="Volcans")
    for name, value in form.items():
        page.locator(f"#id_{name}").fill(value)
    page.locator("button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/bureau/edition/(\?.*)?$"))
    page.get_by_role("link", name=NAME).first.click()
    page.wait_for_url(re.compile("/bureau/edition/inspect/"))
    return page.url


def answer_the_call(page, faults):
    """A stranger on her phone."""
    page.goto(f"/pro/rencontres/inscription/{SLUG}/")
    look(page, faults, RULES)
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("link", name="Je suis prestataire").click()
    page.get_by_label("Nom de la structure").fill("Gîte du Lac")
    page.get_by_label("Adresse électronique", exact=True).fill("lac@exemple.fr")
    page.get_by_label("Prénom et nom").first.fill("Nina Bru")
    page.get_by_text("Hôtel", exact=True).click()
    page.get_by_label("Personnes accueillies à la fois").fill("60")
    look(page, faults, RULES)
    press(page, "Envoyer ma demande")
    expect(page.get_by_text("Votre demande est reçue")).to_be_visible()


def accept(page, faults):
    page.goto("/bureau/signup/")
    look(page, faults)
    page.get_by_role("link", name="Gîte du Lac").first.click()
    look(page, faults)
    press(page, "Valider l’inscription")
    expect(page.get_by_text("Inscription validée")).to_be_visible()


def bring_a_list(page, edition, faults):
    """Thirty-nine others in a file whose columns bear other names."""
    lines = ["Enseigne;Profil;Mail"]
    lines += [f"Maison {k};prestataire;maison{k}@exemple.fr" for k in range(SELLERS)]
    lines += [f"Agence {k};acheteur;agence{k}@exemple.fr" for k in range(BUYERS)]
    page.goto(edition)
    page.get_by_role("link", name="Importer une liste").click()
    look(page, faults)
    page.locator("input[type=file]").set_input_files(
        {"name": "liste.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
    )
    press(page, "Envoyer et voir les colonnes")
    page.get_by_label("Nom", exact=True).select_option("Enseigne")
    press(page, "Essayer sans rien écrire")
    expect(page.get_by_text(f"{SELLERS + BUYERS} créés")).to_be_visible()
    look(page, faults)
    press(page, "Importer")
    expect(page.get_by_text("Ce qui a été fait")).to_be_visible()


def invite(page, edition, faults):
    page.goto(edition)
    press(page, "Ouvrir les souhaits")
    page.get_by_role("link", name="Courriers aux participants").click()
    look(page, faults)
    press(page, re.compile("Envoyer à 40 personnes"))


def wish(visit, addresses, faults):
    """Two on a phone, tap by tap and without a script for one of them; the others by the same form."""
    by_hand = visit(width=390, bypass_csp=True)
    by_hand.goto(addresses["agence0@exemple.fr"])
    by_hand.get_by_role("link", name="Ce que je cherche").first.click()
    by_hand.get_by_text("Hôtel", exact=True).click()
    by_hand.get_by_label("Personnes à accueillir").fill("40")
    look(by_hand, faults, RULES)
    press(by_hand, "Enregistrer et voir les suggestions")
    expect(by_hand.get_by_text("Propose ce que vous cherchez : Hôtel.")).to_be_visible()
    press(by_hand, "Ajouter Gîte du Lac")
    press(by_hand, "Ajouter Maison 1")
    press(by_hand, "Monter Maison 1")
    look(by_hand, faults, RULES)
    names = by_hand.locator("ol.wish-mine strong").all_inner_texts()
    assert names == ["Maison 1", "Gîte du Lac"]
    plain = visit(width=390, scripts=False)
    plain.goto(addresses["lac@exemple.fr"])
    press(plain, "Ajouter Agence 0")
    press(plain, "Ne pas rencontrer Agence 1")
    plain.get_by_role("searchbox").fill("agence 7")
    press(plain, "Chercher")
    press(plain, "Ajouter Agence 7")
    assert plain.locator("ol.wish-mine strong").all_inner_texts() == ["Agence 0", "Agence 7"]
    for k in range(1, BUYERS):
        plain.goto(addresses[f"agence{k}@exemple.fr"])
        for _ in range(3):
            plain.locator("section:has(#ajouter) button", has_text="Ajouter").nth(2 * k % 9).click()
    return by_hand, plain


def compare(page, edition, faults):
    page.goto(edition)
    page.get_by_role("link", name="Comparer des scénarios").click()
    press(page, "Proposer trois scénarios")
    expect(page.get_by_text("le mieux").first).to_be_visible()
    look(page, faults)
    press(page, "Choisir Rencontres de 10 min")


def publish(page, edition, faults):
    page.goto(edition)
    press(page, "Clore les souhaits et planifier")
    page.get_by_role("link", name="version 1").click()
    expect(page.get_by_text("Premier arrivé, premier servi")).to_be_visible()
    look(page, faults)
    press(page, "Publier ce plan")
    plan = page.url
    for sheet in ("agendas", "tables", "badges", "salles"):
        answer = page.request.get(f"{plan}{sheet}.pdf")
        assert answer.body()[:5] == b"%PDF-", sheet
    page.goto(edition)
    page.get_by_role("link", name="Courriers aux participants").click()
    press(page, re.compile("Envoyer à 40 personnes – agenda publié"))


@pytest.fixture
def letters(house, home):
    """``letters()`` gives every mail that the server has written; several share a file, a line of dashes apart."""

    def sent():
        parts = [part for file in home.glob("mails/*.log") for part in file.read_bytes().split(b"-" * 79 + b"\n")]
        return [email.message_from_bytes(part, policy=email.policy.default) for part in parts if part.strip()]

    return sent


def links(letters, subject):
    """Address of the personal page that each letter of this subject holds."""
    found = {}
    for letter in letters:
        if subject in letter["subject"]:
            text = letter.get_body(("plain",)).get_content()
            found[letter["to"]] = LINK.search(text)[1]
    return found


def test_forty_people_from_the_call_to_their_agendas(visit, anne, letters):
    faults = {}
    edition = create(anne)
    stranger = visit(width=390, bypass_csp=True)
    answer_the_call(stranger, faults)
    accept(anne, faults)
    bring_a_list(anne, edition, faults)
    invite(anne, edition, faults)
    addresses = links(letters(), "qui souhaitez-vous rencontrer")
    assert len(addresses) == 40
    by_hand, plain = wish(visit, addresses, faults)
    compare(anne, edition, faults)
    publish(anne, edition, faults)
    agendas = links(letters(), f"{NAME} : votre agenda")
    assert len(agendas) == 40
    by_hand.goto(agendas["agence0@exemple.fr"])
    expect(by_hand.get_by_text("Gîte du Lac")).to_be_visible()
    look(by_hand, faults, RULES)
    by_hand.get_by_role("link", name="Où aller").click()
    expect(by_hand.get_by_role("img", name=re.compile("votre prochaine table"))).to_be_visible()
    look(by_hand, faults, RULES)
    assert faults == {}, "\n".join(f"{place}: {found}" for place, found in faults.items())
    pages = (anne, stranger, by_hand, plain)
    # A press before the last page has finished fading in: the browser drops the fading.
    assert [fault for page in pages for fault in page.faults if "ViewTransition" not in fault] == []
