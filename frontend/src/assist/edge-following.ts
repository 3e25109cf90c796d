/** “Follow edges”: the line between two clicks that runs along what it finds there. */
import type { Assistant, AssistRequest, Suggestion } from "../canvas/assist";
import { distance, type Point } from "../geometry/point";
import { simplifyLine } from "../geometry/simplify";
import { EdgePaths } from "./edge-paths";
import { edgeStrength } from "./edge-strength";
import { labOf } from "./lab";
import { PictureWindow } from "./picture-window";
import { inSlices, type Sliced } from "./slices";

/** Longest side of what is looked at, in window pixels: a first look of this size takes about 40 ms. */
const LONGEST = 320;
/** Image pixels around the start that are looked at first; each next look is larger by half. */
const NEAREST = 100;
/** The way may leave the straight line by this share of its length. */
const ROOM = 1.35;
/** Window pixels by which the line may leave the crest. */
const TOLERANCE = 0.8;

/** Ways from one start, kept while the pointer moves. */
interface Look {
  readonly src: string;
  readonly start: Point;
  readonly reach: number;
  readonly window: PictureWindow;
  paths: Promise<EdgePaths>;
}

export class EdgeFollowing implements Assistant {
  readonly name = "edge-following";
  readonly title = "Follow edges";
  readonly icon = "magnet";
  readonly kinds = ["path"] as const;
  #look: Look | null = null;

  async suggest(request: AssistRequest): Promise<Suggestion> {
    const [start, end] = request.points;
    if (!start || !end) return { outlines: [] };
    const { window, paths } = this.#lookFrom(start, end, request);
    const way = await inSlices((await paths).to(window.indexOf(end)), request.signal);
    const inner = way.slice(1, -1).map((index) => window.middleOf(index));
    return { outlines: [{ points: simplifyLine([start, ...inner, end], TOLERANCE / window.scale) }] };
  }

  #lookFrom(start: Point, end: Point, request: AssistRequest): Look {
    const needed = distance(start, end) * ROOM;
    const known = this.#look;
    if (known && known.src === request.src && distance(known.start, start) === 0 && known.reach >= needed) return known;
    let reach = NEAREST;
    while (reach < needed) reach *= 1.5;
    const area = { left: start.x - reach, top: start.y - reach, right: start.x + reach, bottom: start.y + reach };
    const window = new PictureWindow(request, LONGEST, area);
    // The look outlives the request that began it: the pointer has moved on, but not away from the start.
    const paths = inSlices(pathsFrom(window, window.indexOf(start)), new AbortController().signal);
    this.#look = { src: request.src, start, reach, window, paths };
    return this.#look;
  }
}

function* pathsFrom({ bytes, width, height }: PictureWindow, start: number): Sliced<EdgePaths> {
  const strength = yield* edgeStrength(yield* labOf(bytes), width, height);
  return new EdgePaths(strength, width, start);
}
