"""The desk in a real browser: from the first key to the printed sheet, and eight hours without network in small."""

import time

import pytest

from .looks import faults_of_screens

pytestmark = pytest.mark.journey

#: The worker has the first screen and the desk's own script.
KEPT = """async () => {
    const kept = (await (await caches.open("desk")).keys()).map(({ url }) => url);
    return kept.some((url) => url.endsWith("/accueil/")) && kept.filter((url) => url.endsWith(".js")).length >= 2;
}"""
#: What a person's hands need, beside the machine: half a second a key or a tap is slow.
GESTURE = 0.5


@pytest.fixture
def counter(enter):
    """``counter()``: anne at her desk, on the first screen."""

    def stand(**options):
        page = enter("anne", **options)
        page.goto("/accueil/")
        return page

    return stand


def total(page):
    return int(page.locator("[data-count] strong").inner_text())


def ready(page):
    page.wait_for_selector("form[data-queue][data-ready]")


def test_two_keys_count_a_contact(counter):
    page = counter()
    ready(page)
    before = total(page)
    page.keyboard.press("a")
    with page.expect_navigation():
        page.keyboard.press("t")
    page.wait_for_selector("[data-done]")
    assert total(page) == before + 1
    assert "téléphone, anglais" in page.locator("[data-done]").inner_text()
    assert page.faults == []


def test_from_the_first_key_to_the_printed_sheet_with_the_keyboard_alone(counter):
    page = counter()
    ready(page)
    gestures = 0

    def press(*keys):
        nonlocal gestures
        for key in keys:
            page.keyboard.press(key)
            gestures += 1

    def walk_to(words):
        """Tab by tab, as a person without a mouse."""
        for _ in range(60):
            if words in page.evaluate("document.activeElement.closest('label, button, a')?.innerText ?? ''"):
                return
            press("Tab")
        raise AssertionError(f"« {words} » is out of reach")

    began = time.monotonic()
    page.locator("input[name=language]").first.focus()
    press("ArrowRight")
    walk_to("Musées")
    press("Space")
    walk_to("Guichet")
    with page.expect_navigation(url="**/demandes/*/"):
        press("g")
    walk_to("Composer le séjour")
    with page.expect_navigation(url="**/sejour/"):
        press("Enter")
    assert page.locator(".step").count() > 0
    walk_to("Imprimer la fiche")
    with page.expect_response(
        lambda answer: answer.url.endswith("fiche.pdf") and answer.request.method == "POST"
    ) as sent:
        press("Enter")
    assert sent.value.status == 302
    machine = time.monotonic() - began
    assert gestures * GESTURE < 40, f"{gestures} gestes ({machine:.0f} s de machine)"


def test_ten_requests_without_network_then_back_none_doubled(counter):
    page = counter()
    ready(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    ready(page)
    page.wait_for_function(KEPT)
    before = total(page)
    page.context.set_offline(True)
    page.goto("/accueil/")
    ready(page)
    for rank in range(10):
        page.locator("input[name=adults]").fill(str(rank + 1))
        page.get_by_role("button", name="Guichet").click()
        page.wait_for_selector(f'[data-line][data-waiting="{rank + 1}"]')
    assert "Hors ligne, 10 demandes en attente" in page.locator("[data-line]").inner_text()
    page.reload()
    page.wait_for_selector('[data-line][data-waiting="10"]')
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.wait_for_selector('[data-line][data-waiting="0"]', state="attached")
    page.goto("/accueil/")
    ready(page)
    assert total(page) == before + 10


SCREENS = ("/accueil/", "/accueil/demandes/", "/accueil/demandes/{pk}/", "/accueil/demandes/{pk}/sejour/", "{live}")


def test_no_screen_of_the_desk_has_a_fault_of_accessibility(counter):
    page = counter(bypass_csp=True)
    ready(page)
    page.get_by_label("Musées").check()
    with page.expect_navigation(url="**/demandes/*/"):
        page.get_by_role("button", name="Guichet").click()
    pk = page.url.rstrip("/").rpartition("/")[2]
    with page.expect_navigation(url="**/sejour/"):
        page.get_by_role("button", name="Composer le séjour").click()
    live = page.get_by_role("link", name="Voir la page du visiteur").get_attribute("href")
    assert faults_of_screens(page, [screen.format(pk=pk, live=live) for screen in SCREENS]) == {}
