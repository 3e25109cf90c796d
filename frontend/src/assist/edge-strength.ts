/** How strongly each pixel looks like the edge of something. */
import type { Sliced } from "./slices";

/** An edge this many times the mean strength counts as a full one. */
const FULL = 5;
/** What is left of a strength beside a stronger one: the path should run on the crest. */
const BESIDE = 0.35;

/**
 * The strength of the gradient of colour (Sobel, all three channels), thinned to its crests.
 *
 * @param lab three numbers a pixel (`labOf`)
 * @returns 0 (flat) to 1 (a clear edge) for each pixel
 */
export function* edgeStrength(lab: Float32Array, width: number, height: number): Sliced<Float32Array> {
  const strength = new Float32Array(width * height);
  const steep = new Uint8Array(width * height);
  let sum = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const [level, upright] = gradientAt(lab, at * 3, width * 3);
      strength[at] = Math.sqrt(level + upright);
      steep[at] = upright > level ? 1 : 0;
      sum += strength[at]!;
    }
    if (y % 16 === 0) yield;
  }
  return yield* thinned(strength, steep, width, (sum / (width * height)) * FULL || 1);
}

/** Squared change of colour from left to right and from top to bottom around the pixel whose first number is at `at`. */
function gradientAt(lab: Float32Array, at: number, row: number): readonly [level: number, upright: number] {
  let [level, upright] = [0, 0];
  for (let channel = at; channel < at + 3; channel++) {
    const [above, below] = [channel - row, channel + row];
    const [northWest, northEast] = [lab[above - 3]!, lab[above + 3]!];
    const [southWest, southEast] = [lab[below - 3]!, lab[below + 3]!];
    const dx = northEast + 2 * lab[channel + 3]! + southEast - northWest - 2 * lab[channel - 3]! - southWest;
    const dy = southWest + 2 * lab[below]! + southEast - northWest - 2 * lab[above]! - northEast;
    level += dx * dx;
    upright += dy * dy;
  }
  return [level, upright];
}

function* thinned(strength: Float32Array, steep: Uint8Array, width: number, full: number): Sliced<Float32Array> {
  const thin = new Float32Array(strength.length);
  for (let at = width; at < strength.length - width; at++) {
    const across = steep[at] ? width : 1;
    const crest = strength[at]! >= strength[at - across]! && strength[at]! >= strength[at + across]!;
    thin[at] = Math.min(1, strength[at]! / full) * (crest ? 1 : BESIDE);
    if (at % (16 * width) === 0) yield;
  }
  return thin;
}
