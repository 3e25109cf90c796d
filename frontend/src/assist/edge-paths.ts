/**
 * The cheapest ways from one pixel to all others, where running along an edge is cheap (Mortensen and Barrett,
 * “Intelligent scissors”, 1995): Dijkstra with buckets, worked out only as far as it is asked for.
 */
import type { Sliced } from "./slices";

/** Cost of a step along a full edge and across flat ground; a step to a corner costs 7/5 of one to a side. */
const ON_EDGE = 1;
const ON_FLAT = 40;
const [TO_SIDE, TO_CORNER] = [5, 7];
/** More than the dearest step, so that a ring of buckets holds all that is open. */
const BUCKETS = 512;
/** Pixels between two pauses. */
const STRIDE = 2048;

export class EdgePaths {
  readonly #width: number;
  readonly #costs: Uint8Array;
  readonly #distance: Uint32Array;
  readonly #before: Int32Array;
  readonly #settled: Uint8Array;
  readonly #steps: readonly (readonly [offset: number, length: number])[];
  readonly #buckets: number[][] = Array.from({ length: BUCKETS }, () => []);
  #reached = 0;
  #open = 1;

  /**
   * @param strength 0..1 for each pixel (`edgeStrength`)
   * @param start index of the pixel from which all ways begin
   */
  constructor(strength: Float32Array, width: number, start: number) {
    this.#width = width;
    this.#costs = new Uint8Array(strength.map((one) => ON_EDGE + Math.round(ON_FLAT * (1 - one) ** 2)));
    this.#distance = new Uint32Array(strength.length).fill(0xffffffff);
    this.#before = new Int32Array(strength.length).fill(-1);
    this.#settled = new Uint8Array(strength.length);
    this.#steps = [-width, -1, 1, width]
      .map((offset) => [offset, TO_SIDE] as const)
      .concat([-width - 1, -width + 1, width - 1, width + 1].map((offset) => [offset, TO_CORNER] as const));
    this.#distance[start] = 0;
    this.#buckets[0]!.push(start);
  }

  /** The pixels of the cheapest way from the start to `target`, both included. Of two running at once both are right. */
  *to(target: number): Sliced<number[]> {
    let since = 0;
    while (!this.#settled[target] && this.#open > 0) {
      const bucket = this.#buckets[this.#reached % BUCKETS]!;
      const at = bucket.pop();
      if (at === undefined) this.#reached += 1;
      else this.#settle(at);
      if (++since % STRIDE === 0) yield;
    }
    const way: number[] = [];
    for (let at = target; at >= 0; at = this.#before[at]!) way.push(at);
    return way.reverse();
  }

  #settle(at: number): void {
    this.#open -= 1;
    if (this.#settled[at]) return;
    this.#settled[at] = 1;
    const x = at % this.#width;
    for (const [offset, length] of this.#steps) {
      const next = at + offset;
      // A step from the last column must not come out at the first.
      if (next < 0 || next >= this.#costs.length || Math.abs((next % this.#width) - x) > 1 || this.#settled[next]) continue;
      const distance = this.#distance[at]! + this.#costs[next]! * length;
      if (distance >= this.#distance[next]!) continue;
      this.#distance[next] = distance;
      this.#before[next] = at;
      this.#buckets[distance % BUCKETS]!.push(next);
      this.#open += 1;
    }
  }
}
