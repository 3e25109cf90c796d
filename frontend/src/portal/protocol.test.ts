import { describe, expect, it } from "vitest";
import { fromFrame, fromServer } from "./protocol";

describe("what a frame may say", () => {
  it.each([null, undefined, 1, "submit", [], {}, { plumbline: 1 }, { plumbline: "1", type: "key", key: "?" }, { type: "key", key: "?" }])(
    "ignores %j",
    (data) => expect(fromFrame(data)).toBeNull(),
  );

  it.each([{ answer: [] }, { answer: null }, { answer: "x" }, {}])("takes no answer that is no object: %j", (fields) => {
    expect(fromFrame({ plumbline: 1, type: "submit", ...fields })).toBeNull();
    expect(fromFrame({ plumbline: 1, type: "change", ...fields })).toBeNull();
  });

  it("takes an answer and nothing beside it", () => {
    expect(fromFrame({ plumbline: 1, type: "submit", answer: { a: 1 }, assignment: 9 })).toEqual({ type: "submit", answer: { a: 1 } });
  });

  it("knows two keys only", () => {
    expect(fromFrame({ plumbline: 1, type: "key", key: "Escape" })).toEqual({ type: "key", key: "Escape" });
    expect(fromFrame({ plumbline: 1, type: "key", key: "Enter" })).toBeNull();
  });

  it("keeps what fits of a list of shortcuts", () => {
    const shortcuts = [{ keys: "1", label: "dog", extra: 1 }, { keys: 1, label: "x" }, null, "x", { keys: "k".repeat(99), label: "l" }];
    expect(fromFrame({ plumbline: 1, type: "ready", shortcuts })).toEqual({
      type: "ready",
      shortcuts: [{ keys: "1", label: "dog" }, { keys: "k".repeat(40), label: "l" }],
    });
    expect(fromFrame({ plumbline: 1, type: "ready", shortcuts: "many" })).toEqual({ type: "ready", shortcuts: [] });
  });

  it.each(["submitted", "item", "hello", "progress", "started", "expired", "restore", "show", "busy", "theme", "__proto__", "constructor", 1, {}])(
    "takes no word of the server or of the page from it: %j",
    (type) => expect(fromFrame({ plumbline: 1, type, assignment: 1, answered: 9, answer: {}, message: "x", key: "?" })).toBeNull(),
  );

  it.each([
    ["a list", [{ a: 1 }]],
    ["a text", "{}"],
    ["a number", 7],
    ["a function's remains", undefined],
  ])("takes no answer that is %s", (_, answer) => {
    expect(fromFrame({ plumbline: 1, type: "submit", answer })).toBeNull();
  });

  it.each([
    ["a map", new Map([["a", 1]]), {}],
    ["a set", new Set([1]), {}],
    ["bytes", new Uint8Array([7, 8]), { 0: 7, 1: 8 }],
    ["an error", new Error("x"), {}],
    ["a pattern", /x/, {}],
  ])("keeps of %s only what JSON has", (_, answer, kept) => {
    expect(fromFrame({ plumbline: 1, type: "submit", answer })).toEqual({ type: "submit", answer: kept });
  });

  it("refuses what JSON cannot hold, as a fault of the page", () => {
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;
    let deep: unknown = 1;
    for (let level = 0; level < 200_000; level++) deep = [deep];
    for (const answer of [circle, { big: 1n }, { deep }, new Date(NaN)]) {
      const told = fromFrame({ plumbline: 1, type: "change", answer });
      expect(told?.type === "problem" && told.message).toMatch(/cannot be written as JSON/);
    }
  });

  it("is not led to other objects by names that JavaScript means", () => {
    const answer: unknown = JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}},"a":1}');
    const told = fromFrame({ plumbline: 1, type: "submit", answer });
    expect(told?.type === "submit" && JSON.stringify(told.answer)).toBe(JSON.stringify(answer));
    expect(({} as Record<string, unknown>)["admin"]).toBeUndefined();
    expect(told && "admin" in told).toBe(false);
    expect(fromFrame(JSON.parse('{"__proto__":{"plumbline":1,"type":"key","key":"?"}}'))).toBeNull();
  });

  it("copies: what the frame says later about the same object does not count", () => {
    const given = { plumbline: 1, type: "submit", answer: { a: { b: 1 } } };
    const told = fromFrame(given);
    given.answer.a.b = 2;
    expect(told).toEqual({ type: "submit", answer: { a: { b: 1 } } });
  });

  it("reads a list of ten thousand shortcuts to the two hundredth", () => {
    const told = fromFrame({ plumbline: 1, type: "ready", shortcuts: Array.from({ length: 10_000 }, () => ({ keys: "1", label: "x" })) });
    expect(told?.type === "ready" && told.shortcuts.length).toBe(200);
  });

  it("cuts long faults", () => {
    const told = fromFrame({ plumbline: 1, type: "problem", message: "x".repeat(10_000) });
    expect(told?.type === "problem" && told.message.length).toBe(500);
  });
});

describe("what the server says", () => {
  it("is an object with a type", () => {
    expect(fromServer('{"type":"waiting","open":3}')).toEqual({ type: "waiting", open: 3 });
    expect(fromServer("[]")).toBeNull();
    expect(fromServer(new ArrayBuffer(1))).toBeNull();
  });
});

describe("what a frame asks a model", () => {
  const prompt = { picture: "/b/k", size: [4, 3], points: [[1, 2]], ground: [], box: null };

  it("is passed on in its five parts", () => {
    expect(fromFrame({ plumbline: 1, type: "segment", seq: 3, prompt: { ...prompt, tenant: 7 }, assignment: 9 })).toEqual({ type: "segment", seq: 3, prompt });
  });

  it("is no longer than the server takes", () => {
    const long = { picture: `data:${"x".repeat(9_000_000)}`, size: Array(99).fill(1), points: Array(10_000).fill(Array(50).fill(1)), ground: Array(10_000).fill([3, "4".repeat(9_000)]), box: Array(99).fill({ deep: [] }) };
    const told = fromFrame({ plumbline: 1, type: "segment", seq: 3, prompt: long });
    expect(JSON.stringify(told).length).toBeLessThan(6_000);
    expect(told?.type === "segment" && told.prompt).toEqual({
      picture: long.picture.slice(0, 4_000), size: [1, 1], points: Array(64).fill([1, 1]), ground: Array(64).fill([3, null]), box: [null, null, null, null],
    });
  });

  it.each([{}, { picture: 7, size: "4", points: { length: 9 }, ground: null, box: undefined }])("has its five parts, whatever was given: %j", (given) => {
    const told = fromFrame({ plumbline: 1, type: "segment", seq: 3, prompt: given });
    expect(told?.type === "segment" && told.prompt).toEqual({ picture: "", size: [], points: [], ground: [], box: [] });
  });

  it.each([{ seq: "3", prompt }, { seq: 3 }, { seq: 3, prompt: [] }])("is nothing without number and prompt: %o", (said) => {
    expect(fromFrame({ plumbline: 1, type: "segment", ...said })).toBeNull();
  });
});
