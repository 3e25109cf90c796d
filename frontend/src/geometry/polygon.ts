/** Polygons: points in order, not closed (the first is not repeated at the end). Edge i goes from point i to the next. */
import { distance, nearestOnSegment, type Point } from "./point";

export type Polygon = readonly Point[];

/** A polygon and the holes in it. */
export interface Region {
  readonly outer: Polygon;
  readonly holes: readonly Polygon[];
}

export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface OnEdge {
  /** Index of the edge; a new vertex there goes to place `edge + 1`. */
  readonly edge: number;
  readonly point: Point;
  readonly distance: number;
}

/** The area in square pixels: positive for a polygon that runs clockwise on the screen, negative for the other way. */
export function signedArea(polygon: Polygon): number {
  let twice = 0;
  for (let at = 0, before = polygon.length - 1; at < polygon.length; before = at++) {
    twice += polygon[before]!.x * polygon[at]!.y - polygon[at]!.x * polygon[before]!.y;
  }
  return twice / 2;
}

/** The area in square pixels; of one that crosses itself, parts that run the other way count as negative. */
export function area(polygon: Polygon): number {
  return Math.abs(signedArea(polygon));
}

/** The smallest upright box around the points; of none, an empty one at the origin. */
export function bounds(points: readonly Point[]): Bounds {
  if (points.length === 0) return { left: 0, top: 0, right: 0, bottom: 0 };
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { left, top, right, bottom };
}

/** Is the point inside, by the even-odd rule? Points on an edge may count either way. */
export function containsPoint(polygon: Polygon, { x, y }: Point): boolean {
  let inside = false;
  for (let at = 0, before = polygon.length - 1; at < polygon.length; before = at++) {
    const [a, b] = [polygon[at]!, polygon[before]!];
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}

/** The place on the edges that is nearest to a point; `null` where there are no points. */
export function nearestOnEdges(point: Point, polygon: Polygon): OnEdge | null {
  let found: OnEdge | null = null;
  for (let edge = 0; edge < polygon.length; edge++) {
    const here = nearestOnSegment(point, polygon[edge]!, polygon[(edge + 1) % polygon.length]!);
    const away = distance(point, here);
    if (found === null || away < found.distance) found = { edge, point: here, distance: away };
  }
  return found;
}

/** The polygon with one more vertex on this edge. */
export function insertVertex(polygon: Polygon, edge: number, point: Point): Polygon {
  return [...polygon.slice(0, edge + 1), point, ...polygon.slice(edge + 1)];
}

/** The polygon without this vertex; `null` where only a line would be left. */
export function removeVertex(polygon: Polygon, at: number): Polygon | null {
  return polygon.length <= 3 ? null : polygon.filter((_, index) => index !== at);
}
