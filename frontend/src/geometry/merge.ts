/** Several polygons as one (polyclip-ts, which computes in decimals of its own). */
import { union } from "polyclip-ts";
import type { Polygon, Region } from "./polygon";

/**
 * Parts of a pixel that corners are put on. Corners that lie apart by the last bit of a number make the library lose its
 * way ("Unable to complete output ring"); where the finest grid does not help, a coarser one does. Answers are in pixels.
 */
const GRIDS = [1024, 64, 8, 1];

/** As polyclip-ts has it: the last point repeats the first. */
type Ring = [number, number][];

/**
 * The area that any of the polygons covers, as one region for each part that hangs together. Parts that only touch in
 * a point stay apart. A polygon that crosses itself counts by the even-odd rule; one without area counts for nothing.
 */
export function mergePolygons(polygons: readonly Polygon[]): Region[] {
  const closed = polygons.filter((polygon) => polygon.length >= 3);
  const merged = closed.length === 0 ? [] : unionOf(closed);
  return merged.map(([outer, ...holes]) => ({ outer: polygonOf(outer!), holes: holes.map(polygonOf) }));
}

function unionOf(polygons: readonly Polygon[]): Ring[][] {
  let trouble: unknown;
  for (const grid of GRIDS) {
    const [first, ...rest] = polygons.map((polygon) => [ringOf(polygon, grid)]);
    try {
      return union(first!, ...rest);
    } catch (error) {
      trouble = error;
    }
  }
  throw trouble;
}

function ringOf(polygon: Polygon, grid: number): Ring {
  return polygon.map(({ x, y }) => [Math.round(x * grid) / grid, Math.round(y * grid) / grid]);
}

function polygonOf(ring: Ring): Polygon {
  return ring.slice(0, -1).map(([x, y]) => ({ x, y }));
}
