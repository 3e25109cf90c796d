import { describe, expect, test } from "vitest";
import { at, clockOf, cutAt, joined, readSegments, withChange, withNew, without, type Segments } from "../src/audio/segments";

const of = (...spans: [number, number][]): Segments =>
  spans.reduce<Segments>((all, [start, end]) => withNew(all, { start, end, label: null, text: `${start}` }).segments, []);
const spans = (segments: Segments) => segments.map(({ start, end }) => [start, end]);

describe("segments", () => {
  test("stay in the order of their start, whatever the order they come in", () => {
    expect(spans(of([3, 4], [1, 2], [1, 1.5]))).toEqual([[1, 1.5], [1, 2], [3, 4]]);
  });

  test("keep within the recording and longer than nothing", () => {
    const before = of([1, 2]);
    expect(spans(withChange(before, 1, { start: -5 }, 10))).toEqual([[0, 2]]);
    expect(spans(withChange(before, 1, { end: 50 }, 10))).toEqual([[1, 10]]);
    expect(spans(withChange(before, 1, { start: 12 }, 10))).toEqual([[9.99, 10]]);
    expect(spans(withChange(before, 1, { end: 0 }, 10))).toEqual([[1, 1.01]]);
    expect(spans(withChange(before, 1, { end: 50 }, 0))).toEqual([[1, 50]]);
  });

  test("are cut only inside", () => {
    const before = of([1, 2]);
    expect(cutAt(before, 1, 1).segments).toBe(before);
    expect(cutAt(before, 1, 2).segments).toBe(before);
    expect(cutAt(before, 9, 1.5).segments).toBe(before);
    const { segments, id } = cutAt(before, 1, 1.2345);
    expect(spans(segments)).toEqual([[1, 1.235], [1.235, 2]]);
    expect(segments.map(({ text }) => text)).toEqual(["1", ""]);
    expect(segments[1]!.id).toBe(id);
  });

  test("join with the one before; the first has none", () => {
    const before = of([1, 4], [2, 3]);
    expect(joined(before, before[0]!.id).segments).toBe(before);
    expect(spans(joined(before, before[1]!.id).segments)).toEqual([[1, 4]]);
  });

  test("have ids that never repeat while they are there", () => {
    const two = of([0, 1], [1, 2]);
    const { segments } = withNew(without(two, 1), { start: 5, end: 6, label: null, text: "" });
    expect(new Set(segments.map(({ id }) => id)).size).toBe(2);
  });

  test("the shortest one at a time is found", () => {
    expect(at(of([0, 10], [2, 3], [2, 8]), 2.5)).toMatchObject({ start: 2, end: 3 });
    expect(at(of([0, 1]), 5)).toBeNull();
  });

  test("infinite and missing times are no segments", () => {
    expect(readSegments([{ start: NaN, end: 1 }, { end: 1 }, { start: -1, end: 1 }, "x", { start: 0.0004, end: 1.0006 }])).toMatchObject([{ start: 0, end: 1.001 }]);
  });
});

test.each([[0, "0:00.000"], [62.3456, "1:02.346"], [59.9996, "1:00.000"], [3600, "60:00.000"]])("%d is shown as %s", (time, shown) => {
  expect(clockOf(time)).toBe(shown);
});
