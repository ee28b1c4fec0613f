"""The office's and the professionals' screens: no fault that a machine can see, on a phone and on a desk."""

import pytest

from tests.factories.people import PASSWORD

from .conftest import AXE
from .test_screens import LOOK

pytestmark = pytest.mark.journey

OFFICE = (
    "/bureau/", "/bureau/offer/", "/bureau/offer/inspect/1/", "/bureau/offer/carte/", "/bureau/offer/new/",
    "/bureau/importrun/", "/bureau/duplicatepair/", "/bureau/media/", "/bureau/completeness/",
    "/bureau/correctionrequest/", "/bureau/brand/edit/1/", "/bureau/destination/edit/1/", "/bureau/territory/",
    "/bureau/organisation/", "/bureau/users/", "/bureau/role/new/", "/bureau/edition/", "/bureau/edition/new/",
    "/bureau/series/", "/bureau/series/inspect/1/", "/bureau/series/edit/1/", "/bureau/delivery/",
    "/bureau/delivery/inspect/1/", "/bureau/delivery/livrer/", "/bureau/datasource/", "/bureau/datasource/new/",
    "/bureau/mapping/",
)  # fmt: skip
PRO = (
    "/pro/", "/pro/offres/", "/pro/offres/1/", "/pro/profil/", "/pro/securite/", "/pro/structures/1/",
    "/pro/rencontres/", "/compte/2fa/", "/compte/password/change/",
)  # fmt: skip
#: What the law asks; advice on structure is left to Wagtail for its own frame.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.mark.parametrize(("who", "screens"), [("anne", OFFICE), ("paul", PRO)])
def test_no_screen_of_work_has_a_fault_of_accessibility(visit, who, screens):
    page = visit(bypass_csp=True)
    page.goto("/compte/login/")
    page.locator("input[name=login]").fill(f"{who}@exemple.fr")
    page.locator("input[name=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Se connecter").first.click()
    faults = {}
    for address in screens:
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 844})
            answer = page.goto(address)
            page.wait_for_load_state("networkidle")
            page.evaluate(AXE.read_text())
            found = [*page.evaluate(LOOK, RULES), *([] if answer.status == 200 else [f"answers {answer.status}"])]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append("the page is wider than the screen")
            if found:
                faults[f"{address} at {width}"] = found
    assert faults == {}
    assert [fault for fault in page.faults if "404" not in fault] == []
