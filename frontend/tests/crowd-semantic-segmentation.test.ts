import { afterEach, describe, expect, test, vi } from "vitest";
import { registerAssistant, type AssistRequest } from "../src/canvas/assist";
import type { CrowdSemanticSegmentation } from "../src/elements/crowd-semantic-segmentation";
import { strokeRuns } from "../src/mask/brush";
import { widgetContract } from "./contract";
import { click, drag } from "./drawing";
import { coloursIn, maskFile, rectangle } from "./mask-files";
import { standPicture } from "./pictures";
import { inShadow, press, rest, show } from "./stage";

// Every look at an answer writes and reads a file: seconds where the machine is busy.
vi.setConfig({ testTimeout: 30_000 });

const [WIDTH, HEIGHT] = [300, 200];
const size = { height: HEIGHT, width: WIDTH };
/** The colours of the first two labels. */
const [FIRST, SECOND] = ["#56b4e9", "#e69f00"];
const dab = (x: number, y: number, brush = 30) => [...strokeRuns({ x, y }, { x, y }, brush)];
const earlier = maskFile(WIDTH, HEIGHT, ["#2acf59", rectangle(10, 10, 60, 40)]);
const complete = { inputImageProperties: size, labelMappings: { dog: { color: "#2acf59" } }, labeledImage: { pngImageData: earlier } };

widgetContract({
  tag: "crowd-semantic-segmentation",
  attributes: `src="a.png" labels="['cat', 'dog',]"`,
  spellings: [
    ["labels", "['a', 'b',]", '["a","b"]'],
    ["initial-value", "{labelMappings: {dog: {color: '#2acf59'},}}", '{"labelMappings":{"dog":{"color":"#2acf59"}}}'],
  ],
  initial: `{labelMappings: {dog: {color: '#2ACF59'}}, src: 'data:image/png;base64,${earlier}'}`,
  complete,
  given: { ...complete, initialValueModified: false },
  keys: ["ArrowRight", " "],
  byKeys: {
    inputImageProperties: size,
    labelMappings: { cat: { color: FIRST } },
    labeledImage: { pngImageData: maskFile(WIDTH, HEIGHT, [FIRST, dab(160, 100)]) },
  },
  touches: ["[data-testid=dog]", [60, 50]],
  byTouches: {
    inputImageProperties: size,
    labelMappings: { dog: { color: SECOND } },
    labeledImage: { pngImageData: maskFile(WIDTH, HEIGHT, [SECOND, dab(60, 50)]) },
  },
  empty: { inputImageProperties: size, labelMappings: {}, labeledImage: { pngImageData: maskFile(WIDTH, HEIGHT) } },
  picture: [WIDTH, HEIGHT],
  hooks: ["canvas.upper-canvas", "button#polygon", "div.label-button"],
});

interface Answer {
  readonly labelMappings: Record<string, { color: string }>;
  readonly labeledImage: { pngImageData: string };
  readonly initialValueModified?: boolean;
}

async function build(more = "", labels = "['cat','dog']"): Promise<CrowdSemanticSegmentation> {
  standPicture(WIDTH, HEIGHT);
  return show(
    `<crowd-form><crowd-semantic-segmentation name="w" src="a.png" labels="${labels}" ${more}></crowd-semantic-segmentation></crowd-form>`,
    "crowd-semantic-segmentation",
  );
}

const answer = (widget: CrowdSemanticSegmentation) => widget.value as unknown as Answer;
const colours = (widget: CrowdSemanticSegmentation) => coloursIn(answer(widget).labeledImage.pngImageData);
const area = (runs: readonly { from: number; to: number }[]) => runs.reduce((sum, { from, to }) => sum + to - from, 0);
const problems = () => {
  const heard: string[] = [];
  document.addEventListener("crowd-problem", (event) => heard.push(String((event as CustomEvent).detail)));
  return heard;
};

afterEach(() => {
  document.body.innerHTML = "";
  vi.unstubAllGlobals();
});

describe("tools", () => {
  test("the brush paints in the label's colour, the eraser and Alt take away", async () => {
    const widget = await build();
    drag(widget, [50, 50]);
    press("2");
    drag(widget, [150, 50]);
    expect(colours(widget)).toEqual({ [FIRST]: area(dab(50, 50)), [SECOND]: area(dab(150, 50)) });
    expect(answer(widget).labelMappings).toEqual({ cat: { color: FIRST }, dog: { color: SECOND } });
    drag(widget, [150, 50], [150, 50], { altKey: true });
    press("e");
    drag(widget, [20, 50], [80, 50]);
    expect(colours(widget)).toEqual({});
  });

  test("[ and ] change the brush, and so does the slider", async () => {
    const widget = await build();
    press("[");
    expect(widget.size).toBe(27);
    press("]");
    press("]");
    expect(widget.size).toBe(33);
    await widget.updateComplete;
    const slider = inShadow<HTMLInputElement>(widget, "#brush-size");
    slider.value = "5";
    slider.dispatchEvent(new Event("input"));
    drag(widget, [50, 50]);
    expect(colours(widget)).toEqual({ [FIRST]: 21 });
  });

  test("a polygon is filled at its closing, and subtracted with Alt", async () => {
    const widget = await build();
    press("p");
    click(widget, [20, 20], [120, 20], [120, 120], [20, 120]);
    press("Enter");
    expect(colours(widget)).toEqual({ [FIRST]: 10_000 });
    click(widget, [40, 40], [60, 40], [60, 60], [40, 60]);
    press("Enter", document.body, { altKey: true });
    expect(colours(widget)).toEqual({ [FIRST]: 9600 });
    click(widget, [200, 20], [220, 20], [220, 40], [201, 21]);
    expect(colours(widget)).toEqual({ [FIRST]: 9600 + 210 });
  });

  test("points of a polygon are taken back one by one, or all at once", async () => {
    const widget = await build();
    press("p");
    click(widget, [20, 20], [120, 20], [250, 190]);
    press("Backspace");
    click(widget, [290, 190]);
    press("z", document.body, { ctrlKey: true });
    click(widget, [120, 120], [20, 120]);
    press("Enter");
    click(widget, [200, 20], [220, 20]);
    press("Escape");
    press("Enter");
    expect(colours(widget)).toEqual({ [FIRST]: 10_000 });
  });

  test("a hole is filled with one click", async () => {
    const widget = await build();
    press("p");
    click(widget, [20, 20], [120, 20], [120, 120], [20, 120]);
    press("Enter");
    click(widget, [40, 40], [60, 40], [60, 60], [40, 60]);
    press("Enter", document.body, { altKey: true });
    press("2");
    press("g");
    click(widget, [50, 50]);
    expect(colours(widget)).toEqual({ [FIRST]: 9600, [SECOND]: 400 });
  });

  test("says that colours cannot be read where they cannot", async () => {
    const widget = await build();
    press("w");
    click(widget, [50, 50]);
    await widget.updateComplete;
    expect(inShadow(widget, "[data-testid=message]").textContent).toContain("CORS");
    expect(colours(widget)).toEqual({});
  });

  test("an area is taken up as an outline, changed, and put back; left alone it stays as it was", async () => {
    const widget = await build();
    press("p");
    click(widget, [20, 20], [120, 20], [120, 120], [20, 120]);
    press("Enter");
    press("v");
    click(widget, [70, 70]);
    press("Enter");
    expect(colours(widget)).toEqual({ [FIRST]: 10_000 });
    click(widget, [70, 70]);
    drag(widget, [120, 120], [120, 20]);
    press("Enter");
    expect(colours(widget)).toEqual({ [FIRST]: 4950 });
    click(widget, [30, 70]);
    drag(widget, [20, 20], [0, 0]);
    press("Escape");
    expect(colours(widget)).toEqual({ [FIRST]: 4950 });
  });

  test("keeps other labels while the switch is on", async () => {
    const widget = await build();
    drag(widget, [50, 50]);
    press("2");
    press("k");
    drag(widget, [50, 50]);
    expect(colours(widget)).toEqual({ [FIRST]: area(dab(50, 50)) });
    press("e");
    drag(widget, [50, 50]);
    expect(colours(widget)).toEqual({ [FIRST]: area(dab(50, 50)) });
    press("k");
    drag(widget, [50, 50]);
    expect(colours(widget)).toEqual({});
  });

  test("every step is undone and done again, and a stroke is one step", async () => {
    const widget = await build();
    drag(widget, [50, 50], [150, 50]);
    const one = answer(widget).labeledImage.pngImageData;
    drag(widget, [50, 150]);
    press("z", document.body, { ctrlKey: true });
    expect(answer(widget).labeledImage.pngImageData).toBe(one);
    press("z", document.body, { ctrlKey: true });
    expect(colours(widget)).toEqual({});
    expect(answer(widget).labelMappings).toEqual({});
    press("y", document.body, { ctrlKey: true });
    expect(answer(widget).labeledImage.pngImageData).toBe(one);
  });

  test("a second finger takes back what the first one began", async () => {
    const widget = await build();
    const canvas = inShadow(widget, "canvas.upper-canvas");
    const finger = (type: string, pointerId: number, clientX: number, clientY: number) =>
      canvas.dispatchEvent(new PointerEvent(type, { pointerId, pointerType: "touch", clientX, clientY, bubbles: true }));
    finger("pointerdown", 1, 50, 50);
    finger("pointermove", 1, 60, 50);
    finger("pointerdown", 2, 90, 90);
    finger("pointerup", 1, 50, 50);
    finger("pointerup", 2, 90, 90);
    expect(colours(widget)).toEqual({});
    expect(widget.drawing.canUndo).toBe(false);
  });

  test("arrow keys paint on their way while the brush is held down", async () => {
    const widget = await build();
    press("ArrowRight");
    press(" ", document.body, { shiftKey: true });
    press("ArrowRight");
    press("ArrowRight");
    press(" ", document.body, { shiftKey: true });
    press("ArrowDown");
    expect(colours(widget)).toEqual({ [FIRST]: area([...strokeRuns({ x: 160, y: 100 }, { x: 180, y: 100 }, 30)]) });
    press("z", document.body, { ctrlKey: true });
    expect(colours(widget)).toEqual({});
  });

  test("what an assistant suggests is accepted by the worker, or given up", async () => {
    const asked: AssistRequest[] = [];
    const square = (left: number) => [{ x: left, y: 20 }, { x: left + 20, y: 20 }, { x: left + 20, y: 40 }, { x: left, y: 40 }];
    const withdraw = registerAssistant({
      name: "test-model", title: "Ask the model", icon: "search", kinds: ["drag"],
      suggest: async (request) => (asked.push(request), { outlines: [{ points: square(100), holes: [] }, { points: square(200) }] }),
    });
    const widget = await build();
    inShadow(widget, "button#test-model").click();
    click(widget, [90, 10], [230, 50]);
    await rest();
    expect(asked[0]).toMatchObject({ kind: "drag", points: [{ x: 90, y: 10 }, { x: 230, y: 50 }], label: "cat", size });
    press("Escape");
    expect(colours(widget)).toEqual({});
    click(widget, [90, 10], [230, 50]);
    await rest();
    press("Enter");
    expect(colours(widget)).toEqual({ [FIRST]: 800 });
    withdraw();
  });
});

describe("earlier masks", () => {
  const initial = (value: object) => `initial-value='${JSON.stringify(value)}'`;
  const src = (file: string) => `data:image/png;base64,${file}`;

  test("keep their colours, also beside labels painted anew", async () => {
    const file = maskFile(WIDTH, HEIGHT, [FIRST, rectangle(0, 0, 10, 10)]);
    const widget = await build(initial({ labelMappings: { dog: { color: FIRST } }, src: src(file) }));
    drag(widget, [150, 150]);
    const { labelMappings } = answer(widget);
    expect(Object.keys(labelMappings)).toEqual(["cat", "dog"]);
    expect(labelMappings.dog).toEqual({ color: FIRST });
    expect(labelMappings.cat!.color).toBe(widget.store.getState().label.labels.cat!.color);
    expect(colours(widget)).toEqual({ [FIRST]: 100, [labelMappings.cat!.color]: area(dab(150, 150)) });
  });

  test("may be consolidated ones, with BACKGROUND as nothing", async () => {
    const file = maskFile(WIDTH, HEIGHT, ["#2acf59", rectangle(0, 0, 10, 10)], ["#ffffff", rectangle(20, 0, 30, 10)], ["#010203", rectangle(40, 0, 50, 10)]);
    const map = { 0: { "class-name": "BACKGROUND", "hex-color": "#010203" }, 1: { "class-name": "dog", "hex-color": "#2acf59", confidence: 0.9 } };
    const heard = problems();
    const widget = await build(initial({ "internal-color-map": map, src: src(file) }));
    expect(colours(widget)).toEqual({ "#2acf59": 100 });
    expect(answer(widget).initialValueModified).toBe(false);
    expect(heard).toEqual([]);
  });

  test("say whether they were changed, until they are as they were", async () => {
    const widget = await build(initial({ labelMappings: { dog: { color: "#2acf59" } }, src: src(earlier) }));
    drag(widget, [150, 150]);
    expect(answer(widget).initialValueModified).toBe(true);
    press("z", document.body, { ctrlKey: true });
    expect(answer(widget).initialValueModified).toBe(false);
    widget.restore({ w: { ...complete, labeledImage: { pngImageData: maskFile(WIDTH, HEIGHT) } } });
    expect(answer(widget).initialValueModified).toBe(true);
  });

  test("are not changed by labels that a script sets late", async () => {
    const widget = await build(initial({ labelMappings: { dog: { color: "#2acf59" } }, src: src(earlier) }), "['placeholder']");
    widget.labels = ["dog"];
    await widget.updateComplete;
    expect(colours(widget)).toEqual({ "#2acf59": 1500 });
    expect(answer(widget).initialValueModified).toBe(false);
    drag(widget, [150, 150]);
    expect(answer(widget).initialValueModified).toBe(true);
  });

  test("outlive a draft that was saved while they were loading", async () => {
    const widget = await build(initial({ labelMappings: { dog: { color: "#2acf59" } }, src: src(earlier) }));
    widget.restore({ comment: "x" });
    expect(colours(widget)).toEqual({ "#2acf59": 1500 });
    const heard = problems();
    widget.restore({ w: { ...complete, labeledImage: { pngImageData: "" } } });
    expect(heard).toEqual([]);
    expect(widget.drawing.map).not.toBeNull();
  });

  test("are in no answer while they load", async () => {
    const file = Uint8Array.from(atob(earlier), (character) => character.charCodeAt(0));
    let arrive: () => void = () => undefined;
    const waited = new Promise<void>((resolve) => (arrive = resolve));
    const markup = initial({ labelMappings: { dog: { color: "#2acf59" } }, src: "http://127.0.0.1/mask.png" });
    standPicture(WIDTH, HEIGHT);
    const picture = globalThis.fetch;
    vi.stubGlobal("fetch", async (address: string) => {
      if (!address.endsWith("mask.png")) return picture(address);
      await waited;
      return { ok: true, blob: async () => new Blob([file]) };
    });
    const widget = await show<CrowdSemanticSegmentation>(
      `<crowd-form><crowd-semantic-segmentation name="w" src="a.png" labels="['cat','dog']" ${markup}></crowd-semantic-segmentation></crowd-form>`,
      "crowd-semantic-segmentation",
    );
    expect(widget.answer()).toEqual({});
    expect(widget.validate()).toBe(false);
    arrive();
    await vi.waitFor(() => expect(widget.drawing.map).not.toBeNull());
    expect(colours(widget)).toEqual({ "#2acf59": 1500 });
    expect(widget.answer()).toHaveProperty("w");
  });

  test("leave out colours that stand for no label, and say how many pixels", async () => {
    const file = maskFile(WIDTH, HEIGHT, ["#2acf59", rectangle(0, 0, 10, 10)], ["#123456", rectangle(20, 0, 30, 7)]);
    const heard = problems();
    const widget = await build(initial({ labelMappings: { dog: { color: "#2acf59" } }, src: src(file) }));
    expect(colours(widget)).toEqual({ "#2acf59": 100 });
    expect(heard.join()).toContain("70 pixels");
  });

  test("of another size are left out, and both sizes are said", async () => {
    const heard = problems();
    const widget = await build(initial({ labelMappings: { dog: { color: "#2acf59" } }, src: src(maskFile(30, 20, ["#2acf59", rectangle(0, 0, 9, 9)])) }));
    expect(colours(widget)).toEqual({});
    expect(heard.join()).toContain("30 × 20");
    expect(heard.join()).toContain("300 × 200");
  });

  test("keep pixels of a label that scripts take away and bring back, but out of the answer meanwhile", async () => {
    const widget = await build(initial({ labelMappings: { dog: { color: "#2acf59" } }, src: src(earlier) }));
    widget.labels = ["cat"];
    await widget.updateComplete;
    expect(answer(widget).labelMappings).toEqual({});
    expect(colours(widget)).toEqual({});
    widget.labels = ["dog"];
    await widget.updateComplete;
    expect(colours(widget)).toEqual({ "#2acf59": 1500 });
  });

  test.each([
    { labelMappings: 7, src: 7 },
    { labelMappings: { dog: { color: "red" } }, src: src(earlier) },
    { labelMappings: [], src: "data:image/png;base64,%%%" },
    { labelMappings: { dog: null }, src: "data:image/png;base64,AAAA" },
    { "internal-color-map": { 0: null, 1: "x" } },
    { instances: [null, 7, { label: 3 }] },
  ])("survive garbage: %j", async (garbage) => {
    const widget = await build(initial(garbage));
    drag(widget, [150, 150]);
    expect(Object.values(colours(widget))).toEqual([area(dab(150, 150))]);
  });
});

test("labels that scripts set live are painted in colours of their own", async () => {
  const widget = await build("", "['placeholder']");
  widget.labels = [];
  await widget.updateComplete;
  drag(widget, [50, 50]);
  expect(colours(widget)).toEqual({});
  widget.labels = Array.from({ length: 40 }, (_, at) => `label ${at}`);
  await widget.updateComplete;
  for (const [at, label] of widget.labelNames.entries()) {
    widget.chooseLabel(label);
    drag(widget, [(at % 8) * 35 + 20, Math.floor(at / 8) * 38 + 20]);
  }
  const all = Object.values(answer(widget).labelMappings).map(({ color }) => color);
  expect(all).toHaveLength(40);
  expect(new Set(all).size).toBe(40);
  expect(all.every((colour) => /^#[0-9a-f]{6}$/.test(colour) && colour !== "#ffffff")).toBe(true);
  expect(Object.keys(colours(widget)).sort()).toEqual(all.toSorted());
});

test("a hidden label is shown again when it is painted", async () => {
  const widget = await build();
  widget.toggleLabel("cat");
  drag(widget, [50, 50]);
  expect(widget.isHidden("cat")).toBe(false);
});
