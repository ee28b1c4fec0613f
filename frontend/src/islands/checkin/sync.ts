// Sends what waits and asks for news. An arrival leaves the queue only once the server has answered for it.
import { cookie } from "../../shared/cookie";
import type { Person, Store } from "./store";

export interface Answer {
  uid: string;
  outcome: "in" | "same" | "already" | "absent" | "unknown";
  sentence: string;
}
export type Reach = "online" | "offline" | "signin";

const AT_ONCE = 100;

export class Line {
  reach: Reach = navigator.onLine ? "online" : "offline";
  private busy = false;

  constructor(
    private store: Store,
    private addresses: { roster: string; send: string },
    private device: () => string,
    private hear: (answers: Answer[]) => Promise<void>,
  ) {}

  async send(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      for (;;) {
        const waiting = (await this.store.queue()).slice(0, AT_ONCE);
        if (!waiting.length) break;
        const told = await this.ask(this.addresses.send, {
          method: "POST",
          headers: { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") },
          body: JSON.stringify({ device: this.device(), arrivals: waiting }),
        });
        if (!told) break;
        const { answers } = (await told.json()) as { answers: Answer[] };
        await this.store.sent(answers.map((one) => one.uid));
        await this.hear(answers);
      }
    } finally {
      this.busy = false;
    }
  }

  async refresh(): Promise<void> {
    const told = await this.ask(this.addresses.roster, {});
    if (told) await this.store.renew(((await told.json()) as { people: Person[] }).people);
  }

  /** Takes back an arrival that the server knows; false where it cannot be told now. */
  async undo(participant: number): Promise<boolean> {
    const body = new URLSearchParams({ verb: `undo:${participant}` });
    const headers = { "X-CSRFToken": cookie("csrftoken") };
    return (await this.ask(location.pathname, { method: "POST", headers, body }, true)) !== undefined;
  }

  private async ask(address: string, options: RequestInit, moves = false): Promise<Response | undefined> {
    try {
      const answer = await fetch(address, { ...options, signal: AbortSignal.timeout(8000) });
      const signedOut = (answer.redirected && !moves) || answer.status === 403 || answer.status === 404;
      this.reach = signedOut ? "signin" : answer.ok ? "online" : "offline";
      return this.reach === "online" ? answer : undefined;
    } catch {
      this.reach = "offline";
      return undefined;
    }
  }
}
