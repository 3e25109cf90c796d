/** A round brush: which pixels lie under it on its way from one point to another. */
import type { Point } from "../geometry/point";
import type { Run } from "../geometry/raster";

/** Diameters that a brush may have, in pixels of the picture. */
export const SMALLEST = 1;
export const LARGEST = 400;

export const START_SIZE = 30;

export function clampSize(size: number): number {
  return Math.min(LARGEST, Math.max(SMALLEST, Math.round(size)));
}

/** The next size up or down: steps of about a tenth, so that it is quick for large brushes and exact for small ones. */
export function nextSize(size: number, direction: 1 | -1): number {
  return clampSize(size + direction * Math.max(1, Math.round(size / 10)));
}

/**
 * Where the middle of a brush of this size really is: a pixel's middle for odd sizes, a corner for even ones. So a brush
 * of one size always covers the same number of pixels, and one of size 1 exactly the pixel that is pointed at.
 */
export function snapped(point: Point, size: number): Point {
  const odd = size % 2 === 1;
  const snap = (value: number) => (odd ? Math.floor(value) + 0.5 : Math.round(value));
  return { x: snap(point.x), y: snap(point.y) };
}

/**
 * The runs of pixels under a round brush that moves straight from one point to another: those whose middle is not
 * farther from the way than half the size. Points are in pixels of the picture and need not lie inside it.
 */
export function* strokeRuns(from: Point, to: Point, size: number): Generator<Run> {
  const radius = size / 2;
  const [a, b] = [snapped(from, size), snapped(to, size)];
  const sides = sidesOf(a, b, radius);
  const last = Math.floor(Math.max(a.y, b.y) + radius - 0.5);
  for (let y = Math.ceil(Math.min(a.y, b.y) - radius - 0.5); y <= last; y++) {
    const span = { left: Infinity, right: -Infinity };
    widenByDisc(span, a, radius, y + 0.5);
    widenByDisc(span, b, radius, y + 0.5);
    for (const side of sides) widenBySide(span, side, y + 0.5);
    const [left, right] = [Math.ceil(span.left - 0.5), Math.floor(span.right - 0.5) + 1];
    if (left < right) yield { y, from: left, to: right };
  }
}

interface Span {
  left: number;
  right: number;
}

type Side = readonly [Point, Point];

/** The two straight edges of the area a disc sweeps over; none if it rests. */
function sidesOf(a: Point, b: Point, radius: number): Side[] {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  if (length === 0) return [];
  const across = { x: (-(b.y - a.y) / length) * radius, y: ((b.x - a.x) / length) * radius };
  return [1, -1].map((sign) => [
    { x: a.x + sign * across.x, y: a.y + sign * across.y },
    { x: b.x + sign * across.x, y: b.y + sign * across.y },
  ]);
}

function widenByDisc(span: Span, middle: Point, radius: number, y: number): void {
  const square = radius * radius - (y - middle.y) ** 2;
  if (square < 0) return;
  const half = Math.sqrt(square);
  span.left = Math.min(span.left, middle.x - half);
  span.right = Math.max(span.right, middle.x + half);
}

function widenBySide(span: Span, [p, q]: Side, y: number): void {
  if (p.y === q.y || y < Math.min(p.y, q.y) || y > Math.max(p.y, q.y)) return;
  const x = p.x + ((y - p.y) / (q.y - p.y)) * (q.x - p.x);
  span.left = Math.min(span.left, x);
  span.right = Math.max(span.right, x);
}
