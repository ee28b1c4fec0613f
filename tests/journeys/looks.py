"""What a machine sees of a screen: its faults of accessibility by day and by night, on a desk and on a phone."""

from functools import cache
from pathlib import Path

AXE = Path(__file__).resolve().parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
THEMES = ("light", "dark")
WIDTHS = (1280, 390)
#: What the law asks; advice on structure is left to Wagtail for its own frame, and its dark colours too.
LAW = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = [*LAW, "best-practice"]
#: Rules that a theme can break by itself.
COLOURS = ["color-contrast", "link-in-text-block"]
OFFICE = "/bureau/"
#: What Wagtail draws around each screen: its menu and its pictograms.
FRAME = "#wagtail-sidebar, [data-sprite]"


@cache
def brought():
    """Script of a window that is looked at: ``looked``, and axe, which waits unread for the first look at a page."""
    return f"{Path(__file__).with_suffix('.js').read_text()}\nglobalThis.bringAxe = () => {{{AXE.read_text()}\n}};"


def faults_of_page(page, rules=RULES, widths=WIDTHS, themes=THEMES, *, thin=False, but=""):
    """Of the page as it stands, by width and theme. A theme changes nothing that a machine sees but the colours: the
    first one is looked at whole, the others for their colours. What axe finds, node by node, is what it would find on
    a page loaded anew; that holds of a width where no script looks at it while the page loads. ``thin`` leaves two
    of the neighbours of one shape and takes away what ``but`` selects, for a page that is left at once.
    """
    faults = {}
    page.wait_for_load_state("networkidle")
    if not page.evaluate("'looked' in globalThis"):
        page.evaluate(brought())
        page.add_init_script(brought())
    for width in widths:
        page.set_viewport_size({"width": width, "height": 844})
        for theme in themes:
            page.emulate_media(color_scheme=theme)
            first = theme == themes[0]
            kind, values = ("tag", rules) if first else ("rule", COLOURS)
            thinning = thin and first and width == widths[0]
            asked = {"type": kind, "values": values, "width": width, "but": but, "thinning": thinning}
            found = page.evaluate("(asked) => looked(asked)", asked)
            if found:
                faults[f"{page.url} {theme} {width}"] = found
    page.emulate_media(color_scheme=THEMES[0])
    return faults


def faults_of_screens(page, addresses, rules=RULES, themes=THEMES, missing=(), prepare=""):
    """Of each address, loaded once a width, the office's once in all; ``prepare`` is a script that each page plays
    first, ``missing`` are the addresses that must answer 404. The frame of the office is looked at on its first screen.
    """
    faults, framed = {}, False
    for address in addresses:
        office = address.startswith(OFFICE)
        for widths in (WIDTHS,) if office else ((width,) for width in WIDTHS):
            page.set_viewport_size({"width": widths[0], "height": 844})
            answer = page.goto(address)
            if answer.status != (404 if address in missing else 200):
                faults[address] = [f"answers {answer.status}"]
            page.wait_for_load_state("networkidle")
            if prepare:
                page.evaluate(prepare)
            seen = THEMES[:1] if office else themes
            but = FRAME if office and framed else ""
            framed = framed or office
            faults |= faults_of_page(page, LAW if office else rules, widths, seen, thin=True, but=but)
    return faults
