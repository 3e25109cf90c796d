/** Where characters and words begin and end, as people see them: an accent belongs to its letter, an emoji is one. */
import type { Stretch } from "./spans";

/** Units looked at around an offset: no character is longer, and hardly a word. */
const AROUND = 256;

const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const words = new Intl.Segmenter(undefined, { granularity: "word" });

/** The stretch round an offset that is looked at; it begins and ends at white space where there is some. */
function around(text: string, at: number): Stretch {
  const before = text.slice(Math.max(0, at - AROUND), at);
  const after = text.slice(at, at + AROUND);
  const start = before.length < AROUND ? 0 : Math.max(0, before.search(/\s/));
  const end = after.length < AROUND ? after.length : after.search(/\s\S*$/) + 1 || after.length;
  return { start: at - before.length + start, end: at + end };
}

/** The end of the character that begins at an offset. */
export function characterAfter(text: string, at: number): number {
  const [first] = characters.segment(text.slice(at, at + AROUND));
  return at + (first?.segment.length ?? 0);
}

/** The begin of the character that ends at an offset. */
export function characterBefore(text: string, at: number): number {
  const from = Math.max(0, at - AROUND);
  const last = [...characters.segment(text.slice(from, at))].at(-1);
  return last ? from + last.index : 0;
}

function wordsAround(text: string, at: number): Stretch[] {
  const looked = around(text, at);
  return [...words.segment(text.slice(looked.start, looked.end))]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ index, segment }) => ({ start: looked.start + index, end: looked.start + index + segment.length }));
}

/** The word that an offset is in or, at a border, that begins there; `null` between words. */
export function wordAt(text: string, at: number): Stretch | null {
  return wordsAround(text, at).find(({ start, end }) => start <= at && at < end) ?? null;
}

/** The first word that begins at an offset or after it. */
export function wordAfter(text: string, at: number): Stretch | null {
  for (let from = at; from < text.length; from += AROUND / 2) {
    const found = wordsAround(text, from).find(({ start }) => start >= at);
    if (found) return found;
  }
  return null;
}

/** The last word that ends at an offset or before it. */
export function wordBefore(text: string, at: number): Stretch | null {
  for (let from = at; from > 0; from -= AROUND / 2) {
    const found = wordsAround(text, from).findLast(({ end }) => end <= at);
    if (found) return found;
  }
  return null;
}

/** A stretch without white space at its ends; empty where it holds nothing else. */
export function trimmed(text: string, { start, end }: Stretch): Stretch {
  const piece = text.slice(start, end);
  return { start: start + piece.length - piece.trimStart().length, end: Math.max(start, end - piece.length + piece.trimEnd().length) };
}

/** A stretch grown to whole words at both ends, without white space. */
export function wholeWords(text: string, stretch: Stretch): Stretch {
  const { start, end } = trimmed(text, stretch);
  if (start >= end) return { start, end: start };
  const first = wordAt(text, start);
  const last = wordAt(text, end - 1);
  return { start: Math.min(start, first?.start ?? start), end: Math.max(end, last?.end ?? end) };
}

/** Would a cut here part a word? */
export function cutsWord(text: string, at: number): boolean {
  return /[\p{L}\p{M}\p{N}]/u.test(text[at] ?? "") && /[\p{L}\p{M}\p{N}]/u.test(text[at - 1] ?? "");
}

export interface Finding {
  readonly anyCase?: boolean;
  /** Leave out what is only a part of a word. */
  readonly wholeWords?: boolean;
  /** At most so many. */
  readonly limit?: number;
}

/** Every stretch of the text that reads like `wanted`, without overlaps. */
function* places(text: string, wanted: string, anyCase = false): Generator<Stretch> {
  if (!anyCase) {
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) yield { start: at, end: at + wanted.length };
    return;
  }
  // Not by lower case on both sides: that changes the length of some letters.
  const pattern = new RegExp(wanted.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"), "giu");
  for (const { index, 0: piece } of text.matchAll(pattern)) yield { start: index, end: index + piece.length };
}

/** Where a piece of text stands in the whole, from the first on, without overlaps. */
export function occurrences(text: string, wanted: string, { anyCase, wholeWords, limit = Infinity }: Finding = {}): Stretch[] {
  const found: Stretch[] = [];
  if (wanted === "") return found;
  for (const { start, end } of places(text, wanted, anyCase)) {
    if (!wholeWords || (!cutsWord(text, start) && !cutsWord(text, end))) found.push({ start, end });
    if (found.length >= limit) break;
  }
  return found;
}
