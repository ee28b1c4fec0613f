// A step is dragged to its place: the same request as the buttons, once it is dropped on a step or under the last one.
export function dragSteps(): void {
  const form = document.querySelector<HTMLFormElement>("[data-drag]");
  const verb = form?.querySelector<HTMLInputElement>("[name=verb]");
  if (!form || !verb || !matchMedia("(hover: hover)").matches) return;
  let held: HTMLElement | undefined;

  const drop = (list: HTMLElement, before: HTMLElement | undefined) => {
    if (!held || held === before) return;
    const { offer } = held.dataset;
    const { day } = list.dataset;
    const others = [...list.children].filter((one) => one !== held);
    const rank = before ? others.indexOf(before) : others.length;
    verb.value = held.parentElement === list ? `place:${offer}:${day}:${rank}` : `day:${offer}:${day}`;
    form.submit();
  };
  for (const list of document.querySelectorAll<HTMLElement>("[data-day]")) {
    const day = list.closest<HTMLElement>("section") ?? list;
    day.addEventListener("dragover", (event) => event.preventDefault());
    day.addEventListener("drop", (event) => {
      event.preventDefault();
      drop(list, (event.target as HTMLElement).closest<HTMLElement>("[data-day] > [data-offer]") ?? undefined);
    });
  }
  for (const step of document.querySelectorAll<HTMLElement>("[data-day] > [data-offer]")) {
    step.draggable = true;
    step.addEventListener("dragstart", () => {
      held = step;
      step.classList.add("step-dragged");
    });
    step.addEventListener("dragend", () => step.classList.remove("step-dragged"));
  }
}
