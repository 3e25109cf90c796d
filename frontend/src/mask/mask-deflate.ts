/**
 * Deflate (RFC 1951) for masks, made while people draw: rows of few colours in long runs, some million pixels in some
 * milliseconds, which a compressor that looks at every byte cannot do.
 *
 * Bytes go out as literals or as repetitions of what came one or four bytes before. One Huffman table serves all masks:
 * the longest repetition has one bit, so that an empty row of 1,000 pixels takes some 6 bytes.
 */

const LONGEST = 258;
const SHORTEST = 3;
const END = 256;
const TWO_HUNDRED_FIFTY_EIGHT = 285;

/** A block of nothing, for a stream that stands at a whole byte. */
const EMPTY_BLOCK = Uint8Array.of(0, 0, 0, 0xff, 0xff);

/** Where the code lengths stand in a block's head (RFC 1951, 3.2.7). */
const HEAD_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1];

/**
 * Bits of each literal and length. Short ones for what masks hold most: the longest repetition, 0 (as above), 2 (the
 * mark of such a row), 1 and 255 (how opacity changes). They add up to a complete code: Σ 2^-bits = 1.
 */
const LITERAL_BITS = Uint8Array.from({ length: 286 }, (_, symbol) => {
  if (symbol === TWO_HUNDRED_FIFTY_EIGHT) return 1;
  if (symbol === 0 || symbol === 2) return 4;
  if (symbol === 1 || symbol === 255) return 5;
  return symbol > END || (symbol > 2 && symbol < 14) ? 9 : 10;
});
/** Of the distances 1, 2, 3 and 4 the first and the last are used. */
const DISTANCE_BITS = Uint8Array.of(1, 0, 0, 1);
/** Bits of the bit counts that occur above: 0, 1, 4, 5, 9 and 10. */
const HEAD_BITS = Uint8Array.of(4, 4, 0, 0, 4, 4, 0, 0, 0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0);

const LITERALS = codes(LITERAL_BITS);
const HEADS = codes(HEAD_BITS);
/** The codes of distance 1 (`0`) and distance 4 (`1`). */
const DISTANCE_CODES = new Map([
  [1, 0],
  [4, 1],
]);

/** Canonical Huffman codes of these lengths, with their bits in the order in which they are written (3.2.2). */
function codes(bits: Uint8Array): Uint16Array {
  const all = new Uint16Array(bits.length);
  let code = 0;
  for (let length = 1; length <= 15; length++, code <<= 1) {
    bits.forEach((each, symbol) => {
      if (each === length) all[symbol] = reversed(code++, length);
    });
  }
  return all;
}

function reversed(code: number, length: number): number {
  let turned = 0;
  for (let bit = 0; bit < length; bit++) turned |= ((code >> bit) & 1) << (length - 1 - bit);
  return turned;
}

/** The symbol of each repetition's length, and the shortest length it stands for (3.2.5). */
const LENGTH_SYMBOLS = new Uint16Array(LONGEST + 1);
const LENGTH_STARTS: number[] = [];
const LENGTH_EXTRA: number[] = [];
for (let symbol = END + 1, length = SHORTEST; symbol < TWO_HUNDRED_FIFTY_EIGHT; symbol++) {
  const extra = symbol < 265 ? 0 : (symbol - 261) >> 2;
  LENGTH_STARTS[symbol] = length;
  LENGTH_EXTRA[symbol] = extra;
  LENGTH_SYMBOLS.fill(symbol, length, (length += 1 << extra));
}
LENGTH_SYMBOLS[LONGEST] = TWO_HUNDRED_FIFTY_EIGHT;
LENGTH_STARTS[TWO_HUNDRED_FIFTY_EIGHT] = LONGEST;
LENGTH_EXTRA[TWO_HUNDRED_FIFTY_EIGHT] = 0;

/**
 * Parts of a deflate stream one after another, and empty blocks until the length is a multiple of 3: the Base64 of such
 * pieces can be put one after another too.
 */
export function inThirds(...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const whole = new Uint8Array(length + EMPTY_BLOCK.length * (length % 3));
  let at = 0;
  for (const part of [...parts, ...Array.from({ length: length % 3 }, () => EMPTY_BLOCK)]) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Writes one block; whole numbers of bytes, so that blocks can be put one after another. */
export class MaskDeflate {
  #bytes = new Uint8Array(1 << 14);
  #length = 0;
  #waiting = 0;
  #waitingBits = 0;

  constructor() {
    this.#head();
  }

  literal(byte: number): void {
    this.#put(LITERALS[byte]!, LITERAL_BITS[byte]!);
  }

  /** `length` bytes, each as the byte `distance` before it; `pattern` are the bytes before, the next one first. */
  repeat(length: number, distance: 1 | 4, pattern: readonly number[]): void {
    let left = length;
    for (; left >= LONGEST; left -= LONGEST) this.#match(LONGEST, distance);
    if (left >= SHORTEST) this.#match(left, distance);
    else for (let at = length - left; at < length; at++) this.literal(pattern[at % distance]!);
  }

  /** End the block at a whole byte. What comes after it does not look back into it (a full flush). */
  finish(): Uint8Array {
    this.#put(LITERALS[END]!, LITERAL_BITS[END]!);
    this.#put(0, 3);
    if (this.#waitingBits > 0) this.#put(0, 8 - this.#waitingBits);
    return inThirds(this.#bytes.subarray(0, this.#length), EMPTY_BLOCK.subarray(1));
  }

  #head(): void {
    this.#put(0b100, 3); // not the last block; with a table of its own
    this.#put(LITERAL_BITS.length - 257, 5);
    this.#put(DISTANCE_BITS.length - 1, 5);
    this.#put(HEAD_ORDER.length - 4, 4);
    for (const symbol of HEAD_ORDER) this.#put(HEAD_BITS[symbol]!, 3);
    for (const bits of [...LITERAL_BITS, ...DISTANCE_BITS]) this.#put(HEADS[bits]!, HEAD_BITS[bits]!);
  }

  #match(length: number, distance: 1 | 4): void {
    const symbol = LENGTH_SYMBOLS[length]!;
    this.#put(LITERALS[symbol]!, LITERAL_BITS[symbol]!);
    this.#put(length - LENGTH_STARTS[symbol]!, LENGTH_EXTRA[symbol]!);
    this.#put(DISTANCE_CODES.get(distance)!, 1);
  }

  #put(value: number, bits: number): void {
    this.#waiting |= value << this.#waitingBits;
    this.#waitingBits += bits;
    while (this.#waitingBits >= 8) {
      if (this.#length === this.#bytes.length) this.#grow();
      this.#bytes[this.#length++] = this.#waiting & 0xff;
      this.#waiting >>>= 8;
      this.#waitingBits -= 8;
    }
  }

  #grow(): void {
    const more = new Uint8Array(2 * this.#bytes.length);
    more.set(this.#bytes);
    this.#bytes = more;
  }
}
