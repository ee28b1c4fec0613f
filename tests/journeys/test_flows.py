"""The office takes a delivery of flows, then anybody looks at who goes where."""

import numpy as np
import pytest

from belvedere.engines.flows.generate import Plan, generate

from .looks import LAW, faults_of_page

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.journey
DAYS = 28


def test_anne_takes_a_delivery_and_anybody_sees_who_goes_where(enter, visit):
    delivery = generate(11, Plan(("Clermont", "Riom"), np.datetime64("2024-07-01"), DAYS)).data
    office = enter("anne", bypass_csp=True)
    office.goto("/bureau/delivery/livrer/")
    office.locator("select[name=source]").select_option(label="Flux partagés")
    office.locator("input[name=file]").set_input_files(
        {"name": "flux.zip", "mimeType": "application/zip", "buffer": delivery}
    )
    office.get_by_role("button", name="Livrer").click()
    office.wait_for_url("**/delivery/inspect/**")
    expect(office.get_by_text("Nuitées touristiques, Riom", exact=True)).to_be_visible()
    office.goto("/bureau/flowzone/voir/")
    office.locator("select[name=zone]").select_option(label="Riom")
    office.get_by_role("button", name="Voir").click()
    expect(office.get_by_role("heading", name="D’où l’on vient vers Riom")).to_be_visible()
    assert faults_of_page(office, LAW, themes=("light",)) == {}

    page = visit(width=390, bypass_csp=True)
    page.goto("/observatoire/flux/")
    page.locator("bv-flows").scroll_into_view_if_needed()
    page.wait_for_selector("bv-flows[data-ready]")
    assert faults_of_page(page) == {}
    plain = visit(scripts=False)
    plain.goto("/observatoire/flux/")
    assert plain.locator(".heat rect").count() == DAYS
    expect(plain.get_by_role("table", name="Nuitées de touristes").first).to_be_visible()
    assert plain.get_by_label("Zone", exact=True).count() == 0
    assert office.faults == page.faults == []
