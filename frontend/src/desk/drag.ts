// A step is dragged to its place: the same request as the arrows, once it is dropped.
export function dragSteps(): void {
  const form = document.querySelector<HTMLFormElement>("[data-drag]");
  const verb = form?.querySelector<HTMLInputElement>("[name=verb]");
  if (!form || !verb || !matchMedia("(hover: hover)").matches) return;
  let held: HTMLElement | undefined;
  for (const step of document.querySelectorAll<HTMLElement>("[data-day] > [data-offer]")) {
    step.draggable = true;
    step.addEventListener("dragstart", () => {
      held = step;
      step.classList.add("step-dragged");
    });
    step.addEventListener("dragend", () => step.classList.remove("step-dragged"));
    step.addEventListener("dragover", (event) => event.preventDefault());
    step.addEventListener("drop", (event) => {
      event.preventDefault();
      const list = step.parentElement!;
      if (!held || held === step) return;
      const others = [...list.children].filter((one) => one !== held);
      verb.value = `place:${held.dataset.offer}:${list.dataset.day}:${others.indexOf(step)}`;
      form.submit();
    });
  }
}
