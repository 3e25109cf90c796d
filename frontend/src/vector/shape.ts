/** Shapes: what was drawn, immutable, in image pixels. */
import { bounds, type Bounds } from "../geometry/polygon";
import type { Point } from "../geometry/point";

export interface Shape {
  /** Greater for those drawn later, which lie over earlier ones. */
  readonly id: number;
  readonly label: string;
  /** A box has two: top left and bottom right. */
  readonly points: readonly Point[];
  /** It came with the template's initial value: it counts only while its label is one of the template's. */
  readonly given: boolean;
}

const known = new WeakMap<Shape, Bounds>();

/** The smallest upright box around a shape. */
export function boundsOf(shape: Shape): Bounds {
  let found = known.get(shape);
  if (!found) known.set(shape, (found = bounds(shape.points)));
  return found;
}

/** The smallest upright box around all of them; `null` around none. */
export function boundsOfAll(shapes: readonly Shape[]): Bounds | null {
  return shapes.length === 0 ? null : bounds(shapes.flatMap((shape) => corners(boundsOf(shape))));
}

export function corners({ left, top, right, bottom }: Bounds): [Point, Point] {
  return [{ x: left, y: top }, { x: right, y: bottom }];
}

export function grown({ left, top, right, bottom }: Bounds, by: number): Bounds {
  return { left: left - by, top: top - by, right: right + by, bottom: bottom + by };
}

export function overlaps(one: Bounds, other: Bounds): boolean {
  return one.left <= other.right && other.left <= one.right && one.top <= other.bottom && other.top <= one.bottom;
}

/** The points moved together. */
export function moved(points: readonly Point[], dx: number, dy: number): Point[] {
  return points.map(({ x, y }) => ({ x: x + dx, y: y + dy }));
}

/** Whole pixels, which is what answers hold. */
export function rounded(points: readonly Point[]): Point[] {
  return points.map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) }));
}
