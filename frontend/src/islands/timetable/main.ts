// The wall of a plan, moved by hand: taking a meeting asks the server where it may go, every place answers at once with
// its reasons, and dropping it presses the page's own button. No rule is known here.
import { propsOf } from "../../shared/islands";
import { type Answer, paint, wipe } from "./paint";
import { send } from "./send";

interface Props {
  places: string;
  words: Record<"how" | "reading" | "held" | "none" | "free" | "refused" | "back" | "lost" | "elsewhere", string>;
}
interface Held {
  link: HTMLElement;
  from: HTMLElement;
  answer: Answer;
  target?: HTMLElement;
}

/** Pixels: from which a press is a drag, of an edge that rolls the wall, and of one turn of it. */
const FAR = 6;
const EDGE = 48;
const STEP = 14;
const STEPS: Record<string, [number, number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

class Timetable extends HTMLElement {
  private props!: Props;
  private held?: Held;
  private status = document.createElement("p");
  private reasons = document.createElement("div");
  private start?: { x: number; y: number; link: HTMLElement; dragged: boolean };
  private roll = 0;

  connectedCallback(): void {
    if (this.props) return;
    this.props = propsOf<Props>(this);
    this.status.className = "plan-told";
    this.status.setAttribute("role", "status");
    this.reasons.className = "plan-reasons";
    this.prepend(this.status);
    this.append(this.reasons);
    this.say(this.props.words.how);
    this.arm();
    this.addEventListener("pointerdown", (event) => this.press(event));
    this.addEventListener("click", (event) => this.tap(event));
    this.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("pointermove", (event) => this.drag(event));
    document.addEventListener("pointerup", (event) => void this.release(event));
    this.dataset.ready = "true";
  }

  /** One stop of the Tab key for the whole wall: arrows go from meeting to meeting. */
  private arm(focused?: string): void {
    const links = [...this.querySelectorAll<HTMLElement>("[data-meeting]")];
    const first = links.find((link) => link.dataset.meeting === focused) ?? links[0];
    for (const link of links) {
      link.setAttribute("role", "button");
      link.draggable = false;
      link.tabIndex = link === first ? 0 : -1;
    }
    if (focused) first?.focus();
  }

  private say(text: string): void {
    this.status.textContent = text;
  }

  private async take(link: HTMLElement): Promise<void> {
    this.putBack();
    const { words, places } = this.props;
    const from = link.closest<HTMLElement>("[data-place]")!;
    const held: Held = { link, from, answer: {} };
    this.held = held;
    link.setAttribute("aria-pressed", "true");
    this.say(words.reading);
    const asked = new URLSearchParams(location.search);
    asked.set("meeting", link.dataset.meeting!);
    try {
      const answer = await fetch(`${places}?${asked}`, { signal: AbortSignal.timeout(15000) });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const { rows } = (await answer.json()) as { rows: Record<string, string[][]> };
      if (this.held !== held) return;
      held.answer = rows;
      const free = paint(this, held.from, rows, this.reasons, words.elsewhere);
      this.say((free ? words.held : words.none).replace("{name}", link.textContent!.trim()).replace("{free}", String(free)));
      if (held.target) this.aim(held.target);
    } catch {
      if (this.held !== held) return;
      this.putBack();
      this.say(words.lost);
    }
  }

  private putBack(): void {
    if (!this.held) return;
    const { link } = this.held;
    this.held = undefined;
    link.removeAttribute("aria-pressed");
    wipe(this, this.reasons);
    this.say(this.props.words.back);
  }

  private why(place: HTMLElement): string[] | undefined {
    const [row, slot] = place.dataset.place!.split(":");
    return this.held?.answer[row!]?.[Number(slot)];
  }

  private aim(place: HTMLElement | undefined): void {
    if (!this.held) return;
    this.held.target?.classList.remove("plan-target");
    this.held.target = place;
    if (!place) return;
    place.classList.add("plan-target");
    const why = this.why(place);
    if (!why) return;
    const { words } = this.props;
    const name = this.nameOf(place);
    this.say((why.length ? words.refused : words.free).replace("{place}", name).replace("{why}", why.join(" ")));
  }

  private nameOf(place: HTMLElement): string {
    const column = place.closest("tr")!.cells;
    const at = [...column].indexOf(place as HTMLTableCellElement);
    return `${this.querySelector<HTMLTableElement>("table")!.tHead!.rows[0]!.cells[at]!.textContent}`.trim();
  }

  /** Says the reasons again where the place is refused, else presses the page's own button. */
  private async drop(place: HTMLElement | undefined): Promise<boolean> {
    const held = this.held;
    const why = place && this.why(place);
    if (!held || !place || !why) return false;
    if (why.length) {
      this.aim(place);
      return false;
    }
    const meeting = held.link.dataset.meeting!;
    const [row, slot] = place.dataset.place!.split(":") as [string, string];
    this.putBack();
    if (place === held.from) return true;
    const told = await send(this, meeting, slot, row.startsWith("t") ? row.slice(1) : "");
    this.arm(meeting);
    this.say(told ?? this.props.words.lost);
    return true;
  }

  private press(event: PointerEvent): void {
    const link = (event.target as HTMLElement).closest<HTMLElement>("[data-meeting]");
    // A finger scrolls the wall: it takes by a tap, and drops by another.
    if (link && event.button === 0 && event.pointerType !== "touch") {
      this.start = { x: event.clientX, y: event.clientY, link, dragged: false };
    }
  }

  private drag(event: PointerEvent): void {
    const start = this.start;
    if (!start) return;
    if (!start.dragged && Math.hypot(event.clientX - start.x, event.clientY - start.y) > FAR) {
      start.dragged = true;
      this.classList.add("plan-dragging");
      void this.take(start.link);
      this.roll = window.setInterval(() => this.rollBy(start.x), 30);
    }
    if (!start.dragged) return;
    event.preventDefault();
    start.x = event.clientX;
    this.aim(this.under(event));
  }

  /** The day is wider than the screen: near an edge of the wall, it rolls by. */
  private rollBy(x: number): void {
    const frame = this.querySelector("[data-wall]")!;
    const { left, right } = frame.getBoundingClientRect();
    frame.scrollLeft += x > right - EDGE ? STEP : x < left + EDGE ? -STEP : 0;
  }

  private under(event: PointerEvent): HTMLElement | undefined {
    const place = document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>("[data-place]");
    return place && this.contains(place) ? place : undefined;
  }

  private async release(event: PointerEvent): Promise<void> {
    const start = this.start;
    this.start = undefined;
    this.classList.remove("plan-dragging");
    window.clearInterval(this.roll);
    if (!start?.dragged) return;
    // The click that follows a drag is not a press.
    this.addEventListener("click", swallow, { capture: true, once: true });
    window.setTimeout(() => this.removeEventListener("click", swallow, { capture: true }), 0);
    const place = this.under(event);
    // Dropped before the answer, or on a refused place: it stays in hand, with the reasons shown.
    if (place && this.held) await this.drop(place);
    else this.putBack();
  }

  private tap(event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = event.target as HTMLElement;
    const link = target.closest<HTMLElement>("[data-meeting]");
    const place = target.closest<HTMLElement>("[data-place]");
    if (link) event.preventDefault();
    if (this.held && place && (this.held.link !== link || event.detail === 0)) void this.drop(place);
    else if (this.held) this.putBack();
    else if (link) void this.take(link);
  }

  private key(event: KeyboardEvent): void {
    const focused = document.activeElement as HTMLElement;
    const place = focused.closest<HTMLElement>("[data-place]");
    if (!place || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape" && this.held) {
      const { link } = this.held;
      this.putBack();
      link.focus();
    } else if (event.key === "Enter" || event.key === " ") {
      if (this.held) void this.drop(this.held.target ?? place);
      else if (focused.dataset.meeting) void this.take(focused);
    } else if (STEPS[event.key]) {
      this.step(place, STEPS[event.key]!);
    } else return;
    event.preventDefault();
  }

  /** In hand, from place to place among those that answered; else to the next cell that holds a meeting. */
  private step(place: HTMLElement, [down, right]: [number, number]): void {
    const rows = [...this.querySelectorAll<HTMLTableRowElement>("tbody tr")];
    let row = rows.indexOf(place.closest("tr")!);
    let column = [...rows[row]!.cells].indexOf(place as HTMLTableCellElement);
    for (;;) {
      row += down;
      column += right;
      const cell = rows[row]?.cells[column];
      if (!cell?.dataset.place) return;
      const link = cell.querySelector<HTMLElement>("[data-meeting]");
      if (this.held ? this.why(cell) : link) {
        const next = this.held ? cell : link!;
        next.tabIndex = this.held ? -1 : 0;
        if (!this.held) (document.activeElement as HTMLElement).tabIndex = -1;
        next.focus();
        return this.held ? this.aim(cell) : undefined;
      }
    }
  }
}

const swallow = (event: Event): void => {
  event.stopImmediatePropagation();
  event.preventDefault();
};

customElements.define("bv-timetable", Timetable);
