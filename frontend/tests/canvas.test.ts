import { describe, expect, test } from "vitest";
import { assistantsFor, onAssistants, registerAssistant } from "../src/canvas/assist";
import { keysPressed } from "../src/canvas/canvas-keys";
import { History } from "../src/canvas/history";
import { withoutOrientation } from "../src/canvas/orientation";
import { View } from "../src/canvas/view";
import { labelColour, labelDash } from "../src/design/label-colours";

describe("the view", () => {
  function view(): View {
    const made = new View(() => undefined);
    made.resize({ width: 800, height: 600 });
    made.show({ width: 4000, height: 1000 });
    return made;
  }

  test("shows a new picture whole, in the middle", () => {
    const { x: left, y: top } = view().toScreen({ x: 0, y: 0 });
    const { x: right, y: bottom } = view().toScreen({ x: 4000, y: 1000 });
    expect(left).toBeGreaterThanOrEqual(0);
    expect(left).toBeCloseTo(800 - right);
    expect(top).toBeCloseTo(600 - bottom);
  });

  test("zooms where the pointer is, and what is there stays there", () => {
    const zoomed = view();
    const before = zoomed.toImage({ x: 300, y: 280 });
    zoomed.zoom(3, { x: 300, y: 280 });
    expect(zoomed.toImage({ x: 300, y: 280 }).x).toBeCloseTo(before.x);
    expect(zoomed.toImage({ x: 300, y: 280 }).y).toBeCloseTo(before.y);
  });

  test("cannot lose the picture, however far it is moved or zoomed", () => {
    const moved = view();
    moved.pan(-99_999, 99_999);
    expect(moved.toScreen({ x: 4000, y: 0 }).x).toBeGreaterThan(0);
    expect(moved.toScreen({ x: 0, y: 0 }).y).toBeLessThan(600);
    moved.zoom(1e9);
    expect(moved.scale).toBe(64);
    moved.zoom(1e-9);
    expect(moved.scale).toBeGreaterThan(0.05);
  });

  test("stays whole when the window changes, and keeps its middle once it was zoomed", () => {
    const resized = view();
    resized.resize({ width: 400, height: 300 });
    expect(resized.toScreen({ x: 4000, y: 1000 }).x).toBeLessThanOrEqual(400);
    resized.zoom(4);
    const middle = resized.toImage({ x: 200, y: 150 });
    resized.resize({ width: 600, height: 500 });
    expect(resized.toImage({ x: 300, y: 250 }).x).toBeCloseTo(middle.x);
  });

  test("brings what is out of sight into it, and does not move otherwise", () => {
    const zoomed = view();
    zoomed.zoom(20, { x: 0, y: 300 });
    zoomed.reveal({ x: 3999, y: 999 });
    const { x, y } = zoomed.toScreen({ x: 3999, y: 999 });
    expect(x > 0 && x < 800 && y > 0 && y < 600).toBe(true);
    const { left } = zoomed;
    zoomed.reveal({ x: 3998, y: 998 });
    expect(zoomed.left).toBe(left);
  });
});

describe("the history", () => {
  test("goes back and forth, forgets what was undone when something new comes, and has an end", () => {
    const told: number[] = [];
    const history = new History(0, (state) => told.push(state), 3);
    for (const state of [1, 2, 3, 4]) history.push(state);
    for (let times = 0; times < 5; times++) history.undo();
    expect(history.state).toBe(1);
    history.redo();
    history.push(9);
    expect(history.canRedo).toBe(false);
    history.redo();
    expect(told).toEqual([1, 2, 3, 4, 3, 2, 1, 2, 9]);
  });

  test("the same state again is no step", () => {
    const history = new History("a");
    history.push("a");
    expect(history.canUndo).toBe(false);
  });
});

test.each([
  [{ key: "z", ctrlKey: true }, "Ctrl+Z"],
  [{ key: "Z", metaKey: true, shiftKey: true }, "Ctrl+Shift+Z"],
  [{ key: "F", shiftKey: true }, "f"],
  [{ key: "+", shiftKey: true }, "+"],
  [{ key: "ArrowLeft", shiftKey: true }, "Shift+ArrowLeft"],
  [{ key: " " }, "Space"],
  [{ key: "Enter", altKey: true }, "Alt+Enter"],
  [{ key: "я", code: "KeyZ", ctrlKey: true }, "Ctrl+Z"],
  [{ key: "א", code: "KeyT" }, "t"],
])("%j is %s", (init, keys) => {
  expect(keysPressed(new KeyboardEvent("keydown", init))).toBe(keys);
});

test("40 labels have 40 colours, and neighbouring sets of eight another dash", () => {
  const colours = Array.from({ length: 40 }, (_, at) => labelColour(at));
  expect(new Set(colours).size).toBe(40);
  for (const colour of colours) expect(colour).toMatch(/^#[0-9a-f]{6}$/);
  expect(labelDash(7)).not.toEqual(labelDash(8));
});

describe("pictures without orientation", () => {
  const bytesOf = async (blob: Blob) => [...new Uint8Array(await blob.arrayBuffer())];
  const text = (letters: string) => [...letters].map((letter) => letter.charCodeAt(0));
  const segment = (mark: number, payload: number[]) => [0xff, mark, 0, payload.length + 2, ...payload];
  const file = (bytes: number[]) => new Blob([new Uint8Array(bytes)], { type: "image/x" });

  test("a JPEG loses its EXIF segments and keeps all others, also other ones of that mark", async () => {
    const before = [0xff, 0xd8, ...segment(0xe0, text("JFIF"))];
    const after = [...segment(0xe1, text("http://ns.adobe.com/xap")), ...segment(0xe2, text("ICC_PROFILE")), 0xff, 0xda, 1, 2, 3, 0xff, 0xe1, 9];
    const exif = segment(0xe1, [...text("Exif"), 0, 0, 1, 2, 3]);
    expect(await bytesOf(await withoutOrientation(file([...before, ...exif, ...after])))).toEqual([...before, ...after]);
  });

  test("a PNG loses its eXIf chunk", async () => {
    const chunk = (name: string, payload: number[]) => [0, 0, 0, payload.length, ...text(name), ...payload, 1, 2, 3, 4];
    const start = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...chunk("IHDR", [1, 2, 3])];
    const end = chunk("IDAT", [7, 8, 9]);
    expect(await bytesOf(await withoutOrientation(file([...start, ...chunk("eXIf", [5, 5]), ...end])))).toEqual([...start, ...end]);
  });

  test("in a WebP the EXIF chunk gets a name nobody knows", async () => {
    const chunk = (name: string, payload: number[]) => [...text(name), payload.length, 0, 0, 0, ...payload];
    const start = [...text("RIFF"), 40, 0, 0, 0, ...text("WEBP"), ...chunk("VP8 ", [1, 2])];
    const made = await withoutOrientation(file([...start, ...chunk("EXIF", [3, 4])]));
    expect(await bytesOf(made)).toEqual([...start, ...chunk("none", [3, 4])]);
  });

  test.each([[[]], [[1, 2, 3]], [[0xff, 0xd8]], [[0xff, 0xd8, 0xff, 0xe1, 0xff]], [text("RIFF....WEBP")]])("%j is left as it is", async (bytes) => {
    expect(await bytesOf(await withoutOrientation(file(bytes)))).toEqual(bytes);
  });
});

test("assistants are offered by what they can do, replaced by name, and taken back", () => {
  let told = 0;
  const stop = onAssistants(() => told++);
  const make = (name: string) => ({ name, title: name, icon: "magnet", kinds: ["extremes"], suggest: async () => ({ outlines: [] }) }) as const;
  const first = registerAssistant(make("a"));
  const second = registerAssistant(make("a"));
  expect(assistantsFor("path", "extremes")).toHaveLength(1);
  first();
  expect(assistantsFor("extremes")).toHaveLength(1);
  second();
  expect(assistantsFor("extremes")).toHaveLength(0);
  stop();
  expect(told).toBe(3);
});
