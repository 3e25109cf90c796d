import { describe, expect, test } from "vitest";
import { blocksOf } from "../src/text/blocks";
import { runsLeft } from "../src/text/caret";
import { CodePoints } from "../src/text/code-points";
import { Lanes } from "../src/text/lanes";
import { ordered, readSpans, writeSpans } from "../src/text/spans";
import { TextView } from "../src/text/text-view";
import { characterAfter, characterBefore, occurrences, trimmed, wholeWords, wordAfter, wordAt, wordBefore } from "../src/text/words";

/** Random texts of letters, white space, line ends, accents, emoji and lone surrogates; the same ones every time. */
function texts(count: number, longest: number): string[] {
  let seed = 7;
  const chance = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
  const pieces = ["a", "b", " ", "\n", "\r\n", "é", "e\u0301", "😀", "👩🏽‍🚀", "𝔘", "ש", "\ud83d", "\udc00", "\t", "漢"];
  return Array.from({ length: count }, () => Array.from({ length: chance(longest) }, () => pieces[chance(pieces.length)]).join(""));
}

describe("code points", () => {
  test("both ways agree with the language's own way to count, in every place of every text", () => {
    for (const text of texts(60, 90)) {
      const points = new CodePoints(text);
      expect(points.points).toBe([...text].length);
      for (let unit = 0, point = 0; point <= points.points; point++) {
        expect(points.toUnits(point)).toBe(unit);
        expect(points.toPoints(unit)).toBe(point);
        const next = [...text.slice(unit, unit + 2)][0]?.length ?? 0;
        if (next === 2) expect(points.toPoints(unit + 1)).toBe(point);
        unit += next;
      }
    }
  });

  test("offsets outside the text are its ends", () => {
    const points = new CodePoints("a😀");
    expect([points.toPoints(-1), points.toPoints(99), points.toUnits(-1), points.toUnits(99)]).toEqual([0, 2, 0, 3]);
  });

  test("reading what was written gives the same spans, for every stretch of whole characters", () => {
    for (const text of texts(20, 30)) {
      const points = new CodePoints(text);
      const starts = Array.from({ length: points.points + 1 }, (_, point) => points.toUnits(point));
      const spans = ordered(starts.flatMap((start, at) => starts.slice(at + 1).map((end) => ({ label: "l", start, end }))));
      expect(readSpans(writeSpans(spans, points), points)).toEqual(spans);
    }
  });
});

describe("lanes", () => {
  const spans = ordered([
    { label: "a", start: 0, end: 10 },
    { label: "b", start: 2, end: 4 },
    { label: "c", start: 4, end: 12 },
    { label: "d", start: 10, end: 11 },
    { label: "d", start: 20, end: 22 },
  ]);

  test("what overlaps is on different lanes, what does not may share one", () => {
    const placed = new Lanes(spans).within({ start: 0, end: 99 });
    expect(placed.map(({ stretch, lane }) => [stretch.label, stretch.start, lane])).toEqual([
      ["a", 0, 0],
      ["b", 2, 1],
      ["c", 4, 1],
      ["d", 10, 0],
      ["d", 20, 0],
    ]);
  });

  test("a stretch finds what shares a character with it, as looking at each one would", () => {
    const lanes = new Lanes(spans);
    for (let start = 0; start < 24; start++) {
      for (let end = start + 1; end < 25; end++) {
        const expected = spans.filter((span) => span.start < end && span.end > start);
        expect(lanes.within({ start, end }).map(({ stretch }) => stretch)).toEqual(expected);
      }
    }
  });
});

describe("blocks", () => {
  test("are the whole text, one after another, at the ends of lines where they can", () => {
    const text = Array.from({ length: 400 }, (_, at) => "word ".repeat(at % 30)).join("\n");
    const blocks = blocksOf(text);
    expect(blocks.map(({ start, end }) => text.slice(start, end)).join("")).toBe(text);
    expect(blocks.length).toBeGreaterThan(5);
    for (const { end } of blocks.slice(0, -1)) expect(text[end - 1]).toBe("\n");
  });

  test.each([
    ["at white space", "lorem ipsum ".repeat(3000), / $/],
    ["between characters", "👩🏽‍🚀".repeat(2000), /🚀$/u],
  ])("a line without end is cut %s", (_, text, ending) => {
    const pieces = blocksOf(text).map(({ start, end }) => text.slice(start, end));
    expect(pieces.join("")).toBe(text);
    for (const piece of pieces.slice(0, -1)) expect(piece).toMatch(ending);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(4800);
  });

  test("no text is one empty block", () => {
    expect(blocksOf("")).toEqual([{ start: 0, end: 0 }]);
  });
});

describe("the text on the screen", () => {
  test.each([
    ["lines of all kinds", "one\n\n  two\r\nthree\n".repeat(400)],
    ["nothing but line breaks", "\n".repeat(30_000)],
    ["one line", "word ".repeat(4000)],
    ["no line break at the end", "a\nb"],
    ["nothing", ""],
  ])("has exactly the text, and every offset its place and back: %s", (_, text) => {
    const view = new TextView(() => undefined);
    view.text = text;
    expect(view.element.textContent).toBe(text);
    expect(view.element.querySelectorAll(".line").length).toBeLessThan(Math.max(10, text.length / 8));
    for (let offset = 0; offset <= text.length; offset += 7) {
      const { node, at } = view.placeOf(offset);
      expect(view.offsetOf(node, at)).toBe(offset);
    }
    view.disconnect();
  });

  test("places beside the words are the ends of their lines; elsewhere there is no offset", () => {
    const view = new TextView(() => undefined);
    view.text = "ab\ncd";
    const [first, second] = view.element.querySelectorAll(".line");
    const block = view.element.firstElementChild!;
    expect([view.offsetOf(first!, 0), view.offsetOf(first!, 1), view.offsetOf(second!, 1)]).toEqual([0, 3, 5]);
    expect([view.offsetOf(block, 0), view.offsetOf(block, 2), view.offsetOf(block, 3)]).toEqual([0, 3, 5]);
    expect([view.offsetOf(view.element, 0), view.offsetOf(view.element, 1), view.offsetOf(document.body, 0)]).toEqual([0, 5, null]);
    view.disconnect();
  });
});

describe("words and characters", () => {
  test("an accent and the parts of an emoji belong to their character", () => {
    const text = "e\u0301👩🏽‍🚀x";
    expect(characterAfter(text, 0)).toBe(2);
    expect(characterAfter(text, 2)).toBe(text.length - 1);
    expect(characterBefore(text, text.length - 1)).toBe(2);
    expect([characterBefore(text, 0), characterAfter(text, text.length)]).toEqual([0, text.length]);
  });

  test("words are found before, at and after an offset, far away too", () => {
    const text = `one${" ".repeat(900)}two, three`;
    expect(wordAfter(text, 3)).toEqual({ start: 903, end: 906 });
    expect(wordBefore(text, 903)).toEqual({ start: 0, end: 3 });
    expect(wordAt(text, 904)).toEqual({ start: 903, end: 906 });
    expect(wordAt(text, 906)).toBeNull();
    expect([wordAfter(text, text.length), wordBefore(text, 0)]).toEqual([null, null]);
  });

  test("a selection grows to whole words and loses white space", () => {
    const text = "the  Bank of Norway, closed";
    expect(wholeWords(text, { start: 6, end: 15 })).toEqual({ start: 5, end: 19 });
    expect(wholeWords(text, { start: 3, end: 5 })).toEqual({ start: 5, end: 5 });
    expect(trimmed(text, { start: 3, end: 10 })).toEqual({ start: 5, end: 9 });
  });

  test("equal words are found literally, whatever characters they have", () => {
    expect(occurrences("a.b axb A.B", "a.b")).toEqual([{ start: 0, end: 3 }]);
    expect(occurrences("a.b axb A.B", "a.b", { anyCase: true })).toHaveLength(2);
    expect(occurrences("cat cats cat", "cat", { wholeWords: true })).toHaveLength(2);
    expect(occurrences("aaaa", "aa")).toHaveLength(2);
    expect(occurrences("(-/[", "-/[")).toEqual([{ start: 1, end: 4 }]);
    expect(occurrences("aaaa", "a", { limit: 3 })).toHaveLength(3);
    expect(occurrences("aaaa", "")).toEqual([]);
  });

  test("the first letter tells the direction of a text", () => {
    expect([runsLeft("123 שלום"), runsLeft("«Oslo» שלום"), runsLeft("... سلام"), runsLeft("")]).toEqual([true, false, true, false]);
  });
});
