/**
 * The thing that was clicked at, or that is in a box: what colours it has and what the ground has is learnt in turn with
 * where the cheapest border between them runs (Rother, Kolmogorov and Blake, “GrabCut”, 2004). Where colours say little,
 * as on cars in the street, colours and borders alone lose the thing: places have a say too.
 */
import { distance, type Point } from "../geometry/point";
import type { Bounds } from "../geometry/polygon";
import { colourChances } from "./colour-model";
import { cutOut, type Extremes, type Scene } from "./cut-out";
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
/** How much a border costs on flat ground, in the logarithm of the odds. */
const SMOOTH = 2;
/** In the same: what a factor of e in the likeliness of the colour says, what a first look says, and being near a click. */
const [COLOUR_SAYS, GUESS_SAYS, NEAR_SAYS] = [0.6, 1.5, 2];
/** The share of the scene that a thing takes at a first look, and at one at the thing itself. */
const [USUAL, CLOSE] = [0.06, 0.35];
/** A click means this share of the scene's longer side around it, and a pixel and a half at least. */
const [DOT, DOT_LEAST] = [0.012, 1.5];
/** Shares of the scene, the nearest and the farthest, from which the first colours are learnt. */
const [NEAREST, FARTHEST] = [0.015, 0.5];
const SURELY = 1e4;

const [GROUND, THING, UNKNOWN] = [0, 1, 2];

/**
 * @param guess 1 for pixels that are likely the thing, 0 for the others, where somebody has looked before
 * @returns 1 for each pixel of the thing, 0 for the others
 */
export function* grabCut(scene: Scene, marks: Marks, guess: Uint8Array | null = null): Sliced<Uint8Array> {
  const known = knownFrom(scene, marks);
  const far = marks.thing.length > 0 ? yield* nearness(scene, marks.thing) : null;
  const likely = guess ?? (marks.box ? yield* cutOut(scene, extremesOf(marks.box)) : null);
  const wrong = marks.ground.length > 0 ? yield* nearness(scene, marks.ground) : null;
  const lean = leaning(likely, near(far, likely ? CLOSE : USUAL, likely ? 0 : -1), near(wrong, likely ? CLOSE : USUAL, 0));
  let examples = likely ?? firstExamples(known, far);
  const beside = yield* borders(scene);
  for (let round = 0; round < ROUNDS; round++) {
    const chance = colourChances(scene.lab, examples);
    yield;
    const found = yield* minCut({ width: scene.width, ...sides(chance, known, lean), beside });
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

/** Of what is not known, the nearest is taken for the thing and the farthest for the ground. */
function firstExamples(known: Uint8Array, far: Float32Array | null): Uint8Array {
  if (!far) return known;
  const inOrder = far.toSorted();
  const [nearest, farthest] = [inOrder[Math.floor(NEAREST * far.length)]!, inOrder[Math.floor(FARTHEST * far.length)]!];
  return known.map((one, at) => (one !== UNKNOWN ? one : far[at]! <= nearest ? THING : far[at]! >= farthest ? GROUND : UNKNOWN));
}

/** 1 at a click, 0 as far as the thing usually reaches, never less than `least`; nothing without clicks. */
function near(far: Float32Array | null, share: number, least: number): Float32Array | null {
  if (!far) return null;
  const typical = Math.max(1e-6, far.toSorted()[Math.floor(share * far.length)]!);
  return far.map((one) => Math.max(least, 1 - one / typical));
}

/** What the place of each pixel says, in the logarithm of the odds. */
function leaning(guess: Uint8Array | null, thing: Float32Array | null, ground: Float32Array | null): (at: number) => number {
  return (at) => NEAR_SAYS * ((thing?.[at] ?? 0) - (ground?.[at] ?? 0)) + (guess ? (guess[at] ? GUESS_SAYS : -GUESS_SAYS) : 0);
}

/** What it costs to give each pixel to either side. */
function sides(chance: Float32Array, known: Uint8Array, lean: (at: number) => number): Pick<Costs, "toGround" | "toThing"> {
  const odds = chance.map((likely, at) => {
    if (known[at] !== UNKNOWN) return known[at] === THING ? SURELY : -SURELY;
    const bounded = Math.min(SUREST, Math.max(1 - SUREST, likely));
    return COLOUR_SAYS * Math.log(bounded / (1 - bounded)) + lean(at);
  });
  return { toGround: odds.map((one) => Math.max(0, one)), toThing: odds.map((one) => Math.max(0, -one)) };
}

/** The middles of a box's sides. */
function extremesOf({ left, top, right, bottom }: Bounds): Extremes {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  return [{ x: left, y }, { x, y: top }, { x: right, y }, { x, y: bottom }];
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
