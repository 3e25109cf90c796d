/**
 * A long text on the screen: blocks that the browser lays out only near the screen, and the way between offsets in the
 * text and places in the document.
 *
 * Each line is one text node with exactly its piece of the text, so the text can be selected, searched and read aloud
 * as it is; marks are painted in a layer of their own under it (`MarkPainter`).
 */
import { blocksOf } from "./blocks";
import type { Stretch } from "./spans";

/** A line of the text with its line break; on the screen it may wrap. */
export interface Line extends Stretch {
  readonly element: HTMLElement;
  readonly node: Text;
}

export interface Block extends Stretch {
  readonly element: HTMLElement;
  /** Under the text; marks go here, placed from its top left corner. */
  readonly layer: HTMLElement;
  readonly lines: readonly Line[];
}

/** How far beyond the screen blocks count as visible, in pixels: so much may be scrolled before marks must be there. */
const MARGIN = "800px";
/** For guesses of heights before the first layout: characters in a line, pixels of a line. */
const ROW = { characters: 80, height: 41, blank: 26 };

/** Elements of a block at most: a text of nothing but line breaks must not become a million of them. */
const MOST_LINES = 120;

function guessedHeight({ start, end, element }: Line): number {
  return element.className === "line" ? ROW.height * Math.ceil((end - start) / ROW.characters) : ROW.blank;
}

function drawLine(start: number, piece: string): Line {
  const element = document.createElement("div");
  const node = document.createTextNode(piece);
  element.className = piece.trim() === "" ? "line blank" : "line";
  element.append(node);
  return { start, end: start + piece.length, element, node };
}

/** The lines of a block's text; where they are very many, some together as one. */
function linesOf(piece: string): string[] {
  const lines = piece.match(/[^\n]*\n|[^\n]+$/g) ?? [""];
  const together = Math.ceil(lines.length / MOST_LINES);
  if (together === 1) return lines;
  return Array.from({ length: Math.ceil(lines.length / together) }, (_, at) => lines.slice(at * together, (at + 1) * together).join(""));
}

function drawBlock(stretch: Stretch, text: string): Block {
  const [element, layer] = [document.createElement("div"), document.createElement("div")];
  const pieces = linesOf(text.slice(stretch.start, stretch.end));
  let start = stretch.start;
  const lines = pieces.map((piece) => drawLine((start += piece.length) - piece.length, piece));
  element.className = "block";
  layer.className = "layer";
  layer.setAttribute("aria-hidden", "true");
  element.append(layer, ...lines.map((line) => line.element));
  const height = lines.reduce((sum, line) => sum + guessedHeight(line), 0);
  element.style.containIntrinsicSize = `auto 600px auto ${height}px`;
  return { ...stretch, element, layer, lines };
}

/** The last of these stretches that begins at an offset or before it. */
function lastBefore<T extends Stretch>(stretches: readonly T[], offset: number): T {
  let low = 0;
  let high = stretches.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (stretches[middle]!.start <= offset) low = middle;
    else high = middle - 1;
  }
  return stretches[low]!;
}

export class TextView {
  readonly element = document.createElement("div");
  readonly #seen: (block: Block, visible: boolean) => void;
  #text = "";
  #blocks: readonly Block[] = [];
  #byElement = new Map<Element, Block>();
  #observer: IntersectionObserver | null = null;

  /** @param seen told when a block comes near the screen and when it leaves. */
  constructor(seen: (block: Block, visible: boolean) => void) {
    this.#seen = seen;
    this.element.className = "text";
  }

  get text(): string {
    return this.#text;
  }

  set text(text: string) {
    this.#text = text;
    this.#blocks = blocksOf(text).map((stretch) => drawBlock(stretch, text));
    this.#byElement = new Map(this.#blocks.map((block) => [block.element, block]));
    this.element.replaceChildren(...this.#blocks.map(({ element }) => element));
    this.#observe();
  }

  /** The block that an offset is in; the end of the text is in the last one. */
  blockAt(offset: number): Block {
    return lastBefore(this.#blocks, offset);
  }

  /** The offset of a place in the document, `null` if that is not in this text. */
  offsetOf(node: Node, at: number): number | null {
    if (node === this.element) return this.#blocks[at]?.start ?? this.#text.length;
    const holder = node instanceof Element ? node : node.parentElement;
    const element = holder?.closest(".block");
    const block = element ? this.#byElement.get(element) : undefined;
    if (!block) return null;
    // Children of a block: the layer, the lines, maybe the caret.
    if (node === block.element) return block.lines[Math.max(0, at - 1)]?.start ?? block.end;
    const line = block.lines.find((each) => each.node === node || each.element === node);
    if (!line) return block.start;
    return node === line.node ? line.start + at : at > 0 ? line.end : line.start;
  }

  /** The place in the document of an offset. */
  placeOf(offset: number): { node: Text; at: number } {
    const { node, start } = lastBefore(this.blockAt(offset).lines, offset);
    return { node, at: offset - start };
  }

  /** A part of one block as a range, to be measured. */
  rangeIn(block: Block, { start, end }: Stretch): Range {
    const range = document.createRange();
    const [from, to] = [Math.max(start, block.start), Math.min(end, block.end)];
    const [first, last] = [lastBefore(block.lines, from), lastBefore(block.lines, Math.max(from, to - 1))];
    range.setStart(first.node, from - first.start);
    range.setEnd(last.node, to - last.start);
    return range;
  }

  /** The offset nearest to a point on the screen, `null` if none is there or the browser cannot tell. */
  offsetAt(x: number, y: number): number | null {
    const root = this.element.getRootNode();
    const shadowRoots = root instanceof ShadowRoot ? [root] : [];
    const place = document.caretPositionFromPoint?.(x, y, { shadowRoots });
    return place ? this.offsetOf(place.offsetNode, place.offset) : null;
  }

  disconnect(): void {
    this.#observer?.disconnect();
    this.#observer = null;
  }

  /** Watch which blocks are near the screen; again after `disconnect` and with every new text. */
  connect(): void {
    if (!this.#observer) this.#observe();
  }

  #observe(): void {
    this.disconnect();
    const margins = { rootMargin: MARGIN, scrollMargin: MARGIN };
    this.#observer = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        const block = this.#byElement.get(entry.target);
        if (block) this.#seen(block, entry.isIntersecting);
      }
    }, margins);
    for (const { element } of this.#blocks) this.#observer.observe(element);
  }
}
