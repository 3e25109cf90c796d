/** A requester's page in its sandbox: loaded hidden, shown later; nothing it says is believed unread. */
import { fromFrame, type Answer, type FromFrame, type Item, type Key, type ToFrame } from "./protocol";

const SANDBOX = "allow-scripts allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-downloads";
/** A page says a few things a second; of one that floods, the rest is not even read until the second is over. */
const MOST_A_SECOND = 100;
const dark = window.matchMedia("(prefers-color-scheme: dark)");

export type FrameListener = (frame: HostedFrame, message: FromFrame) => void;

export class HostedFrame {
  readonly assignment: number;
  readonly element = document.createElement("iframe");
  shortcuts: readonly Key[] = [];
  deadline: string;
  /** The server knows that it is on the screen. */
  started = false;
  /** When it came on the screen, in `performance.now()` milliseconds. */
  shownAt = 0;
  /** How often its page was loaded and said that it is ready. */
  loads = 0;
  #takesFocus = true;
  #draft: Answer | null;
  #second = 0;
  #heardInIt = 0;
  readonly #listener: FrameListener;
  readonly #segmenter: boolean;
  readonly #listening = new AbortController();

  /** @param segmenter can a model be asked what clicks in a picture mean? */
  constructor(item: Item, place: Element, listener: FrameListener, segmenter = false) {
    this.assignment = item.assignment;
    this.deadline = item.deadline;
    this.#draft = item.draft;
    this.#listener = listener;
    this.#segmenter = segmenter;
    this.element.setAttribute("sandbox", SANDBOX);
    this.element.title = "Item to label";
    this.element.tabIndex = -1;
    const { signal } = this.#listening;
    window.addEventListener("message", (event) => this.#heard(event), { signal });
    dark.addEventListener("change", () => this.#theme(), { signal });
    // Laid out before it is loaded: a sandboxed page has a process of its own, which otherwise hears how large the page
    // is only after a quick script has read a width of 0 (seen in 1 load of 7).
    place.append(this.element);
    this.element.getBoundingClientRect();
    this.element.src = item.frame;
  }

  get onScreen(): boolean {
    return this.element.classList.contains("on-screen");
  }

  /** @param focus does the keyboard go to it now, and again when it is ready? */
  show(focus = true): void {
    this.#takesFocus = focus;
    this.element.classList.add("on-screen");
    this.element.tabIndex = 0;
    this.shownAt = performance.now();
    if (focus) this.element.focus({ preventScroll: true });
    if (this.loads > 0) this.tell({ type: "show", focus });
  }

  hide(): void {
    this.element.classList.remove("on-screen");
    this.element.tabIndex = -1;
  }

  remove(): void {
    this.#listening.abort();
    this.element.remove();
  }

  /** The frame's origin is opaque, so no other target than "*" would reach it. */
  tell(message: ToFrame): void {
    this.element.contentWindow?.postMessage(message, "*");
  }

  #heard(event: MessageEvent): void {
    if (event.source !== this.element.contentWindow || this.#floods()) return;
    const message = fromFrame(event.data);
    if (message === null) return;
    if (message.type === "ready") this.#becameReady(message.shortcuts);
    if (message.type === "change") this.#draft = message.answer;
    this.#listener(this, message);
  }

  #floods(): boolean {
    const second = Math.floor(performance.now() / 1_000);
    if (second !== this.#second) this.#heardInIt = 0;
    this.#second = second;
    return ++this.#heardInIt > MOST_A_SECOND;
  }

  /** Once a load. A frame that loads itself again gets what was entered before. */
  #becameReady(shortcuts: readonly Key[]): void {
    this.loads++;
    this.shortcuts = shortcuts;
    this.#theme();
    if (this.#segmenter) this.tell({ type: "segmenter" });
    if (this.#draft) this.tell({ type: "restore", answer: this.#draft });
    if (this.onScreen) this.tell({ type: "show", focus: this.#takesFocus });
  }

  #theme(): void {
    this.tell({ type: "theme", theme: dark.matches ? "dark" : "light" });
  }
}
