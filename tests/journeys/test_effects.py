"""The office declares a festival, reads what it changed, tells everybody; and knows what next year's could show."""

import pytest

from .looks import LAW, faults_of_page

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.journey


def test_anne_declares_a_festival_and_a_visitor_reads_its_effect(enter, visit):
    office = enter("anne", bypass_csp=True)
    office.goto("/bureau/event/new/")
    office.locator("select[name=destination]").select_option(label="Volcans")
    office.locator("input[name=name]").fill("Fête du lac")
    office.locator("select[name=series]").select_option(label="Visites, Lac")
    office.locator("select[name=neighbours]").select_option(label="Visites, Bourg")
    office.locator("input[name=is_public]").check()
    office.locator("input[name=start]").fill("2024-07-12")
    office.locator("input[name=end]").fill("2024-07-14")
    office.locator("main form button[type=submit]").first.click()
    office.wait_for_url("**/bureau/event/")
    office.get_by_role("link", name="Fête du lac").first.click()
    expect(office.get_by_role("heading", name="L’édition du 12 juillet 2024")).to_be_visible()
    for year in ("2023", "2025"):
        office.get_by_label("premier jour").fill(f"{year}-07-12")
        office.get_by_label("dernier jour").fill(f"{year}-07-14")
        office.get_by_role("button", name="Déclarer").click()
        expect(office.get_by_text("L’édition est déclarée")).to_be_visible()
    expect(office.get_by_text("resterait le plus souvent invisible")).to_be_visible()
    expect(office.get_by_role("heading", name="Toutes les éditions ensemble")).to_be_visible()
    assert faults_of_page(office, LAW, themes=("light",)) == {}

    page = visit(width=390, bypass_csp=True)
    page.goto("/observatoire/effets/")
    assert faults_of_page(page) == {}
    page.get_by_role("link", name="Fête du lac").click()
    expect(page.get_by_text("de fréquentation, entre +")).to_be_visible()
    page.locator("bv-chart").first.scroll_into_view_if_needed()
    page.wait_for_selector("bv-chart[data-ready]")
    assert faults_of_page(page) == {}
    plain = visit(scripts=False)
    plain.goto(page.url)
    assert plain.get_by_role("region", name="Jour par jour").locator("tbody tr").count() == 3
    assert plain.get_by_role("cell", name="effet mesuré").count() == 2
    assert office.faults == page.faults == []
