import { describe, expect, test } from "vitest";
import type { CrowdPolygon } from "../src/elements/crowd-polygon";
import { registerAssistant, type Assistant, type AssistRequest, type Suggestion } from "../src/canvas/assist";
import { widgetContract } from "./contract";
import { click, drag } from "./drawing";
import { standPicture } from "./pictures";
import { inShadow, press, rest, show, standPage } from "./stage";

const size = { height: 200, width: 300 };
const polygon = (label: string, ...points: [x: number, y: number][]) => ({ label, vertices: points.map(([x, y]) => ({ x, y })) });

widgetContract({
  tag: "crowd-polygon",
  attributes: `src="a.png" labels="['cat', 'dog',]"`,
  spellings: [["labels", "['a', 'b',]", '["a","b"]']],
  initial: "[{label: 'dog', vertices: [{x: 5, y: 6}, {x: 50, y: 7}, {x: 30, y: 80}]}]",
  complete: { inputImageProperties: size, polygons: [polygon("dog", [5, 6], [50, 7], [30, 80])] },
  keys: ["ArrowRight", " ", "ArrowRight", " ", "ArrowDown", " ", "Enter"],
  byKeys: { inputImageProperties: size, polygons: [polygon("cat", [160, 100], [170, 100], [170, 110])] },
  touches: [[20, 20], [120, 20], [120, 120], [21, 21]],
  byTouches: { inputImageProperties: size, polygons: [polygon("cat", [20, 20], [120, 20], [120, 120])] },
  empty: { inputImageProperties: size, polygons: [] },
  picture: [300, 200],
  hooks: ["canvas.upper-canvas", "button#polygon", "button#delete", "div.label-button"],
});

async function build(initial = "[]"): Promise<CrowdPolygon> {
  standPicture(300, 200);
  return show(
    `<crowd-form><crowd-polygon name="w" src="a.png" labels="['cat','dog']" initial-value="${initial}"></crowd-polygon></crowd-form>`, "crowd-polygon",
  );
}

const polygons = (widget: CrowdPolygon) => (widget.value as { polygons: unknown }).polygons;
const SQUARE = "[{label: 'cat', vertices: [{x: 20, y: 20}, {x: 120, y: 20}, {x: 120, y: 120}, {x: 20, y: 120}]}]";

describe("drawing", () => {
  test("a polygon is closed by Enter, by a double click, or at its first point", async () => {
    const widget = await build();
    click(widget, [20, 20], [80, 20], [80, 80]);
    press("Enter");
    click(widget, [120, 20], [180, 20], [180, 80], [180, 80]);
    inShadow(widget, "canvas.upper-canvas").dispatchEvent(new MouseEvent("dblclick", { clientX: 180, clientY: 80 }));
    click(widget, [220, 120], [280, 120], [280, 180], [222, 122]);
    expect(polygons(widget)).toEqual([
      polygon("cat", [20, 20], [80, 20], [80, 80]),
      polygon("cat", [120, 20], [180, 20], [180, 80]),
      polygon("cat", [220, 120], [280, 120], [280, 180]),
    ]);
  });

  test("Backspace and Ctrl+Z take the last point back, Escape all of them", async () => {
    const widget = await build();
    click(widget, [20, 20], [80, 20], [90, 90], [99, 99]);
    press("Backspace");
    press("z", document.body, { ctrlKey: true });
    click(widget, [80, 80]);
    press("Enter");
    click(widget, [150, 150], [170, 150]);
    press("Escape");
    expect(polygons(widget)).toEqual([polygon("cat", [20, 20], [80, 20], [80, 80])]);
  });

  test("Enter does not submit while a polygon is drawn, not even one that is too short", async () => {
    const told = standPage();
    const widget = await build();
    click(widget, [20, 20], [80, 20]);
    press("Enter");
    expect(polygons(widget)).toEqual([]);
    await widget.updateComplete;
    expect(inShadow(widget, "[data-testid=message]").textContent).toContain("needs 3 points");
    expect(told).toEqual([]);
  });

  test("vertices snap to those of a neighbour", async () => {
    const widget = await build(SQUARE);
    click(widget, [123, 18], [200, 20], [124, 119]);
    press("Enter");
    expect(polygons(widget)).toContainEqual(polygon("cat", [120, 20], [200, 20], [120, 120]));
  });
});

describe("changing", () => {
  test("a vertex is moved, one is added between two, and one is taken away", async () => {
    const widget = await build(SQUARE);
    press("v");
    click(widget, [60, 60]);
    drag(widget, [120, 120], [140, 150]);
    drag(widget, [70, 20], [70, 40]);
    drag(widget, [20, 120], [20, 120], { altKey: true });
    expect(polygons(widget)).toEqual([polygon("cat", [20, 20], [70, 40], [120, 20], [140, 150])]);
    for (let times = 0; times < 3; times++) press("z", document.body, { ctrlKey: true });
    expect(polygons(widget)).toEqual([polygon("cat", [20, 20], [120, 20], [120, 120], [20, 120])]);
  });

  test("vertices are chosen, moved, added and taken away by keys", async () => {
    const widget = await build(SQUARE);
    const canvas = inShadow(widget, "canvas.upper-canvas");
    canvas.focus();
    press("Tab", canvas);
    press(".", canvas);
    press(".", canvas);
    press("ArrowRight", canvas, { shiftKey: true });
    press("i", canvas);
    press("ArrowRight", canvas);
    press(",", canvas);
    press(",", canvas);
    press("Delete", canvas);
    expect(polygons(widget)).toEqual([polygon("cat", [130, 20], [126, 70], [120, 120], [20, 120])]);
  });

  test("a tapped vertex stays, and a dragged one keeps its distance from the finger", async () => {
    const widget = await build(SQUARE);
    press("v");
    click(widget, [60, 60]);
    drag(widget, [117, 118], [119, 120]);
    expect(polygons(widget)).toEqual([polygon("cat", [20, 20], [120, 20], [120, 120], [20, 120])]);
    drag(widget, [117, 118], [137, 148]);
    expect(polygons(widget)).toEqual([polygon("cat", [20, 20], [120, 20], [140, 150], [20, 120])]);
  });

  test("a double click deep inside bends no edge, one at an edge does", async () => {
    const widget = await build(SQUARE);
    press("v");
    click(widget, [60, 60]);
    const twice = (clientX: number, clientY: number) => inShadow(widget, "canvas.upper-canvas").dispatchEvent(new MouseEvent("dblclick", { clientX, clientY }));
    twice(60, 60);
    expect(polygons(widget)).toEqual([polygon("cat", [20, 20], [120, 20], [120, 120], [20, 120])]);
    twice(60, 22);
    expect(polygons(widget)).toEqual([polygon("cat", [20, 20], [60, 22], [120, 20], [120, 120], [20, 120])]);
  });

  test("what comes out as it was is no step: what was undone can still be done again", async () => {
    const widget = await build(SQUARE);
    press("v");
    click(widget, [60, 60]);
    drag(widget, [120, 120], [140, 150]);
    press("z", document.body, { ctrlKey: true });
    drag(widget, [60, 60], [80, 80]);
    press("z", document.body, { ctrlKey: true });
    const canvas = inShadow(widget, "canvas.upper-canvas");
    const at = (type: string, clientX: number, clientY: number) => canvas.dispatchEvent(new PointerEvent(type, { pointerId: 1, pointerType: "mouse", clientX, clientY }));
    at("pointerdown", 60, 60);
    at("pointermove", 80, 80);
    at("pointermove", 60, 60);
    at("pointerup", 60, 60);
    press("y", document.body, { ctrlKey: true });
    expect(polygons(widget)).toEqual([polygon("cat", [40, 40], [140, 40], [140, 140], [40, 140])]);
  });

  test("a triangle keeps its three vertices", async () => {
    const widget = await build("[{label: 'cat', vertices: [{x: 20, y: 20}, {x: 120, y: 20}, {x: 120, y: 120}]}]");
    press("v");
    click(widget, [100, 40]);
    drag(widget, [20, 20], [20, 20], { altKey: true });
    expect(polygons(widget)).toEqual([polygon("cat", [20, 20], [120, 20], [120, 120])]);
  });

  test("a line across splits a polygon, and merging makes it whole again", async () => {
    const widget = await build(SQUARE);
    press("x");
    drag(widget, [70, 5], [70, 150]);
    expect(polygons(widget)).toHaveLength(2);
    press("m");
    const [whole, ...more] = polygons(widget) as { vertices: { x: number; y: number }[] }[];
    expect(more).toEqual([]);
    const area = whole!.vertices.reduce((sum, { x, y }, at, all) => {
      const next = all[(at + 1) % all.length]!;
      return sum + (x * next.y - next.x * y) / 2;
    }, 0);
    expect(Math.abs(area)).toBe(10_000);
    press("z", document.body, { ctrlKey: true });
    press("z", document.body, { ctrlKey: true });
    expect(polygons(widget)).toEqual([polygon("cat", [20, 20], [120, 20], [120, 120], [20, 120])]);
  });

  test("a line that cuts nothing says so", async () => {
    const widget = await build(SQUARE);
    press("x");
    drag(widget, [150, 5], [150, 150]);
    await widget.updateComplete;
    expect(polygons(widget)).toHaveLength(1);
    expect(inShadow(widget, "[data-testid=message]").textContent).toContain("cuts no polygon");
  });

  test("polygons that do not touch, and those around a hole, are not merged", async () => {
    const square = (x: number, y: number) => `{label: 'cat', vertices: [{x: ${x}, y: ${y}}, {x: ${x + 40}, y: ${y}}, {x: ${x + 40}, y: ${y + 40}}, {x: ${x}, y: ${y + 40}}]}`;
    const widget = await build(`[${square(10, 10)}, ${square(100, 100)}]`);
    press("a", document.body, { ctrlKey: true });
    press("m");
    await widget.updateComplete;
    expect(polygons(widget)).toHaveLength(2);
    expect(inShadow(widget, "[data-testid=message]").textContent).toContain("do not touch");
  });
});

describe("freehand", () => {
  const canvas = (widget: Element) => inShadow(widget, "canvas.upper-canvas");
  const draw = (widget: Element, places: readonly (readonly [number, number])[], pointerType = "pen") => {
    places.forEach(([clientX, clientY], at) => {
      const type = at === 0 ? "pointerdown" : at === places.length - 1 ? "pointerup" : "pointermove";
      canvas(widget).dispatchEvent(new PointerEvent(type, { pointerId: 1, pointerType, clientX, clientY, bubbles: true }));
    });
  };
  const corner = [[30, 30], [60, 30], [90, 30.4], [120, 30], [120, 60], [120, 90]] as const;

  test("a dragged pen draws a line of few points, one step of undo, and closes at its first point", async () => {
    const widget = await build();
    click(widget, [30, 100]);
    draw(widget, corner);
    press("z", document.body, { ctrlKey: true });
    expect(widget.tool!.begun).toContain("1 point");
    press("Escape");
    draw(widget, [...corner, [100, 100], [31, 31]]);
    expect(polygons(widget)).toEqual([polygon("cat", [30, 30], [120, 30], [120, 90], [100, 100])]);
  });

  test("and clicks go on with each other", async () => {
    const widget = await build();
    draw(widget, corner, "mouse");
    click(widget, [30, 90]);
    press("Enter");
    expect(polygons(widget)).toEqual([polygon("cat", [30, 30], [120, 30], [120, 90], [30, 90])]);
  });

  test("a finger that moves looks for its place, and a lost pen leaves nothing", async () => {
    const widget = await build();
    draw(widget, corner, "touch");
    expect(widget.tool!.begun).toContain("1 point");
    press("Escape");
    const pen = (type: string, [clientX, clientY]: readonly [number, number]) =>
      canvas(widget).dispatchEvent(new PointerEvent(type, { pointerId: 1, pointerType: "pen", clientX, clientY, bubbles: true }));
    pen("pointerdown", corner[0]);
    for (const place of corner.slice(1)) pen("pointermove", place);
    pen("pointercancel", [120, 90]);
    expect(widget.tool!.begun).toBeNull();
  });
});

describe("assistants", () => {
  const pixels = (suggestion: Suggestion, asked: AssistRequest[] = []): Assistant => ({
    name: "helper", title: "Help", icon: "magnet", kinds: ["path", "drag"],
    suggest: async (request) => {
      asked.push(request);
      return suggestion;
    },
  });

  test("a suggested outline is shown, and only drawn when it is taken", async () => {
    const asked: AssistRequest[] = [];
    const points = [{ x: 10, y: 10 }, { x: 60, y: 10 }, { x: 60, y: 60 }];
    const withdraw = registerAssistant(pixels({ outlines: [{ points }] }, asked));
    const widget = await build();
    inShadow(widget, "button#helper").click();
    click(widget, [5, 5], [70, 70]);
    await rest();
    expect(asked).toMatchObject([{ kind: "drag", points: [{ x: 5, y: 5 }, { x: 70, y: 70 }], label: "cat", size: { width: 300 } }]);
    expect(polygons(widget)).toEqual([]);
    press("Enter");
    expect(polygons(widget)).toEqual([polygon("cat", [10, 10], [60, 10], [60, 60])]);
    click(widget, [5, 5], [70, 70]);
    await rest();
    press("Escape");
    press("Enter");
    expect(polygons(widget)).toHaveLength(1);
    withdraw();
  });

  test("a line follows what is found between two clicks, while that is switched on", async () => {
    const withdraw = registerAssistant(pixels({ outlines: [{ points: [{ x: 20, y: 20 }, { x: 50.4, y: 30 }, { x: 80, y: 20 }] }] }));
    const widget = await build();
    press("e");
    click(widget, [20, 20], [80, 20]);
    await rest();
    press("e");
    click(widget, [80, 90]);
    press("Enter");
    expect(polygons(widget)).toEqual([polygon("cat", [20, 20], [50, 30], [80, 20], [80, 90])]);
    withdraw();
  });

  test("a line that was followed is taken back in one step, also when it was found late", async () => {
    let find = (_: Suggestion) => undefined as void;
    const late = { ...pixels({ outlines: [] }), suggest: () => new Promise<Suggestion>((resolve) => (find = resolve)) };
    const withdraw = registerAssistant(late);
    const widget = await build();
    press("e");
    click(widget, [20, 20], [80, 20]);
    find({ outlines: [{ points: [{ x: 20, y: 20 }, { x: 40, y: 30 }, { x: 60, y: 30 }, { x: 80, y: 20 }] }] });
    await rest();
    press("e");
    click(widget, [80, 90]);
    expect(widget.tool!.begun).toContain("5 points");
    press("Backspace");
    expect(widget.tool!.begun).toContain("4 points");
    press("Backspace");
    expect(widget.tool!.begun).toContain("1 point:");
    press("Backspace");
    expect(widget.tool!.begun).toBeNull();
    withdraw();
  });

  test("one that fails says why", async () => {
    const withdraw = registerAssistant({ ...pixels({ outlines: [] }), suggest: () => Promise.reject(new Error("The model is away.")) });
    const widget = await build();
    inShadow(widget, "button#helper").click();
    click(widget, [5, 5], [70, 70]);
    await rest();
    expect(inShadow(widget, "[data-testid=message]").textContent).toContain("The model is away.");
    withdraw();
  });
});

test("initial values as an object are read too, and wrong polygons are left out", async () => {
  const widget = await build("{polygons: [{label: 'cat', vertices: [{x: 1, y: 2}, {x: '30', y: 4}, {x: 50, y: 60.6}]}, {label: 'cat', vertices: [{x: 1, y: 2}]}, {vertices: 7}, null]}");
  expect(polygons(widget)).toEqual([polygon("cat", [1, 2], [30, 4], [50, 61])]);
});
