/** Points in the picture's own pixels: x to the right, y down, (0, 0) the upper left corner of the first pixel. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** The point at this share (0..1) of the way from `a` to `b`. */
export function between(a: Point, b: Point, share: number): Point {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}

/** Twice the area of the triangle a, b, c: positive where c is to the right of a→b on the screen, 0 on its line. */
export function side(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/** The share of the way a→b (0..1) at which `point` is nearest; 0 where a and b are one point. */
export function nearestShare(point: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const squared = dx * dx + dy * dy;
  if (squared === 0) return 0;
  return Math.min(1, Math.max(0, ((point.x - a.x) * dx + (point.y - a.y) * dy) / squared));
}

/** The point of the segment a–b that is nearest to `point`. */
export function nearestOnSegment(point: Point, a: Point, b: Point): Point {
  return between(a, b, nearestShare(point, a, b));
}
