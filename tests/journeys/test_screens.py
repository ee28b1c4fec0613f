"""Every public screen, light and dark, on a phone and on a desk: no fault that a machine can see."""

import pytest

from .conftest import AXE

pytestmark = pytest.mark.journey

SCREENS = {
    "accueil": "/",
    "site d’une destination fille": "/riom/",
    "accueil en anglais": "/en/",
    "recherche": "/recherche/",
    "recherche filtrée": "/recherche/?type=Museum&ouvert=maintenant&q=musee",
    "recherche vide": "/recherche/?q=zzzzzz",
    "offre": "/offres/1/offre-1/",
    "événement": "/offres/6/offre-6/",
    "agenda": "/agenda/",
    "agenda de la semaine": "/agenda/?quand=semaine",
    "carnet": "/carnet/",
    "observatoire": "/observatoire/",
    "observatoire en anglais": "/en/observatoire/",
    "séries": "/observatoire/series/",
    "série": "/observatoire/series/1/",
    "indicateurs": "/observatoire/indicateurs/",
    "mentions": "/mentions-legales/",
    "accessibilité": "/accessibilite/",
    "connexion": "/compte/login/",
    "code": "/compte/login/code/",
    "introuvable": "/nulle-part/",
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """async (rules) => {
    const found = await axe.run(document, { runOnly: { type: "tag", values: rules } });
    return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(" | ")}`);
}"""


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_screen_has_a_fault_of_accessibility(visit, theme, width):
    page = visit(width=width, theme=theme, bypass_csp=True)
    faults = {}
    for name, address in SCREENS.items():
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.evaluate(AXE.read_text())
        found = page.evaluate(LOOK, RULES)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append("the page is wider than the screen")
        if found:
            faults[name] = found
    assert faults == {}


def test_no_page_fails_nor_asks_another_machine_for_anything(visit):
    page = visit()
    for address in SCREENS.values():
        page.goto(address)
        page.wait_for_load_state("networkidle")
    assert [fault for fault in page.faults if "404" not in fault] == []
