/**
 * The thing that was clicked at, or that is in a box: what colours it has and what the ground has is learnt in turn with
 * where the cheapest border between them runs (Rother, Kolmogorov and Blake, “GrabCut”, 2004).
 */
import { distance, type Point } from "../geometry/point";
import type { Bounds } from "../geometry/polygon";
import { colourChances } from "./colour-model";
import type { Scene } from "./cut-out";
import { minCut, type Costs } from "./min-cut";
import { nearness } from "./nearness";
import type { Sliced } from "./slices";

/** What the worker said, in the scene's pixels. */
export interface Marks {
  readonly thing: readonly Point[];
  readonly ground: readonly Point[];
  /** The thing is in it. */
  readonly box: Bounds | null;
}

const ROUNDS = 4;
/** Of a colour nothing is surer than this. */
const SUREST = 0.98;
/** How much a border costs on flat ground, against what colours say. */
const SMOOTH = 5;
/** How much being far from what was clicked counts, against what colours say. */
const FAR_AWAY = 2.5;
/** A click means this share of the scene's longer side around it, and a pixel and a half at least. */
const [DOT, DOT_LEAST] = [0.012, 1.5];
/** Shares of the scene, the nearest and the farthest, from which the first colours are learnt. */
const [NEAREST, FARTHEST] = [0.015, 0.5];
/** The middle of a box that is taken for the thing at first, as a share of its sides. */
const MIDDLE = 0.6;
const SURELY = 1e4;

const [GROUND, THING, UNKNOWN] = [0, 1, 2];

/**
 * @param guess 1 for pixels that are likely the thing, 0 for the others, where somebody has looked before
 * @returns 1 for each pixel of the thing, 0 for the others
 */
export function* grabCut(scene: Scene, marks: Marks, guess: Uint8Array | null = null): Sliced<Uint8Array> {
  const known = knownFrom(scene, marks);
  const far = marks.thing.length > 0 ? yield* nearness(scene, marks.thing) : null;
  let examples = guess ?? firstExamples(known, far, scene, marks);
  const beside = yield* borders(scene);
  for (let round = 0; round < ROUNDS; round++) {
    const chance = colourChances(scene.lab, examples);
    yield;
    const found = yield* minCut({ width: scene.width, ...sides(chance, known, far), beside });
    const settled = found.every((one, at) => one === examples[at]);
    examples = found;
    if (settled) break;
  }
  return hangingTogether(examples, scene.width, marks.thing);
}

function knownFrom({ width, height }: Scene, { thing, ground, box }: Marks): Uint8Array {
  const known = new Uint8Array(width * height).fill(UNKNOWN);
  const reach = Math.max(DOT_LEAST, DOT * Math.max(width, height));
  for (let at = 0; at < known.length; at++) {
    const [x, y] = [(at % width) + 0.5, Math.floor(at / width) + 0.5];
    if (box && (x < box.left || x > box.right || y < box.top || y > box.bottom)) known[at] = GROUND;
    if (thing.some((point) => distance(point, { x, y }) <= reach)) known[at] = THING;
    if (ground.some((point) => distance(point, { x, y }) <= reach)) known[at] = GROUND;
  }
  return known;
}

function firstExamples(known: Uint8Array, far: Float32Array | null, { width }: Scene, { box }: Marks): Uint8Array {
  if (far) {
    const inOrder = far.toSorted();
    const [near, away] = [inOrder[Math.floor(NEAREST * far.length)]!, inOrder[Math.floor(FARTHEST * far.length)]!];
    return known.map((one, at) => (one !== UNKNOWN ? one : far[at]! <= near ? THING : far[at]! >= away ? GROUND : UNKNOWN));
  }
  if (!box) return known;
  const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const [across, down] = [((box.right - box.left) / 2) * MIDDLE, ((box.bottom - box.top) / 2) * MIDDLE];
  const inMiddle = (at: number) => (((at % width) + 0.5 - x) / across) ** 2 + ((Math.floor(at / width) + 0.5 - y) / down) ** 2 <= 1;
  return known.map((one, at) => (one === UNKNOWN && inMiddle(at) ? THING : one));
}

/** What it costs to give each pixel to either side. */
function sides(chance: Float32Array, known: Uint8Array, far: Float32Array | null): Pick<Costs, "toGround" | "toThing"> {
  const bounded = chance.map((likely) => Math.min(SUREST, Math.max(1 - SUREST, likely)));
  return {
    toGround: bounded.map((likely, at) => (known[at] === THING ? SURELY : known[at] === GROUND ? 0 : -Math.log(1 - likely))),
    toThing: bounded.map((likely, at) => (known[at] === GROUND ? SURELY : known[at] === THING ? 0 : -Math.log(likely) + FAR_AWAY * (far?.[at] ?? 0))),
  };
}

/** What a border costs between each pixel and the next ones: little where colours differ. */
function* borders({ lab, width, height }: Scene): Sliced<Costs["beside"]> {
  const size = width * height;
  const steps = [[1, 0], [0, 1], [1, 1], [-1, 1]] as const;
  const beside = steps.map(() => new Float32Array(size)) as unknown as Costs["beside"];
  let [sum, count] = [0, 0];
  for (const [number, [right, below]] of steps.entries()) {
    const costs = beside[number]!.fill(-1);
    for (let at = 0; at < size; at++) {
      const x = (at % width) + right;
      if (x < 0 || x >= width || at + below * width >= size) continue;
      costs[at] = difference(lab, at, at + below * width + right);
      sum += costs[at]!;
      count += 1;
    }
    yield;
  }
  const falling = count / Math.max(1e-6, 2 * sum);
  for (const [number, [right, below]] of steps.entries()) {
    const most = SMOOTH / Math.hypot(right, below);
    beside[number]!.forEach((squared, at, costs) => (costs[at] = squared < 0 ? 0 : most * Math.exp(-falling * squared)));
    yield;
  }
  return beside;
}

function difference(lab: Float32Array, one: number, other: number): number {
  let sum = 0;
  for (let part = 0; part < 3; part++) sum += (lab[one * 3 + part]! - lab[other * 3 + part]!) ** 2;
  return sum;
}

/** Only what hangs together with a point; without points the largest piece. */
function hangingTogether(found: Uint8Array, width: number, points: readonly Point[]): Uint8Array {
  const numbers = new Int32Array(found.length);
  const counts = [0];
  for (let start = 0; start < found.length; start++) {
    if (found[start] && !numbers[start]) counts.push(flood(found, width, start, counts.length, numbers));
  }
  const clicked = points.map(({ x, y }) => numbers[Math.floor(y) * width + Math.floor(x)] ?? 0);
  const kept = new Set(points.length > 0 ? clicked : [counts.indexOf(Math.max(...counts))]);
  return found.map((one, at) => (one && kept.has(numbers[at]!) ? 1 : 0));
}

function flood(found: Uint8Array, width: number, start: number, number: number, numbers: Int32Array): number {
  const open = [start];
  numbers[start] = number;
  let count = 0;
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    count += 1;
    const x = at % width;
    for (const next of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]) {
      if (!found[next] || numbers[next]) continue;
      numbers[next] = number;
      open.push(next);
    }
  }
  return count;
}
