/** Painting shapes that rest. The more there are in sight, the plainer: nobody reads a thousand tags, and lines take time. */
import { inScreenPixels, type Layer } from "../canvas/plane";
import type { View } from "../canvas/view";
import type { Bounds } from "../geometry/polygon";
import type { Point } from "../geometry/point";
import type { Drawing, LabelStyle } from "./drawing";
import type { Kind } from "./kinds";
import { boundsOf, type Shape } from "./shape";

/** Screen pixels. */
const MARKER = 6;
const TAG = { height: 18, widest: 160, from: 26 };

/** How much of a shape is painted. Measures are screen pixels. */
export interface Detail {
  /** Width of the line; browsers draw one of a single pixel several times as fast as any other. */
  readonly line: number;
  /** Width of the dark line under it, which stands out on every picture; 0 for none. */
  readonly casing: number;
  readonly dashed: boolean;
  readonly tags: boolean;
  /** Points nearer to each other than this are drawn as one. */
  readonly coarsest: number;
}

export const FULL: Detail = { line: 2, casing: 4, dashed: true, tags: true, coarsest: 0.8 };
const PLAIN: Detail = { line: 2, casing: 0, dashed: true, tags: false, coarsest: 1 };
const COARSE: Detail = { line: 1, casing: 0, dashed: false, tags: false, coarsest: 2.5 };
/** Up to so many shapes are painted in full, and plainly. */
const FEW = 150;
const MANY = 600;

export class ShapePainter implements Layer {
  readonly #drawing: Drawing;

  constructor(drawing: Drawing) {
    this.#drawing = drawing;
  }

  get heavy(): boolean {
    return this.#drawing.shapes.length > FEW;
  }

  /** Everything that may be painted for shapes in this area, or whose shapes may paint into it. */
  reach({ left, top, right, bottom }: Bounds, { scale }: View): Bounds {
    const [x, y] = [(TAG.widest + MARKER) / scale, (TAG.height + MARKER) / scale];
    return { left: left - x, top: top - y, right: right + x, bottom: bottom + y };
  }

  paint(context: CanvasRenderingContext2D, view: View, area: Bounds): void {
    const drawing = this.#drawing;
    const detail = this.#detailOf(view);
    const shapes = drawing.within(detail.tags ? this.reach(area, view) : area).filter(({ id }) => !drawing.inHand.has(id));
    for (const shape of shapes) paintShape(context, view, drawing.kind, shape, drawing.styleOf(shape.label), detail);
    if (detail.tags) for (const shape of shapes) paintTag(context, view, shape, drawing.styleOf(shape.label).colour);
  }

  /** By what is in sight, not by what is painted: neighbours of a repainted area must not look different. */
  #detailOf(view: View): Detail {
    const all = this.#drawing.shapes.length;
    const seen = all <= FEW ? all : this.#drawing.within(view.visible).length;
    return seen <= FEW ? FULL : seen <= MANY ? PLAIN : COARSE;
  }
}

/** A shape: its inside, the dark casing of its line, and the line. */
export function paintShape(
  context: CanvasRenderingContext2D, view: View, kind: Kind, shape: Shape, style: LabelStyle, detail: Detail,
): void {
  const { scale } = view;
  const point = kind.most === 1;
  context.beginPath();
  trace(context, kind, kind.outline(shape.points), scale, detail.coarsest);
  if (kind.closed || point) {
    context.fillStyle = point ? style.colour : `${style.colour}2e`;
    context.fill();
  }
  if (detail.casing > 0) {
    context.lineJoin = "round";
    context.strokeStyle = "rgb(0 0 0 / 55%)";
    context.lineWidth = detail.casing / scale;
    context.stroke();
  }
  if (detail.dashed) context.setLineDash(style.dash.map((length) => length / scale));
  context.strokeStyle = point ? "#ffffff" : style.colour;
  context.lineWidth = detail.line / scale;
  context.stroke();
  if (detail.dashed) context.setLineDash([]);
}

/** Add a shape to the path, as coarse as asked for (screen pixels). */
export function trace(context: CanvasRenderingContext2D, kind: Kind, points: readonly Point[], scale: number, coarsest: number): void {
  const [first] = points;
  if (!first) return;
  if (points.length === 1) return marker(context, first, MARKER / scale);
  const least = coarsest / scale;
  let { x, y } = first;
  context.moveTo(x, y);
  for (let at = 1; at < points.length; at++) {
    const point = points[at]!;
    if (Math.abs(point.x - x) + Math.abs(point.y - y) < least && at < points.length - 1) continue;
    ({ x, y } = point);
    context.lineTo(x, y);
  }
  if (kind.closed) context.closePath();
}

function marker(context: CanvasRenderingContext2D, { x, y }: Point, radius: number): void {
  context.moveTo(x + radius, y);
  context.arc(x, y, radius, 0, 2 * Math.PI);
}

/** The label's name at the shape's upper left corner; not on shapes that are smaller than it. */
export function paintTag(context: CanvasRenderingContext2D, view: View, shape: Shape, colour: string, always = false): void {
  const { left, top, right, bottom } = boundsOf(shape);
  if (!always && shape.points.length > 1 && Math.max(right - left, bottom - top) * view.scale < TAG.from) return;
  inScreenPixels(context, view, () => {
    const { x, y } = view.toScreen(shape.points.length === 1 ? { x: right, y: top } : { x: left, y: top });
    context.font = "650 12px system-ui, sans-serif";
    context.textBaseline = "middle";
    const width = Math.min(TAG.widest, context.measureText(shape.label).width + 12);
    const [from, above] = [Math.round(x - 1) + (shape.points.length === 1 ? 9 : 0), Math.max(0, Math.round(y) - TAG.height - 1)];
    context.beginPath();
    context.roundRect(from, above, width, TAG.height, [4, 4, 4, 0]);
    context.fillStyle = colour;
    context.fill();
    context.clip();
    context.fillStyle = isDark(colour) ? "#ffffff" : "#10131a";
    context.fillText(shape.label, from + 6, above + TAG.height / 2 + 0.5);
  });
}

/** Is white text easier to read on this colour (`#rrggbb`) than black? */
export function isDark(colour: string): boolean {
  const channel = (at: number): number => (parseInt(colour.slice(at, at + 2), 16) / 255) ** 2.2;
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5) < 0.18;
}
