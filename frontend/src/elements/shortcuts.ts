/**
 * Keys of the whole frame. An element adds its keys while it is connected; the frame's runtime lists them to the page
 * and to the worker.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { keyOf } from "./key-of";

export interface Shortcut {
  /** As `KeyboardEvent.key` gives it; letters in lower case. */
  readonly key: string;
  /** What the key does, in the worker's words. */
  readonly label: string;
  readonly run: () => void;
}

/** What the page and the shortcut list show. */
export interface ShortcutLine {
  readonly keys: string;
  readonly label: string;
}

/** The keys that choose the first, second, … of a list. Index 9 is "0", then letters follow. */
export const CHOICE_KEYS: readonly string[] = [..."1234567890abcdefghijklmnopqrstuvwxyz"];

/**
 * The key of each choice: its place in `CHOICE_KEYS`, `undefined` past the last one. Where every choice is itself a
 * digit, each is its own key: nobody should press 1 to say 0.
 */
export function keysOf(choices: readonly string[]): (string | undefined)[] {
  const digits = choices.every((choice) => /^[0-9]$/.test(choice)) && new Set(choices).size === choices.length;
  return choices.map((choice, at) => (digits ? choice : CHOICE_KEYS[at]));
}

/** Keys that controls use themselves, and which controls do. */
const OF_CONTROLS: readonly (readonly [keys: RegExp, controls: string])[] = [
  [
    /^Enter$/,
    "a[href],button,summary,audio[controls],video[controls],[role=button],[role=link],[role=switch],[role=tab]," +
      "input:is([type=button],[type=color],[type=file],[type=image],[type=reset],[type=submit])",
  ],
  [
    /^(?:Arrow|Page|Home|End)/,
    "audio[controls],video[controls],[role=radio],[role=slider],[role=tab],input:is([type=color],[type=radio],[type=range])",
  ],
];

const owners = new Set<Shortcuts>();
const TYPING = new Set(["text", "search", "url", "tel", "email", "password", "number", "date", "datetime-local", "month", "time", "week"]);

/** Does a key pressed here belong to a text field or another control that uses keys itself? */
export function isTyping(event: Event): boolean {
  const at = event.composedPath()[0];
  if (at instanceof HTMLInputElement) return TYPING.has(at.type);
  if (at instanceof HTMLElement && at.isContentEditable) return true;
  return at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement;
}

/** One element's keys. `lines` is asked anew each time, so it may follow the element's state. */
export class Shortcuts implements ReactiveController {
  readonly #list: () => Shortcut[];
  readonly #resting: () => boolean;

  /** @param resting true while the keys do nothing, because a window is open over the element. */
  constructor(host: ReactiveControllerHost, list: () => Shortcut[], resting: () => boolean = () => false) {
    this.#list = list;
    this.#resting = resting;
    host.addController(this);
  }

  hostConnected(): void {
    owners.add(this);
    if (owners.size === 1) document.addEventListener("keydown", pressed);
  }

  hostDisconnected(): void {
    owners.delete(this);
    if (owners.size === 0) document.removeEventListener("keydown", pressed);
  }

  get resting(): boolean {
    return this.#resting();
  }

  /** This element's keys at this moment. */
  list(): Shortcut[] {
    return this.#list();
  }
}

/** All keys of the frame, for the page and for the list shown to the worker. */
export function allShortcuts(): ShortcutLine[] {
  return [...owners].flatMap((owner) => owner.list()).map(({ key, label }) => ({ keys: key, label }));
}

function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event) || insideDialog(event) || document.querySelector("dialog[open]")) return;
  const pressed = keyOf(event);
  const key = pressed.length === 1 ? pressed.toLowerCase() : pressed;
  const awake = [...owners].filter((owner) => !owner.resting);
  const found = awake.flatMap((owner) => owner.list()).find((shortcut) => shortcut.key === key);
  if (!found || (event.repeat && key === "Enter") || isOfControl(event, key)) return;
  event.preventDefault();
  found.run();
}

function insideDialog(event: Event): boolean {
  return event.composedPath().some((node) => node instanceof HTMLElement && node.localName === "dialog");
}

/** Does the focused control use this key itself? A chosen choice leaves Enter to Submit. */
function isOfControl(event: Event, key: string): boolean {
  const at = event.composedPath()[0];
  const controls = OF_CONTROLS.find(([keys]) => keys.test(key))?.[1];
  if (!controls || !(at instanceof HTMLElement) || !at.closest(controls)) return false;
  return key !== "Enter" || at.getAttribute("role") === "switch" || at.getAttribute("aria-checked") !== "true";
}
