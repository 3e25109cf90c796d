/** What the pointer does on the page: choose a pair by its box, change a box by its corners, draw a new one. */
import type { CanvasKey } from "../canvas/canvas-keys";
import { PlainTool, type Press } from "../canvas/tool";
import type { View } from "../canvas/view";
import type { Size } from "../canvas/picture-levels";
import { distance, type Point } from "../geometry/point";
import { cornerOf, inPixels, onPage, paintBox, PART_COLOURS, type BoxHit, type Boxes, type Corner } from "./boxes";
import type { PageBox, Pair, PartName } from "./pair";

/** A box that nobody meant to draw is smaller than this, in screen pixels. */
const SMALLEST = 4;

export interface PageToolModel {
  readonly boxes: Boxes;
  readonly view: View;
  readonly size: () => Size | null;
  readonly choose: (pair: Pair) => void;
  readonly hover: (pair: Pair | null) => void;
  readonly setBox: (pair: Pair, part: PartName, box: PageBox) => void;
  readonly repaint: () => void;
  /** Drawing began or ended. */
  readonly drawingChanged: () => void;
}

interface Drag {
  readonly pair: Pair;
  readonly part: PartName;
  /** The corner that stays, and the one that moves. */
  readonly from: Point;
  readonly to: Point;
  /** Where the pointer was at first, and how far that was from the corner that moves. */
  readonly pressed: Point;
  readonly beside: Point;
  /** A new box, not one changed by its corner. */
  readonly fresh: boolean;
}

export class PageTool extends PlainTool {
  readonly name = "page";
  readonly title = "Choose and change boxes";
  readonly icon = "select";
  readonly key = "v";
  readonly #model: PageToolModel;
  #wanted: { readonly pair: Pair; readonly part: PartName } | null = null;
  #drag: Drag | null = null;

  constructor(model: PageToolModel) {
    super();
    this.#model = model;
  }

  /** Which box is to be drawn, `null` while none is. */
  get wanted(): { readonly pair: Pair; readonly part: PartName } | null {
    return this.#wanted;
  }

  /** The next box drawn is this one's. */
  draw(pair: Pair, part: PartName): void {
    this.#drag = null;
    this.#wanted = { pair, part };
    this.#model.drawingChanged();
  }

  override down({ at }: Press): void {
    if (this.#drag) return;
    const handle = this.#wanted ? null : this.#model.boxes.handleAt(at, this.#model.view);
    if (this.#wanted) this.#drag = { ...this.#wanted, from: at, to: at, pressed: at, beside: { x: 0, y: 0 }, fresh: true };
    else if (handle) this.#drag = this.#dragOf(handle, at);
    else {
      const hit = this.#model.boxes.at(at);
      if (hit) this.#model.choose(hit.pair);
    }
  }

  override move({ at }: Press): void {
    this.#follow(at);
  }

  override hover(press: Press | null): void {
    if (this.#drag && press) this.#follow(press.at);
    else this.#model.hover(press && (this.#model.boxes.at(press.at)?.pair ?? null));
  }

  /** A click without a drag leaves the first corner where it is: the next click is the other one. */
  override up({ at }: Press): void {
    this.#follow(at);
    const [drag, size] = [this.#drag, this.#model.size()];
    if (!drag || !size) return;
    const moved = distance(drag.pressed, at) * this.#model.view.scale >= SMALLEST;
    if (!moved && drag.fresh) return;
    this.#stop();
    if (moved) this.#model.setBox(drag.pair, drag.part, onPage(drag.from, drag.to, size));
  }

  override cancel(): boolean {
    if (!this.#drag && !this.#wanted) return false;
    this.#stop();
    return true;
  }

  override keys(): CanvasKey[] {
    return this.#drag || this.#wanted ? [{ keys: "Escape", label: "Stop drawing the box", run: () => this.cancel() }] : [];
  }

  override paint(context: CanvasRenderingContext2D, view: View): void {
    const [drag, size] = [this.#drag, this.#model.size()];
    if (!drag || !size) return;
    const bounds = inPixels(onPage(drag.from, drag.to, size), size);
    paintBox(context, view, bounds, PART_COLOURS[drag.part], { strong: true, faint: false });
  }

  #dragOf({ pair, part, corner: { x, y } }: BoxHit & { readonly corner: Corner }, at: Point): Drag {
    const bounds = inPixels(pair[part].box!, this.#model.size()!);
    const [from, to] = [cornerOf(bounds, { x: x ? 0 : 1, y: y ? 0 : 1 }), cornerOf(bounds, { x, y })];
    return { pair, part, from, to, pressed: at, beside: { x: to.x - at.x, y: to.y - at.y }, fresh: false };
  }

  #follow(at: Point): void {
    if (!this.#drag) return;
    const { beside } = this.#drag;
    this.#drag = { ...this.#drag, to: { x: at.x + beside.x, y: at.y + beside.y } };
    this.#model.repaint();
  }

  #stop(): void {
    this.#drag = null;
    this.#wanted = null;
    this.#model.repaint();
    this.#model.drawingChanged();
  }
}
