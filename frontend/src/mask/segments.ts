/** What pixels can belong to: a label, or one of several instances of a label. Each has an index and a colour of its own. */
import { exactColour, freeColour, NOTHING, pixelOf } from "./colours";
import { EMPTY, type Palette } from "./png";

export interface Segment {
  /** What the label map holds for its pixels; from 1. */
  readonly index: number;
  readonly label: string;
  /** `#rrggbb` */
  readonly colour: string;
}

/** A label and its colour as an earlier answer or a requester gives them. */
export interface Mapping {
  readonly label: string;
  readonly colour: unknown;
}

/** An index of the map has 16 bits. */
const MOST = 0xffff;

export class Segments {
  readonly #all: Segment[] = [];
  readonly #colours = new Set([NOTHING]);

  /** @param given segments to begin with; of two with one colour the second gets another. */
  constructor(given: readonly Mapping[] = []) {
    for (const { label, colour } of given) this.add(label, this.#all.length, exactColour(colour));
  }

  get all(): readonly Segment[] {
    return this.#all;
  }

  at(index: number): Segment | undefined {
    return this.#all[index - 1];
  }

  of(label: string): Segment[] {
    return this.#all.filter((segment) => segment.label === label);
  }

  /**
   * A new segment; `null` if there are too many. Its colour is the one that is wished, if it is free, or the first free
   * one from `place` in the list of label colours on.
   */
  add(label: string, place: number, wish: string | null = null): Segment | null {
    if (this.#all.length === MOST) return null;
    // Only who asks for white gets it: pixels of nothing are white too, but transparent.
    const white = wish === NOTHING && !this.#all.some(({ colour }) => colour === NOTHING);
    const colour = wish !== null && (white || !this.#colours.has(wish)) ? wish : this.freeColour(place);
    const segment = { index: this.#all.length + 1, label, colour };
    this.#all.push(segment);
    this.#colours.add(colour);
    return segment;
  }

  /** The first colour that no segment has, from this place in the list of label colours on. */
  freeColour(place: number): string {
    return freeColour(place, this.#colours);
  }

  /** The pixel of each index; those that are not `shown` look like nothing. */
  palette(shown: (segment: Segment) => boolean): Palette {
    return Uint32Array.from([EMPTY, ...this.#all.map((segment) => (shown(segment) ? pixelOf(segment.colour) : EMPTY))]);
  }
}
