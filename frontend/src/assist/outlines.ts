/** Pixels that were found, as outlines in the picture. */
import type { Outline } from "../canvas/assist";
import { contoursOf } from "../geometry/contours";
import type { Point } from "../geometry/point";
import { area, containsPoint, type Polygon } from "../geometry/polygon";
import type { Grid } from "../geometry/raster";

/** Smaller holes, as a share of the thing, are closed. */
const SMALLEST_HOLE = 0.01;
/** Found pixels by which an outline may leave the pixels' border. */
const TOLERANCE = 0.8;

/** @param ground points beside the thing: a hole around one of them stays open however small it is. */
export function outlinesOf(found: Grid, toImage: (outline: Polygon) => Polygon, ground: readonly Point[]): Outline[] {
  return contoursOf(found, 1, { tolerance: TOLERANCE }).map(({ outer, holes }) => {
    const counts = (hole: Polygon) => area(hole) > area(outer) * SMALLEST_HOLE || ground.some((point) => containsPoint(toImage(hole), point));
    return { points: toImage(outer), holes: holes.filter(counts).map(toImage) };
  });
}
