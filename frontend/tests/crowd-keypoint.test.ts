import { expect, test } from "vitest";
import type { CrowdKeypoint } from "../src/elements/crowd-keypoint";
import { widgetContract } from "./contract";
import { click, drag } from "./drawing";
import { standPicture } from "./pictures";
import { inShadow, press, show } from "./stage";

const size = { height: 200, width: 300 };

widgetContract({
  tag: "crowd-keypoint",
  attributes: `src="a.png" labels="['eye', 'nose',]"`,
  spellings: [["labels", "['a', 'b',]", '["a","b"]']],
  initial: "[{label: 'nose', x: 5, y: 6}]",
  complete: { inputImageProperties: size, keypoints: [{ label: "nose", x: 5, y: 6 }] },
  keys: ["2", "ArrowRight", " "],
  byKeys: { inputImageProperties: size, keypoints: [{ label: "nose", x: 160, y: 100 }] },
  touches: ["[data-testid=nose]", [20, 30]],
  byTouches: { inputImageProperties: size, keypoints: [{ label: "nose", x: 20, y: 30 }] },
  empty: { inputImageProperties: size, keypoints: [] },
  picture: [300, 200],
  hooks: ["canvas.upper-canvas", "button#keypoint", "div.label-button"],
});

async function build(attributes = ""): Promise<CrowdKeypoint> {
  standPicture(300, 200);
  return show(`<crowd-form><crowd-keypoint name="w" src="a.png" labels="['eye','nose']" ${attributes}></crowd-keypoint></crowd-form>`, "crowd-keypoint");
}

const points = (widget: CrowdKeypoint) => (widget.value as { keypoints: unknown }).keypoints;

test("one label may be used many times, and a point that is there is moved", async () => {
  const widget = await build();
  click(widget, [20, 20], [80, 20]);
  drag(widget, [22, 21], [50, 60]);
  expect(points(widget)).toEqual([{ label: "eye", x: 48, y: 59 }, { label: "eye", x: 80, y: 20 }]);
  press("z", document.body, { ctrlKey: true });
  expect(points(widget)).toEqual([{ label: "eye", x: 20, y: 20 }, { label: "eye", x: 80, y: 20 }]);
});

test("a point stays where it is when it is only tapped", async () => {
  const widget = await build();
  click(widget, [20, 20]);
  drag(widget, [22, 21], [24, 23]);
  expect(points(widget)).toEqual([{ label: "eye", x: 20, y: 20 }]);
  press("z", document.body, { ctrlKey: true });
  expect(points(widget)).toEqual([]);
});

test("Space held down sets one point, arrows held down go on", async () => {
  const widget = await build();
  press("ArrowRight");
  for (let times = 0; times < 3; times++) press("ArrowRight", document.body, { repeat: true });
  press(" ");
  press("ArrowDown");
  for (let times = 0; times < 3; times++) expect(press(" ", document.body, { repeat: true })).toBe(false);
  expect(points(widget)).toEqual([{ label: "eye", x: 190, y: 100 }]);
});

test("Space belongs to a player in the instructions that has the focus", async () => {
  const widget = await build();
  widget.insertAdjacentHTML("beforeend", "<video controls></video>");
  press("ArrowRight");
  expect(press(" ", widget.querySelector("video")!)).toBe(true);
  expect(points(widget)).toEqual([]);
});

test("“Nothing to label” takes the warning away that asked for it", async () => {
  const widget = await build();
  expect(widget.validate()).toBe(false);
  await widget.updateComplete;
  inShadow<HTMLInputElement>(widget, ".nothing input").click();
  await widget.updateComplete;
  expect(widget.shadowRoot!.querySelector("[data-testid=message]")?.textContent ?? "").toBe("");
  expect(widget.validate()).toBe(true);
});

test("an initial point whose label is not in the list is not drawn", async () => {
  const widget = await build(`initial-value="[{label: 'ear', x: 1, y: 2}, {label: 'eye', x: 3.4, y: 4.6}, {label: 'eye', x: 'a', y: 1}]"`);
  expect(points(widget)).toEqual([{ label: "eye", x: 3, y: 5 }]);
});
