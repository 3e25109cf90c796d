import { describe, expect, it } from "vitest";
import { fits, fromFrame } from "./protocol";
import { storable } from "./storable";

describe("an answer that is to be stored", () => {
  it("has no NUL, in values and keys, however deep", () => {
    const given = { "a\0b": ["x\0", { "\0": { deep: "\0\0y\0" } }] };
    expect(storable(given)).toEqual({ ab: ["x", { "": { deep: "y" } }] });
  });

  it("has U+FFFD for half characters, and whole ones as they were", () => {
    const given = { "k\ud83d": "\ude00 left, \ud83d right, \ud83d\ude00 whole", list: ["\udfff"] };
    expect(storable(given)).toEqual({ "k\ufffd": "\ufffd left, \ufffd right, \ud83d\ude00 whole", list: ["\ufffd"] });
  });

  it("keeps what only looks like an escape", () => {
    const given = { text: String.raw`C:\u0000 \ud800 \\u0000`, lines: 'a\n"b"\\\t\u2028' };
    expect(storable(given)).toEqual(given);
  });

  it("is plain JSON", () => {
    expect(storable({ n: 1.5, no: null, yes: true, gone: undefined, day: new Date(0) })).toEqual({
      n: 1.5, no: null, yes: true, day: "1970-01-01T00:00:00.000Z",
    });
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;
    expect(storable(circle)).toBeNull();
    expect(storable({ big: 1n })).toBeNull();
  });
});

describe("what a frame says", () => {
  it.each(["submit", "change"])("is made storable: %s", (type) => {
    expect(fromFrame({ plumbline: 1, type, answer: { a: "\0\ud800" } })).toEqual({ type, answer: { a: "\ufffd" } });
  });

  it("is a problem when it cannot be sent", () => {
    expect(fromFrame({ plumbline: 1, type: "submit", answer: { big: 1n } })).toMatchObject({ type: "problem" });
    expect(fromFrame({ plumbline: 1, type: "submit", answer: new Date() })).toMatchObject({ type: "problem" });
  });

  it("is measured in bytes, as the server does", () => {
    expect(fits({ a: "x".repeat(10_000_000) })).toBe(true);
    expect(fits({ a: "\u00e9".repeat(6_000_000) })).toBe(false);
    expect(fits({ a: "x".repeat(10_500_000) })).toBe(false);
  });
});
