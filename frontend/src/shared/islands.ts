// An island is loaded when it comes near the screen, never before.
const islands = import.meta.glob("../islands/*/main.ts");

export function wakeIslands(root: ParentNode = document): void {
  const sight = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        sight.unobserve(entry.target);
        const name = (entry.target as HTMLElement).dataset.island;
        void islands[`../islands/${name}/main.ts`]?.();
      }
    },
    { rootMargin: "200px" },
  );
  root.querySelectorAll<HTMLElement>("[data-island]").forEach((element) => {
    const { open } = propsOf<{ open?: string }>(element);
    // On a phone, a map that covers the list waits to be asked for.
    if (open && window.matchMedia("(max-width: 61.99rem)").matches) askFirst(element, open, sight);
    else sight.observe(element);
  });
}

function askFirst(element: HTMLElement, words: string, sight: IntersectionObserver): void {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button map-open";
  button.textContent = words;
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => {
    const shown = element.classList.toggle("map-shown");
    button.setAttribute("aria-expanded", String(shown));
    sight.observe(element);
    if (shown) element.scrollIntoView({ block: "start" });
  });
  element.before(button);
}

export function propsOf<Props>(element: HTMLElement): Props {
  return JSON.parse(element.dataset.props ?? "{}") as Props;
}
