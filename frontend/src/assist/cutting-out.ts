/** “Cut out”: the outline of the thing between four extreme points, or inside a box dragged around it. */
import type { Assistant, AssistRequest, Suggestion } from "../canvas/assist";
import { contoursOf } from "../geometry/contours";
import type { Point } from "../geometry/point";
import { area, bounds, type Bounds } from "../geometry/polygon";
import { cutOut, type Extremes } from "./cut-out";
import { labOf } from "./lab";
import { PictureWindow } from "./picture-window";
import { inSlices, type Sliced } from "./slices";

/** Longest side of what is looked at, in window pixels. */
const LONGEST = 240;
/** The ground that is looked at around the box: a share of its sides, and image pixels at least. */
const [AROUND, AROUND_LEAST] = [0.25, 8];
/** Smaller holes, as a share of the thing, are closed. */
const SMALLEST_HOLE = 0.01;
/** Window pixels by which an outline may leave the pixels' border. */
const TOLERANCE = 1;

export class CuttingOut implements Assistant {
  readonly name = "cutting-out";
  readonly title = "Cut out";
  readonly icon = "cut";
  readonly kinds = ["extremes", "drag"] as const;

  async suggest(request: AssistRequest): Promise<Suggestion> {
    const extremes = extremesOf(request.points);
    if (!extremes) return { outlines: [] };
    const window = new PictureWindow(request, LONGEST, around(bounds(extremes)));
    const values = await inSlices(cutOutIn(window, extremes), request.signal);
    const regions = contoursOf({ width: window.width, height: window.height, values }, 1, { tolerance: TOLERANCE });
    const largest = regions.toSorted((a, b) => area(b.outer) - area(a.outer))[0];
    if (!largest) return { outlines: [] };
    const holes = largest.holes.filter((hole) => area(hole) > area(largest.outer) * SMALLEST_HOLE);
    const inImage = (polygon: typeof largest.outer) => window.outlineToImage(polygon);
    return { outlines: [{ points: inImage(largest.outer), holes: holes.map(inImage) }] };
  }
}

/** Four points in any order, or two corners of a box; `null` where they enclose nothing. */
function extremesOf(points: readonly Point[]): Extremes | null {
  const { left, top, right, bottom } = bounds(points);
  if (right - left < 1 || bottom - top < 1) return null;
  if (points.length < 4) {
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    return [{ x: left, y }, { x, y: top }, { x: right, y }, { x, y: bottom }];
  }
  const least = (value: (point: Point) => number) => points.reduce((best, point) => (value(point) < value(best) ? point : best));
  return [least(({ x }) => x), least(({ y }) => y), least(({ x }) => -x), least(({ y }) => -y)];
}

function around({ left, top, right, bottom }: Bounds): Bounds {
  const x = Math.max(AROUND_LEAST, (right - left) * AROUND);
  const y = Math.max(AROUND_LEAST, (bottom - top) * AROUND);
  return { left: left - x, top: top - y, right: right + x, bottom: bottom + y };
}

function* cutOutIn(window: PictureWindow, extremes: Extremes): Sliced<Uint8Array> {
  const inWindow = extremes.map((point) => window.toWindow(point)) as unknown as Extremes;
  const lab = yield* labOf(window.bytes);
  return yield* cutOut({ lab, width: window.width, height: window.height }, inWindow);
}
