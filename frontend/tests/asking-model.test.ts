import { beforeEach, describe, expect, test, vi } from "vitest";
import { AskingModel } from "../src/assist/asking-model";
import { offerBuiltIn } from "../src/assist/built-in";
import { assistantsFor, type AssistRequest } from "../src/canvas/assist";
import { assistedTool } from "../src/canvas/click-tool";
import type { Press } from "../src/canvas/tool";
import { readPageMessage, type FrameMessage } from "../src/frame/messages";
import { answered, offer, type Mask, type Prompt } from "../src/frame/segmenter";
import type { Point } from "../src/geometry/point";
import { standPage } from "./stage";

let told: FrameMessage[] = [];

beforeEach(() => {
  told = standPage();
});

function request(points: readonly Point[], more: Partial<AssistRequest> = {}): AssistRequest {
  const [signal, size] = [new AbortController().signal, { width: 40, height: 20 }];
  return { kind: "clicks", points, label: "cat", labels: ["cat"], size, src: "https://store.test/b/a%20cat.png?X-Amz=1", signal, pixels: () => null, ...more };
}

/** What was asked, oldest first. */
function asked(): { seq: number; prompt: Prompt }[] {
  return told.flatMap((message) => (message.type === "segment" ? [{ seq: message.seq, prompt: message.prompt }] : []));
}

/** The page passes on what the model said about the last question. */
function answer(mask: Mask | null, reason = ""): void {
  answered({ seq: asked().at(-1)!.seq, mask, reason });
}

/** A mask of half the picture's size, from rows of dots and crosses. */
function maskOf(...rows: string[]): Mask {
  const runs = rows.join("").match(/\.+|x+/g)!.map((run) => run.length);
  return { width: rows[0]!.length, height: rows.length, runs: rows[0]!.startsWith("x") ? [0, ...runs] : runs };
}

const THING = maskOf(...Array.from({ length: 10 }, (_, y) => (y < 2 || y > 7 ? ".".repeat(20) : `....${"x".repeat(8)}........`)));

describe("the model's assistant", () => {
  test("is there once the page has said that there is a model, after those that need none", () => {
    const withdraw = offerBuiltIn();
    expect(assistantsFor("clicks").map(({ name }) => name)).toEqual(["clicking-out"]);
    offer();
    offer();
    expect(assistantsFor("clicks").map(({ name }) => name)).toEqual(["clicking-out", "asking-model"]);
    withdraw();
    expect(assistantsFor("clicks")).toEqual([]);
    offerBuiltIn()();
    expect(assistantsFor("clicks")).toEqual([]);
  });

  test("asks about the picture by its path, with clicks and box in its pixels", () => {
    const box = { left: 1, top: 2, right: 30, bottom: 19 };
    void new AskingModel().suggest(request([{ x: 5, y: 6 }], { ground: [{ x: 7.5, y: 8 }], box }));
    const wanted = { picture: "/b/a%20cat.png", size: [40, 20], points: [[5, 6]], ground: [[7.5, 8]], box: [1, 2, 30, 19] };
    expect(asked().map(({ prompt }) => prompt)).toEqual([wanted]);
  });

  test("gives what the model found as outlines in the picture", async () => {
    const found = new AskingModel().suggest(request([{ x: 10, y: 10 }]));
    answer(THING);
    const { outlines } = await found;
    expect(outlines).toHaveLength(1);
    const xs = outlines[0]!.points.map(({ x }) => x);
    const ys = outlines[0]!.points.map(({ y }) => y);
    expect([Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]).toEqual([8, 4, 24, 16]);
  });

  test("leaves specks out, but not what was clicked", async () => {
    const width = 200;
    const row = (...places: [at: number, count: number][]) => places.reduce((line, [at, count]) => line.slice(0, at) + "x".repeat(count) + line.slice(at + count), ".".repeat(width));
    const rows = Array.from({ length: 100 }, (_, y) => row([10, 120], ...(y === 50 ? ([[150, 2], [180, 2]] as [number, number][]) : [])));
    const found = new AskingModel().suggest(request([{ x: 50, y: 50 }, { x: 151, y: 50.5 }], { size: { width, height: 100 } }));
    answer(maskOf(...rows));
    const { outlines } = await found;
    expect(outlines.map(({ points }) => Math.min(...points.map(({ x }) => x))).toSorted((a, b) => a - b)).toEqual([10, 150]);
  });

  test("nothing found is no outline, and what went wrong is said in the words that came", async () => {
    const empty = new AskingModel().suggest(request([{ x: 1, y: 1 }]));
    answer(maskOf("....", "...."));
    expect(await empty).toEqual({ outlines: [] });
    const broken = new AskingModel().suggest(request([{ x: 1, y: 1 }]));
    answer(null, "The model is ill.");
    await expect(broken).rejects.toThrow("The model is ill.");
  });

  test("an answer to what was given up, or to nothing, is dropped", async () => {
    const moved = new AbortController();
    const settled = vi.fn();
    void new AskingModel().suggest(request([{ x: 1, y: 1 }], { signal: moved.signal })).then(settled, settled);
    moved.abort();
    answer(THING);
    answered({ seq: 9_999, mask: THING, reason: "" });
    await Promise.resolve();
    expect(settled).not.toHaveBeenCalled();
  });

  test("a question that nobody answers is given up after a while, in words", async () => {
    vi.useFakeTimers();
    try {
      const settled = vi.fn();
      void new AskingModel().suggest(request([{ x: 1, y: 1 }])).catch((error: Error) => settled(error.message));
      await vi.advanceTimersByTimeAsync(30_000);
      expect(settled).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(10_000);
      expect(settled).toHaveBeenCalledExactlyOnceWith(expect.stringContaining("did not answer"));
      answer(THING);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  test("nobody waits on for what was answered or given up", async () => {
    vi.useFakeTimers();
    try {
      const found = new AskingModel().suggest(request([{ x: 10, y: 10 }]));
      answer(THING);
      await found;
      const moved = new AbortController();
      void new AskingModel().suggest(request([{ x: 1, y: 1 }], { signal: moved.signal }));
      moved.abort();
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  test("takes as many clicks as the server does", async () => {
    const many = Array.from({ length: 65 }, (_, x) => ({ x, y: 1 }));
    await expect(new AskingModel().suggest(request(many))).rejects.toThrow("64 clicks");
    expect(asked()).toEqual([]);
  });
});

describe("the tool", () => {
  const press = (x: number, y: number): Press => ({ at: { x, y }, screen: { x, y }, kind: "mouse", shift: false, alt: false, ctrl: false });

  function tool(src: () => string) {
    const board = {
      atOnce: true, colour: () => "#f00", place: (at: Point) => at, take: vi.fn(), tell: vi.fn(), announce: vi.fn(), repaint: vi.fn(),
      request: (_: unknown, points: readonly Point[], signal: AbortSignal) => request(points, { signal, src: src() }),
    };
    return { board, made: assistedTool(board, new AskingModel(), "m") };
  }

  test("has the picture looked at once when the pointer comes, and again when it is another one", () => {
    let src = "https://store.test/b/1.png";
    const { made } = tool(() => src);
    made.hover(press(1, 1));
    made.hover(press(2, 2));
    made.hover(null);
    src = "https://store.test/b/2.png";
    made.hover(press(3, 3));
    expect(asked().map(({ prompt }) => [prompt.picture, prompt.points, prompt.box])).toEqual([["/b/1.png", [], null], ["/b/2.png", [], null]]);
  });

  test("shows for as long as it waits that it does", async () => {
    const { board, made } = tool(() => "https://store.test/b/1.png");
    made.down(press(10, 10));
    made.up(press(10, 10));
    board.repaint.mockClear();
    await vi.waitFor(() => expect(board.repaint.mock.calls.length).toBeGreaterThan(2));
    answer(THING);
    await vi.waitFor(() => expect(board.announce).toHaveBeenLastCalledWith(expect.stringContaining("was found")));
    board.repaint.mockClear();
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(board.repaint).not.toHaveBeenCalled();
  });

  test("says why the model could not be asked", async () => {
    const { board, made } = tool(() => "https://store.test/b/1.png");
    made.down(press(10, 10));
    made.up(press(10, 10));
    answer(null, "The line is down.");
    await vi.waitFor(() => expect(board.tell).toHaveBeenCalledWith("The line is down."));
    expect(made.begun).toBeNull();
  });
});

describe("what the page passes on", () => {
  test.each([
    ["a mask", { type: "segmented", seq: 1, mask: THING, reason: "" }, true],
    ["a reason", { type: "segmented", seq: 1, mask: null, reason: "No." }, true],
    ["runs that are too short", { type: "segmented", seq: 1, mask: { ...THING, runs: [1] }, reason: "" }, false],
    ["no runs", { type: "segmented", seq: 1, mask: {}, reason: "" }, false],
    ["no number", { type: "segmented", mask: null, reason: "" }, false],
  ])("%s is read only if it is one", (_, data, read) => {
    expect(readPageMessage(data) !== null).toBe(read);
  });

  test("that there is a model", () => {
    expect(readPageMessage({ type: "segmenter", more: 1 })).toEqual({ type: "segmenter" });
  });
});
