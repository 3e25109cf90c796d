/**
 * The cheapest border between a thing and its ground on a grid of pixels: the minimum cut, by the maximum flow (Dinic's
 * algorithm: shortest ways first, all of one length together).
 */
import type { Sliced } from "./slices";

/** What it costs to part a pixel from others. All numbers are at least 0. */
export interface Costs {
  readonly width: number;
  /** Of giving each pixel to the ground, and to the thing. */
  readonly toGround: Float32Array;
  readonly toThing: Float32Array;
  /** Of a border between a pixel and the next ones: right, below, right below, left below; 0 at the picture's edges. */
  readonly beside: readonly [right: Float32Array, below: Float32Array, rightBelow: Float32Array, leftBelow: Float32Array];
}

/** Less than this is nothing left. */
const NOTHING = 1e-6;
/** Steps between two pauses. */
const STRIDE = 1 << 15;
const FAR = 0x7fffffff;

/** @returns 1 for each pixel of the thing, 0 for those of the ground */
export function* minCut(costs: Costs): Sliced<Uint8Array> {
  const flow = new Flow(costs);
  while (yield* flow.layer()) yield* flow.fill();
  return flow.thing;
}

class Flow {
  readonly #offsets: readonly number[];
  /** What may still flow from each pixel in each direction; direction 2n + 1 is 2n the other way. */
  readonly #left: readonly Float32Array[];
  /** What may still come from the thing's side, and go to the ground's. */
  readonly #in: Float32Array;
  readonly #out: Float32Array;
  /** Steps from the thing's side; FAR where nothing can flow to. */
  readonly #level: Int32Array;
  readonly #queue: Int32Array;
  /** The direction that is tried next from each pixel. */
  readonly #next: Uint8Array;
  #reached = 0;

  constructor({ width, toGround, toThing, beside }: Costs) {
    const size = toGround.length;
    this.#offsets = [1, -1, width, -width, width + 1, -width - 1, width - 1, -width + 1];
    this.#left = beside.flatMap((cost, at) => [cost.slice(), moved(cost, this.#offsets[2 * at]!)]);
    // What can go straight through needs no way.
    this.#in = toGround.map((cost, at) => Math.max(0, cost - toThing[at]!));
    this.#out = toThing.map((cost, at) => Math.max(0, cost - toGround[at]!));
    [this.#level, this.#queue, this.#next] = [new Int32Array(size), new Int32Array(size), new Uint8Array(size)];
  }

  /** What can be reached from the thing's side once nothing flows any more. */
  get thing(): Uint8Array {
    return Uint8Array.from(this.#level, (level) => (level === FAR ? 0 : 1));
  }

  /** How far each pixel is; false if nothing comes to the ground any more. */
  *layer(): Sliced<boolean> {
    const [level, queue] = [this.#level.fill(FAR), this.#queue];
    let [count, ends] = [0, false];
    for (let at = 0; at < level.length; at++) {
      if (this.#in[at]! <= NOTHING) continue;
      level[at] = 0;
      queue[count++] = at;
    }
    for (let done = 0; done < count; done++) {
      const at = queue[done]!;
      ends ||= this.#out[at]! > NOTHING;
      for (let direction = 0; direction < 8; direction++) {
        const to = at + this.#offsets[direction]!;
        if (this.#left[direction]![at]! <= NOTHING || level[to] !== FAR) continue;
        level[to] = level[at]! + 1;
        queue[count++] = to;
      }
      if (done % STRIDE === STRIDE - 1) yield;
    }
    this.#reached = count;
    return ends;
  }

  /** Let flow all that can along ways that lead on from step to step. */
  *fill(): Sliced<void> {
    this.#next.fill(0);
    const starts = this.#queue.slice(0, this.#reached).filter((at) => this.#level[at] === 0);
    let steps = 0;
    for (const start of starts) {
      const way: number[] = [];
      let at = start;
      while (this.#in[start]! > NOTHING) {
        if (++steps % STRIDE === 0) yield;
        if (this.#out[at]! > NOTHING) {
          this.#push(start, way, at);
          way.length = 0;
          at = start;
          continue;
        }
        const direction = this.#onward(at);
        if (direction >= 0) {
          way.push(direction);
          at += this.#offsets[direction]!;
        } else if (way.length > 0) {
          at -= this.#offsets[way.pop()!]!;
          this.#next[at]! += 1;
        } else break;
      }
    }
  }

  /** A direction in which it goes on from here, or -1. */
  #onward(at: number): number {
    const wanted = this.#level[at]! + 1;
    for (let direction = this.#next[at]!; direction < 8; direction++) {
      this.#next[at] = direction;
      if (this.#left[direction]![at]! > NOTHING && this.#level[at + this.#offsets[direction]!] === wanted) return direction;
    }
    this.#next[at] = 8;
    return -1;
  }

  /** As much as the narrowest place of a way lets through. */
  #push(start: number, way: readonly number[], end: number): void {
    let [amount, at] = [Math.min(this.#in[start]!, this.#out[end]!), start];
    for (const direction of way) {
      amount = Math.min(amount, this.#left[direction]![at]!);
      at += this.#offsets[direction]!;
    }
    at = start;
    for (const direction of way) {
      this.#left[direction]![at]! -= amount;
      at += this.#offsets[direction]!;
      this.#left[direction ^ 1]![at]! += amount;
    }
    this.#in[start]! -= amount;
    this.#out[end]! -= amount;
  }
}

/** The same costs, each at the pixel that lies `by` further on. */
function moved(cost: Float32Array, by: number): Float32Array {
  const there = new Float32Array(cost.length);
  there.set(cost.subarray(0, cost.length - by), by);
  return there;
}
