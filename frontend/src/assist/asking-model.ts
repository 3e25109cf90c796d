/** “Select by clicks (model)”: the operator's segmenter finds what the clicks mean. */
import type { Assistant, AssistRequest, Outline, Suggestion } from "../canvas/assist";
import { segment, type Mask, type Prompt } from "../frame/segmenter";
import type { Point } from "../geometry/point";
import { area, containsPoint, type Polygon } from "../geometry/polygon";
import type { Grid } from "../geometry/raster";
import { outlinesOf } from "./outlines";

/** As many as may be asked about at once. */
const MOST_CLICKS = 64;
/** Smaller pieces beside the largest, as a share of it, are specks of the model's. */
const SMALLEST_PIECE = 0.01;

export class AskingModel implements Assistant {
  readonly name = "asking-model";
  readonly title = "Select by clicks (model)";
  readonly icon = "sparkle";
  readonly kinds = ["clicks"] as const;

  /** What goes wrong is told when something is asked. */
  prepare(request: AssistRequest): void {
    segment(promptOf({ ...request, points: [] }), new AbortController().signal).catch(() => undefined);
  }

  async suggest(request: AssistRequest): Promise<Suggestion> {
    const { points, ground = [], size, signal } = request;
    if (points.length + ground.length > MOST_CLICKS) throw new Error(`The model takes ${MOST_CLICKS} clicks. Take what is suggested, and go on from there.`);
    const mask = await segment(promptOf(request), signal);
    return { outlines: mask ? withoutSpecks(outlinesOf(gridOf(mask), inImage(mask, size), ground), points) : [] };
  }
}

function promptOf({ points, ground = [], box, size, src }: AssistRequest): Prompt {
  const place = ({ x, y }: Point) => [x, y] as const;
  return {
    picture: new URL(src, document.baseURI).pathname,
    size: [size.width, size.height],
    points: points.map(place),
    ground: ground.map(place),
    box: box ? [box.left, box.top, box.right, box.bottom] : null,
  };
}

function gridOf({ width, height, runs }: Mask): Grid & { readonly values: Uint8Array } {
  const values = new Uint8Array(width * height);
  let at = 0;
  runs.forEach((run, turn) => {
    if (turn % 2 === 1) values.fill(1, at, at + run);
    at += run;
  });
  return { width, height, values };
}

function inImage(mask: Mask, size: AssistRequest["size"]): (outline: Polygon) => Polygon {
  const [across, down] = [size.width / mask.width, size.height / mask.height];
  return (outline) => outline.map(({ x, y }) => ({ x: x * across, y: y * down }));
}

function withoutSpecks(outlines: readonly Outline[], clicked: readonly Point[]): Outline[] {
  const least = Math.max(0, ...outlines.map(({ points }) => area(points))) * SMALLEST_PIECE;
  return outlines.filter(({ points }) => area(points) >= least || clicked.some((at) => containsPoint(points, at)));
}
