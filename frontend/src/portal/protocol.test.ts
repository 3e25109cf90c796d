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
