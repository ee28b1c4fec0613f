"""The day of meetings, as the people at the door and at the desk live it."""

import json
import re
import sqlite3

import pytest

from .looks import faults_of_screens
from .seed_day import DAY

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.journey


@pytest.fixture(scope="session")
def day(house, home):
    """Numbers and tokens of a day that is under way."""
    return json.loads((home / DAY).read_text()) | {"base": home / "belvedere.sqlite3"}


@pytest.fixture
def anne(enter):
    """Opens a window where anne has signed in."""
    return lambda **options: enter("anne", **options)


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


def test_ten_people_come_in_while_the_network_is_gone(anne, visit, day):
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
    for name in ("Gîte 00", "Gîte 08"):
        assert shown_on_the_wall(visit, day, name) <= {"in"}


def shown_on_the_wall(visit, day, name):
    """The states under which the hall's screen shows somebody: in, awaited, late, absent, or expected at the foot."""
    page = visit(width=1280)
    page.goto(f"/pro/rencontres/ecran/{day['screen']}/")
    page.wait_for_selector("bv-board[data-ready]")
    seats = page.locator(".board-seat").filter(has_text=name).evaluate_all("all => all.map((one) => one.className)")
    states = {word.removeprefix("board-") for seat in seats for word in seat.split()} - {"seat", "host"}
    return states | ({"expected"} if name in page.locator(".screen-foot").inner_text() else set())


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
    # Nobody is made to wait for whoever will not come.
    assert shown_on_the_wall(visit, day, "Gîte 11") <= {"absent"}
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
    return (
        f"/pro/rencontres/jour/{day['pk']}/?q=gîte",
        f"/pro/rencontres/jour/{day['pk']}/entree/",
        f"/pro/rencontres/jour/{day['pk']}/accueil/?qui={gite}&q=gîte",
        f"/pro/rencontres/ecran/{day['screen']}/",
        f"/pro/rencontres/acces/{agency}/apres/",
        f"/pro/rencontres/acces/{agency}/echanges/",
        f"/pro/rencontres/acces/{agency}/agenda/",
        f"/bureau/edition/{day['pk']}/bilan/",
        f"/bureau/edition/inspect/{day['pk']}/",
    )


def test_no_screen_of_the_day_has_a_fault_of_accessibility(anne, day):
    page = anne(bypass_csp=True)
    unfold = "document.querySelectorAll('details').forEach((one) => (one.open = true))"
    assert faults_of_screens(page, screens(day), prepare=unfold) == {}


def test_without_a_script_people_come_in_and_the_board_reloads_itself(anne, day):
    page = anne(scripts=False)
    page.goto(f"/pro/rencontres/jour/{day['pk']}/entree/?q=agence+2")
    with page.expect_navigation():
        page.get_by_role("button", name="Faire entrer Agence 2").click()
    expect(page.get_by_text("Agence 2 est entré.")).to_be_visible()
    page.goto(f"/pro/rencontres/jour/{day['pk']}/")
    assert page.locator("meta[http-equiv=refresh]").count() == 1
