// The board by itself: looks at the server every few seconds, counts down in between, rings when the phase changes.
// Whatever rings is also written across the page, for those who do not hear.
import { propsOf } from "../../shared/islands";
import { Bell } from "./bell";

interface Props {
  every: number;
  speed?: number;
  words: Record<"start" | "last" | "change" | "over" | "ring" | "silence", string>;
}
type Call = "start" | "last" | "change" | "over";

const CALLS: Record<string, Call> = { meeting: "start", change: "change", over: "over" };
const SHOWN = 15000;
/** Seconds left from which the board counts them. */
const COUNTED = 2 * 3600;

class Board extends HTMLElement {
  private props!: Props;
  private bell = new Bell();
  private seen = performance.now();
  private phase = "";
  private warned = false;
  private banner = { text: "", until: 0 };

  connectedCallback(): void {
    if (this.props) return;
    this.props = propsOf<Props>(this);
    this.phase = this.key();
    this.append(this.button());
    this.tick();
    window.setInterval(() => this.tick(), 500);
    window.setInterval(() => void this.look(), this.props.every * 1000);
    document.addEventListener("visibilitychange", () => void this.look());
    this.dataset.ready = "true";
  }

  private get head(): HTMLElement {
    return this.querySelector<HTMLElement>("[data-phase]")!;
  }

  private key = (): string => `${this.head.dataset.kind} ${this.head.dataset.slot}`;

  private button(): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet board-bell";
    const say = (): void => void (button.textContent = this.props.words[this.bell.on ? "silence" : "ring"]);
    button.addEventListener("click", () => {
      this.bell.toggle();
      say();
    });
    say();
    return button;
  }

  /** The server's clock, moved on by ours. */
  private now(): number {
    return Date.parse(this.head.dataset.now!) + (performance.now() - this.seen) * (this.props.speed ?? 1);
  }

  private tick(): void {
    const until = this.head.dataset.until;
    const now = this.now();
    const clock = this.querySelector("[data-clock]");
    const hour = new Date(now).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    if (clock && clock.textContent !== hour) clock.textContent = hour;
    if (until) {
      const left = Math.max(0, Math.round((Date.parse(until) - now) / 1000));
      const target = this.querySelector("[data-countdown]");
      // Further off than that, the server's words ("3 jours") say more than minutes.
      if (target && left < COUNTED) target.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      const last = this.head.dataset.kind === "meeting" && left <= 60;
      this.head.classList.toggle("board-last", last);
      if (last && left > 0 && !this.warned) this.call("last");
      this.warned = last;
      if (left === 0 && performance.now() - this.seen > 1000) void this.look();
    }
    const banner = this.querySelector<HTMLElement>("[data-banner]");
    const text = performance.now() < this.banner.until ? this.banner.text : "";
    if (banner && banner.textContent !== text) banner.textContent = text;
  }

  private call(call: Call): void {
    this.banner = { text: this.props.words[call], until: performance.now() + SHOWN };
    this.bell.ring(call);
  }

  private busy = false;

  private async look(): Promise<void> {
    // A form being filled in is not taken away.
    if (this.busy || document.hidden || this.querySelector("[data-board] :is(input, select, textarea):focus")) return;
    this.busy = true;
    try {
      const answer = await fetch(location.href, { signal: AbortSignal.timeout(8000) });
      if (!answer.ok || answer.redirected) return;
      const text = (await answer.text()).replace(/<style[^>]*>[^<]*<\/style>/g, "");
      const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-board]");
      if (fresh) this.put(fresh);
    } catch {
      // The network is gone for a moment: the countdown goes on, the next look will tell.
    } finally {
      this.busy = false;
    }
  }

  private put(fresh: Element): void {
    const held = document.activeElement;
    const name = held instanceof HTMLElement && this.contains(held) ? held.dataset.key : undefined;
    this.querySelector("[data-board]")!.replaceWith(fresh);
    this.seen = performance.now();
    if (name) this.querySelector<HTMLElement>(`[data-key="${CSS.escape(name)}"]`)?.focus();
    if (this.key() !== this.phase) {
      this.phase = this.key();
      const call = CALLS[this.head.dataset.kind ?? ""];
      if (call) this.call(call);
    }
    this.tick();
  }
}

customElements.define("bv-board", Board);
