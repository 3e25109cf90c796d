/**
 * A text in which a worker selects and clicks: what is marked is painted, a selection by mouse, finger or keys becomes
 * offsets. What a selection means is the widget's business (`MarkingModel`).
 */
import type { ReactiveController } from "lit";
import type { CrowdElement } from "../elements/crowd-element";
import type { Shortcut } from "../elements/shortcuts";
import { boxAt, Caret } from "./caret";
import { MarkPainter, type Mark } from "./mark-painter";
import type { Stretch } from "./spans";
import { selectedIn, show, type Selected } from "./text-selection";
import { TextView } from "./text-view";
import { wholeWords, wordAfter, wordAt, wordBefore } from "./words";

export interface MarkingModel {
  /** What is marked on a stretch of the text. */
  readonly marksIn: (stretch: Stretch) => readonly Mark[];
  /** A selection was finished with the mouse. */
  readonly selected: () => void;
  /** The caret or the selection went elsewhere by keys. */
  readonly moved: () => void;
  /** A click without a selection, on these marks (the shortest first), maybe none. */
  readonly clicked: (of: readonly unknown[]) => void;
  /** The pointer is over these marks now. */
  readonly pointed: (of: readonly unknown[]) => void;
  /** A key that does not move the caret; `true` if it was used. */
  readonly pressed: (event: KeyboardEvent) => boolean;
}

export class TextMarking implements ReactiveController {
  /** Selections by mouse grow to whole words. */
  byWord = true;

  readonly view: TextView;
  readonly #host: CrowdElement;
  readonly #model: MarkingModel;
  readonly #painter: MarkPainter;
  readonly #caret: Caret;
  readonly #sizes = new ResizeObserver(() => this.#painter.repaint());
  readonly #cursor = document.createElement("div");
  /** Stands for a moment where the text should scroll to. */
  readonly #beacon = document.createElement("div");
  #selected: Selected = { anchor: 0, focus: 0 };
  /** The press of a pointer in the text, until what it selects is settled. */
  #press: PointerEvent | null = null;

  constructor(host: CrowdElement, model: MarkingModel) {
    this.#host = host;
    this.#model = model;
    this.view = new TextView((block, visible) => this.#painter.see(block, visible));
    this.#painter = new MarkPainter(this.view, model.marksIn);
    this.#caret = new Caret(this.view);
    this.#cursor.className = "caret";
    this.#beacon.className = "beacon";
    this.#dress();
    host.addController(this);
  }

  hostConnected(): void {
    this.view.connect();
    this.#sizes.observe(this.view.element);
    document.addEventListener("selectionchange", this.#read);
    document.addEventListener("pointerup", this.#released);
    document.addEventListener("click", this.#settle);
  }

  hostDisconnected(): void {
    this.view.disconnect();
    this.#sizes.disconnect();
    document.removeEventListener("selectionchange", this.#read);
    document.removeEventListener("pointerup", this.#released);
    document.removeEventListener("click", this.#settle);
  }

  get text(): string {
    return this.view.text;
  }

  set text(text: string) {
    this.#painter.clear();
    this.view.text = text;
    this.#selected = { anchor: 0, focus: 0 };
  }

  /** What is selected, in the order of the text; `null` for a mere caret. */
  get selection(): Stretch | null {
    const { anchor, focus } = this.#selected;
    return anchor === focus ? null : { start: Math.min(anchor, focus), end: Math.max(anchor, focus) };
  }

  /** Where the caret stands. */
  get caret(): number {
    return this.#selected.focus;
  }

  /** Select a stretch, or set the caret where both are equal, and bring it on the screen. */
  select({ start, end }: Stretch): void {
    this.#move({ anchor: start, focus: end });
    this.reveal(end);
  }

  /** Take the selection away; the caret stays behind it. */
  collapse(): void {
    const { selection } = this;
    if (selection) this.#move({ anchor: selection.end, focus: selection.end });
  }

  /** Marks have changed. */
  paint(): void {
    this.#painter.paint();
  }

  /** Bring a place on the screen. */
  reveal(offset: number): void {
    const box = boxAt(this.view, offset);
    const { element } = this.view.blockAt(offset);
    if (!box) return element.scrollIntoView?.({ block: "nearest" });
    const origin = element.getBoundingClientRect();
    this.#beacon.style.cssText = `left: ${box.left - origin.left}px; top: ${box.top - origin.top}px; height: ${box.height}px`;
    element.append(this.#beacon);
    this.#beacon.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.#beacon.remove();
  }

  /** Is the focus in the text? The browser shows what is selected only then. */
  get focused(): boolean {
    const root = this.view.element.getRootNode();
    return root instanceof ShadowRoot && root.activeElement === this.view.element;
  }

  focus(): void {
    this.view.element.focus({ preventScroll: true });
  }

  /** Keys of the whole page with which words are selected without a mouse. */
  shortcuts(): Shortcut[] {
    return [
      { key: "w", label: "Select the next word", run: () => this.#selectWord(wordAfter(this.text, this.#selected.focus)) },
      { key: "b", label: "Select the word before", run: () => this.#selectWord(this.#wordBefore()) },
      { key: "e", label: "Take one more word into the selection", run: () => this.#takeWord() },
    ];
  }

  #wordBefore(): Stretch | null {
    return wordBefore(this.text, this.selection?.start ?? this.caret);
  }

  #selectWord(word: Stretch | null): void {
    if (word) this.#go(word);
  }

  #takeWord(): void {
    const start = this.selection?.start;
    const word = start === undefined ? (wordAt(this.text, this.caret) ?? wordAfter(this.text, this.caret)) : wordAfter(this.text, this.caret);
    if (word) this.#go({ start: start ?? word.start, end: word.end });
  }

  #go(stretch: Stretch): void {
    this.select(stretch);
    this.#model.moved();
  }

  #dress(): void {
    const { element } = this.view;
    const attributes = { role: "textbox", "aria-readonly": "true", "aria-multiline": "true", "aria-label": "Text to mark", tabindex: "0" };
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.addEventListener("keydown", this.#keyed);
    element.addEventListener("pointerdown", this.#pressed);
    element.addEventListener("pointermove", this.#hovered);
    element.addEventListener("pointerleave", () => this.#model.pointed([]));
    element.addEventListener("focus", this.#focused);
    element.addEventListener("blur", this.#focused);
    // Whoever drags selected text around takes it to another place, not to here.
    element.addEventListener("dragstart", (event) => event.preventDefault());
  }

  #move(selected: Selected): void {
    this.#selected = selected;
    show(this.view, selected);
    this.#placeCursor();
    this.#host.requestUpdate();
  }

  #placeCursor(): void {
    const { focus } = this.#selected;
    const box = boxAt(this.view, focus);
    const { element } = this.view.blockAt(focus);
    if (!box) return this.#cursor.remove();
    const origin = element.getBoundingClientRect();
    this.#cursor.style.cssText = `left: ${box.left - origin.left}px; top: ${box.top - origin.top}px; height: ${box.height}px`;
    if (this.#cursor.parentElement !== element) element.append(this.#cursor);
  }

  /** The document's selection changed, by mouse, finger or the browser's own keys. Outside the text it is not ours. */
  readonly #read = (): void => {
    const now = selectedIn(this.view);
    if (!now || (now.anchor === this.#selected.anchor && now.focus === this.#selected.focus)) return;
    this.#selected = now;
    this.#host.requestUpdate();
  };

  readonly #pressed = (event: PointerEvent): void => {
    this.#press = event.button === 0 ? event : null;
  };

  /**
   * The browser settles the selection before the click; where none follows a mouse, it has done so a little later. After
   * a tap the click comes whenever the browser is sure of it; without one the finger has scrolled or selected.
   */
  readonly #released = (event: PointerEvent): void => {
    if (this.#press && event.pointerType !== "touch") setTimeout(() => this.#settle(event));
  };

  readonly #settle = (event: MouseEvent): void => {
    const { clientX, clientY, detail } = event;
    const pressed = this.#press;
    this.#press = null;
    if (!pressed || (pressed.pointerType === "touch" && !event.composedPath().includes(this.view.element))) return;
    this.#read();
    const { selection } = this;
    if (!selection) {
      this.#placeCursor();
      this.#model.clicked(this.#painter.at(clientX, clientY));
    } else if (pressed.pointerType !== "touch") {
      const whole = this.byWord || detail > 1 ? wholeWords(this.text, selection) : selection;
      this.#move({ anchor: whole.start, focus: whole.end });
      if (this.selection) this.#model.selected();
    }
  };

  readonly #focused = (): void => {
    this.#placeCursor();
    this.#host.requestUpdate();
  };

  readonly #hovered = (event: PointerEvent): void => {
    if (event.buttons === 0) this.#model.pointed(this.#painter.at(event.clientX, event.clientY));
  };

  readonly #keyed = (event: KeyboardEvent): void => {
    const next = this.#caret.moved(this.#selected, event);
    if (next) {
      this.#move(next);
      this.reveal(next.focus);
      this.#model.moved();
    } else if (!this.#model.pressed(event)) return;
    event.preventDefault();
  };
}
