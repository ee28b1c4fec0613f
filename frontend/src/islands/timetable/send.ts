// The press of the page's own « Déplacer » button, and the fresh page put in place of what it changed.
const CHANGED = ["[data-wall]", "#personne"];

/** What the office answered, in its own words; nothing when it could not be reached. */
export async function send(wall: HTMLElement, meeting: string, slot: string, table: string): Promise<string | undefined> {
  const form = new FormData(wall.querySelector("form")!);
  form.set("verb", `move:${meeting}`);
  form.set(`slot_${meeting}`, slot);
  form.set(`table_${meeting}`, table);
  try {
    const answer = await fetch(location.href, { method: "POST", body: form, signal: AbortSignal.timeout(30000) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok || !page.querySelector("[data-wall]")) return undefined;
    const scrolled = wall.querySelector("[data-wall]")!.scrollLeft;
    for (const part of CHANGED) {
      const fresh = page.querySelector(part);
      if (fresh) document.querySelector(part)?.replaceWith(fresh);
    }
    wall.querySelector("[data-wall]")!.scrollLeft = scrolled;
    const told = [...page.querySelectorAll(".messages li")].map((one) => one.textContent!.replace(/\s+/g, " ").trim());
    return told.join(" ");
  } catch {
    return undefined;
  }
}
