/**
 * Paints marks under a text: a tint behind the words, a bar under them on a lane of its own where marks overlap, and a
 * tag with the label's name. Only blocks near the screen are measured and painted, so a text may have any number.
 */
import type { Stretch } from "./spans";
import type { Block, Line, TextView } from "./text-view";

/** A stretch as it is painted. */
export interface Mark extends Stretch {
  /** 0 is nearest to the text. */
  readonly lane: number;
  /** Shown under the bar; empty shows none. */
  readonly tag: string;
  readonly colour: string;
  /** Further class names, such as `chosen`. */
  readonly state: string;
  /** What this mark stands for; `at` gives it back. */
  readonly of: unknown;
}

interface Fragment {
  readonly mark: Mark;
  readonly first: boolean;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Lanes that are told apart; marks beyond share the last one. */
export const MOST_LANES = 8;
/** Tags narrower than this say nothing, in pixels. */
const LEAST_TAG = 14;

export class MarkPainter {
  readonly #view: TextView;
  readonly #marksIn: (stretch: Stretch) => readonly Mark[];
  readonly #visible = new Set<Block>();
  readonly #painted = new Map<Block, { signature: string; fragments: readonly Fragment[] }>();
  #frame = 0;

  constructor(view: TextView, marksIn: (stretch: Stretch) => readonly Mark[]) {
    this.#view = view;
    this.#marksIn = marksIn;
  }

  /** A block came near the screen or left it. */
  see(block: Block, visible: boolean): void {
    if (visible) this.#visible.add(block);
    else {
      this.#visible.delete(block);
      this.#painted.delete(block);
      block.layer.replaceChildren();
    }
    this.paint();
  }

  /** Paint what has changed, with the next frame. */
  paint(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paintNow();
    });
  }

  /** Measure everything anew: sizes have changed. */
  repaint(): void {
    this.#painted.clear();
    this.paint();
  }

  /** Another text: nothing of the old one is painted. */
  clear(): void {
    this.#visible.clear();
    this.#painted.clear();
  }

  /** What is marked at a point on the screen, the shortest first. */
  at(x: number, y: number): unknown[] {
    const found = new Map<unknown, number>();
    for (const [block, { fragments }] of this.#painted) {
      const box = block.layer.getBoundingClientRect();
      const [left, top] = [x - box.left, y - box.top];
      for (const { mark, ...fragment } of fragments) {
        if (left < fragment.left || left > fragment.left + fragment.width) continue;
        if (top >= fragment.top && top <= fragment.top + fragment.height) found.set(mark.of, mark.end - mark.start);
      }
    }
    return [...found].sort((a, b) => a[1] - b[1]).map(([of]) => of);
  }

  #paintNow(): void {
    const changed = [...this.#visible].flatMap((block) => {
      const marks = this.#marksIn(block);
      const signature = marks.map(({ start, end, lane, tag, colour, state }) => [start, end, lane, tag, colour, state].join()).join("\n");
      return this.#painted.get(block)?.signature === signature ? [] : [{ block, marks, signature }];
    });
    for (const { block, marks } of changed) {
      for (const line of block.lines) makeRoom(line, marks);
    }
    // All reading before all writing: otherwise each block would be laid out by itself.
    const measured = changed.map((each) => ({ ...each, fragments: each.marks.flatMap((mark) => this.#measure(each.block, mark)) }));
    for (const { block, signature, fragments } of measured) {
      this.#painted.set(block, { signature, fragments });
      block.layer.replaceChildren(...fragments.flatMap((fragment) => draw(fragment, fragments)));
    }
  }

  #measure(block: Block, mark: Mark): Fragment[] {
    const origin = block.layer.getBoundingClientRect();
    const boxes = joined([...this.#view.rangeIn(block, mark).getClientRects()].filter(({ width }) => width > 0));
    return boxes.map(({ left, top, width, height }, at) => ({
      mark,
      first: at === 0 && mark.start >= block.start,
      left: left - origin.left,
      top: top - origin.top,
      width,
      height,
    }));
  }
}

/** Boxes that touch on one row as one: browsers give the space at which a row wraps a box of its own. */
function joined(boxes: readonly DOMRect[]): DOMRect[] {
  const rows: DOMRect[] = [];
  for (const box of boxes) {
    const last = rows.at(-1);
    const touches = last && Math.abs(last.top - box.top) < 2 && box.left <= last.right + 1 && box.right >= last.left - 1;
    if (!touches) rows.push(box);
    else {
      const left = Math.min(last.left, box.left);
      rows[rows.length - 1] = new DOMRect(left, last.top, Math.max(last.right, box.right) - left, last.height);
    }
  }
  return rows;
}

/** Rows of a line stand as far apart as its marks need lanes. */
function makeRoom(line: Line, marks: readonly Mark[]): void {
  const deepest = marks.reduce((most, { start, end, lane }) => (start < line.end && end > line.start ? Math.max(most, lane + 1) : most), 0);
  const lanes = Math.min(deepest, MOST_LANES);
  if (lanes < 2) line.element.style.removeProperty("--lanes");
  else line.element.style.setProperty("--lanes", String(lanes));
}

/** How wide a tag may be: up to the next mark that starts on its lane and line. */
function roomFor(fragment: Fragment, all: readonly Fragment[]): number {
  const next = all.filter(
    ({ mark, left, top }) => mark.lane === fragment.mark.lane && left > fragment.left && Math.abs(top - fragment.top) < 4,
  );
  return Math.min(240, ...next.map(({ left }) => left - fragment.left - 4));
}

function draw(fragment: Fragment, all: readonly Fragment[]): HTMLElement[] {
  const { mark, left, top, width, height } = fragment;
  const drawn = document.createElement("div");
  drawn.className = `mark ${mark.state}`;
  drawn.style.cssText = `left: ${left}px; top: ${top}px; width: ${width}px; height: ${height}px`;
  drawn.style.setProperty("--mark", mark.colour);
  drawn.style.setProperty("--at", String(Math.min(mark.lane, MOST_LANES - 1)));
  const room = fragment.first && mark.tag !== "" ? roomFor(fragment, all) : 0;
  if (room < LEAST_TAG) return [drawn];
  const tag = document.createElement("span");
  tag.className = "tag";
  tag.textContent = mark.tag;
  tag.style.maxWidth = `${room}px`;
  drawn.append(tag);
  return [drawn];
}
