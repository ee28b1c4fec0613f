// Suggestions while typing, in the browser's own list.
export function suggestions(): void {
  document.querySelectorAll<HTMLInputElement>("[data-suggest]").forEach((input) => {
    const list = input.list;
    let waiting = 0;
    let asked: AbortController | undefined;
    input.addEventListener("input", () => {
      window.clearTimeout(waiting);
      asked?.abort();
      const text = input.value.trim();
      if (!list || text.length < 2) return;
      waiting = window.setTimeout(async () => {
        asked = new AbortController();
        try {
          const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(text)}`, { signal: asked.signal });
          const { suggestions } = (await answer.json()) as { suggestions: { label: string }[] };
          list.replaceChildren(...suggestions.map(({ label }) => new Option(label, label)));
        } catch {
          // Typing went on, or the network is gone: the form still works.
        }
      }, 140);
    });
  });
}
