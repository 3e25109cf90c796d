/** Fewer points for the same shape (Douglas and Peucker, 1973). */
import { distance, nearestOnSegment, type Point } from "./point";
import { signedArea, type Polygon } from "./polygon";

/** Of the points between `from` and `to` the one farthest from the straight way; `null` if all are within `tolerance`. */
function farthest(points: readonly Point[], from: number, to: number, tolerance: number): number | null {
  let [found, most]: [number | null, number] = [null, tolerance];
  for (let at = from + 1; at < to; at++) {
    const away = distance(points[at]!, nearestOnSegment(points[at]!, points[from]!, points[to]!));
    if (away > most) [found, most] = [at, away];
  }
  return found;
}

/**
 * An open line with the points left out that are no farther than `tolerance` pixels from what remains.
 * The ends stay. Order n log n for most lines, n² at worst.
 */
export function simplifyLine(points: readonly Point[], tolerance: number): Point[] {
  if (points.length <= 2) return [...points];
  const keep = new Set([0, points.length - 1]);
  const open: [number, number][] = [[0, points.length - 1]];
  for (let range = open.pop(); range; range = open.pop()) {
    const at = farthest(points, range[0], range[1], tolerance);
    if (at === null) continue;
    keep.add(at);
    open.push([range[0], at], [at, range[1]]);
  }
  return points.filter((_, at) => keep.has(at));
}

/** The same for a closed polygon; one that would lose its area comes back as it was. */
export function simplifyPolygon(polygon: Polygon, tolerance: number): Polygon {
  if (polygon.length <= 3) return polygon;
  const first = leftmost(polygon);
  const ring = [...polygon.slice(first), ...polygon.slice(0, first)];
  const across = farthestFrom(ring[0]!, ring);
  const there = simplifyLine(ring.slice(0, across + 1), tolerance);
  const back = simplifyLine([...ring.slice(across), ring[0]!], tolerance);
  const simple = [...there.slice(0, -1), ...back.slice(0, -1)];
  return simple.length >= 3 && signedArea(simple) * signedArea(polygon) > 0 ? simple : polygon;
}

/** A corner of the hull, which stays whatever the tolerance; the first point may lie in the middle of an edge. */
function leftmost(polygon: Polygon): number {
  return polygon.reduce((best, { x, y }, at) => {
    const known = polygon[best]!;
    return x < known.x || (x === known.x && y < known.y) ? at : best;
  }, 0);
}

function farthestFrom(start: Point, points: readonly Point[]): number {
  return points.reduce((best, point, at) => (distance(start, point) > distance(start, points[best]!) ? at : best), 0);
}
