// The form is sent by a script; without network it waits on the device, and is sent later under the same number.
import { cookie } from "../shared/cookie";
import { Queue, type Waiting } from "../shared/queue";

type Answer = { next?: string; message?: string };
const BEAT = 15000;
const PATIENCE = 8000;

export async function keepRequests(): Promise<void> {
  const form = document.querySelector<HTMLFormElement>("form[data-queue]");
  const worker = document.querySelector<HTMLElement>("[data-worker]")?.dataset.worker;
  if (worker && "serviceWorker" in navigator) void keepPage(worker).catch(() => undefined);
  if (!form || !("indexedDB" in window) || !("randomUUID" in crypto)) return;
  const line = new Line(await Queue.open("desk"), form);
  form.addEventListener("submit", (event) => void line.take(event));
  window.addEventListener("online", () => void line.send());
  window.setInterval(() => void line.send(), BEAT);
  await line.send();
  form.dataset.ready = "true";
}

/** The worker keeps the page and the files that it was made of, those that a script asked for among them. */
async function keepPage(worker: string): Promise<void> {
  await navigator.serviceWorker.register(worker);
  const { active } = await navigator.serviceWorker.ready;
  const files = performance.getEntriesByType("resource").map(({ name }) => name);
  active?.postMessage({ keep: files.filter((name) => new URL(name).pathname.startsWith("/static/")) });
}

class Line {
  private busy = false;
  private bare = 0;

  constructor(
    private queue: Queue,
    private form: HTMLFormElement,
  ) {}

  /** A channel's button was pressed: to the server at once, else into the queue. */
  async take(event: SubmitEvent): Promise<void> {
    const button = event.submitter as HTMLButtonElement | null;
    if (button?.name !== "channel") return;
    event.preventDefault();
    const one = this.read(button);
    const answer = await this.post(one).catch(() => undefined);
    if (answer?.status === 422) return this.plainly(button);
    if (answer?.ok && !answer.redirected) {
      location.assign(((await answer.json()) as Answer).next ?? location.href);
      return;
    }
    await this.queue.add({ ...one, fields: [...one.fields, ["written_at", new Date().toISOString()]] });
    this.form.reset();
    await this.show(answer ? "signin" : "offline");
    window.scrollTo({ top: 0 });
    this.form.querySelector<HTMLElement>("input:checked")?.focus();
  }

  /** Everything that waits, one after the other; the first failure leaves the rest for later. */
  async send(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      for (const one of await this.queue.all()) {
        let answer = await this.post(one);
        if (answer.status === 422) {
          // A detail that the server cannot take must not lose the contact.
          this.bare += 1;
          answer = await this.post({ ...one, fields: bareOf(one.fields) });
          // Refused still: it stays here for somebody to look at, and holds nobody else back.
          if (answer.status === 422) continue;
        }
        if (answer.redirected || answer.status === 403) return await this.show("signin");
        if (!answer.ok) return await this.show("offline");
        await this.queue.remove(one.uuid);
      }
      await this.show("online");
    } catch {
      await this.show("offline");
    } finally {
      this.busy = false;
    }
  }

  private read(button: HTMLButtonElement): Waiting {
    const uuid = crypto.randomUUID();
    const fields = [...new FormData(this.form, button)].filter(([name]) => name !== "csrfmiddlewaretoken");
    return { uuid, fields: [...fields.map(([name, value]): [string, string] => [name, name === "uuid" ? uuid : String(value)])] };
  }

  private post(one: Waiting): Promise<Response> {
    return fetch(this.form.action || location.pathname, {
      method: "POST",
      body: new URLSearchParams(one.fields),
      headers: { Accept: "application/json", "X-CSRFToken": cookie("csrftoken") },
      signal: AbortSignal.timeout(PATIENCE),
    });
  }

  /** The server has something to say about a field: the page itself says it. */
  private plainly(button: HTMLButtonElement): void {
    const chosen = Object.assign(document.createElement("input"), { type: "hidden", name: "channel", value: button.value });
    this.form.append(chosen);
    this.form.submit();
  }

  private async show(state: "online" | "offline" | "signin"): Promise<void> {
    const line = document.querySelector<HTMLElement>("[data-line]");
    if (!line) return;
    const count = await this.queue.count();
    const words = line.dataset[count === 1 ? `${state}One` : `${state}Many`] ?? "";
    line.textContent = count || state === "offline" ? words.replace("#", String(count)) : this.bare ? (line.dataset.bare ?? "") : "";
    line.dataset.waiting = String(count);
    line.hidden = line.textContent === "";
  }
}

const BARE = new Set(["uuid", "channel", "language", "written_at", "question"]);
const QUESTION_MOST = 2000;

/** What a contact counts with; line ends weigh twice on the way, so that a long question is told on one line. */
function bareOf(fields: Waiting["fields"]): Waiting["fields"] {
  return fields
    .filter(([name]) => BARE.has(name))
    .map(([name, value]) => [name, name === "question" ? value.replace(/\s+/g, " ").slice(0, QUESTION_MOST) : value]);
}
