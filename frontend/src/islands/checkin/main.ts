// The gate on a tablet: the list is searched here, arrivals are written here first, and sent when the network allows.
// What the server has drawn stays underneath for browsers that keep nothing.
import { propsOf } from "../../shared/islands";
import { canScan, prepare, scan } from "./scan";
import { type Person, Store } from "./store";
import { type Answer, Line } from "./sync";
import { element, fill } from "./draw";

interface Props {
  roster: string;
  send: string;
  worker: string;
  edition: number;
  badge: string;
  words: Record<string, string>;
}

const SHOWN = 12;
const BEAT = 5000;
const NEWS = 30000;

class Door extends HTMLElement {
  private props!: Props;
  private store!: Store;
  private line!: Line;
  private people: Person[] = [];
  private stopCamera?: () => void;
  private input = element("input", { type: "search", maxLength: 80, autocomplete: "off", className: "gate-search" });
  private status = element("p", { className: "gate-status" });
  private count = element("p", { className: "day-count" });
  private said = element("p", { className: "gate-said" });
  private list = element("ul", { className: "lines gate" });
  private conflicts = element("ul", { className: "lines gate-conflicts" });
  private video = element("video", { className: "gate-camera", muted: true, playsInline: true, hidden: true });

  async connectedCallback(): Promise<void> {
    if (this.store || !("indexedDB" in window)) return;
    this.props = propsOf<Props>(this);
    this.store = await Store.open(this.props.edition);
    const addresses = { roster: this.props.roster, send: this.props.send };
    this.line = new Line(this.store, addresses, () => this.device(), (answers) => this.heard(answers));
    this.build();
    this.people = await this.store.people();
    await this.show();
    void this.keepPage();
    await this.meet(true);
    if (this.props.badge) await this.read(this.props.badge);
    window.setInterval(() => void this.meet(false), BEAT);
    window.setInterval(() => void this.meet(true), NEWS);
    window.addEventListener("online", () => void this.meet(true));
    window.addEventListener("offline", () => ((this.line.reach = "offline"), void this.show()));
    this.dataset.ready = "true";
  }

  private build(): void {
    const { words } = this.props;
    this.input.setAttribute("aria-label", words.search!);
    this.input.placeholder = words.search!;
    this.input.addEventListener("input", () => void this.show());
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      if (this.input.value.trim()) void this.read(this.input.value, true);
    });
    this.status.setAttribute("role", "status");
    this.said.setAttribute("role", "status");
    const forget = element("button", { type: "button", className: "link", textContent: words.forget! });
    forget.addEventListener("click", () => void this.forget());
    const tools = element("p", { className: "gate-tools" }, this.nameOfDevice(), forget);
    const bar = element("div", { className: "gate-bar" }, this.input);
    if (canScan()) bar.append(this.cameraButton());
    const panel = element("section", { className: "panel" }, bar, this.video, this.said, this.list);
    this.replaceChildren(element("div", { className: "gate-head" }, this.status, this.count), this.conflicts, panel, tools);
  }

  private cameraButton(): HTMLButtonElement {
    const button = element("button", { type: "button", className: "button", textContent: this.props.words.scan! });
    button.addEventListener("click", async () => {
      if (this.stopCamera) {
        this.stopCamera();
        this.stopCamera = undefined;
      } else {
        try {
          this.stopCamera = await scan(this.video, (code) => void this.read(code));
        } catch {
          this.say(this.props.words.camera!);
        }
      }
      this.video.hidden = !this.stopCamera;
      button.textContent = this.props.words[this.stopCamera ? "stop" : "scan"]!;
    });
    return button;
  }

  private nameOfDevice(): HTMLElement {
    const input = element("input", { maxLength: 40, value: this.device() });
    input.addEventListener("change", () => localStorage.setItem("gate-device", input.value.trim()));
    return element("label", {}, `${this.props.words.device} `, input);
  }

  private device = (): string => localStorage.getItem("gate-device") ?? "";

  /** A badge's code or address, or a number or name that only one person answers to. */
  private async read(text: string, typed = false): Promise<void> {
    const code = /(?:^|[?&]b=)(\d+-[0-9a-f]{8})(?:$|&)/.exec(text.trim())?.[1];
    const one = code ? this.people.find((person) => person.badge === code) : undefined;
    const only = typed && !one ? this.answering() : [];
    const person = one ?? (only.length === 1 ? only[0] : undefined);
    if (person) await this.enter(person);
    else if (!typed || code) this.say(this.props.words.unknown!);
  }

  private async enter(person: Person): Promise<void> {
    const { words } = this.props;
    if (person.at) return this.say(fill(words.again!, person.name));
    const arrival = { uid: crypto.randomUUID(), participant: person.id, at: new Date().toISOString() };
    await this.store.enter(person, arrival);
    this.people = await this.store.people();
    this.say(fill(words.welcome!, person.name));
    this.input.value = "";
    this.input.focus();
    await this.show();
    await this.meet(false);
  }

  private async leave(person: Person): Promise<void> {
    const waits = (await this.store.queue()).some((one) => one.uid === person.uid);
    if (!waits && !(await this.line.undo(person.id))) return this.say(this.props.words.later!);
    await this.store.leave(person);
    this.say("");
    await this.meet(false);
  }

  private async meet(news: boolean): Promise<void> {
    await this.line.send();
    if (news || this.line.reach !== "online") await this.line.refresh();
    this.people = await this.store.people();
    await this.show();
  }

  private async heard(answers: Answer[]): Promise<void> {
    for (const answer of answers.filter((one) => one.outcome !== "in" && one.outcome !== "same")) {
      const seen = element("button", { type: "button", className: "button quiet", textContent: this.props.words.seen! });
      const row = element("li", {}, element("span", { textContent: answer.sentence }), seen);
      seen.addEventListener("click", () => row.remove());
      this.conflicts.append(row);
    }
  }

  private answering(): Person[] {
    const wanted = plain(this.input.value).split(/\s+/).filter(Boolean);
    if (!wanted.length) return [];
    if (/^\d+$/.test(wanted.join(""))) return this.people.filter((one) => String(one.id) === wanted.join(""));
    return this.people.filter((one) => wanted.every((word) => plain(`${one.name} ${one.house}`).includes(word)));
  }

  private async show(): Promise<void> {
    const { words } = this.props;
    const waiting = (await this.store.queue()).length;
    const state = { online: waiting ? "sending" : "online", offline: waiting ? "waiting" : "offline", signin: "signin" };
    const sentence = fill(words[state[this.line.reach]]!, String(waiting));
    if (this.status.textContent !== sentence) this.status.textContent = sentence;
    this.status.dataset.reach = this.line.reach;
    const inside = this.people.filter((one) => one.at).length;
    this.count.textContent = fill(words.inside!, inside.toLocaleString(document.documentElement.lang));
    const latest = this.people.filter((one) => one.at).sort((a, b) => (a.at! < b.at! ? 1 : -1));
    const asked = this.input.value.trim() !== "";
    const rows = (asked ? this.answering() : latest).slice(0, SHOWN).map((one) => this.row(one));
    const empty = element("li", { textContent: this.people.length ? (asked ? words.nobody! : "") : words.loading! });
    this.list.replaceChildren(...(rows.length ? rows : empty.textContent ? [empty] : []));
  }

  private row(one: Person): HTMLElement {
    const { words } = this.props;
    const about = [words[one.side], one.house, String(one.id)].filter(Boolean).join(" – ");
    const name = element("span", {}, element("strong", { textContent: one.name }), element("small", { textContent: about }));
    if (one.at) {
      const hour = new Date(one.at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      const undo = element("button", { type: "button", className: "link", textContent: words.undo! });
      undo.setAttribute("aria-label", `${words.undo} ${one.name}`);
      undo.addEventListener("click", () => void this.leave(one));
      const said = element("small", { textContent: fill(words.entered!, hour) });
      return element("li", {}, name, element("span", { className: "gate-side" }, said, undo));
    }
    const button = element("button", { type: "button", className: "button", textContent: words.enter! });
    button.setAttribute("aria-label", `${words.enter} ${one.name}`);
    button.addEventListener("click", () => void this.enter(one));
    const side = one.absent ? [element("small", { textContent: words.absent! }), button] : [button];
    return element("li", {}, name, element("span", { className: "gate-side" }, ...side));
  }

  private say(sentence: string): void {
    this.said.textContent = sentence;
  }

  private async keepPage(): Promise<void> {
    if (canScan()) await prepare().catch(() => undefined);
    if (!("serviceWorker" in navigator)) return;
    await navigator.serviceWorker.register(this.props.worker);
    const { active } = await navigator.serviceWorker.ready;
    const files = performance.getEntriesByType("resource").map((entry) => entry.name);
    const own = files.filter((name) => name.startsWith(`${location.origin}/static/`));
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => (this.dataset.kept = "true");
    active?.postMessage({ keep: [location.origin + location.pathname, ...own] }, [port2]);
  }

  private async forget(): Promise<void> {
    if ((await this.store.queue()).length) return this.say(this.props.words.kept!);
    await this.store.forget();
    (await navigator.serviceWorker?.ready)?.active?.postMessage({ forget: true });
    this.people = [];
    await this.show();
  }
}

const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

customElements.define("bv-checkin", Door);
