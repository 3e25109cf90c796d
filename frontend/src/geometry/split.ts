/** Cutting a polygon along a line. */
import { crossing } from "./crossing";
import { between, distance, type Point } from "./point";
import { area, containsPoint, nearestOnEdges, type Polygon } from "./polygon";

/** Pixels by which a cut that ends at the edge is drawn on, so that a click on the edge or just inside still cuts. */
const REACH = 1.5;
/** Square pixels; smaller parts are what rounding leaves of a cut along an edge. */
const SMALLEST = 1e-6;

/** A place where the cut passes the polygon's edge. */
interface Passage {
  readonly edge: number;
  readonly point: Point;
  readonly alongEdge: number;
  /** Number of the cut's segment plus the share of the way along it. */
  readonly alongCut: number;
}

/** A part of the cut that goes through the inside, from edge to edge. */
interface Chord {
  readonly from: Passage;
  readonly to: Passage;
  readonly points: readonly Point[];
}

/**
 * Cut a polygon (one that does not cross itself) along a line of two or more points. Only where the line goes in and
 * comes out again it cuts; a beginning or an end inside does nothing, and loops of the line are left out.
 *
 * @returns the parts, which together are the polygon; the polygon alone where the line does not cut it.
 */
export function splitPolygon(polygon: Polygon, cut: readonly Point[]): Polygon[] {
  const line = withoutLoops(reaching(cut, polygon));
  const chords = chordsOf(polygon, line);
  if (chords.length === 0) return [polygon];
  let parts: Polygon[] = [withPassages(polygon, chords)];
  for (const chord of chords) parts = parts.flatMap((part) => splitAt(part, chord));
  parts = parts.filter((part) => area(part) > SMALLEST);
  return parts.length > 1 ? parts : [polygon];
}

function reaching(cut: readonly Point[], polygon: Polygon): Point[] {
  if (cut.length < 2) return [];
  const longer = (end: Point, next: Point): Point => {
    const near = nearestOnEdges(end, polygon);
    const length = distance(end, next);
    if (near === null || near.distance > REACH || length === 0) return end;
    return between(next, end, 1 + (2 * REACH) / length);
  };
  return [longer(cut[0]!, cut[1]!), ...cut.slice(1, -1), longer(cut.at(-1)!, cut.at(-2)!)];
}

function withoutLoops(line: readonly Point[]): Point[] {
  let simple: Point[] = line.slice(0, 1);
  for (const point of line.slice(1)) {
    for (let at = 0; at < simple.length - 2; at++) {
      const met = crossing(simple[at]!, simple[at + 1]!, simple.at(-1)!, point);
      if (met) simple = [...simple.slice(0, at + 1), met.point];
    }
    simple.push(point);
  }
  return simple;
}

function passagesOf(polygon: Polygon, line: readonly Point[]): Passage[] {
  const passages: Passage[] = [];
  for (let at = 0; at < line.length - 1; at++) {
    for (let edge = 0; edge < polygon.length; edge++) {
      const met = crossing(line[at]!, line[at + 1]!, polygon[edge]!, polygon[(edge + 1) % polygon.length]!);
      if (met) passages.push({ edge, point: met.point, alongEdge: met.second, alongCut: at + met.first });
    }
  }
  return passages.sort((a, b) => a.alongCut - b.alongCut);
}

function chordsOf(polygon: Polygon, line: readonly Point[]): Chord[] {
  const passages = passagesOf(polygon, line);
  return passages.slice(1).flatMap((to, at) => {
    const from = passages[at]!;
    const points = line.filter((_, index) => index > from.alongCut && index < to.alongCut);
    return containsPoint(polygon, middleOf([from.point, ...points, to.point])) ? [{ from, to, points }] : [];
  });
}

/** The middle of the longest segment: a point that is certainly not on the ends, where rounding decides. */
function middleOf(line: readonly Point[]): Point {
  let best = 0;
  for (let at = 1; at < line.length - 1; at++) {
    if (distance(line[at]!, line[at + 1]!) > distance(line[best]!, line[best + 1]!)) best = at;
  }
  return between(line[best]!, line[best + 1]!, 0.5);
}

/** The polygon with the ends of the chords among its points: the same objects, by which `splitAt` finds them again. */
function withPassages(polygon: Polygon, chords: readonly Chord[]): Polygon {
  const passages = [...new Set(chords.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a.alongEdge - b.alongEdge);
  return polygon.flatMap((vertex, edge) => [vertex, ...passages.filter((each) => each.edge === edge).map(({ point }) => point)]);
}

function splitAt(part: Polygon, { from, to, points }: Chord): Polygon[] {
  const [start, end] = [part.indexOf(from.point), part.indexOf(to.point)];
  if (start < 0 || end < 0) return [part];
  const [first, last] = [Math.min(start, end), Math.max(start, end)];
  const across = start < end ? points : points.toReversed();
  return [
    [...part.slice(0, first + 1), ...across, ...part.slice(last)],
    [...part.slice(first, last + 1), ...across.toReversed()],
  ].map(withoutRepeats);
}

/** A cut through a vertex puts a second point on it. */
function withoutRepeats(part: Polygon): Polygon {
  return part.filter((point, at) => distance(point, part.at(at - 1)!) > 1e-9 || part.length <= 3);
}
