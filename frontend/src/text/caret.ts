/** Where the caret goes by keys: characters and words by their rules, lines as they stand on the screen. */
import type { Selected } from "./text-selection";
import type { TextView } from "./text-view";
import { characterAfter, characterBefore, wordAfter, wordBefore } from "./words";

const RIGHT_TO_LEFT = /^\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Does this text run from right to left? Its first letter tells. */
export function runsLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(text.slice(0, 200));
}

function lineOf(text: string, at: number): { start: number; end: number } {
  const end = text.indexOf("\n", at);
  return { start: text.lastIndexOf("\n", at - 1) + 1, end: end < 0 ? text.length : end };
}

/** The box of the character at an offset, `null` where nothing is laid out. */
export function boxAt(view: TextView, at: number): DOMRect | null {
  const block = view.blockAt(at);
  const [before, after] = [characterBefore(view.text, at), characterAfter(view.text, at)];
  const box = (start: number, end: number) => [...view.rangeIn(block, { start, end }).getClientRects()].find(({ height }) => height > 0);
  const next = at < block.end ? box(at, after) : undefined;
  if (next) return new DOMRect(runsLeft(view.text.slice(at, after)) ? next.right : next.left, next.top, 0, next.height);
  const last = at > block.start ? box(before, at) : undefined;
  return last ? new DOMRect(last.right, last.top, 0, last.height) : null;
}

export class Caret {
  readonly #view: TextView;
  /** Where on the line up and down go to, while nothing else moves the caret. */
  #column: number | null = null;

  constructor(view: TextView) {
    this.#view = view;
  }

  /** The selection after a key, `null` if the key does not move the caret. Shift keeps the anchor. */
  moved(selected: Selected, event: KeyboardEvent): Selected | null {
    const focus = this.#target(selected, event);
    if (focus === null) return null;
    if (!/^Arrow(Up|Down)$/.test(event.key)) this.#column = null;
    return { anchor: event.shiftKey ? selected.anchor : focus, focus };
  }

  #target({ anchor, focus }: Selected, event: KeyboardEvent): number | null {
    const { text } = this.#view;
    const line = lineOf(text, focus);
    const towardsEnd = (event.key === "ArrowRight") !== runsLeft(text.slice(line.start, line.end));
    const far = event.ctrlKey || event.metaKey || event.altKey;
    switch (event.key) {
      case "ArrowLeft":
      case "ArrowRight":
        // Without Shift an arrow first goes to that end of what is selected.
        if (anchor !== focus && !event.shiftKey && !far) return towardsEnd ? Math.max(anchor, focus) : Math.min(anchor, focus);
        return towardsEnd ? this.#after(focus, far) : this.#before(focus, far);
      case "ArrowUp":
        return far ? line.start : this.#vertically(focus, -1);
      case "ArrowDown":
        return far ? line.end : this.#vertically(focus, 1);
      case "Home":
        return far ? 0 : this.#edge(focus, line.start);
      case "End":
        return far ? text.length : this.#edge(focus, line.end);
      default:
        return null;
    }
  }

  #after(at: number, byWord: boolean): number {
    const { text } = this.#view;
    return byWord ? (wordAfter(text, at)?.end ?? text.length) : characterAfter(text, at);
  }

  #before(at: number, byWord: boolean): number {
    const { text } = this.#view;
    return byWord ? (wordBefore(text, at)?.start ?? 0) : characterBefore(text, at);
  }

  /** A line up or down on the screen, or in the text where nothing is laid out. */
  #vertically(at: number, lines: 1 | -1): number {
    const box = boxAt(this.#view, at);
    const height = parseFloat(getComputedStyle(this.#view.placeOf(at).node.parentElement!).lineHeight);
    if (box && height > 0) {
      this.#column ??= box.x;
      const found = this.#view.offsetAt(this.#column, box.y + box.height / 2 + lines * height);
      if (found !== null && (lines > 0 ? found > at : found < at)) return found;
    }
    const { start, end } = lineOf(this.#view.text, at);
    if (lines < 0 ? start === 0 : end === this.#view.text.length) return lines < 0 ? 0 : end;
    const other = lineOf(this.#view.text, lines < 0 ? start - 1 : end + 1);
    return Math.min(other.end, other.start + (at - start));
  }

  /** The end of the line on the screen, or in the text where nothing is laid out. */
  #edge(at: number, otherwise: number): number {
    const box = boxAt(this.#view, at);
    if (!box) return otherwise;
    const { left, right } = this.#view.blockAt(at).layer.getBoundingClientRect();
    const towardsRight = otherwise > at !== runsLeft(this.#view.text.slice(at, at + 200));
    return this.#view.offsetAt(towardsRight ? right - 2 : left + 2, box.y + box.height / 2) ?? otherwise;
  }
}
