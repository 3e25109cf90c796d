import { expect, test } from "vitest";
import type { CrowdLine } from "../src/elements/crowd-line";
import { widgetContract } from "./contract";
import { click } from "./drawing";
import { standPicture } from "./pictures";
import { show } from "./stage";

const size = { height: 200, width: 300 };
const line = (label: string, ...points: [x: number, y: number][]) => ({ label, vertices: points.map(([x, y]) => ({ x, y })) });

widgetContract({
  tag: "crowd-line",
  attributes: `src="a.png" labels="['edge', 'axis',]"`,
  spellings: [
    ["labels", "['a', 'b',]", '["a","b"]'],
    ["label-colors", "['#fff',]", '["#fff"]'],
  ],
  initial: "{lines: [{label: 'axis', vertices: [{x: 5, y: 6}, {x: 50, y: 7}]}]}",
  complete: { inputImageProperties: size, lines: [line("axis", [5, 6], [50, 7])] },
  given: { inputImageProperties: size, lines: [line("axis", [5, 6], [50, 7])], initialValueModified: false },
  keys: ["ArrowRight", " ", "ArrowDown", " "],
  byKeys: { inputImageProperties: size, lines: [line("edge", [160, 100], [160, 110])] },
  touches: [[20, 20], [80, 30]],
  byTouches: { inputImageProperties: size, lines: [line("edge", [20, 20], [80, 30])] },
  empty: { inputImageProperties: size, lines: [] },
  picture: [300, 200],
  hooks: ["canvas.upper-canvas", "button#line", "div.label-button"],
});

test("a line ends with its second point, and one of three points is none", async () => {
  standPicture(300, 200);
  const three = "[{label: 'edge', vertices: [{x: 1, y: 2}, {x: 3, y: 4}, {x: 5, y: 6}]}]";
  const widget = await show<CrowdLine>(
    `<crowd-form><crowd-line name="w" src="a.png" labels="['edge']" initial-value="${three}"></crowd-line></crowd-form>`, "crowd-line",
  );
  click(widget, [20, 20], [80, 20], [100, 100], [150, 150]);
  expect(widget.value).toEqual({
    inputImageProperties: size,
    lines: [line("edge", [20, 20], [80, 20]), line("edge", [100, 100], [150, 150])],
    initialValueModified: true,
  });
});
