/**
 * A long text on the screen: blocks that the browser lays out only near the screen, and the way between offsets in the
 * text and places in the document.
 *
 * Each block holds one text node with exactly its piece of the text, so the text can be selected, searched and read
 * aloud as it is; marks are painted in a layer of their own under it (`MarkPainter`).
 */
import { blocksOf } from "./blocks";
import type { Stretch } from "./spans";

export interface Block extends Stretch {
  readonly element: HTMLElement;
  /** Under the text; marks go here, placed from its top left corner. */
  readonly layer: HTMLElement;
  readonly node: Text;
}

/** How far beyond the screen blocks count as visible, in pixels: so much may be scrolled before marks must be there. */
const MARGIN = "800px";
/** For guesses of heights before the first layout: characters in a line, pixels of a line. */
const LINE = { characters: 80, height: 42 };

function guessedHeight(piece: string): number {
  const lines = piece.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LINE.characters)), 0);
  return lines * LINE.height;
}

function drawBlock(stretch: Stretch, text: string): Block {
  const [element, layer, holder] = [document.createElement("div"), document.createElement("div"), document.createElement("span")];
  const node = document.createTextNode(text.slice(stretch.start, stretch.end));
  element.className = "block";
  layer.className = "layer";
  layer.setAttribute("aria-hidden", "true");
  holder.className = "words";
  holder.append(node);
  element.append(layer, holder);
  element.style.containIntrinsicSize = `auto 600px auto ${guessedHeight(node.data)}px`;
  return { ...stretch, element, layer, node };
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
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#blocks[middle]!.start <= offset) low = middle;
      else high = middle - 1;
    }
    return this.#blocks[low]!;
  }

  /** The offset of a place in the document, `null` if that is not in this text. */
  offsetOf(node: Node, at: number): number | null {
    if (node === this.element) return this.#blocks[at]?.start ?? this.#text.length;
    const holder = node instanceof Element ? node : node.parentElement;
    const element = holder?.closest(".block");
    const block = element ? this.#byElement.get(element) : undefined;
    if (!block) return null;
    if (node === block.node) return block.start + at;
    // Beside the text node: before it or, in the block after the layer and the words, behind it.
    const behind = node === block.element ? at > 1 : at > 0 && holder?.className === "words";
    return behind ? block.end : block.start;
  }

  /** The place in the document of an offset. */
  placeOf(offset: number): { node: Text; at: number } {
    const { node, start } = this.blockAt(offset);
    return { node, at: offset - start };
  }

  /** A part of one block as a range, to be measured. */
  rangeIn(block: Block, { start, end }: Stretch): Range {
    const range = document.createRange();
    range.setStart(block.node, Math.max(start, block.start) - block.start);
    range.setEnd(block.node, Math.min(end, block.end) - block.start);
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
