"""The day of meetings, as the people at the door and at the desk live it."""

import json
import os
import re
import sqlite3
import subprocess
import sys

import pytest

from tests.factories.people import PASSWORD

from .conftest import AXE, ROOT
from .seed_day import SLUG
from .test_screens import LOOK, RULES

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.journey


@pytest.fixture(scope="session")
def day(house, tmp_path_factory):
    """Numbers and tokens of a day that is under way."""
    home = next(tmp_path_factory.getbasetemp().glob("house*"))
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {
        "BELVEDERE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "belvedere.config.settings.test",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.seed_day"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    told = "from belvedere.meetings.queries import live; from belvedere.meetings.models import Edition; " + (
        f"e = Edition.everything.get(slug={SLUG!r}); "
        "print(__import__('json').dumps({'pk': e.pk, 'screen': live.screen_token(e), "
        "'people': dict(e.participants.values_list('name', 'pk')), "
        "'tokens': dict(e.participants.values_list('name', 'token'))}))"
    )
    script = f"import django; django.setup(); {told}"
    out = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True)
    return json.loads(out.stdout) | {"base": home / "belvedere.sqlite3"}


@pytest.fixture
def anne(visit):
    """Opens a window where anne has signed in."""

    def signed_in(**options):
        page = visit(**options)
        page.goto("/compte/login/")
        page.locator("input[name=login]").fill("anne@exemple.fr")
        page.locator("input[name=password]").fill(PASSWORD)
        with page.expect_navigation():
            page.get_by_role("button", name="Se connecter").first.click()
        return page

    return signed_in


def faults_of(page):
    """The browser gives up the animation of a page that is left at once: nothing is lost."""
    return [fault for fault in page.faults if "Transition was aborted" not in fault]


def inside(day):
    with sqlite3.connect(day["base"]) as base:
        rows = base.execute(
            "SELECT count(*), count(DISTINCT participant_id) FROM meetings_checkin JOIN meetings_participant p "
            "ON p.id = participant_id WHERE p.edition_id = ?", [day["pk"]],
        )  # fmt: skip
        return rows.fetchone()


def test_ten_people_come_in_while_the_network_is_gone(anne, day):
    people, entries = inside(day)
    page = anne(width=820)
    page.goto(f"/pro/rencontres/jour/{day['pk']}/entree/")
    page.wait_for_selector("bv-checkin[data-kept][data-ready]")
    status = page.locator(".gate-status")
    expect(status).to_have_text("En ligne, tout est envoyé")
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector("bv-checkin[data-ready]")
    search = page.get_by_role("searchbox")
    for k in range(10):
        search.fill(f"gite {k:02d}")
        page.get_by_role("button", name=f"Faire entrer Gîte {k:02d}").click()
        expect(page.locator(".gate-said")).to_have_text(f"Gîte {k:02d} est entré.")
    expect(status).to_have_text("Hors ligne, 10 en attente")
    assert inside(day) == (people, entries)
    page.context.set_offline(False)
    expect(status).to_have_text("En ligne, tout est envoyé", timeout=30000)
    assert inside(day) == (people + 10, entries + 10)
    page.get_by_role("button", name="Annuler Gîte 09").click()
    expect(page.get_by_role("button", name="Annuler Gîte 09")).to_have_count(0)
    assert inside(day) == (people + 9, entries + 9)


def test_a_no_show_is_repaired_live_and_the_touched_are_told(anne, visit, day):
    page = anne(width=390)
    page.goto(f"/pro/rencontres/jour/{day['pk']}/?q=gîte+11")
    with page.expect_navigation():
        page.get_by_role("button", name="Gîte 11 ne vient pas").last.click()
    expect(page.get_by_role("heading", name=re.compile("Réparation proposée"))).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Accepter et annoncer").click()
    expect(page.get_by_text("annoncée aux personnes concernées")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("Réparation proposée"))).to_have_count(0)
    agency = visit(width=390)
    agency.goto(f"/pro/rencontres/acces/{day['tokens']['Agence 0']}/agenda/")
    expect(agency.get_by_role("heading", name=re.compile("Votre agenda a changé"))).to_be_visible()
    expect(agency.get_by_text(re.compile("Gîte 11.*annulée"))).to_be_visible()
    spared = visit(width=390)
    spared.goto(f"/pro/rencontres/acces/{day['tokens']['Gîte 10']}/agenda/")
    expect(spared.get_by_role("heading", name=re.compile("Votre agenda a changé"))).to_have_count(0)
    assert faults_of(page) == faults_of(agency) == []


def test_the_hall_s_screen_counts_down_and_looks_again(visit, day):
    page = visit(width=1920)
    page.goto(f"/pro/rencontres/ecran/{day['screen']}/")
    page.wait_for_selector("bv-board[data-ready]")
    countdown = page.locator("[data-countdown]")
    expect(countdown).to_have_text(re.compile(r"^\d+:\d\d$"))
    first = countdown.inner_text()
    expect(countdown).not_to_have_text(first)
    with page.expect_response(re.compile("/ecran/")):
        pass
    page.get_by_role("button", name="Activer le carillon").click()
    expect(page.get_by_role("button", name="Couper le carillon")).to_be_visible()
    assert faults_of(page) == []


def screens(day):
    gite, agency = day["people"]["Gîte 10"], day["tokens"]["Agence 0"]
    return {
        "tableau": f"/pro/rencontres/jour/{day['pk']}/?q=gîte",
        "entrée": f"/pro/rencontres/jour/{day['pk']}/entree/",
        "sans rendez-vous": f"/pro/rencontres/jour/{day['pk']}/accueil/?qui={gite}&q=gîte",
        "écran": f"/pro/rencontres/ecran/{day['screen']}/",
        "après": f"/pro/rencontres/acces/{agency}/apres/",
        "échanges": f"/pro/rencontres/acces/{agency}/echanges/",
        "agenda": f"/pro/rencontres/acces/{agency}/agenda/",
        "bilan": f"/bureau/edition/{day['pk']}/bilan/",
        "édition": f"/bureau/edition/inspect/{day['pk']}/",
    }


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_screen_of_the_day_has_a_fault_of_accessibility(anne, day, theme):
    page = anne(theme=theme, bypass_csp=True)
    faults = {}
    for name, address in screens(day).items():
        # The office's dark colours are Wagtail's own.
        if theme == "dark" and address.startswith("/bureau/"):
            continue
        rules = [rule for rule in RULES if rule != "best-practice" or not address.startswith("/bureau/")]
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 844})
            answer = page.goto(address)
            page.wait_for_load_state("networkidle")
            page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
            page.evaluate(AXE.read_text())
            found = [*page.evaluate(LOOK, rules), *([] if answer.status == 200 else [f"answers {answer.status}"])]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append("the page is wider than the screen")
            if found:
                faults[f"{name} at {width}"] = found
    assert faults == {}


def test_without_a_script_people_come_in_and_the_board_reloads_itself(anne, day):
    page = anne(scripts=False)
    page.goto(f"/pro/rencontres/jour/{day['pk']}/entree/?q=agence+2")
    with page.expect_navigation():
        page.get_by_role("button", name="Faire entrer Agence 2").click()
    expect(page.get_by_text("Agence 2 est entré.")).to_be_visible()
    page.goto(f"/pro/rencontres/jour/{day['pk']}/")
    assert page.locator("meta[http-equiv=refresh]").count() == 1
