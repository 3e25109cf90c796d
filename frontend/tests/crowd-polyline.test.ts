import { describe, expect, test } from "vitest";
import type { CrowdPolyline } from "../src/elements/crowd-polyline";
import { widgetContract } from "./contract";
import { click } from "./drawing";
import { standPicture } from "./pictures";
import { inShadow, press, rest, show } from "./stage";

const size = { height: 200, width: 300 };
const line = (label: string, ...points: [x: number, y: number][]) => ({ label, vertices: points.map(([x, y]) => ({ x, y })) });

widgetContract({
  tag: "crowd-polyline",
  attributes: `src="a.png" labels="['road', 'rail',]"`,
  spellings: [
    ["labels", "['a', 'b',]", '["a","b"]'],
    ["label-colors", "['#fff', '#102030',]", '["#fff","#102030"]'],
  ],
  initial: "{polylines: [{label: 'rail', vertices: [{x: 5, y: 6}, {x: 50, y: 7}, {x: 30, y: 80}]}]}",
  complete: { inputImageProperties: size, polylines: [line("rail", [5, 6], [50, 7], [30, 80])] },
  given: { inputImageProperties: size, polylines: [line("rail", [5, 6], [50, 7], [30, 80])], initialValueModified: false },
  keys: ["ArrowRight", " ", "ArrowRight", " ", "Enter"],
  byKeys: { inputImageProperties: size, polylines: [line("road", [160, 100], [170, 100])] },
  touches: [[20, 20], [80, 20], "button#finish"],
  byTouches: { inputImageProperties: size, polylines: [line("road", [20, 20], [80, 20])] },
  empty: { inputImageProperties: size, polylines: [] },
  picture: [300, 200],
  hooks: ["canvas.upper-canvas", "button#polyline", "div.label-button"],
});

async function build(attributes: string): Promise<CrowdPolyline> {
  standPicture(300, 200);
  return show(`<crowd-form><crowd-polyline name="w" src="a.png" labels="['road','rail']" ${attributes}></crowd-polyline></crowd-form>`, "crowd-polyline");
}

const lines = (widget: CrowdPolyline) => (widget.value as { polylines: unknown }).polylines;

test("Enter ends a line, and going back to the first point does not close it", async () => {
  const widget = await build("");
  click(widget, [20, 20], [80, 20], [80, 80], [20, 21]);
  press("Enter");
  expect(lines(widget)).toEqual([line("road", [20, 20], [80, 20], [80, 80], [20, 21])]);
});

test("the initial value may be the list alone", async () => {
  const widget = await build(`initial-value="[{label: 'road', vertices: [{x: 1, y: 2}, {x: 30, y: 4}]}]"`);
  expect(lines(widget)).toEqual([line("road", [1, 2], [30, 4])]);
});

describe("label-colors", () => {
  const colours = (widget: CrowdPolyline) => Object.values(widget.store.getState().label.labels).map(({ color }) => color);

  test("are taken in the labels' order, in both lengths", async () => {
    expect(colours(await build(`label-colors="['#F80', '#102030']"`))).toEqual(["#ff8800", "#102030"]);
  });

  test.each(["['red', 7]", "[]", "['url(x)', '#12']"])("that are none (%s) give ours", async (given) => {
    const widget = await build(`label-colors="${given}"`);
    expect(new Set(colours(widget)).size).toBe(2);
    for (const colour of colours(widget)) expect(colour).toMatch(/^#[0-9a-f]{6}$/);
  });

  test("may be set by a script", async () => {
    const widget = await build("");
    widget.labelColors = ["#010203"];
    await rest();
    expect(inShadow(widget, ".label-button").getAttribute("style")).toContain("#010203");
  });
});
