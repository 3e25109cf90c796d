/** What is begun and not finished: pinching, undoing, submitting and other tools do not take it away silently. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { registerAssistant, type AssistKind } from "../src/canvas/assist";
import type { ImageWidget } from "../src/canvas/image-widget";
import { click, drag } from "./drawing";
import { coloursIn } from "./mask-files";
import { standPicture } from "./pictures";
import { inShadow, press, show, standPage } from "./stage";

vi.setConfig({ testTimeout: 30_000 });

const FIRST = "#56b4e9";

afterEach(() => {
  document.body.innerHTML = "";
  vi.unstubAllGlobals();
});

async function build(tag: string): Promise<ImageWidget> {
  standPicture(300, 200);
  return show<ImageWidget>(`<crowd-form><${tag} name="w" src="a.png" labels="['cat','dog']"></${tag}></crowd-form>`, tag);
}

type Shapes = Record<string, { vertices?: { x: number; y: number }[] }[]>;
const shapes = (widget: ImageWidget, key: string) => (widget.value as unknown as Shapes)[key]!;
const colours = (widget: ImageWidget) => coloursIn((widget.value as { labeledImage: { pngImageData: string } }).labeledImage.pngImageData);
const undo = () => press("z", document.body, { ctrlKey: true });
const message = async (widget: ImageWidget) => {
  await widget.updateComplete;
  return widget.shadowRoot!.querySelector("[data-testid=message]")?.textContent?.trim() ?? "";
};

function offer(kind: AssistKind): () => void {
  const points = [{ x: 100, y: 20 }, { x: 120, y: 20 }, { x: 120, y: 40 }, { x: 100, y: 40 }];
  return registerAssistant({ name: "helper", title: "Help", icon: "magnet", kinds: [kind], suggest: async () => ({ outlines: [{ points }] }) });
}

/** Two fingers come down and go; nothing is meant to be drawn. */
function pinch(widget: ImageWidget, x: number, y: number): void {
  const canvas = inShadow(widget, "canvas.upper-canvas");
  const finger = (type: string, pointerId: number, clientX: number) =>
    canvas.dispatchEvent(new PointerEvent(type, { pointerId, pointerType: "touch", clientX, clientY: y, bubbles: true }));
  finger("pointerdown", 1, x);
  finger("pointermove", 1, x + 3);
  finger("pointerdown", 2, x + 40);
  finger("pointerup", 1, x + 3);
  finger("pointerup", 2, x + 40);
}

function lose(widget: ImageWidget, x: number, y: number): void {
  const canvas = inShadow(widget, "canvas.upper-canvas");
  for (const type of ["pointerdown", "pointercancel"]) canvas.dispatchEvent(new PointerEvent(type, { pointerId: 7, pointerType: "touch", clientX: x, clientY: y }));
}

describe.each([["a pinch", pinch], ["a lost pointer", lose]] as const)("%s", (_, disturb) => {
  test("leaves the points of a polygon", async () => {
    const widget = await build("crowd-polygon");
    click(widget, [20, 20], [80, 20]);
    disturb(widget, 200, 100);
    click(widget, [80, 80]);
    press("Enter");
    expect(shapes(widget, "polygons").map(({ vertices }) => vertices)).toEqual([[{ x: 20, y: 20 }, { x: 80, y: 20 }, { x: 80, y: 80 }]]);
  });

  test("leaves the first corner of a box, and sets none itself", async () => {
    const widget = await build("crowd-bounding-box");
    click(widget, [20, 20]);
    disturb(widget, 200, 100);
    click(widget, [80, 90]);
    disturb(widget, 200, 100);
    click(widget, [100, 100], [120, 120]);
    expect(shapes(widget, "boundingBoxes")).toMatchObject([{ left: 20, top: 20, width: 60, height: 70 }, { left: 100, top: 100, width: 20, height: 20 }]);
  });

  test("leaves the start of a cut", async () => {
    const widget = await build("crowd-polygon");
    click(widget, [20, 20], [120, 20], [120, 120], [20, 120]);
    press("Enter");
    press("x");
    click(widget, [70, 5]);
    disturb(widget, 200, 100);
    click(widget, [70, 150]);
    expect(shapes(widget, "polygons")).toHaveLength(2);
  });

  test.each(["crowd-polygon", "crowd-semantic-segmentation"])("leaves the points that an assistant is asked with in <%s>", async (tag) => {
    const withdraw = offer("drag");
    const widget = await build(tag);
    inShadow(widget, "button#helper").click();
    click(widget, [90, 10]);
    disturb(widget, 200, 100);
    expect(widget.tool!.begun).toContain("1 of 2 points");
    withdraw();
  });

  test("leaves the points of an area, and does not close it", async () => {
    const widget = await build("crowd-semantic-segmentation");
    press("p");
    click(widget, [20, 20], [120, 20], [120, 120]);
    disturb(widget, 200, 100);
    disturb(widget, 21, 21);
    click(widget, [20, 120]);
    press("Enter");
    expect(colours(widget)).toEqual({ [FIRST]: 10_000 });
  });

  test("leaves an outline that is edited as it was before the press", async () => {
    const widget = await build("crowd-semantic-segmentation");
    press("p");
    click(widget, [20, 20], [120, 20], [120, 120], [20, 120]);
    press("Enter");
    press("v");
    click(widget, [70, 70]);
    drag(widget, [120, 120], [120, 20]);
    disturb(widget, 20, 120);
    disturb(widget, 250, 150);
    press("Enter");
    expect(colours(widget)).toEqual({ [FIRST]: 4950 });
  });
});

describe("Ctrl+Z", () => {
  test.each([
    ["crowd-bounding-box", "boundingBoxes", [[10, 10], [30, 30]], ""],
    ["crowd-polygon", "polygons", [[20, 20], [120, 20], [120, 120], [21, 21]], "x"],
  ] as const)("takes the first point in <%s> back before anything finished", async (tag, key, finished, tool) => {
    const widget = await build(tag);
    click(widget, ...finished);
    if (tool) press(tool);
    click(widget, [200, 100]);
    expect(widget.tool!.begun).not.toBeNull();
    undo();
    expect(widget.tool!.begun).toBeNull();
    expect(shapes(widget, key)).toHaveLength(1);
    undo();
    expect(shapes(widget, key)).toEqual([]);
  });

  test("and the button take a polygon's points back one by one", async () => {
    const widget = await build("crowd-polygon");
    click(widget, [20, 20], [120, 20], [120, 120], [21, 21], [200, 20], [220, 20]);
    undo();
    await widget.updateComplete;
    inShadow(widget, "button#undo").click();
    expect(widget.tool!.begun).toBeNull();
    expect(shapes(widget, "polygons")).toHaveLength(1);
  });

  test.each(["crowd-polygon", "crowd-semantic-segmentation"])("takes back the points that an assistant is asked with in <%s>", async (tag) => {
    const withdraw = offer("extremes");
    const widget = await build(tag);
    inShadow(widget, "button#helper").click();
    click(widget, [90, 10], [80, 20]);
    undo();
    expect(widget.tool!.begun).toContain("1 of 4");
    undo();
    expect(widget.tool!.begun).toBeNull();
    withdraw();
  });

  test("takes changes of an outline back one by one", async () => {
    const widget = await build("crowd-semantic-segmentation");
    press("p");
    click(widget, [20, 20], [120, 20], [120, 120], [20, 120]);
    press("Enter");
    press("v");
    click(widget, [70, 70]);
    drag(widget, [120, 120], [120, 20]);
    drag(widget, [20, 120], [20, 20]);
    undo();
    press("Enter");
    expect(colours(widget)).toEqual({ [FIRST]: 4950 });
  });
});

describe("who would lose what is begun", () => {
  test.each([
    ["crowd-polygon", "", [[20, 20], [80, 20]], "You are in the middle of a polygon of 2 points"],
    ["crowd-bounding-box", "", [[20, 20]], "You are in the middle of a box"],
    ["crowd-polygon", "x", [[20, 20]], "You are in the middle of a cut"],
    ["crowd-semantic-segmentation", "p", [[20, 20], [80, 20]], "You are in the middle of an outline"],
  ] as const)("in <%s> %s is told once, by Submit and by other tools; Enter never submits", async (tag, tool, places, sentence) => {
    const told = standPage();
    const widget = await build(tag);
    if (tool) press(tool);
    const { name } = widget.tool!;
    const other = [...widget.shadowRoot!.querySelectorAll<HTMLElement>(".tools button")].find(({ id }) => id !== name)!;
    click(widget, ...places);
    press("Enter");
    expect(told).toEqual([]);
    expect(widget.tool!.begun).not.toBeNull();
    press("Escape");
    await widget.updateComplete;
    click(widget, ...places);
    expect(widget.validate()).toBe(false);
    expect(await message(widget)).toContain(sentence);
    press("Escape");
    expect(await message(widget)).toBe("");
    click(widget, ...places);
    other.click();
    expect(widget.tool!.name).toBe(name);
    expect(await message(widget)).toContain(sentence);
    other.click();
    expect(widget.tool!.name).toBe(other.id);
    expect(await message(widget)).toBe("");
  });

  test("is told again when more was drawn since", async () => {
    const widget = await build("crowd-polygon");
    click(widget, [20, 20], [80, 20]);
    expect(widget.validate()).toBe(false);
    click(widget, [80, 80]);
    await widget.updateComplete;
    expect(widget.validate()).toBe(false);
    expect(await message(widget)).toContain("3 points");
  });

  test("need not care for an outline: it is put back by itself", async () => {
    const widget = await build("crowd-semantic-segmentation");
    press("p");
    click(widget, [20, 20], [120, 20], [120, 120], [20, 120]);
    press("Enter");
    press("v");
    click(widget, [70, 70]);
    drag(widget, [120, 120], [120, 20]);
    expect(widget.validate()).toBe(true);
    expect(colours(widget)).toEqual({ [FIRST]: 4950 });
    click(widget, [40, 30]);
    drag(widget, [20, 120], [20, 20]);
    press("b");
    expect(widget.tool!.name).toBe("brush");
    expect(colours(widget)[FIRST] ?? 0).toBeLessThan(200);
  });
});

describe("who offers help while points are set", () => {
  test.each(["crowd-polygon", "crowd-semantic-segmentation"])("takes none of them away in <%s>", async (tag) => {
    const withdraw = offer("extremes");
    const widget = await build(tag);
    inShadow(widget, "button#helper").click();
    click(widget, [90, 10], [80, 20]);
    const leave = registerAssistant({ name: "second", title: "More help", icon: "search", kinds: ["region"], suggest: async () => ({ outlines: [] }) });
    await widget.updateComplete;
    expect(widget.tool!.begun).toContain("2 of 4 points");
    leave();
    expect(widget.tool!.begun).toContain("2 of 4 points");
    withdraw();
    expect(widget.tool!.name).not.toBe("helper");
  });

  test("gives its tool another key when one before it goes", async () => {
    const withdrawals = [offer("drag"), registerAssistant({ name: "second", title: "More help", icon: "search", kinds: ["drag"], suggest: async () => ({ outlines: [] }) })];
    const widget = await build("crowd-polygon");
    const key = () => inShadow(widget, "button#second").getAttribute("aria-keyshortcuts");
    const before = key();
    withdrawals[0]!();
    await widget.updateComplete;
    expect(key()).not.toBe(before);
    press(key()!);
    expect(widget.tool!.name).toBe("second");
    withdrawals[1]!();
  });
});

test("Space released in another window is not held here", async () => {
  const widget = await build("crowd-keypoint");
  press(" ");
  window.dispatchEvent(new Event("blur"));
  click(widget, [20, 20]);
  expect(shapes(widget, "keypoints")).toHaveLength(1);
});
