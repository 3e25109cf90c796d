import { describe, expect, test } from "vitest";
import { dropElidedItems, formatAttribute, parseAttribute, type Json, type Shape } from "../src/elements/attributes";

const READABLE: [text: string, shape: Shape, value: Json | undefined][] = [
  ['["cat","dog"]', "array", ["cat", "dog"]],
  ["['cat', 'dog']", "array", ["cat", "dog"]],
  ["['cat', 'dog',]", "array", ["cat", "dog"]],
  ["['cat',, 'dog']", "array", ["cat", "dog"]],
  ["['cat', , , 'dog', ,]", "array", ["cat", "dog"]],
  ["[, 'cat']", "array", ["cat"]],
  ["['a,,b', \"c,,d\",,]", "array", ["a,,b", "c,,d"]],
  ["['it\\'s',, 'ok']", "array", ["it's", "ok"]],
  ["['a', // the first,, one\n 'b',, /* , */ 'c']", "array", ["a", "b", "c"]],
  ["['http://x//y',,]", "array", ["http://x//y"]],
  ["[0, 1, 2]", "array", [0, 1, 2]],
  ["[]", "array", []],
  ["{ text: 'None of these' }", "object", { text: "None of these" }],
  ["{a: 1,, b: [1,,2,],}", "object", { a: 1, b: [1, 2] }],
  ["POSITIVE", "any", "POSITIVE"],
  ['"POSITIVE"', "any", "POSITIVE"],
  ["12", "any", 12],
  ["  ", "any", undefined],
  ["", "array", undefined],
];

describe("parseAttribute", () => {
  test.each(READABLE)("reads %s as %s", (text, shape, value) => {
    expect(parseAttribute("labels", text, shape)).toEqual({ value, problem: null });
  });

  const UNREADABLE: [text: string, shape: Shape][] = [
    ["[cat, 'dog", "array"],
    ["cat", "array"],
    ["{a: 1}", "array"],
    ["[1]", "object"],
    ["[1, 2", "any"],
    ["{a: }", "any"],
    ["alert(1)", "object"],
    ["(() => [1])()", "array"],
  ];
  test.each(UNREADABLE)("says what is wrong with %s where %s is wanted", (text, shape) => {
    const { value, problem } = parseAttribute("labels", text, shape);
    expect(value).toBeUndefined();
    expect(problem).toContain("“labels”");
    expect(problem).toContain(text);
  });

  test("shortens a long wrong text", () => {
    expect(parseAttribute("labels", "x".repeat(1000), "array").problem!.length).toBeLessThan(250);
  });

  test("does not let a key reach the prototype of objects", () => {
    parseAttribute("value", "{__proto__: {polluted: 1}}", "any");
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe("compact strict JSON", () => {
  /** Deterministic values of growing depth: a table made of a table. */
  const atoms: Json[] = ["", "a", "it's", 'say "hi"', "a,,b", "//no", "/*no*/", "ä☃😀", "\n\t\\", 0, -1.5, 1e21, true, false, null];
  const values: Json[] = [...atoms, ...atoms.map((atom) => [atom, [atom]]), ...atoms.map((atom) => ({ k: atom, "x y": [atom, {}] }))];

  test.each(values.filter((value) => typeof value !== "string").map((value) => [JSON.stringify(value), value] as const))(
    "%s is read back from what it was written as",
    (_, value) => {
      const text = formatAttribute(value)!;
      expect(text).toBe(JSON.stringify(value));
      expect(parseAttribute("v", text, "any")).toEqual({ value, problem: null });
    },
  );

  test.each(values.map((value) => [JSON.stringify(value)] as const))("dropping elided items leaves %s alone", (text) => {
    expect(dropElidedItems(text)).toBe(text);
  });

  test("plain strings stay as they are", () => {
    expect(formatAttribute("POSITIVE")).toBe("POSITIVE");
    expect(formatAttribute(undefined)).toBeNull();
  });
});
