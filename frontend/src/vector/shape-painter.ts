/** Painting shapes that rest: all of one label in one path, points nobody could tell apart left out, few ones with tags. */
import { inScreenPixels, type Layer } from "../canvas/plane";
import type { View } from "../canvas/view";
import type { Bounds } from "../geometry/polygon";
import type { Point } from "../geometry/point";
import type { Drawing, LabelStyle } from "./drawing";
import type { Kind } from "./kinds";
import { boundsOf, type Shape } from "./shape";

/** Screen pixels. */
const LINE = 2;
const CASING = 4;
const MARKER = 6;
const TAG = { height: 18, widest: 160, from: 26 };
/** Points nearer to each other than this, in screen pixels, are drawn as one. */
const COARSEST = 0.8;
/** With more shapes than this in sight, tags and casings would only cover the picture. */
const DETAILED = 150;
/** More points than this take longer than a frame. */
const HEAVY = 6000;

export class ShapePainter implements Layer {
  readonly #drawing: Drawing;

  constructor(drawing: Drawing) {
    this.#drawing = drawing;
  }

  get heavy(): boolean {
    return this.#drawing.shapes.length * (this.#drawing.shapes[0]?.points.length ?? 0) > HEAVY;
  }

  /** Everything that may be painted for shapes in this area, or whose shapes may paint into it. */
  reach({ left, top, right, bottom }: Bounds, { scale }: View): Bounds {
    const [x, y] = [(TAG.widest + MARKER) / scale, (TAG.height + MARKER) / scale];
    return { left: left - x, top: top - y, right: right + x, bottom: bottom + y };
  }

  paint(context: CanvasRenderingContext2D, view: View, area: Bounds): void {
    const drawing = this.#drawing;
    const shapes = drawing.within(this.reach(area, view)).filter(({ id }) => !drawing.inHand.has(id));
    const detailed = drawing.shapes.length <= DETAILED;
    for (const [label, group] of grouped(shapes)) {
      paintGroup(context, view, drawing.kind, group, drawing.styleOf(label), detailed);
    }
    if (detailed) for (const shape of shapes) paintTag(context, view, shape, drawing.styleOf(shape.label).colour);
  }
}

function grouped(shapes: readonly Shape[]): Map<string, Shape[]> {
  const groups = new Map<string, Shape[]>();
  for (const shape of shapes) {
    const group = groups.get(shape.label);
    if (group) group.push(shape);
    else groups.set(shape.label, [shape]);
  }
  return groups;
}

/** All shapes of one label: their insides, a dark casing that stands out on every picture, and the line itself. */
export function paintGroup(
  context: CanvasRenderingContext2D, view: View, kind: Kind, shapes: readonly Shape[], style: LabelStyle, detailed: boolean,
): void {
  context.beginPath();
  for (const shape of shapes) trace(context, kind, kind.outline(shape.points), view.scale);
  context.lineJoin = "round";
  if (kind.closed || kind.most === 1) {
    context.globalAlpha = kind.closed ? 0.18 : 1;
    context.fillStyle = style.colour;
    context.fill();
    context.globalAlpha = 1;
  }
  if (detailed) {
    context.strokeStyle = "rgb(0 0 0 / 55%)";
    context.lineWidth = CASING / view.scale;
    context.stroke();
  }
  context.setLineDash(style.dash.map((length) => length / view.scale));
  context.strokeStyle = kind.most === 1 ? "#ffffff" : style.colour;
  context.lineWidth = LINE / view.scale;
  context.stroke();
  context.setLineDash([]);
}

/** Add a shape to the path, as coarse as the scale allows. */
export function trace(context: CanvasRenderingContext2D, kind: Kind, points: readonly Point[], scale: number): void {
  const [first] = points;
  if (!first) return;
  if (points.length === 1) return marker(context, first, MARKER / scale);
  const least = COARSEST / scale;
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
