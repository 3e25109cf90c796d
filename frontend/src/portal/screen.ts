/** What stands around the item: counts, connection, the pages for waiting, finished and closed, dialogs. */
import type { ConnectionState } from "./connection";
import type { Hello, Key, Progress } from "./protocol";

export type Phase = "connecting" | "working" | "loading" | "waiting" | "finished" | "error";
export type Facts = readonly (readonly [string, string])[];

const number = new Intl.NumberFormat();
const byId = <T extends HTMLElement = HTMLElement>(id: string): T => document.getElementById(id) as T;

/** Keys of the page itself; those of the item come from its frame. */
const PAGE_KEYS: readonly Key[] = [
  { keys: "?", label: "Show or hide this list" },
  { keys: "Esc", label: "Close a window" },
];

export class Screen {
  readonly stage = byId("stage");
  readonly frames = byId("frames");
  readonly #shortcuts = byId<HTMLDialogElement>("shortcuts");
  readonly #about = byId<HTMLDialogElement>("about");
  #answered = 0;
  #progress: Progress | null = null;

  constructor() {
    byId("open-about").addEventListener("click", () => this.#about.showModal());
    for (const dialog of [this.#shortcuts, this.#about]) {
      dialog.addEventListener("click", (event) => {
        const at = event.target as Element;
        if (at === dialog || at.closest("[data-close]")) dialog.close();
      });
    }
  }

  job({ job, answered }: Hello): void {
    document.title = `${job.title} · Plumbline`;
    byId("job-title").textContent = job.title;
    this.#about.querySelector(".about-text")!.textContent = job.description;
    const facts: Facts = [
      ["Time for one item", minutes(job.time_limit)],
      ...(job.reference ? [["Reference", job.reference] as const] : []),
      ["Name", job.name],
    ];
    fill(this.#about.querySelector(".keys")!, facts);
    this.answered(answered);
  }

  answered(count: number): void {
    this.#answered = count;
    this.#counts();
  }

  progress(progress: Progress): void {
    this.#progress = progress;
    const bar = byId<HTMLProgressElement>("job-progress");
    bar.max = Math.max(1, progress.total);
    bar.value = progress.labeled + progress.failed;
    this.#counts();
  }

  connection(state: ConnectionState, kept: number): void {
    const pill = byId("connection");
    pill.dataset["state"] = state;
    const words = {
      connecting: "Connecting",
      connected: "Connected",
      reconnecting: kept > 0 ? `Reconnecting, ${answers(kept)} kept` : "Reconnecting",
      closed: "Closed",
    };
    pill.querySelector("span")!.textContent = words[state];
    pill.title = state === "reconnecting" ? "Go on working. Nothing is lost; it is sent as soon as the line is back." : "";
  }

  phase(phase: Phase, title = "", text = "", facts: Facts = []): void {
    this.stage.dataset["phase"] = phase;
    const place = byId("phase");
    place.querySelector("h2")!.textContent = title;
    place.querySelector("p")!.textContent = text;
    fill(place.querySelector("dl")!, facts);
    place.querySelector("a")!.hidden = phase !== "finished" && phase !== "error";
    for (const id of ["decline", "release"]) byId<HTMLButtonElement>(id).disabled = phase !== "working";
  }

  /** Open the list of keys, or close whatever is open. */
  toggleKeys(keys: readonly Key[]): void {
    if (this.closeDialogs()) return;
    const list = this.#shortcuts.querySelector(".keys")!;
    list.replaceChildren(...[...keys, ...PAGE_KEYS].map(({ keys: key, label }) => row(label, keycap(key))));
    this.#shortcuts.showModal();
  }

  closeDialogs(): boolean {
    const open = [this.#shortcuts, this.#about].filter((dialog) => dialog.open);
    for (const dialog of open) dialog.close();
    return open.length > 0;
  }

  #counts(): void {
    const all = document.createElement("span");
    all.className = "of-all";
    if (this.#progress) all.textContent = ` · ${number.format(this.#progress.labeled)} of ${number.format(this.#progress.total)} labeled`;
    byId("job-counts").replaceChildren(`${answers(this.#answered)} by you`, all);
  }
}

function answers(count: number): string {
  return count === 1 ? "1 answer" : `${number.format(count)} answers`;
}

function minutes(seconds: number): string {
  return seconds < 120 ? `${seconds} seconds` : `${number.format(Math.round(seconds / 60))} minutes`;
}

function keycap(keys: string): HTMLElement {
  const cap = document.createElement("kbd");
  cap.textContent = keys.length === 1 ? keys.toUpperCase() : keys;
  return cap;
}

function fill(list: Element, facts: Facts): void {
  list.replaceChildren(...facts.map(([name, value]) => row(name, value)));
}

function row(name: string, value: string | Node): HTMLElement {
  const line = document.createElement("div");
  const term = document.createElement("dt");
  const detail = document.createElement("dd");
  term.textContent = name;
  detail.append(value);
  line.append(term, detail);
  return line;
}
