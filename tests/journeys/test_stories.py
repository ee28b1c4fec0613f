"""Stories of visitors, as they would tell them."""

import re

import pytest

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.journey


def total(page):
    return int(page.locator(".results-count strong").inner_text())


def test_on_her_phone_she_narrows_a_search_and_the_map_follows(visit):
    page = visit(width=390)
    page.goto("/recherche/")
    everything = total(page)
    page.get_by_role("button", name="La carte").click()
    page.wait_for_selector("bv-map[data-ready]")
    assert int(page.locator("bv-map").get_attribute("data-points")) == everything
    page.get_by_text("Filtrer").click()
    page.locator("[data-facet=type] .rest summary").click()
    with page.expect_response(re.compile("points.json")):
        page.get_by_role("checkbox", name="Musée").check()
    expect(page.locator("bv-map")).to_have_attribute("data-points", "4")
    assert total(page) == 4
    assert "type=Museum" in page.url
    page.go_back()
    expect(page.locator(".results-count strong")).to_have_text(str(everything))
    assert page.faults == []


def test_he_moves_the_map_and_the_list_follows(visit):
    page = visit()
    page.goto("/recherche/")
    page.wait_for_selector("bv-map[data-ready]")
    before = total(page)
    frame = page.locator(".map-frame").bounding_box()
    page.mouse.move(frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
    page.mouse.wheel(0, -600)
    page.wait_for_url(re.compile("cadre="))
    page.wait_for_selector(".chips")
    assert total(page) < before
    page.get_by_role("link", name=re.compile("Cadre de la carte")).click()
    expect(page.locator(".results-count strong")).to_have_text(str(before))
    assert page.faults == []


def test_she_keeps_two_offers_and_sends_her_notebook(visit):
    page = visit()
    page.goto("/offres/1/offre-1/")
    heart = page.get_by_role("button", name="Garder Musée 1 dans mon carnet")
    with page.expect_response(re.compile("/carnet/garder/1/")):
        heart.click()
    page.wait_for_selector(".sheet-head .keep [aria-pressed=true]")
    page.goto("/carnet/")
    assert page.locator("article.card").count() == 1
    link = page.get_by_label("Le lien à envoyer").input_value()
    friend = visit(width=390, theme="dark")
    friend.goto(link)
    assert friend.get_by_role("heading", name="Musée 1").is_visible()
    assert page.faults == friend.faults == []


def test_without_a_script_everything_can_still_be_done(visit):
    page = visit(scripts=False)
    page.goto("/")
    page.get_by_label("Que cherchez-vous").fill("musée")
    page.get_by_role("button", name="Chercher").click()
    assert total(page) == 4
    page.get_by_text("Filtrer").click()
    page.get_by_role("checkbox", name="Maintenant").check()
    page.get_by_role("button", name="Voir les résultats").click()
    assert total(page) == 2
    assert page.locator("bv-map article.card").count() == 2
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("Garder Musée")).first.click()
    page.get_by_role("link", name="Mon carnet").click()
    assert page.locator("article.card").count() == 1
    page.get_by_role("link", name="English").click()
    assert page.get_by_role("heading", level=1).inner_text() == "My notebook"


def test_with_the_keyboard_alone_he_goes_from_the_top_to_an_offer(visit):
    page = visit()
    page.goto("/recherche/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("musée 8")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q="))
    for _ in range(60):
        page.keyboard.press("Tab")
        outline = page.evaluate(LOOK_OF_FOCUS)
        assert outline, page.evaluate("document.activeElement.outerHTML")[:200]
        if page.evaluate("document.activeElement.closest('article.card') !== null"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/offres/"))


#: The outline of what holds the focus, or of the card around it.
LOOK_OF_FOCUS = """() => {
    const held = document.activeElement;
    const shown = [held, held.nextElementSibling].filter(Boolean).map((e) => getComputedStyle(e).outlineStyle);
    shown.push(getComputedStyle(held, "::after").outlineStyle);
    return shown.some((style) => style !== "none");
}"""


def test_the_agenda_puts_tonight_before_the_exhibition(visit):
    page = visit(width=390, theme="dark")
    page.goto("/agenda/")
    names = page.locator(".session-name").all_inner_texts()
    assert names[0].startswith("Concert")
    assert names[-1].startswith("Exposition")
    assert page.get_by_text("Toujours à l’affiche").is_visible()


def test_a_printed_offer_keeps_what_is_needed_on_the_way(visit):
    page = visit()
    page.goto("/offres/1/offre-1/")
    page.emulate_media(media="print")
    assert page.get_by_text("1 place de la Fontaine").is_visible()
    assert not page.get_by_role("navigation", name="Navigation principale").is_visible()
