/** Several polygons as one. The computation is exact (polyclip-ts), so edges that only touch do not break it. */
import { union } from "polyclip-ts";
import type { Polygon, Region } from "./polygon";

/** As polyclip-ts has it: the last point repeats the first. */
type Ring = [number, number][];

/**
 * The area that any of the polygons covers, as one region for each part that hangs together. Parts that only touch in
 * a point stay apart. A polygon that crosses itself counts by the even-odd rule; one without area counts for nothing.
 */
export function mergePolygons(polygons: readonly Polygon[]): Region[] {
  const rings = polygons.filter((polygon) => polygon.length >= 3).map(ringOf);
  const [first, ...rest] = rings.map((ring) => [ring]);
  if (!first) return [];
  return union(first, ...rest).map(([outer, ...holes]) => ({ outer: polygonOf(outer!), holes: holes.map(polygonOf) }));
}

function ringOf(polygon: Polygon): Ring {
  return polygon.map(({ x, y }) => [x, y]);
}

function polygonOf(ring: Ring): Polygon {
  return ring.slice(0, -1).map(([x, y]) => ({ x, y }));
}
