/** Filling an area that hangs together: pixels of one segment, or pixels of a similar colour. */
import type { Run } from "../geometry/raster";
import type { LabelMap } from "./label-map";

/** Does the pixel at this place (`y * width + x`) belong to the area? */
type Belongs = (at: number) => boolean;

/** A picture's pixels, four bytes each (red, green, blue, opacity), as `ImageData` has them. */
export interface PicturePixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray | Uint8Array;
}

/** Runs of the area round a pixel that has one index: a segment, a hole in it, or what is outside of all. */
export function areaRuns(map: LabelMap, x: number, y: number): Run[] {
  const index = map.at(x, y);
  return connectedRuns(map.width, map.height, x, y, (at) => map.cells[at] === index);
}

/**
 * Runs of the area round a pixel whose colours differ from its colour by at most `tolerance` (0 … 255, the largest
 * difference of red, green and blue), and which does not leave the segment it begins in. The picture must have the
 * map's size.
 */
export function similarRuns(map: LabelMap, picture: PicturePixels, x: number, y: number, tolerance: number): Run[] {
  if (picture.width !== map.width || picture.height !== map.height) throw new RangeError("picture and map differ in size");
  const { data } = picture;
  const index = map.at(x, y);
  const seed = 4 * (y * map.width + x);
  const [red, green, blue] = [data[seed]!, data[seed + 1]!, data[seed + 2]!];
  const near = (one: number, other: number) => one - other <= tolerance && other - one <= tolerance;
  const belongs = (at: number) =>
    map.cells[at] === index && near(data[4 * at]!, red) && near(data[4 * at + 1]!, green) && near(data[4 * at + 2]!, blue);
  return connectedRuns(map.width, map.height, x, y, belongs);
}

/** Runs of pixels that hang together over edges with the pixel (x, y). */
function connectedRuns(width: number, height: number, x: number, y: number, belongs: Belongs): Run[] {
  if (x < 0 || y < 0 || x >= width || y >= height) return [];
  const seen = new Uint8Array(width * height);
  const free = (at: number) => seen[at] === 0 && belongs(at);
  const found: Run[] = [];
  const seeds = [y * width + x];
  for (let seed = seeds.pop(); seed !== undefined; seed = seeds.pop()) {
    if (!free(seed)) continue;
    const start = seed - (seed % width);
    let [from, to] = [seed, seed + 1];
    while (from > start && free(from - 1)) from--;
    while (to < start + width && free(to)) to++;
    seen.fill(1, from, to);
    found.push({ y: start / width, from: from - start, to: to - start });
    if (start > 0) addSeeds(seeds, from - width, to - width, free);
    if (start < width * (height - 1)) addSeeds(seeds, from + width, to + width, free);
  }
  return found;
}

/** One seed for each stretch of free pixels in a part of a row. */
function addSeeds(seeds: number[], from: number, to: number, free: Belongs): void {
  let before = false;
  for (let at = from; at < to; at++) {
    const now = free(at);
    if (now && !before) seeds.push(at);
    before = now;
  }
}
