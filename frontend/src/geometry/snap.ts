/** Bringing a point to what is near it: corners and edges of the picture, vertices and edges of other shapes. */
import { distance, nearestOnSegment, type Point } from "./point";

export type SnapKind = "vertex" | "edge" | "border" | "none";

export interface SnapCandidates {
  /** Shapes nearby. `closed` adds the edge from the last point to the first. */
  readonly lines: readonly { readonly points: readonly Point[]; readonly closed: boolean }[];
  /** Size of the picture in pixels, whose border is snapped to; `null` for none. */
  readonly size: { readonly width: number; readonly height: number } | null;
}

export interface Snapped {
  readonly point: Point;
  readonly kind: SnapKind;
}

/**
 * The nearest candidate within `tolerance` pixels. A vertex goes before an edge, though the edge is always as near or
 * nearer; the border of the picture, for x and y each, goes after both.
 */
export function snapPoint(point: Point, candidates: SnapCandidates, tolerance: number): Snapped {
  const vertex = nearest(point, verticesOf(candidates), tolerance);
  if (vertex) return { point: vertex, kind: "vertex" };
  const edge = nearest(point, edgePointsOf(point, candidates), tolerance);
  if (edge) return { point: edge, kind: "edge" };
  const border = atBorder(point, candidates, tolerance);
  return border.x === point.x && border.y === point.y ? { point, kind: "none" } : { point: border, kind: "border" };
}

function nearest(point: Point, candidates: Iterable<Point>, tolerance: number): Point | null {
  let [found, least]: [Point | null, number] = [null, tolerance];
  for (const candidate of candidates) {
    const away = distance(point, candidate);
    if (away <= least) [found, least] = [candidate, away];
  }
  return found;
}

function* verticesOf({ lines }: SnapCandidates): Generator<Point> {
  for (const { points } of lines) yield* points;
}

function* edgePointsOf(point: Point, { lines }: SnapCandidates): Generator<Point> {
  for (const { points, closed } of lines) {
    const edges = closed ? points.length : points.length - 1;
    for (let at = 0; at < edges; at++) yield nearestOnSegment(point, points[at]!, points[(at + 1) % points.length]!);
  }
}

function atBorder(point: Point, { size }: SnapCandidates, tolerance: number): Point {
  if (!size) return point;
  const to = (value: number, most: number) =>
    Math.abs(value) <= tolerance ? 0 : Math.abs(value - most) <= tolerance ? most : value;
  return { x: to(point.x, size.width), y: to(point.y, size.height) };
}
