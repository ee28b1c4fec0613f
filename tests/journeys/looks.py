"""What a machine sees of a screen: its faults of accessibility by day and by night, on a desk and on a phone."""

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
#: Leaves two of the neighbours that have one shape: same tags, attributes and places of text, but for the text and what
#: names, links or describes. What a machine finds in a third is what it found in the first two, at the same cost again.
THIN = """() => {
    const own = "id|for|href|src|srcset|name|value|alt|title|datetime|action|data-[\\w-]+"
        + "|aria-(?:label|labelledby|describedby|controls|owns)";
    const said = new RegExp(` (${own})="[^"]+"`, "g");
    const shape = (one) => one.outerHTML.replace(/>[^<]*[^<\\s][^<]*</g, ">x<").replace(said, " $1");
    const thin = (parent) => {
        const met = new Map();
        for (const one of parent.querySelectorAll(":scope > *")) {
            const shaped = shape(one);
            const rank = (met.get(shaped) ?? 0) + 1;
            met.set(shaped, rank);
            if (rank > 2 && one.childElementCount) one.remove();
            else thin(one);
        }
    };
    thin(document.body);
}"""
#: Colours that glide from one theme to the other have arrived.
SETTLE = """() => new Promise((settled) => requestAnimationFrame(() => requestAnimationFrame(() => {
    const ending = (one) => one.effect?.getComputedTiming().endTime < Infinity;
    document.getAnimations().filter(ending).forEach((one) => one.finish());
    requestAnimationFrame(settled);
})))"""
LOOK = """async ([type, values]) => {
    const asked = { runOnly: { type, values }, resultTypes: ["violations"] };
    const found = await axe.run(document, asked);
    return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(" | ")}`);
}"""


def faults_of_page(page, rules=RULES, widths=WIDTHS, themes=THEMES):
    """Of the page as it stands, by width and theme. A theme changes nothing that a machine sees but the colours: the
    first one is looked at whole, the others for their colours. What axe finds, node by node, is what it would find on
    a page loaded anew; that holds of a width where no script looks at it while the page loads.
    """
    faults = {}
    page.wait_for_load_state("networkidle")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    for width in widths:
        page.set_viewport_size({"width": width, "height": 844})
        for rank, theme in enumerate(themes):
            page.emulate_media(color_scheme=theme)
            page.evaluate(SETTLE)
            found = page.evaluate(LOOK, ["rule", COLOURS] if rank else ["tag", rules])
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append("the page is wider than the screen")
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
            page.evaluate(THIN)
            if office and framed:
                page.evaluate(f"document.querySelectorAll('{FRAME}').forEach((one) => one.remove())")
            framed = framed or office
            faults |= faults_of_page(page, LAW if office else rules, widths, THEMES[:1] if office else themes)
    return faults
