// What the server answered, drawn on the wall: lit where the meeting fits, and beneath it every reason against.
/** For each row of the wall, the conflicts of each slot. */
export type Answer = Record<string, string[][]>;

/** Returns how many places fit, the one it comes from left out. */
export function paint(wall: HTMLElement, from: HTMLElement, answer: Answer, beneath: HTMLElement, title: string): number {
  const hours = [...wall.querySelector<HTMLTableElement>("table")!.tHead!.rows[0]!.cells].slice(1);
  const against = new Map<string, Set<string>>();
  const free = new Set<string>();
  wall.classList.add("plan-held");
  from.classList.add("plan-from");
  for (const place of wall.querySelectorAll<HTMLElement>("[data-place]")) {
    const [row, slot] = place.dataset.place!.split(":");
    const why = answer[row!]?.[Number(slot)];
    if (!why) continue;
    place.classList.add(why.length ? "plan-refused" : "plan-free");
    place.title = why.join("\n");
    if (!why.length && place !== from) free.add(answerKey(row!, slot!));
    const hour = hours[Number(slot)]!.textContent!.trim();
    if (why.length) against.set(hour, new Set([...(against.get(hour) ?? []), ...why]));
  }
  if (against.size) beneath.replaceChildren(heading(title), list(against));
  return free.size;
}

// The two rows of a meeting's people offer the same places; each table is a place of its own.
const answerKey = (row: string, slot: string): string => (row.startsWith("t") ? `${row}:${slot}` : slot);

export function wipe(wall: HTMLElement, beneath: HTMLElement): void {
  wall.classList.remove("plan-held");
  for (const place of wall.querySelectorAll<HTMLElement>("[data-place]")) {
    place.classList.remove("plan-free", "plan-refused", "plan-from", "plan-target");
    place.removeAttribute("title");
    place.removeAttribute("tabindex");
  }
  beneath.replaceChildren();
}

function heading(title: string): HTMLElement {
  const found = document.createElement("h3");
  found.className = "w-h4";
  found.textContent = title;
  return found;
}

function list(against: Map<string, Set<string>>): HTMLElement {
  const found = document.createElement("ul");
  for (const [hour, why] of against) {
    const line = document.createElement("li");
    const when = document.createElement("strong");
    when.textContent = hour;
    line.append(when, ` ${[...why].join(" ")}`);
    found.append(line);
  }
  return found;
}
