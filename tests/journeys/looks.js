// What a window that is looked at brings along: « looked » says what a machine finds on its page as it stands.
{
    // What names, links or describes: neighbours of one shape differ in this and in their text.
    const own = "id|for|href|src|srcset|name|value|alt|title|datetime|action|data-[\\w-]+"
        + "|aria-(?:label|labelledby|describedby|controls|owns)";
    const said = new RegExp(` (${own})="[^"]+"`, "g");
    const shape = (one) => one.outerHTML.replace(/>[^<]*[^<\s][^<]*</g, ">x<").replace(said, " $1");

    // Leaves two of the neighbours that have one shape: same tags, attributes and places of text. What a machine finds
    // in a third is what it found in the first two, at the same cost again.
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

    // Colours that glide from one theme to the other have arrived.
    const settle = () => new Promise((settled) => requestAnimationFrame(() => requestAnimationFrame(() => {
        const ending = (one) => one.effect?.getComputedTiming().endTime < Infinity;
        document.getAnimations().filter(ending).forEach((one) => one.finish());
        requestAnimationFrame(settled);
    })));

    // By « rule » or « tag » of axe, without what « but » selects. Thinned, the page is not made whole again.
    globalThis.looked = async ({ type, values, width, but, thinning }) => {
        await settle();
        const wide = () => document.documentElement.scrollWidth > width;
        const before = wide();
        if (thinning) {
            if (but) document.querySelectorAll(but).forEach((one) => one.remove());
            thin(document.body);
        }
        globalThis.axe ?? bringAxe();
        const asked = { runOnly: { type, values }, resultTypes: ["violations"] };
        const { violations } = await axe.run(document, asked);
        const found = violations.map(({ id, nodes }) => {
            const places = nodes.map(({ target }) => target.join(" "));
            return `${id}: ${places.slice(0, 3).join(" | ")}`;
        });
        if (before || wide()) found.push("the page is wider than the screen");
        return found;
    };
}
