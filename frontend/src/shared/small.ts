// Small comforts that only exist with a script: they appear when it runs.
export function printButtons(): void {
  document.querySelectorAll<HTMLButtonElement>("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
}

export function copyOnFocus(): void {
  document.querySelectorAll<HTMLInputElement>("[data-copy]").forEach((input) => {
    input.addEventListener("focus", () => input.select());
  });
}
