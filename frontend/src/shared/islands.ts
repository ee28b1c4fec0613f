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
  root.querySelectorAll<HTMLElement>("[data-island]").forEach((element) => sight.observe(element));
}

export function propsOf<Props>(element: HTMLElement): Props {
  return JSON.parse(element.dataset.props ?? "{}") as Props;
}
