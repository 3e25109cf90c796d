/**
 * Blocks: a text cut into pieces that a browser lays out one by one, only those near the screen.
 *
 * A block is some whole lines. A line that is very long is cut where a word ends; it shows as if it wrapped there.
 */
import type { Stretch } from "./spans";

/** Characters of a block of several lines, at least: small blocks cost observers, large ones layout. */
const FULL = 2400;
/** From this length on a single line is cut. */
const LONGEST = 4800;

/** The blocks of a text, one after another without a gap; the text `""` has one. */
export function blocksOf(text: string): Stretch[] {
  const blocks: Stretch[] = [];
  let start = 0;
  while (start < text.length) {
    const end = cutAfter(text, start);
    blocks.push({ start, end });
    start = end;
  }
  return blocks.length > 0 ? blocks : [{ start: 0, end: 0 }];
}

function cutAfter(text: string, start: number): number {
  if (text.length - start <= FULL) return text.length;
  const lineEnd = text.indexOf("\n", start + FULL - 1) + 1 || text.length;
  if (lineEnd - start <= LONGEST) return lineEnd;
  const earlier = text.lastIndexOf("\n", start + FULL - 1) + 1;
  return earlier > start ? earlier : start + cutInLine(text.slice(start, start + LONGEST));
}

/** After the last white space of the second half, or else at its end, but never inside a character. */
function cutInLine(piece: string): number {
  for (let at = piece.length; at > piece.length / 2; at--) if (/\s/.test(piece[at - 1]!)) return at;
  const characters = [...new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(piece.slice(-64))];
  return piece.length - 64 + (characters.at(-1)?.index || 64);
}
