/**
 * Polygons as pixels. A pixel belongs to a polygon if its centre is inside by the even-odd rule, so two polygons that
 * share an edge share no pixel and leave none out.
 */
import type { Point } from "./point";
import { bounds, type Polygon } from "./polygon";

/** One value for each pixel, row by row. */
export interface Grid {
  readonly width: number;
  readonly height: number;
  readonly values: Uint8Array | Uint8ClampedArray | Uint16Array;
}

/** Pixels `from` ≤ x < `to` of row `y`. */
export interface Run {
  readonly y: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The runs of pixels of one or more rings together (a polygon with its holes: the holes are taken out), clipped to
 * `width` × `height`; rows from top to bottom, runs in a row from left to right.
 */
export function* runsOf(rings: readonly Polygon[], width: number, height: number): Generator<Run> {
  const edges = edgesOf(rings);
  const { top, bottom } = bounds(rings.flat());
  const last = Math.min(height - 1, Math.ceil(bottom - 0.5) - 1);
  let [next, active]: [number, Edge[]] = [0, []];
  for (let y = Math.max(0, Math.ceil(top - 0.5)); y <= last; y++) {
    const centre = y + 0.5;
    while (next < edges.length && edges[next]!.top <= centre) active.push(edges[next++]!);
    active = active.filter((edge) => edge.bottom > centre);
    const crossings = active.map((edge) => edge.x + (centre - edge.top) * edge.slope).sort((a, b) => a - b);
    for (let at = 0; at + 1 < crossings.length; at += 2) {
      const from = Math.max(0, Math.ceil(crossings[at]! - 0.5));
      const to = Math.min(width, Math.ceil(crossings[at + 1]! - 0.5));
      if (from < to) yield { y, from, to };
    }
  }
}

/** Give all pixels of the rings this value. */
export function fillPolygon(grid: Grid, rings: readonly Polygon[], value: number): void {
  for (const { y, from, to } of runsOf(rings, grid.width, grid.height)) {
    grid.values.fill(value, y * grid.width + from, y * grid.width + to);
  }
}

interface Edge {
  readonly top: number;
  readonly bottom: number;
  /** Where the edge is at `top`, and how far it goes to the right for each pixel down. */
  readonly x: number;
  readonly slope: number;
}

/** All edges but the level ones, by their upper ends. */
function edgesOf(rings: readonly Polygon[]): Edge[] {
  const edges = rings.flatMap((ring) => ring.map((point, at) => edgeBetween(point, ring[(at + 1) % ring.length]!)));
  return edges.filter((edge) => edge !== null).sort((a, b) => a.top - b.top);
}

function edgeBetween(a: Point, b: Point): Edge | null {
  if (a.y === b.y) return null;
  const [upper, lower] = a.y < b.y ? [a, b] : [b, a];
  return { top: upper.y, bottom: lower.y, x: upper.x, slope: (lower.x - upper.x) / (lower.y - upper.y) };
}
