/** A tile's indices as runs: (index, length) after (index, length). Masks are made of large areas, so this is short. */

/** Pairs of index and length; a tile has at most 65,536 pixels, so a length is kept less one. */
export type PackedTile = Uint16Array;

const LONGEST = 0x10000;

export function packTile(content: Uint16Array): PackedTile {
  const pairs: number[] = [];
  for (let at = 0; at < content.length; ) {
    const from = at;
    const index = content[at]!;
    while (at < content.length && at - from < LONGEST && content[at] === index) at++;
    pairs.push(index, at - from - 1);
  }
  return Uint16Array.from(pairs);
}

/** The runs of a packed tile: index and length. */
export function* runsIn(pack: PackedTile): Generator<readonly [index: number, length: number]> {
  for (let pair = 0; pair < pack.length; pair += 2) yield [pack[pair]!, pack[pair + 1]! + 1];
}

/** The inverse of `packTile`; `length` is how many pixels the tile has. */
export function unpackTile(pack: PackedTile, length: number): Uint16Array {
  const content = new Uint16Array(length);
  let at = 0;
  for (const [index, run] of runsIn(pack)) content.fill(index, at, (at += run));
  return content;
}
