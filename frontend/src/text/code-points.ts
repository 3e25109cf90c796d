/**
 * Offsets in a text, in two countings: JavaScript counts UTF-16 units, answers count Unicode code points.
 *
 * A character beyond the basic plane (emoji, old scripts) is two units and one code point.
 */

/** Both countings of one text. Both directions take O(log n) of the number of characters beyond the basic plane. */
export class CodePoints {
  /** Units in the text. */
  readonly units: number;
  /** The unit offset of each pair of surrogates, ascending. */
  readonly #pairs: readonly number[];

  constructor(text: string) {
    this.units = text.length;
    this.#pairs = Array.from(text.matchAll(/[\u{10000}-\u{10ffff}]/gu), ({ index }) => index);
  }

  /** Code points in the text; a lone surrogate counts as one. */
  get points(): number {
    return this.units - this.#pairs.length;
  }

  /** The code points before this unit offset. An offset between the halves of a pair counts as before the pair. */
  toPoints(unit: number): number {
    const at = Math.min(Math.max(unit, 0), this.units);
    // At the middle of a pair, `pair < at` counts the pair, and `at - count` is where the pair begins.
    return at - this.#count((pair) => pair < at);
  }

  /** The unit offset at which this code point begins; past the end, the text's length. */
  toUnits(point: number): number {
    const at = Math.min(Math.max(point, 0), this.points);
    return at + this.#count((pair, rank) => pair - rank < at);
  }

  /** How many pairs, from the first on, satisfy a condition that holds up to some pair and not after it. */
  #count(holds: (pair: number, rank: number) => boolean): number {
    let low = 0;
    let high = this.#pairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (holds(this.#pairs[middle]!, middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
