/** Segments of a recording: an immutable list, in the order of their start. Times are seconds, to the millisecond. */
import { fieldsOf, listOf, type Fields, type Json } from "../elements/attributes";

export interface Segment {
  /** Tells it from the others while it is worked on; not in the answer. */
  readonly id: number;
  readonly start: number;
  readonly end: number;
  /** `null` for none. */
  readonly label: string | null;
  readonly text: string;
}

export type Segments = readonly Segment[];

export type Change = Partial<Omit<Segment, "id">>;

/** Nothing shorter can be heard or grasped. */
export const SHORTEST = 0.01;

export function millis(time: number): number {
  return Math.round(time * 1000) / 1000;
}

/** With one more segment; `before` stays as it is. */
export function withNew(before: Segments, segment: Omit<Segment, "id">): { segments: Segments; id: number } {
  const id = 1 + Math.max(0, ...before.map((each) => each.id));
  return { segments: sorted([...before, { ...segment, ...span(segment.start, segment.end, Infinity), id }]), id };
}

/** With the segment `id` changed; its times stay between 0 and `duration`, its end after its start. */
export function withChange(before: Segments, id: number, change: Change, duration: number): Segments {
  return sorted(
    before.map((each) => {
      if (each.id !== id) return each;
      const { start, end } = { ...each, ...change };
      return { ...each, ...change, ...span(start, end, duration) };
    }),
  );
}

export function without(before: Segments, id: number): Segments {
  return before.filter((each) => each.id !== id);
}

/** The segment `id` in two at `time`; its text stays with the first. The same list if `time` is not inside. */
export function cutAt(before: Segments, id: number, time: number): { segments: Segments; id: number } {
  const whole = before.find((each) => each.id === id);
  if (!whole || time < whole.start + SHORTEST || time > whole.end - SHORTEST) return { segments: before, id };
  const first = before.map((each) => (each.id === id ? { ...each, end: millis(time) } : each));
  return withNew(first, { ...whole, start: millis(time), text: "" });
}

/** The segment `id` and the one before it as one; the same list if there is none before. */
export function joined(before: Segments, id: number): { segments: Segments; id: number } {
  const at = before.findIndex((each) => each.id === id);
  const [first, second] = [before[at - 1], before[at]];
  if (!first || !second) return { segments: before, id };
  const text = [first.text, second.text].filter((each) => each.trim() !== "").join(" ");
  const one = { ...first, end: Math.max(first.end, second.end), label: first.label ?? second.label, text };
  return { segments: without(before, id).map((each) => (each.id === first.id ? one : each)), id: first.id };
}

/** The segment at this time; of several the shortest, since the others can be reached beside it. */
export function at(segments: Segments, time: number): Segment | null {
  const there = segments.filter(({ start, end }) => start <= time && time <= end);
  return there.reduce<Segment | null>((best, each) => (best === null || each.end - each.start < best.end - best.start ? each : best), null);
}

/** The segments of an answer. What has no times is left out; labels and texts are kept as they are. */
export function readSegments(value: Json | undefined): Segments {
  let read: Segments = [];
  for (const each of listOf(value)) {
    const { start, end, label, text } = fieldsOf(each);
    if (typeof start !== "number" || typeof end !== "number" || !(start >= 0) || !(end > start)) continue;
    const texts = { label: typeof label === "string" ? label : null, text: typeof text === "string" ? text : "" };
    read = withNew(read, { start, end, ...texts }).segments;
  }
  return read;
}

/** As in the answer; `texts` only where the tool writes them. */
export function segmentFields({ start, end, label, text }: Segment, texts: boolean): Fields {
  return { start, end, ...(label === null ? {} : { label }), ...(texts ? { text } : {}) };
}

/** `1:02.345` */
export function clockOf(time: number): string {
  const total = Math.round(time * 1000);
  const [minutes, rest] = [Math.floor(total / 60_000), total % 60_000];
  return `${minutes}:${(rest / 1000).toFixed(3).padStart(6, "0")}`;
}

function span(start: number, end: number, duration: number): { start: number; end: number } {
  const latest = duration > 0 ? duration : Infinity;
  const from = millis(Math.min(Math.max(start, 0), Math.max(latest - SHORTEST, 0)));
  return { start: from, end: millis(Math.min(Math.max(end, from + SHORTEST), latest)) };
}

function sorted(segments: Segments): Segments {
  return [...segments].sort((a, b) => a.start - b.start || a.end - b.end || a.id - b.id);
}
