/** Painting what the worker works on: selected shapes with their handles, the shape under the pointer, and what is in hand. */
import type { Layer } from "../canvas/plane";
import type { View } from "../canvas/view";
import type { Point } from "../geometry/point";
import type { Drawing } from "./drawing";
import type { Handle } from "./kinds";
import { overlaps, boundsOf, type Shape } from "./shape";
import { FULL, paintShape, paintTag, trace } from "./shape-painter";

/** Screen pixels. */
const HANDLE = 9;
const HANDLE_OF_TOUCH = 15;
/** Handles between two vertices are only shown where these are this far apart. */
const BETWEEN_FROM = 34;

export class ActiveLayer implements Layer {
  readonly #drawing: Drawing;
  #hovered: Shape | null = null;

  constructor(drawing: Drawing) {
    this.#drawing = drawing;
  }

  /** The shape under the pointer. */
  get hovered(): Shape | null {
    return this.#hovered;
  }

  set hovered(shape: Shape | null) {
    this.#hovered = shape;
  }

  paint(context: CanvasRenderingContext2D, view: View): void {
    const drawing = this.#drawing;
    const hovered = this.#hovered;
    if (hovered && drawing.isShown(hovered) && drawing.inHand.size === 0) this.#outline(context, view, hovered, 3);
    for (const shape of drawing.inHand.values()) {
      paintShape(context, view, drawing.kind, shape, drawing.styleOf(shape.label), FULL);
    }
    const visible = view.visible;
    const selected = drawing.selection.map((shape) => drawing.inHand.get(shape.id) ?? shape).filter((shape) => overlaps(boundsOf(shape), visible));
    for (const shape of selected) this.#outline(context, view, shape, 3.5);
    const single = drawing.single;
    if (single) this.#handles(context, view, drawing.inHand.get(single.id) ?? single);
    for (const shape of new Set(hovered && selected.length === 0 ? [hovered] : selected.slice(0, 20))) {
      paintTag(context, view, shape, drawing.styleOf(shape.label).colour, true);
    }
  }

  #outline(context: CanvasRenderingContext2D, view: View, shape: Shape, width: number): void {
    const { kind } = this.#drawing;
    context.beginPath();
    trace(context, kind, kind.outline(shape.points), view.scale, FULL.coarsest);
    context.lineJoin = "round";
    for (const [colour, wide] of [["#ffffff", width + 2.5], ["#10131a", width + 0.5], [this.#drawing.styleOf(shape.label).colour, width - 1]] as const) {
      context.strokeStyle = colour;
      context.lineWidth = wide / view.scale;
      context.stroke();
    }
  }

  #handles(context: CanvasRenderingContext2D, view: View, shape: Shape): void {
    for (const handle of shownHandles(this.#drawing, shape, view)) {
      const chosen = handle.kind === "vertex" && handle.place === this.#drawing.vertex;
      const size = handleSize() / view.scale * (handle.kind === "between" ? 0.7 : chosen ? 1.4 : 1);
      context.beginPath();
      if (handle.kind === "side") context.rect(handle.at.x - size / 2, handle.at.y - size / 2, size, size);
      else context.arc(handle.at.x, handle.at.y, size / 2, 0, 2 * Math.PI);
      context.globalAlpha = handle.kind === "between" ? 0.75 : 1;
      context.fillStyle = chosen ? "#3b4fd8" : "#ffffff";
      context.fill();
      context.lineWidth = 1.5 / view.scale;
      context.strokeStyle = chosen ? "#ffffff" : "#10131a";
      context.stroke();
      context.globalAlpha = 1;
    }
  }
}

/** Handles of a shape that can be told apart at this scale. */
function shownHandles({ kind }: Drawing, shape: Shape, view: View): Handle[] {
  const long = ({ place }: Handle): boolean => {
    const [a, b] = [shape.points[place - 1]!, shape.points[place % shape.points.length]!];
    return Math.hypot(a.x - b.x, a.y - b.y) * view.scale >= BETWEEN_FROM;
  };
  return kind.handles(shape.points).filter((handle) => handle.kind !== "between" || long(handle));
}

/** The handle of the single selected shape at a point, within `tolerance` image pixels; vertices go before edges. */
export function handleAt(drawing: Drawing, at: Point, tolerance: number, view: View): Handle | null {
  const { single } = drawing;
  if (!single || !drawing.isShown(single)) return null;
  const away = (handle: Handle): number => Math.hypot(handle.at.x - at.x, handle.at.y - at.y) * (handle.kind === "between" ? 1.5 : 1);
  const near = shownHandles(drawing, single, view).filter((handle) => away(handle) <= tolerance);
  return near.length === 0 ? null : near.reduce((best, handle) => (away(handle) <= away(best) ? handle : best));
}

/** Fingers need larger ones. */
function handleSize(): number {
  return window.matchMedia?.("(pointer: coarse)").matches ? HANDLE_OF_TOUCH : HANDLE;
}
