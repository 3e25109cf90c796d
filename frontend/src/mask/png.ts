/**
 * A label map as a PNG in Base64: true colour with opacity, exactly the segments' colours, pixels of nothing
 * (255, 255, 255, 0).
 *
 * The answer is asked for after every change, and pictures have many million pixels. So every row of tiles is a piece
 * of its own: one deflate block in one chunk, whose Base64 is kept until one of its tiles changes.
 */
import { TILE, type LabelMap } from "./label-map";
import { MaskDeflate, inThirds } from "./mask-deflate";
import { chunk, SIGNATURE } from "./png-chunks";

/** The colour of each index as a pixel in memory order (`pixelOf`); `EMPTY` for those that are not to be seen. */
export type Palette = Uint32Array;

/** A pixel of nothing: white, wholly transparent. */
export const EMPTY = 0x00ffffff;

const ADLER = 65521;
/** The deflate stream's head: a window of 32 KiB, no dictionary (RFC 1950). */
const STREAM_HEAD = Uint8Array.of(0x78, 0x01);
/** An empty last block with the fixed table. */
const LAST_BLOCK = Uint8Array.of(0x03, 0x00);
const [AS_IT_IS, LIKE_ABOVE] = [0, 2];

/** Adler-32 of bytes, in its two halves, and how many they are. */
interface Sum {
  readonly a: number;
  readonly b: number;
  readonly length: number;
}

interface Strip {
  readonly stamp: number;
  readonly text: string;
  readonly sum: Sum;
}

export class MaskPng {
  readonly #map: LabelMap;
  readonly #strips: (Strip | undefined)[];
  #palette: Palette = new Uint32Array();

  constructor(map: LabelMap) {
    this.#map = map;
    this.#strips = Array.from({ length: map.rows });
  }

  /** The file in Base64. */
  encode(palette: Palette): string {
    this.#use(palette);
    const strips = this.#strips.map((_, row) => this.#fresh(row) ?? this.#write(row));
    const sum = strips.map((strip) => strip.sum).reduce(joined);
    const check = Uint8Array.of(sum.b >> 8, sum.b & 0xff, sum.a >> 8, sum.a & 0xff);
    const tail = [chunk("IDAT", inThirds(LAST_BLOCK, check)), chunk("IEND", new Uint8Array())];
    return [base64(this.#head()), ...strips.map(({ text }) => text), ...tail.map(base64)].join("");
  }

  /** Write ahead what `encode` will need, one strip at a time while `mayGoOn` says so. Returns whether all is written. */
  prepare(palette: Palette, mayGoOn: () => boolean): boolean {
    this.#use(palette);
    for (let row = 0; row < this.#map.rows; row++) {
      if (this.#fresh(row)) continue;
      if (!mayGoOn()) return false;
      this.#write(row);
    }
    return true;
  }

  /** Strips with another colour for an index they may hold are old. New indices, at the end, are in none yet. */
  #use(palette: Palette): void {
    if (this.#palette.some((pixel, index) => pixel !== palette[index])) this.#strips.fill(undefined);
    this.#palette = palette;
  }

  #stamp(row: number): number {
    const { stamps, columns } = this.#map;
    return stamps.subarray(row * columns, (row + 1) * columns).reduce((newest, stamp) => Math.max(newest, stamp), 0);
  }

  #fresh(row: number): Strip | undefined {
    const strip = this.#strips[row];
    return strip && strip.stamp === this.#stamp(row) ? strip : undefined;
  }

  #write(row: number): Strip {
    const rows = new RowWriter(this.#map, this.#palette);
    const [top, bottom] = [row * TILE, Math.min((row + 1) * TILE, this.#map.height)];
    for (let y = top; y < bottom; y++) rows.add(y, y === top);
    const strip = { stamp: this.#stamp(row), text: base64(chunk("IDAT", rows.finish())), sum: rows.sum };
    this.#strips[row] = strip;
    return strip;
  }

  #head(): Uint8Array {
    const head = new Uint8Array(13);
    const view = new DataView(head.buffer);
    view.setUint32(0, this.#map.width);
    view.setUint32(4, this.#map.height);
    head.set([8, 6], 8); // bits a channel; red, green, blue and opacity
    const parts = [SIGNATURE, chunk("IHDR", head), chunk("IDAT", inThirds(STREAM_HEAD))];
    const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
    parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
    return whole;
  }
}

/** Rows of one strip: the first as it is, the others as differences to the row above, which are mostly zeros. */
class RowWriter {
  readonly #map: LabelMap;
  readonly #palette: Palette;
  readonly #out = new MaskDeflate();
  #a = 1;
  #b = 0;
  #length = 0;

  constructor(map: LabelMap, palette: Palette) {
    this.#map = map;
    this.#palette = palette;
  }

  get sum(): Sum {
    return { a: this.#a, b: this.#b, length: this.#length };
  }

  add(y: number, first: boolean): void {
    this.#bytes(1, [first ? AS_IT_IS : LIKE_ABOVE]);
    if (first) this.#first(y);
    else this.#next(y);
  }

  finish(): Uint8Array {
    return this.#out.finish();
  }

  #first(y: number): void {
    const { cells, width } = this.#map;
    const end = (y + 1) * width;
    for (let at = y * width; at < end; ) {
      const from = at;
      const index = cells[from]!;
      while (at < end && cells[at] === index) at++;
      this.#bytes(4 * (at - from), bytesOf(this.#pixel(index)));
    }
  }

  #next(y: number): void {
    const { cells, width } = this.#map;
    const end = (y + 1) * width;
    for (let at = y * width; at < end; ) {
      const from = at;
      while (at < end && cells[at] === cells[at - width]) at++;
      if (at > from) this.#bytes(4 * (at - from), [0]);
      if (at < end) at = this.#difference(at, end);
    }
  }

  /** Pixels from `from` on that change from one same index to another. */
  #difference(from: number, end: number): number {
    const { cells, width } = this.#map;
    const [index, above] = [cells[from]!, cells[from - width]!];
    let at = from;
    while (at < end && cells[at] === index && cells[at - width] === above) at++;
    const [now, before] = [bytesOf(this.#pixel(index)), bytesOf(this.#pixel(above))];
    this.#bytes(4 * (at - from), now.map((byte, channel) => (byte - before[channel]!) & 0xff));
    return at;
  }

  #pixel(index: number): number {
    return this.#palette[index] ?? EMPTY;
  }

  /** `count` bytes that go round in a pattern of one or four. */
  #bytes(count: number, pattern: readonly number[]): void {
    for (const byte of pattern) this.#out.literal(byte);
    this.#out.repeat(count - pattern.length, pattern.length === 1 ? 1 : 4, pattern);
    this.#addUp(count / pattern.length, pattern);
  }

  /** Adler-32 of `times` patterns, without going through them: sums of arithmetic series, exact far below 2^53. */
  #addUp(times: number, pattern: readonly number[]): void {
    const size = pattern.length;
    const total = pattern.reduce((sum, byte) => sum + byte, 0);
    const weighted = pattern.reduce((sum, byte, at) => sum + byte * (size - at), 0);
    this.#b = (this.#b + times * (size * this.#a + weighted) + (size * total * times * (times - 1)) / 2) % ADLER;
    this.#a = (this.#a + times * total) % ADLER;
    this.#length += times * size;
  }
}

/** The sum of bytes and the bytes after them. */
function joined(one: Sum, next: Sum): Sum {
  const a = (one.a + next.a - 1 + ADLER) % ADLER;
  const b = (one.b + next.b + (next.length % ADLER) * (one.a - 1 + ADLER)) % ADLER;
  return { a, b, length: one.length + next.length };
}

function bytesOf(pixel: number): number[] {
  return [pixel & 0xff, (pixel >> 8) & 0xff, (pixel >> 16) & 0xff, pixel >>> 24];
}

/** Base64 of bytes; in parts, as a call takes only so many arguments. */
export function base64(bytes: Uint8Array): string {
  const PART = 0x6000; // a multiple of 3
  let text = "";
  for (let at = 0; at < bytes.length; at += PART) text += btoa(String.fromCharCode(...bytes.subarray(at, at + PART)));
  return text;
}
