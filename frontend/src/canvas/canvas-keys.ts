/**
 * Keys of a drawing, with modifiers and arrows. They are taken before the page's own (Enter ends a polygon before it
 * submits), but not from text fields, windows, or buttons that use the same key themselves.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { keyOf } from "../elements/key-of";
import { isTyping } from "../elements/shortcuts";

export interface CanvasKey {
  /** Such as `f`, `Ctrl+Z`, `Shift+ArrowLeft`, `Space`. ⌘ counts as Ctrl. */
  readonly keys: string;
  /** What it does, in the worker's words; left out: it works but is not listed. */
  readonly label?: string;
  /** Left out: only listed; it is taken elsewhere, or under several names. */
  readonly run?: () => void;
}

/** Keys that a focused control uses itself. */
const OF_CONTROLS = /^(?:Shift\+)?(?:Enter|Space|Tab|Home|End|Arrow\w+)$/;
const CONTROLS = "a[href],button,summary,input,select,audio,video,[role=button],[role=slider],[role=radio]";
/** Keys that go on while they are held down: moving, zooming, the brush's size. Others act once. */
const GOES_ON = /^(?:Shift\+|Alt\+|Ctrl\+)*(?:Arrow\w+|[-+=[\]])$/;

/** The name of the keys pressed: modifiers first; letters as capitals after Ctrl, small otherwise. */
export function keysPressed(event: KeyboardEvent): string {
  const ctrl = event.ctrlKey || event.metaKey;
  const pressed = keyOf(event);
  const key = pressed === " " ? "Space" : pressed;
  const letter = key.length === 1;
  const name = letter ? (ctrl ? key.toUpperCase() : key.toLowerCase()) : key;
  // Without Ctrl, Shift is part of the character: "+" and "?" need it on some keyboards only.
  const shift = event.shiftKey && (!letter || ctrl);
  return `${ctrl ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${shift ? "Shift+" : ""}${name}`;
}

function belongsElsewhere(event: KeyboardEvent, keys: string): boolean {
  const at = event.composedPath()[0];
  if (isTyping(event) || !(at instanceof HTMLElement)) return true;
  if (event.composedPath().some((node) => node instanceof HTMLElement && node.localName === "dialog")) return true;
  return OF_CONTROLS.test(keys) && at.closest(CONTROLS) !== null;
}

export class CanvasKeys implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #list: () => CanvasKey[];
  readonly #resting: () => boolean;

  constructor(host: ReactiveControllerHost, list: () => CanvasKey[], resting: () => boolean) {
    this.#host = host;
    this.#list = list;
    this.#resting = resting;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener("keydown", this.#pressed, true);
  }

  hostDisconnected(): void {
    document.removeEventListener("keydown", this.#pressed, true);
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || this.#resting()) return;
    const keys = keysPressed(event);
    const run = this.#list().find((one) => one.keys === keys && one.run)?.run;
    if (!run || belongsElsewhere(event, keys)) return;
    event.preventDefault();
    if (event.repeat && !GOES_ON.test(keys)) return;
    run();
    this.#host.requestUpdate();
  };
}
