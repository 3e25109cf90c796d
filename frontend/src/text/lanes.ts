/** Which spans stand where, asked many times a second while somebody scrolls: an index over ordered spans. */
import type { Stretch } from "./spans";

/** Stretches in order of their starts, each on a lane under the text where it overlaps no other one. */
export class Lanes<T extends Stretch> {
  readonly all: readonly T[];
  readonly #lanes: Uint16Array;
  /** The furthest end of the stretches up to this one: it only grows, so it can be searched by halving. */
  readonly #reach: number[] = [];

  /** @param all in ascending order of `start`. */
  constructor(all: readonly T[]) {
    this.all = all;
    this.#lanes = new Uint16Array(all.length);
    const ends: number[] = [];
    all.forEach(({ start, end }, at) => {
      const free = ends.findIndex((taken) => taken <= start);
      const lane = free < 0 ? ends.length : free;
      ends[lane] = end;
      this.#lanes[at] = lane;
      this.#reach.push(Math.max(end, this.#reach.at(-1) ?? 0));
    });
  }

  /** The stretches that share at least one character with this one, with their lanes (0 is nearest to the text). */
  within({ start, end }: Stretch): { stretch: T; lane: number }[] {
    const found: { stretch: T; lane: number }[] = [];
    for (let at = this.#firstReaching(start); at < this.all.length; at++) {
      const stretch = this.all[at]!;
      if (stretch.start >= end) break;
      if (stretch.end > start) found.push({ stretch, lane: this.#lanes[at]! });
    }
    return found;
  }

  #firstReaching(start: number): number {
    let low = 0;
    let high = this.all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#reach[middle]! > start) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
