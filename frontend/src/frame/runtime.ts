/** What runs in every template frame besides the elements: the conversation with the page around it. */
import { isTyping, allShortcuts } from "../elements/shortcuts";
import type { CrowdForm } from "../form/crowd-form";
import { hasPage, pageAround, readPageMessage, tellPage, type PageMessage } from "./messages";
import { answered, offer } from "./segmenter";

/** Rest after the last change before the page is told, in milliseconds. */
const CHANGE_REST = 300;
/** Longest time that the page is not told while changes follow each other without a rest, in milliseconds. */
const LONGEST_WAIT = 1_000;
/** Time for a script to bring the form that the markup does not have, in milliseconds. */
const FORM_WAIT = 2_000;

export class FrameRuntime {
  readonly #root: Document;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #longest: ReturnType<typeof setTimeout> | undefined;
  #told = "";

  constructor(root: Document) {
    this.#root = root;
  }

  /** Listen; call before the elements are upgraded, so that no problem of theirs is missed. */
  start(): void {
    this.#root.addEventListener("crowd-problem", (event) => {
      tellPage({ type: "problem", message: String((event as CustomEvent).detail) });
    });
    for (const type of ["input", "change", "crowd-change"]) this.#root.addEventListener(type, this.#changed);
    this.#root.addEventListener("crowd-submitted", () => this.#settle());
    this.#root.addEventListener("visibilitychange", () => this.#root.visibilityState === "hidden" && this.#leaving());
    window.addEventListener("pagehide", () => this.#leaving());
    this.#root.addEventListener("keydown", this.#pressed);
    window.addEventListener("message", this.#received);
  }

  /** The elements are upgraded and rendered. */
  ready(): void {
    this.#told = JSON.stringify(this.#form?.answer ?? {});
    tellPage({ type: "ready", shortcuts: allShortcuts() });
    setTimeout(() => this.#missForm(), FORM_WAIT);
  }

  #missForm(): void {
    if (this.#form) return;
    tellPage({ type: "problem", message: "There is no <crowd-form>, so nobody can submit this page. Put its elements into one." });
  }

  get #form(): CrowdForm | null {
    const form = this.#root.querySelector<CrowdForm>("crowd-form") ?? this.#formInWidget;
    return form && "answer" in form ? form : null;
  }

  /** The form that a widget brings which stands alone. */
  get #formInWidget(): CrowdForm | null {
    const widget = this.#root.querySelector("crowd-entity-annotation");
    return widget?.shadowRoot?.querySelector<CrowdForm>("crowd-form") ?? null;
  }

  readonly #changed = (): void => {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(this.#tell, CHANGE_REST);
    this.#longest ??= setTimeout(this.#tell, LONGEST_WAIT);
  };

  readonly #tell = (): void => {
    this.#settle();
    const answer = this.#form?.answer ?? {};
    const text = JSON.stringify(answer);
    if (text !== this.#told) tellPage({ type: "change", answer });
    this.#told = text;
  };

  /** Nothing waits to be told. */
  #settle(): void {
    clearTimeout(this.#rest);
    clearTimeout(this.#longest);
    this.#rest = this.#longest = undefined;
  }

  /** Nobody may come back to this document. */
  #leaving(): void {
    if (this.#rest !== undefined) this.#tell();
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    const inWindow = event.composedPath().some((node) => node instanceof HTMLElement && node.localName === "dialog");
    const wanted = (event.key === "?" && !isTyping(event)) || (event.key === "Escape" && !inWindow);
    if (wanted && !event.defaultPrevented) tellPage({ type: "key", key: event.key });
  };

  readonly #received = (event: MessageEvent): void => {
    if (!hasPage() || event.source !== pageAround()) return;
    const message = readPageMessage(event.data);
    if (message) this.#obey(message);
  };

  /** The frame was made ready out of sight; only now a person sees it. */
  #appear(focus: boolean): void {
    if (focus) window.focus();
    this.#root.dispatchEvent(new Event("crowd-shown"));
  }

  #obey(message: PageMessage): void {
    const form = this.#form;
    if (message.type === "theme") this.#root.documentElement.dataset.theme = message.theme;
    else if (message.type === "show") this.#appear(message.focus);
    else if (message.type === "segmenter") offer();
    else if (message.type === "segmented") answered(message.answer);
    else if (message.type === "busy" && form) form.busy = message.busy;
    else if (message.type === "submit") form?.submit();
    else if (message.type === "restore" && form) {
      form.restore(message.answer);
      this.#told = JSON.stringify(form.answer);
    }
  }
}
