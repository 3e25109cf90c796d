import { describe, expect, test, vi } from "vitest";
import type { CrowdBoundingBox } from "../src/elements/crowd-bounding-box";
import { registerAssistant } from "../src/canvas/assist";
import { widgetContract } from "./contract";
import { drag, wheelAt } from "./drawing";
import { standNoPicture, standPicture } from "./pictures";
import { inShadow, press, rest, show } from "./stage";

const size = { height: 200, width: 300 };
const box = (left: number, top: number, width: number, height: number, label = "cat") => ({ height, label, left, top, width });

widgetContract({
  tag: "crowd-bounding-box",
  attributes: `src="a.png" labels="['cat', 'dog',]"`,
  spellings: [
    ["labels", "['a', 'b',]", '["a","b"]'],
    ["initial-value", "[{left: 1, top: 2, width: 3, height: 4, label: 'cat'},]", '[{"left":1,"top":2,"width":3,"height":4,"label":"cat"}]'],
  ],
  initial: "[{height: 20, label: 'dog', left: 5, top: 6, width: 30}]",
  complete: { boundingBoxes: [box(5, 6, 30, 20, "dog")], inputImageProperties: size },
  given: { boundingBoxes: [box(5, 6, 30, 20, "dog")], inputImageProperties: size, initialValueModified: false },
  keys: ["2", "ArrowRight", " ", "ArrowRight", "ArrowDown", "ArrowDown", " "],
  byKeys: { boundingBoxes: [box(160, 100, 10, 20, "dog")], inputImageProperties: size },
  touches: ["[data-testid=dog]", [30, 40], [60, 90]],
  byTouches: { boundingBoxes: [box(30, 40, 30, 50, "dog")], inputImageProperties: size },
  empty: { boundingBoxes: [], inputImageProperties: size },
  picture: [300, 200],
  hooks: ["canvas.lower-canvas", "canvas.upper-canvas", "div.label-button.selected", "button#box", "button#delete"],
});

async function build(attributes = ""): Promise<CrowdBoundingBox> {
  standPicture(300, 200);
  return show(`<crowd-form><crowd-bounding-box name="w" src="a.png" labels="['cat','dog']" ${attributes}></crowd-bounding-box></crowd-form>`, "crowd-bounding-box");
}

const boxes = (widget: CrowdBoundingBox) => (widget.value as { boundingBoxes: unknown }).boundingBoxes;

describe("drawing", () => {
  test("a drag draws a box, whichever way it goes", async () => {
    const widget = await build();
    drag(widget, [10, 20], [60, 90]);
    drag(widget, [250, 180], [200, 120]);
    expect(boxes(widget)).toEqual([box(10, 20, 50, 70), box(200, 120, 50, 60)]);
  });

  test("two clicks draw a box, and Escape stops after the first", async () => {
    const widget = await build();
    drag(widget, [10, 20]);
    drag(widget, [60, 90]);
    drag(widget, [100, 100]);
    press("Escape");
    drag(widget, [150, 10], [170, 30]);
    expect(boxes(widget)).toEqual([box(10, 20, 50, 70), box(150, 10, 20, 20)]);
  });

  test("a box ends at the picture's border, and one without an inside is none", async () => {
    const widget = await build();
    drag(widget, [-40, -20], [400, 300]);
    drag(widget, [50, 50], [50, 80]);
    expect(boxes(widget)).toEqual([box(0, 0, 300, 200)]);
  });

  test("edges snap to a neighbour's, but not while Alt is held or snapping is off", async () => {
    const widget = await build();
    drag(widget, [10, 20], [60, 90]);
    press("Escape");
    drag(widget, [63, 20], [100, 88]);
    drag(widget, [63, 120], [100, 150], { altKey: true });
    drag(widget, [103, 20], [120, 88], { altKey: true });
    press("s");
    press("Escape");
    drag(widget, [57, 94], [20, 110]);
    expect(boxes(widget)).toEqual([box(10, 20, 50, 70), box(60, 20, 40, 68), box(63, 120, 37, 30), box(103, 20, 17, 68), box(20, 94, 37, 16)]);
  });

  test("a finger draws; a second one turns it into moving the picture", async () => {
    const widget = await build();
    drag(widget, [30, 40], [80, 110], { pointerType: "touch" });
    const canvas = inShadow(widget, "canvas.upper-canvas");
    const touch = (type: string, pointerId: number, x: number, y: number) =>
      canvas.dispatchEvent(new PointerEvent(type, { pointerId, pointerType: "touch", clientX: x, clientY: y, bubbles: true, composed: true }));
    touch("pointerdown", 1, 100, 100);
    touch("pointermove", 1, 120, 120);
    touch("pointerdown", 2, 160, 160);
    touch("pointermove", 2, 240, 240);
    touch("pointerup", 2, 240, 240);
    touch("pointerup", 1, 120, 120);
    expect(boxes(widget)).toEqual([box(30, 40, 50, 70)]);
    drag(widget, [120, 120], [240, 240]);
    const [, second] = boxes(widget) as { width: number; height: number }[];
    expect(second!.width).toBeLessThan(60);
  });

  test("what is drawn after zooming is where it is in the picture", async () => {
    const widget = await build();
    wheelAt(widget, 0, 0, -360);
    drag(widget, [20, 40], [120, 180]);
    expect(boxes(widget)).toEqual([box(10, 20, 50, 70)]);
  });
});

describe("changing", () => {
  const given = `initial-value="[{height: 40, label: 'cat', left: 20, top: 20, width: 60}, {height: 40, label: 'cat', left: 120, top: 20, width: 60}]"`;

  test("a click selects, a number gives another label, Delete takes away, and each is undone", async () => {
    const widget = await build(given);
    drag(widget, [50, 40]);
    press("2");
    expect(boxes(widget)).toEqual([box(20, 20, 60, 40, "dog"), box(120, 20, 60, 40)]);
    press("Delete");
    expect(boxes(widget)).toEqual([box(120, 20, 60, 40)]);
    press("z", document.body, { ctrlKey: true });
    press("z", document.body, { ctrlKey: true });
    expect(boxes(widget)).toEqual([box(20, 20, 60, 40), box(120, 20, 60, 40)]);
    press("Z", document.body, { ctrlKey: true, shiftKey: true });
    press("y", document.body, { ctrlKey: true });
    expect(boxes(widget)).toEqual([box(120, 20, 60, 40)]);
  });

  test("a number after drawing is the label of the next box", async () => {
    const widget = await build();
    drag(widget, [10, 20], [60, 90]);
    press("2");
    drag(widget, [110, 20], [160, 90]);
    expect(boxes(widget)).toEqual([box(10, 20, 50, 70), box(110, 20, 50, 70, "dog")]);
  });

  test("handles of the selected box change its size, also beyond the other side", async () => {
    const widget = await build(given);
    drag(widget, [50, 40]);
    drag(widget, [80, 60], [95, 70], { altKey: true });
    expect(boxes(widget)).toEqual([box(20, 20, 75, 50), box(120, 20, 60, 40)]);
    drag(widget, [20, 45], [110, 45], { altKey: true });
    expect(boxes(widget)).toEqual([box(95, 20, 15, 50), box(120, 20, 60, 40)]);
  });

  test("arrows move by a pixel, with Shift by ten, and not out of the picture", async () => {
    const widget = await build(given);
    drag(widget, [50, 40]);
    press("ArrowRight");
    press("ArrowDown", document.body, { shiftKey: true });
    expect((boxes(widget) as unknown[])[0]).toEqual(box(21, 30, 60, 40));
    for (let times = 0; times < 5; times++) press("ArrowUp", document.body, { shiftKey: true });
    expect((boxes(widget) as unknown[])[0]).toEqual(box(21, 0, 60, 40));
  });

  test("several are selected with a band or Shift and moved together", async () => {
    const widget = await build(given);
    press("v");
    drag(widget, [5, 5], [200, 100]);
    drag(widget, [50, 40], [60, 60]);
    expect(boxes(widget)).toEqual([box(30, 40, 60, 40), box(130, 40, 60, 40)]);
    drag(widget, [250, 150]);
    drag(widget, [60, 60]);
    drag(widget, [160, 60], [160, 60], { shiftKey: true });
    press("Delete");
    expect(boxes(widget)).toEqual([]);
  });

  test("a copy lies beside what was copied", async () => {
    const widget = await build(given);
    drag(widget, [50, 40]);
    press("c", document.body, { ctrlKey: true });
    press("v", document.body, { ctrlKey: true });
    press("d", document.body, { ctrlKey: true });
    expect(boxes(widget)).toEqual([box(20, 20, 60, 40), box(120, 20, 60, 40), box(34, 34, 60, 40), box(48, 48, 60, 40)]);
  });

  test("Tab walks through the shapes and leaves the canvas after the last", async () => {
    const widget = await build(given);
    const canvas = inShadow(widget, "canvas.upper-canvas");
    canvas.focus();
    expect(press("Tab", canvas)).toBe(false);
    expect(press("Tab", canvas)).toBe(false);
    expect(press("Tab", canvas)).toBe(true);
    press("Delete", canvas);
    expect(boxes(widget)).toEqual([box(20, 20, 60, 40)]);
    await widget.updateComplete;
    expect(inShadow(widget, "[aria-live=polite]").textContent).toBe("Deleted.");
  });

  test("hidden labels are kept in the answer, but cannot be hit", async () => {
    const widget = await build(given);
    inShadow(widget, ".label-eye").click();
    await widget.updateComplete;
    drag(widget, [50, 40]);
    press("Escape");
    press("Delete");
    expect(boxes(widget)).toHaveLength(2);
  });

  test("says whether the initial value was changed", async () => {
    const widget = await build(given);
    const modified = () => (widget.value as { initialValueModified?: boolean }).initialValueModified;
    expect(modified()).toBe(false);
    drag(widget, [50, 40]);
    press("ArrowRight");
    expect(modified()).toBe(true);
    press("ArrowLeft");
    expect(modified()).toBe(false);
  });
});

describe("scripts", () => {
  test("labels may be a placeholder, then none, then the real ones", async () => {
    standPicture(300, 200);
    const given = `initial-value="[{height: 40, label: 'late', left: 20, top: 20, width: 60}]"`;
    const widget = await show<CrowdBoundingBox>(
      `<crowd-form><crowd-bounding-box name="w" src="a.png" labels="['placeholder']" ${given}></crowd-bounding-box></crowd-form>`, "crowd-bounding-box",
    );
    widget.labels = [];
    await rest();
    expect(boxes(widget)).toEqual([]);
    drag(widget, [100, 100], [150, 150]);
    expect(boxes(widget)).toEqual([]);
    widget.labels = ["early", "late"];
    await rest();
    expect(boxes(widget)).toEqual([box(20, 20, 60, 40, "late")]);
    expect([...widget.shadowRoot!.querySelectorAll(".label-name")].map((name) => name.textContent)).toEqual(["early", "late"]);
    expect(widget.getAttribute("labels")).toBe('["early","late"]');
  });

  test("labels set before the upgrade count", async () => {
    standPicture(300, 200);
    const early = Object.assign(document.createElement("crowd-bounding-box"), { labels: ["x"] });
    document.body.replaceChildren(early);
    await rest();
    expect(inShadow(early, ".label-name").textContent).toBe("x");
  });

  test("value, _submittableValue and the store's colours can be read at any time", async () => {
    const widget = await build();
    expect(widget.value).toEqual({ boundingBoxes: [], inputImageProperties: size });
    expect(widget._submittableValue).toEqual(widget.value);
    expect(widget.store.getState().label.labels.dog!.color).toMatch(/^#[0-9a-f]{6}$/);
  });

  test("mouseup on the canvas bubbles out of the widget", async () => {
    const widget = await build();
    let heard = 0;
    document.body.addEventListener("mouseup", () => heard++, { once: true });
    inShadow(widget, "canvas.upper-canvas").dispatchEvent(new MouseEvent("mouseup", { bubbles: true, composed: true }));
    expect(heard).toBe(1);
  });
});

describe("the picture", () => {
  const build = () =>
    show<CrowdBoundingBox>(`<crowd-form><crowd-bounding-box name="w" src="http://127.0.0.1/a.png?signature=secret" labels="['cat']"></crowd-bounding-box></crowd-form>`, "crowd-bounding-box");

  test("that cannot be loaded is said so, nothing is submitted, and it can be tried again", async () => {
    const tried = standNoPicture();
    const widget = await build();
    expect(widget.validate()).toBe(false);
    for (const image of tried) image.dispatchEvent(new Event("error"));
    await widget.updateComplete;
    expect(inShadow(widget, ".broken").textContent).toContain("http://127.0.0.1/a.png");
    expect(inShadow(widget, ".broken").textContent).not.toContain("secret");
    expect(inShadow(widget, "canvas.upper-canvas").closest("[hidden]")).not.toBeNull();
    expect(widget.validate()).toBe(false);
    expect(widget.validate()).toBe(false);
    const before = tried.length;
    inShadow(widget, ".broken button").click();
    await rest();
    expect(tried.length).toBeGreaterThan(before);
  });

  test("without CORS is shown as the browser loads it", async () => {
    const tried = standNoPicture();
    const widget = await build();
    tried[0]!.dispatchEvent(new Event("error"));
    const image = tried[1]!;
    expect(image.crossOrigin).not.toBe("anonymous");
    Object.defineProperties(image, { naturalWidth: { value: 300 }, naturalHeight: { value: 200 } });
    image.dispatchEvent(new Event("load"));
    await widget.updateComplete;
    drag(widget, [10, 20], [60, 90]);
    expect(widget.value).toEqual({ boundingBoxes: [box(10, 20, 50, 70)], inputImageProperties: size });
  });
});

describe("the next picture", () => {
  const loaded = (image: HTMLImageElement, width: number, height: number) => {
    Object.defineProperties(image, { naturalWidth: { value: width }, naturalHeight: { value: height } });
    image.dispatchEvent(new Event("load"));
  };
  const properties = (widget: CrowdBoundingBox) => (widget.value as { inputImageProperties: unknown }).inputImageProperties;

  test("never is the one before, also where neither can be read", async () => {
    const tried = standNoPicture();
    const widget = await show<CrowdBoundingBox>(`<crowd-form><crowd-bounding-box name="w" src="a.png" labels="['cat']"></crowd-bounding-box></crowd-form>`, "crowd-bounding-box");
    loaded(tried[0]!, 300, 200);
    await widget.updateComplete;
    expect(properties(widget)).toEqual(size);
    widget.src = "b.png";
    await widget.updateComplete;
    expect(properties(widget)).toEqual({ height: 0, width: 0 });
    await rest();
    expect(properties(widget)).toEqual({ height: 0, width: 0 });
    loaded(tried.at(-1)!, 40, 30);
    await widget.updateComplete;
    expect(properties(widget)).toEqual({ height: 30, width: 40 });
  });

  test("is not said to be broken because the one before was, nor shown when that one comes late", async () => {
    const tried = standNoPicture();
    const widget = await show<CrowdBoundingBox>(`<crowd-form><crowd-bounding-box name="w" src="a.png" labels="['cat']"></crowd-bounding-box></crowd-form>`, "crowd-bounding-box");
    tried[0]!.dispatchEvent(new Event("error"));
    const late = tried[1]!;
    widget.src = "b.png";
    await widget.updateComplete;
    loaded(late, 300, 200);
    late.dispatchEvent(new Event("error"));
    await widget.updateComplete;
    expect(widget.shadowRoot!.querySelector(".broken")).toBeNull();
    expect(properties(widget)).toEqual({ height: 0, width: 0 });
  });

  test("takes the memory of the one before", async () => {
    const closed: number[] = [];
    standPicture(300, 200);
    let made = 0;
    vi.stubGlobal("createImageBitmap", async () => {
      const number = ++made;
      return { width: 300, height: 200, close: () => closed.push(number) };
    });
    const widget = await show<CrowdBoundingBox>(`<crowd-form><crowd-bounding-box name="w" src="a.png" labels="['cat']"></crowd-bounding-box></crowd-form>`, "crowd-bounding-box");
    widget.src = "b.png";
    await widget.updateComplete;
    widget.src = "c.png";
    await widget.updateComplete;
    await rest();
    expect(closed.sort()).toEqual([1, 2]);
  });
});

test("an assistant that finds everything draws boxes around it, in one step", async () => {
  const outline = (label: string | undefined, x: number) => ({ points: [{ x, y: 10 }, { x: x + 40, y: 20 }, { x: x + 10, y: 50 }], ...(label && { label }) });
  const withdraw = registerAssistant({
    name: "finder", title: "Find all", icon: "search", kinds: ["all"],
    suggest: async () => ({ outlines: [outline("dog", 10), outline(undefined, 100), outline("unknown", 200)] }),
  });
  const widget = await build();
  inShadow(widget, "button#finder").click();
  await rest();
  expect(boxes(widget)).toEqual([box(10, 10, 40, 40, "dog"), box(100, 10, 40, 40)]);
  press("z", document.body, { ctrlKey: true });
  expect(boxes(widget)).toEqual([]);
  withdraw();
});

test("“Nothing to label” is enough to submit at once, and drawing takes it back", async () => {
  const widget = await build();
  const tick = inShadow<HTMLInputElement>(widget, ".nothing input");
  tick.click();
  await widget.updateComplete;
  expect(widget.validate()).toBe(true);
  drag(widget, [10, 20], [60, 90]);
  await widget.updateComplete;
  expect(tick.checked).toBe(false);
  expect(tick.disabled).toBe(true);
});
