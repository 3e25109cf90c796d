/** “Select by clicks”: the thing that was clicked at or boxed, made better by further clicks. */
import type { Assistant, AssistRequest, Suggestion } from "../canvas/assist";
import type { Point } from "../geometry/point";
import { bounds, type Bounds } from "../geometry/polygon";
import { grabCut, type Marks } from "./grab-cut";
import { labOf } from "./lab";
import { outlinesOf } from "./outlines";
import { PictureWindow } from "./picture-window";
import { inSlices, type Sliced } from "./slices";

/** Pixels that are looked at, so that a click is answered in a few tenths of a second. */
const MOST = 20_000;
/** Ground that is looked at around a thing, as a share of its sides, and image pixels at least. */
const [AROUND, AROUND_LEAST] = [0.25, 8];
/** A second look is worth it where the thing takes less than this share of the sides of the first. */
const SMALL = 0.7;

interface Found {
  readonly window: PictureWindow;
  readonly values: Uint8Array;
}

export class ClickingOut implements Assistant {
  readonly name = "clicking-out";
  readonly title = "Select by clicks";
  readonly icon = "click";
  readonly kinds = ["clicks"] as const;

  async suggest(request: AssistRequest): Promise<Suggestion> {
    const { points, ground = [], box = null, size } = request;
    if (points.length === 0 && !box) return { outlines: [] };
    const whole = { left: 0, top: 0, right: size.width, bottom: size.height };
    const found = await inSlices(look(request, box ? around(box) : whole, null), request.signal);
    const extent = extentOf(found);
    if (!extent) return { outlines: [] };
    const closer = box ? null : around(containing(extent, [...points, ...ground]));
    const again = closer && isWorth(closer, size) ? await inSlices(look(request, closer, found), request.signal) : found;
    const { window, values } = again;
    return { outlines: outlinesOf({ width: window.width, height: window.height, values }, (outline) => window.outlineToImage(outline), ground) };
  }
}

function* look(request: AssistRequest, part: Bounds, before: Found | null): Sliced<Found> {
  const window = new PictureWindow(request, longestFor(part), part);
  const lab = yield* labOf(window.bytes);
  const inWindow = (point: Point) => window.toWindow(point);
  const { points, ground = [], box } = request;
  const marks: Marks = { thing: points.map(inWindow), ground: ground.map(inWindow), box: box ? boxIn(window, box) : null };
  const values = yield* grabCut({ lab, width: window.width, height: window.height }, marks, before && seenAgain(before, window));
  return { window, values };
}

/** The longest side of a window of that shape with as many pixels as may be. */
function longestFor({ left, top, right, bottom }: Bounds): number {
  const [width, height] = [right - left, bottom - top];
  return Math.max(1, Math.floor(Math.sqrt(MOST * (Math.max(width, height) / Math.max(1, Math.min(width, height))))));
}

function boxIn(window: PictureWindow, { left, top, right, bottom }: Bounds): Bounds {
  const [from, to] = [window.toWindow({ x: left, y: top }), window.toWindow({ x: right, y: bottom })];
  return { left: from.x, top: from.y, right: to.x, bottom: to.y };
}

/** What was found in one window, in the pixels of another. */
function seenAgain({ window: before, values }: Found, window: PictureWindow): Uint8Array {
  return Uint8Array.from({ length: window.width * window.height }, (_, at) => values[before.indexOf(window.middleOf(at))]!);
}

function extentOf({ window, values }: Found): Bounds | null {
  const corners = [...values.keys()].filter((at) => values[at]).map((at) => window.middleOf(at));
  return corners.length > 0 ? bounds(corners) : null;
}

function containing({ left, top, right, bottom }: Bounds, points: readonly Point[]): Bounds {
  return bounds([{ x: left, y: top }, { x: right, y: bottom }, ...points]);
}

function around({ left, top, right, bottom }: Bounds): Bounds {
  const x = Math.max(AROUND_LEAST, (right - left) * AROUND);
  const y = Math.max(AROUND_LEAST, (bottom - top) * AROUND);
  return { left: left - x, top: top - y, right: right + x, bottom: bottom + y };
}

function isWorth({ left, top, right, bottom }: Bounds, { width, height }: AssistRequest["size"]): boolean {
  return width * height > MOST && right - left < SMALL * width && bottom - top < SMALL * height;
}
