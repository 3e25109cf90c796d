import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { CrowdForm } from "../src/form/crowd-form";
import { readPageMessage, type FrameMessage } from "../src/frame/messages";
import { FrameRuntime } from "../src/frame/runtime";
import { press, show, standPage } from "./stage";

const MARKUP = `<crowd-form><crowd-classifier name="c" categories="['spam','ham']"><short-instructions><input name="note" /></short-instructions></crowd-classifier></crowd-form>`;

/** One frame for the file: the runtime listens for as long as its document lives. */
const runtime = new FrameRuntime(document);
runtime.start();

let told: FrameMessage[] = [];
let form: CrowdForm;

beforeEach(async () => {
  told = standPage();
  form = await show<CrowdForm>(MARKUP);
  vi.useFakeTimers();
  runtime.ready();
});

afterEach(() => {
  vi.useRealTimers();
});

const say = (data: unknown, source: unknown = window.top) => {
  const event = new MessageEvent("message", { data });
  Object.defineProperty(event, "source", { value: source });
  window.dispatchEvent(event);
};

describe("from the frame", () => {
  test("ready lists the shortcuts", () => {
    expect(told).toEqual([
      {
        type: "ready",
        shortcuts: [
          { keys: "1", label: "spam" },
          { keys: "2", label: "ham" },
          { keys: "Ctrl+Z", label: "Undo" },
          { keys: "Ctrl+Shift+Z", label: "Redo" },
          { keys: "Enter", label: "Submit" },
        ],
      },
    ]);
  });

  test("change comes once, a rest after the last change, with the answer as it stands", () => {
    press("1");
    vi.advanceTimersByTime(200);
    press("2");
    vi.advanceTimersByTime(299);
    expect(told).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(told.slice(1)).toEqual([{ type: "change", answer: { c: { label: "ham" } } }]);
  });

  test("who never rests is heard once a second", () => {
    for (let at = 0; at < 12; at += 1) {
      press(at % 2 === 0 ? "1" : "2");
      vi.advanceTimersByTime(200);
    }
    expect(told.slice(1)).toEqual(["spam", "ham"].map((label) => ({ type: "change", answer: { c: { label } } })));
  });

  test.each([
    ["the page goes", () => window.dispatchEvent(new Event("pagehide"))],
    ["the page is hidden", () => {
      vi.spyOn(document, "visibilityState", "get").mockReturnValueOnce("hidden");
      document.dispatchEvent(new Event("visibilitychange"));
    }],
  ])("what waits is told at once when %s, and nothing where nothing waits", (_, leave) => {
    leave();
    expect(told).toHaveLength(1);
    press("1");
    leave();
    expect(told.slice(1)).toEqual([{ type: "change", answer: { c: { label: "spam" } } }]);
    vi.advanceTimersByTime(2000);
    expect(told).toHaveLength(2);
  });

  test("no change is told where the answer is the same, nor after submit", () => {
    document.querySelector("input")!.dispatchEvent(new Event("input", { bubbles: true }));
    vi.advanceTimersByTime(1000);
    press("1");
    press("Enter");
    vi.advanceTimersByTime(1000);
    expect(told.map(({ type }) => type)).toEqual(["ready", "submit"]);
  });

  test("? and Escape are told, other keys and typing are not", () => {
    press("?");
    press("?");
    press("Escape");
    press("x");
    press("?", document.querySelector("input")!);
    expect(told.slice(1)).toEqual([
      { type: "key", key: "?" },
      { type: "key", key: "?" },
      { type: "key", key: "Escape" },
    ]);
  });

  test("a bad attribute is told as a problem", () => {
    document.querySelector("crowd-classifier")!.setAttribute("categories", "[oops");
    expect(told[1]).toMatchObject({ type: "problem", message: expect.stringContaining("<crowd-classifier>: The attribute “categories”") });
  });
});

describe("from the page", () => {
  test("a page without a form says so, once a script has had time to bring one", () => {
    vi.advanceTimersByTime(2_000);
    expect(told.filter(({ type }) => type === "problem")).toEqual([]);
    runtime.ready();
    form.remove();
    vi.advanceTimersByTime(1_999);
    expect(told.filter(({ type }) => type === "problem")).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(told.at(-1)).toEqual({ type: "problem", message: expect.stringContaining("<crowd-form>") });
  });

  test("restore fills widgets and inputs, and is not told back as a change", () => {
    say({ type: "restore", answer: { c: { label: "ham" }, note: "n" } });
    vi.advanceTimersByTime(1000);
    expect(form.answer).toEqual({ c: { label: "ham" }, note: "n" });
    expect(told).toHaveLength(1);
  });

  test("submit submits, busy locks, and only then", () => {
    say({ type: "restore", answer: { c: { label: "ham" } } });
    say({ type: "busy", busy: true });
    say({ type: "submit" });
    expect(told).toHaveLength(1);
    say({ type: "busy", busy: false });
    say({ type: "submit" });
    expect(told[1]).toEqual({ type: "submit", answer: { c: { label: "ham" } } });
  });

  test("theme is set on the document", () => {
    say({ type: "theme", theme: "dark" });
    expect(document.documentElement.dataset.theme).toBe("dark");
  });

  test("show takes the focus", () => {
    const focus = vi.spyOn(window, "focus");
    say({ type: "show" });
    expect(focus).toHaveBeenCalledOnce();
  });

  test("messages of anybody but the parent are ignored", () => {
    say({ type: "restore", answer: { c: { label: "ham" } } }, window);
    say({ type: "restore", answer: { c: { label: "ham" } } }, null);
    expect(form.answer).toEqual({});
  });

  test.each([
    null,
    7,
    "submit",
    [],
    {},
    { type: "else" },
    { type: "restore" },
    { type: "restore", answer: [] },
    { type: "busy", busy: "yes" },
    { type: "theme", theme: "pink" },
  ])("%j is no message", (data) => {
    expect(readPageMessage(data)).toBeNull();
  });
});
