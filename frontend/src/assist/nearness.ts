/** How far pixels are from some points, where each change of colour on the way counts: Dijkstra with buckets. */
import type { Point } from "../geometry/point";
import type { Scene } from "./cut-out";
import type { Sliced } from "./slices";

/** A step on flat ground costs this much, beside what the colour changes by in L*a*b*. */
const STEP = 0.6;
/** Width of a bucket; one that is missed by as much changes nothing. */
const BUCKET = 0.5;
const STRIDE = 4096;

/** @returns for each pixel 0 (at a point) to 1 (the farthest) */
export function* nearness({ lab, width, height }: Scene, points: readonly Point[]): Sliced<Float32Array> {
  const away = new Float32Array(width * height).fill(Infinity);
  const buckets: number[][] = [[]];
  for (const { x, y } of points) {
    const at = Math.min(height - 1, Math.max(0, Math.floor(y))) * width + Math.min(width - 1, Math.max(0, Math.floor(x)));
    away[at] = 0;
    buckets[0]!.push(at);
  }
  let [done, farthest] = [0, 0];
  for (let number = 0; number < buckets.length; number++) {
    // A bucket may be filled while it is emptied.
    for (let at = buckets[number]?.pop(); at !== undefined; at = buckets[number]!.pop()) {
      const here = away[at]!;
      if (Math.floor(here / BUCKET) < number) continue;
      farthest = Math.max(farthest, here);
      const x = at % width;
      for (const next of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]) {
        if (next < 0 || next >= away.length) continue;
        // Rounded as it is kept, or it would be found anew and again to be less than what is kept.
        const there = Math.fround(here + STEP + changeBetween(lab, at, next));
        if (there >= away[next]!) continue;
        away[next] = there;
        (buckets[Math.floor(there / BUCKET)] ??= []).push(next);
      }
      if (++done % STRIDE === 0) yield;
    }
  }
  return away.map((one) => one / Math.max(1e-6, farthest));
}

function changeBetween(lab: Float32Array, one: number, other: number): number {
  let sum = 0;
  for (let part = 0; part < 3; part++) sum += (lab[one * 3 + part]! - lab[other * 3 + part]!) ** 2;
  return Math.sqrt(sum);
}
