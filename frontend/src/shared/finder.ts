// Search without reloading: the same page is asked for, and its results put in place. The map listens to
// « finder:results » and says « finder:moved » when it has been moved by hand.
let asked: AbortController | undefined;

export function startFinder(): void {
  const form = document.querySelector<HTMLFormElement>("#filtres");
  const results = document.querySelector<HTMLElement>("#resultats");
  if (!form || !results) return;

  const filters = form.querySelector<HTMLDetailsElement>("[data-filters]");
  if (filters && window.matchMedia("(min-width: 75rem)").matches) filters.open = true;

  form.addEventListener("change", (event) => {
    if (!(event.target as HTMLElement).matches("[name=q]")) void go(addressOf(form));
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void go(addressOf(form));
  });
  results.addEventListener("click", (event) => {
    const link = (event.target as HTMLElement).closest<HTMLAnchorElement>(".chips a, .sort a, .pages a, .empty a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void go(new URL(link.href), link.closest(".pages") !== null);
  });
  document.addEventListener("finder:moved", (event) => {
    const box = (event as CustomEvent<string>).detail;
    const address = new URL(location.href);
    address.searchParams.set("cadre", box);
    address.searchParams.delete("pres");
    address.searchParams.delete("page");
    void go(address);
  });
  window.addEventListener("popstate", () => void show(new URL(location.href), false));
}

function addressOf(form: HTMLFormElement): URL {
  const address = new URL(form.action);
  for (const [name, value] of new FormData(form)) if (value !== "") address.searchParams.append(name, String(value));
  return address;
}

async function go(address: URL, top = false): Promise<void> {
  if (await show(address, top)) history.pushState({}, "", address);
}

/** Puts the results of this address in place; leaves for it when that cannot be done. */
async function show(address: URL, top: boolean): Promise<boolean> {
  const results = document.querySelector<HTMLElement>("#resultats");
  asked?.abort();
  asked = new AbortController();
  results?.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: asked.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    // The page's own colours are already here, and their nonce is another page's: the browser would complain.
    const text = (await answer.text()).replace(/<style[^>]*>[^<]*<\/style>/g, "");
    const page = new DOMParser().parseFromString(text, "text/html");
    replace(page, ".results-head");
    replace(page, "[data-list]");
    swapOptional(page, ".chips");
    swapOptional(page, ".suggestion");
    refreshForm(page);
    document.title = page.title;
    document.dispatchEvent(
      new CustomEvent("finder:results", { detail: page.querySelector<HTMLElement>("#resultats [data-island]")?.dataset.props }),
    );
    if (top) results?.scrollIntoView({ block: "start" });
    return true;
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "AbortError")) location.assign(address);
    return false;
  } finally {
    results?.removeAttribute("aria-busy");
  }
}

function replace(page: Document, selector: string): void {
  const [old, fresh] = [document.querySelector(selector), page.querySelector(selector)];
  if (old && fresh) old.replaceWith(fresh);
}

function swapOptional(page: Document, selector: string): void {
  document.querySelector(`#resultats > ${selector}`)?.remove();
  const fresh = page.querySelector(`#resultats > ${selector}`);
  if (fresh) document.querySelector(".results-head")?.after(fresh);
}

/** Counts follow the results; the focus stays on the box that was just ticked. */
function refreshForm(page: Document): void {
  const held = document.activeElement;
  const [name, value] = held instanceof HTMLInputElement ? [held.name, held.value] : ["", ""];
  const body = document.querySelector(".filters-body");
  const fresh = page.querySelector(".filters-body");
  if (!body || !fresh) return;
  const inside = held !== null && body.contains(held);
  const open = [...body.querySelectorAll<HTMLElement>("[data-facet]")].filter((f) => f.querySelector("details[open]"));
  for (const facet of open) {
    fresh.querySelector(`[data-facet="${facet.dataset.facet}"] details`)?.setAttribute("open", "");
  }
  body.replaceWith(fresh);
  for (const kind of ["pres", "cadre"]) replace(page, `#filtres > input[name="${kind}"]`);
  if (inside) fresh.querySelector<HTMLElement>(`[name="${name}"][value="${CSS.escape(value)}"]`)?.focus();
}
