// The heart of a card: same request as its form, without leaving the page.
export function keepButtons(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.keep === undefined) return;
    event.preventDefault();
    void toggle(form);
  });
}

async function toggle(form: HTMLFormElement): Promise<void> {
  const button = form.querySelector("button");
  if (!button || button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const kept = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(kept));
    form.action = (kept ? form.dataset.drop : form.dataset.keep) ?? form.action;
  } catch {
    form.submit();
  } finally {
    button.removeAttribute("aria-busy");
  }
}
