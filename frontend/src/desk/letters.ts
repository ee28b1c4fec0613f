// A letter picks a choice, only while the focus is in its group (WCAG 2.1.4): « f » then « g », and it is recorded.
export function letters(): void {
  const groups = [...document.querySelectorAll<HTMLElement>("[data-keys]")];
  for (const [rank, group] of groups.entries()) {
    group.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const choice = group.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
      if (!choice) return;
      event.preventDefault();
      choice.click();
      groups[rank + 1]?.querySelector<HTMLElement>("button, input:checked, input")?.focus();
    });
  }
  // The counsellor's hands are on the keyboard as soon as the page is there.
  if (matchMedia("(hover: hover)").matches) groups[0]?.querySelector<HTMLElement>("input:checked, input")?.focus();
}
