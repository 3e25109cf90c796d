import { describe, expect, test } from "vitest";
import { readDimensions, readScores } from "../src/preference/dimensions";
import { drawOrder, readOrder } from "../src/preference/order";
import { blocksOf, spansOf } from "../src/preference/prose";
import { decide, firstRow, isScale, secondRow } from "../src/preference/verdict";

describe("prose", () => {
  test.each([
    ["one\ntwo", [[false, "one\ntwo"]]],
    ["a\n```py\nx = 1\n\ny\n```\nb", [[false, "a"], [true, "x = 1\n\ny"], [false, "b"]]],
    ["~~~\na ``` b\n~~~", [[true, "a ``` b"]]],
    ["````\n```\nx\n```\n````", [[true, "```\nx\n```"]]],
    ["```\nnever closed", [[true, "never closed"]]],
    ["`inline` and ```three``` stay", [[false, "`inline` and ```three``` stay"]]],
    ["a\r\nb", [[false, "a\nb"]]],
    ["\n\n  indented", [[false, "  indented"]]],
    ["", []],
  ])("%j is cut at its fences", (text, blocks) => {
    expect(blocksOf(text).map((block) => [block.code, block.text])).toEqual(blocks);
  });

  test.each([
    ["wait **seven** minutes", [["text", "wait "], ["strong", "seven"], ["text", " minutes"]]],
    ["**Note:** call `run()`.", [["strong", "Note:"], ["text", " call "], ["code", "run()"], ["text", "."]]],
    ["``a ` b``", [["code", "a ` b"]]],
    ["`**raw**`", [["code", "**raw**"]]],
    ["x**2 + y**2", [["text", "x**2 + y**2"]]],
    ["** not ** and **never closed", [["text", "** not ** and **never closed"]]],
    ["**over\na line**", [["text", "**over\na line**"]]],
    ["", []],
  ])("%j is marked within its line", (text, spans) => {
    expect(spansOf(text).map((span) => [span.as, span.text])).toEqual(spans);
  });
});

describe("order", () => {
  test("every order of three is drawn about as often", () => {
    const counts = new Map<string, number>();
    for (let draw = 0; draw < 6000; draw += 1) {
      const order = drawOrder(3).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(200);
  });

  test.each([[[0, 1], 3], [[0, 0, 1], 3], [["0", "1"], 2], [null, 2], [[1.5, 0], 2]])("%j is no order of %i", (value, count) => {
    expect(readOrder(value, count)).toBeNull();
  });
});

describe("dimensions", () => {
  test("are texts or objects, without repetitions and without scales that nobody could use", () => {
    const read = readDimensions(["Help", { name: "Truth", max: 3, low: "wrong", high: "right" }, "Help", { max: 3 }, 7, { name: "Long", max: 99 }]);
    expect(read.map(({ name, max }) => [name, max])).toEqual([["Help", 5], ["Truth", 3], ["Long", 5]]);
    expect(readScores({ Help: 5, Truth: 4, Long: 1.5, other: 1 }, read)).toEqual({ Help: 5 });
  });

  test("a name of every object is a name like others", () => {
    const read = readDimensions(["constructor"]);
    expect(readScores({}, read)).toEqual({});
    expect(readScores({ constructor: 2 }, read)).toEqual({ constructor: 2 });
  });
});

describe("the verdict", () => {
  const two = { count: 2, degrees: ["much better", "better"], tie: "Same" };
  const three = { ...two, count: 3 };

  test("the scale of two runs from one end to the other, with keys from 1", () => {
    expect(isScale(two)).toBe(true);
    expect(firstRow(two).map(({ key, text }) => `${key} ${text}`)).toEqual([
      "1 A is much better", "2 A is better", "3 Same", "4 B is better", "5 B is much better",
    ]);
    expect(secondRow(two, { preferred: 0, degree: "better" })).toEqual([]);
  });

  test("of three the best is asked for first", () => {
    expect(firstRow(three).map(({ key, text }) => `${key} ${text}`)).toEqual(["1 A is best", "2 B is best", "3 C is best", "0 Same"]);
    expect(secondRow(three, { preferred: null, degree: null })).toEqual([]);
    expect(secondRow(three, { preferred: 2, degree: null }).map(({ key, text }) => `${key} ${text}`)).toEqual(["q C is much better", "w C is better"]);
  });

  test("another best one keeps the degree, a tie drops it", () => {
    const chosen = decide(three, { preferred: 1, degree: "better" }, { preferred: 0, degree: null });
    expect(chosen).toEqual({ preferred: 0, degree: "better" });
    expect(decide(three, chosen, { preferred: "tie", degree: null })).toEqual({ preferred: "tie", degree: null });
  });

  test("too many degrees for one scale are asked for in two rows", () => {
    expect(isScale({ ...two, degrees: ["a", "b", "c", "d", "e"] })).toBe(false);
  });
});
