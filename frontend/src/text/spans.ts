/** Spans: labeled stretches of a text, and their two forms: unit offsets to work with, code points in answers. */
import { isObject, type Json } from "../elements/attributes";
import type { CodePoints } from "./code-points";

/** A labeled stretch of text; offsets in UTF-16 units, the end exclusive. */
export interface Span {
  readonly label: string;
  readonly start: number;
  readonly end: number;
}

/** A stretch of text, in UTF-16 units, the end exclusive. */
export type Stretch = Pick<Span, "start" | "end">;

/** The order of answers: by start, then end, then label. */
export function inOrder(a: Span, b: Span): number {
  return a.start - b.start || a.end - b.end || (a.label < b.label ? -1 : a.label > b.label ? 1 : 0);
}

export function same(a: Span, b: Span): boolean {
  return inOrder(a, b) === 0;
}

/** In the order of answers, each span once. */
export function ordered(spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort(inOrder);
  return sorted.filter((span, at) => at === 0 || !same(span, sorted[at - 1]!));
}

/** Whole code point offsets inside the text, or `null` where they name no stretch of it. An end past the text is cut. */
export function readStretch(value: Json, points: CodePoints): Stretch | null {
  if (!isObject(value)) return null;
  const { startOffset, endOffset } = value;
  if (!Number.isInteger(startOffset) || !Number.isInteger(endOffset)) return null;
  const [from, to] = [startOffset as number, Math.min(endOffset as number, points.points)];
  return from < 0 || from >= to ? null : { start: points.toUnits(from), end: points.toUnits(to) };
}

/** The spans of a list of entities, or of an object with one, in order. What names no stretch is left out. */
export function readSpans(value: Json | undefined, points: CodePoints): Span[] {
  const entities = isObject(value) ? value.entities : value;
  if (!Array.isArray(entities)) return [];
  const spans = entities.flatMap((entity) => {
    const stretch = readStretch(entity, points);
    const label = isObject(entity) ? entity.label : undefined;
    return stretch && typeof label === "string" ? [{ label, ...stretch }] : [];
  });
  return ordered(spans);
}

/** A stretch as answers have it. */
export function writeStretch({ start, end }: Stretch, points: CodePoints): { endOffset: number; startOffset: number } {
  return { endOffset: points.toPoints(end), startOffset: points.toPoints(start) };
}

/** Entities as answers have them, in the order given. */
export function writeSpans(spans: readonly Span[], points: CodePoints): Json[] {
  return spans.map((span) => {
    const { endOffset, startOffset } = writeStretch(span, points);
    return { endOffset, label: span.label, startOffset };
  });
}
