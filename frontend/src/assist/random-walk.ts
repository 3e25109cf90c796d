/**
 * Which pixels belong to a thing: the chance that a random walk from a pixel, which crosses edges seldom, comes to the
 * thing before it comes to the ground (Grady, “Multilabel random walker with prior models”, 2005).
 */
import type { Sliced } from "./slices";

/** How fast the walk's weight falls with the difference of colour, in units of the mean squared difference. */
const SHARPNESS = 5;
const LEAST_WEIGHT = 1e-4;
const MOST_ROUNDS = 160;
/** The search ends when the residual has fallen to this share. */
const EXACT_ENOUGH = 3e-3;

export interface Walk {
  readonly width: number;
  /** Weights of the steps to the right and down from each pixel. */
  readonly right: Float32Array;
  readonly down: Float32Array;
}

/** What is known of each pixel before the walk. */
export interface Prior {
  /** 0..1: how likely the pixel's colour and place are the thing's. */
  readonly chance: Float32Array;
  /** How much that counts against the walk. */
  readonly weight: number;
  /** 1 surely the thing, 0 surely the ground, 2 not known. */
  readonly known: Uint8Array;
}

/** @param lab three numbers a pixel (`labOf`) */
export function* walkOver(lab: Float32Array, width: number, height: number): Sliced<Walk> {
  const [right, down] = [new Float32Array(width * height), new Float32Array(width * height)];
  let sum = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      right[at] = x < width - 1 ? difference(lab, at, at + 1) : Infinity;
      down[at] = y < height - 1 ? difference(lab, at, at + width) : Infinity;
      sum += (x < width - 1 ? right[at]! : 0) + (y < height - 1 ? down[at]! : 0);
    }
    if (y % 32 === 0) yield;
  }
  const falling = SHARPNESS / Math.max(1e-6, sum / (2 * width * height));
  for (const weights of [right, down]) {
    for (let at = 0; at < weights.length; at++) {
      const squared = weights[at]!;
      weights[at] = squared === Infinity ? 0 : Math.max(LEAST_WEIGHT, Math.exp(-falling * squared));
    }
    yield;
  }
  return { width, right, down };
}

/** Squared difference of colour. */
function difference(lab: Float32Array, one: number, other: number): number {
  const [dl, da, db] = [lab[one * 3]! - lab[other * 3]!, lab[one * 3 + 1]! - lab[other * 3 + 1]!, lab[one * 3 + 2]! - lab[other * 3 + 2]!];
  return dl * dl + da * da + db * db;
}

/**
 * Conjugate gradients with the diagonal as preconditioner.
 *
 * @param start where to begin, 0..1 for each pixel; it is changed and returned
 * @returns the chance of each pixel to belong to the thing, 0..1
 */
export function* chances(walk: Walk, prior: Prior, start: Float32Array): Sliced<Float32Array> {
  const { known, weight, chance } = prior;
  const size = start.length;
  for (let at = 0; at < size; at++) if (known[at] !== 2) start[at] = known[at]!;
  const diagonal = diagonalOf(walk, weight);
  const applied = new Float32Array(size);
  multiply(walk, weight, start, applied);
  const residual = applied.map((one, at) => (known[at] === 2 ? weight * chance[at]! - one : 0));
  const scaled = residual.map((one, at) => one / diagonal[at]!);
  const direction = scaled.slice();
  yield;
  let energy = dot(residual, scaled);
  const enough = energy * EXACT_ENOUGH ** 2;
  for (let round = 0; round < MOST_ROUNDS && energy > enough && energy > 0; round++) {
    multiply(walk, weight, direction, applied);
    for (let at = 0; at < size; at++) if (known[at] !== 2) applied[at] = 0;
    const step = energy / dot(direction, applied);
    for (let at = 0; at < size; at++) {
      start[at]! += step * direction[at]!;
      residual[at]! -= step * applied[at]!;
      scaled[at] = residual[at]! / diagonal[at]!;
    }
    const before = energy;
    energy = dot(residual, scaled);
    for (let at = 0; at < size; at++) direction[at] = scaled[at]! + (energy / before) * direction[at]!;
    yield;
  }
  return start;
}

function diagonalOf({ width, right, down }: Walk, weight: number): Float32Array {
  return right.map((one, at) => weight + one + down[at]! + (right[at - 1] ?? 0) + (down[at - width] ?? 0));
}

/** `out` = (Laplacian of the walk + weight) × `of`. The last column has weight 0 to the right, so nothing comes round. */
function multiply({ width, right, down }: Walk, weight: number, of: Float32Array, out: Float32Array): void {
  const size = of.length;
  for (let at = 0; at < size; at++) out[at] = weight * of[at]!;
  for (let at = 0; at < size - 1; at++) {
    const flow = right[at]! * (of[at]! - of[at + 1]!);
    out[at]! += flow;
    out[at + 1]! -= flow;
  }
  for (let at = 0; at < size - width; at++) {
    const flow = down[at]! * (of[at]! - of[at + width]!);
    out[at]! += flow;
    out[at + width]! -= flow;
  }
}

function dot(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += one[at]! * other[at]!;
  return sum;
}
