/**
 * Pixels as polygons: the borders of regions are followed along the cracks between pixels, so `fillPolygon` of an
 * unsimplified contour gives exactly the pixels it came from.
 */
import { area, bounds, containsPoint, signedArea, type Bounds, type Polygon, type Region } from "./polygon";
import type { Grid } from "./raster";
import type { Point } from "./point";
import { simplifyPolygon } from "./simplify";

export interface ContourWishes {
  /** Pixels by which a contour may differ from the mask; 0 (if left out) for exact ones. */
  readonly tolerance?: number;
  /** Square pixels; smaller regions and holes are left out. 0 if left out. */
  readonly smallest?: number;
}

/** East, south, west, north: the interior is always to the right. */
const STEPS = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const;
const NORTH = 3;

interface Loop {
  readonly points: Polygon;
  /** Centre of a pixel of the region beside this loop. */
  readonly inside: Point;
}

/**
 * The regions of pixels that have this value, each with its holes. Pixels hang together where they share an edge, not
 * a corner only. Takes time in order of the pixels, plus holes × regions.
 */
export function contoursOf(grid: Grid, value: number, { tolerance = 0, smallest = 0 }: ContourWishes = {}): Region[] {
  const loops = loopsOf(grid, value).filter(({ points }) => area(points) >= smallest);
  const outers = loops.filter(({ points }) => signedArea(points) > 0).map(({ points }) => new Outer(points));
  outers.sort((a, b) => a.area - b.area);
  for (const { points, inside } of loops) {
    if (signedArea(points) < 0) outers.find((outer) => outer.contains(inside))?.holes.push(points);
  }
  const simple = (polygon: Polygon) => (tolerance > 0 ? simplifyPolygon(polygon, tolerance) : polygon);
  return outers.map(({ points, holes }) => ({ outer: simple(points), holes: holes.map(simple) }));
}

class Outer {
  readonly holes: Polygon[] = [];
  readonly area: number;
  readonly #bounds: Bounds;

  constructor(readonly points: Polygon) {
    this.area = area(points);
    this.#bounds = bounds(points);
  }

  contains(point: Point): boolean {
    const { left, top, right, bottom } = this.#bounds;
    return point.x > left && point.x < right && point.y > top && point.y < bottom && containsPoint(this.points, point);
  }
}

/** Every border once: found at its first left edge of a pixel, in reading order. */
function loopsOf(grid: Grid, value: number): Loop[] {
  const { width, height, values } = grid;
  const passed = new Uint8Array(values.length);
  const loops: Loop[] = [];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (values[at] !== value || passed[at] || (x > 0 && values[at - 1] === value)) continue;
      loops.push({ points: follow(grid, value, x, y, passed), inside: { x: x + 0.5, y: y + 0.5 } });
    }
  }
  return loops;
}

/** From the lower end of the left edge of pixel (startX, startY) northwards around, noting left edges in `passed`. */
function follow({ width, height, values }: Grid, value: number, startX: number, startY: number, passed: Uint8Array): Polygon {
  const has = (x: number, y: number) => x >= 0 && x < width && y >= 0 && y < height && values[y * width + x] === value;
  const points: Point[] = [];
  let [x, y, heading] = [startX, startY + 1, NORTH];
  do {
    if (heading === NORTH) passed[(y - 1) * width + x] = 1;
    x += STEPS[heading]![0];
    y += STEPS[heading]![1];
    const turned = turnAt(x, y, heading, has);
    if (turned !== heading) points.push({ x, y });
    heading = turned;
  } while (x !== startX || y !== startY + 1 || heading !== NORTH);
  return points;
}

/** The new heading at a corner of the pixel grid. Right goes first: so regions that share only a corner stay apart. */
function turnAt(x: number, y: number, heading: number, has: (x: number, y: number) => boolean): number {
  const [dx, dy] = STEPS[heading]!;
  // The two pixels that meet ahead of this corner; (dx - dy, dy + dx) / 2 points ahead and to the right.
  const right = has(x + Math.floor((dx - dy) / 2), y + Math.floor((dy + dx) / 2));
  if (!right) return (heading + 1) % 4;
  const left = has(x + Math.floor((dx + dy) / 2), y + Math.floor((dy - dx) / 2));
  return left ? (heading + 3) % 4 : heading;
}
