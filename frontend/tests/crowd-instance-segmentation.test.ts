import { afterEach, describe, expect, test, vi } from "vitest";
import type { CrowdInstanceSegmentation } from "../src/elements/crowd-instance-segmentation";
import { strokeRuns } from "../src/mask/brush";
import { widgetContract } from "./contract";
import { drag } from "./drawing";
import { coloursIn, maskFile, rectangle } from "./mask-files";
import { standPicture } from "./pictures";
import { inShadow, press, show } from "./stage";

const [WIDTH, HEIGHT] = [300, 200];
const size = { height: HEIGHT, width: WIDTH };
const [FIRST, SECOND, THIRD] = ["#56b4e9", "#e69f00", "#009e73"];
const dab = (x: number, y: number) => [...strokeRuns({ x, y }, { x, y }, 30)];
const DAB = dab(50, 50).reduce((sum, { from, to }) => sum + to - from, 0);
const earlier = maskFile(WIDTH, HEIGHT, ["#2acf59", rectangle(10, 10, 60, 40)], ["#f28333", rectangle(100, 10, 160, 40)]);
const complete = {
  inputImageProperties: size,
  instances: [
    { color: "#2acf59", label: "dog" },
    { color: "#f28333", label: "dog" },
  ],
  labeledImage: { pngImageData: earlier },
};

widgetContract({
  tag: "crowd-instance-segmentation",
  attributes: `src="a.png" labels="['cat', 'dog',]"`,
  spellings: [
    ["labels", "['a', 'b',]", '["a","b"]'],
    ["initial-value", "{instances: [{color: '#2acf59', label: 'dog'},]}", '{"instances":[{"color":"#2acf59","label":"dog"}]}'],
  ],
  initial: `{instances: [{color: '#2acf59', label: 'dog'}, {color: '#f28333', label: 'dog'}], src: 'data:image/png;base64,${earlier}'}`,
  complete,
  keys: ["ArrowRight", " ", "n", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", " "],
  byKeys: {
    inputImageProperties: size,
    instances: [
      { color: FIRST, label: "cat" },
      { color: SECOND, label: "cat" },
    ],
    labeledImage: { pngImageData: maskFile(WIDTH, HEIGHT, [FIRST, dab(160, 100)], [SECOND, dab(160, 140)]) },
  },
  touches: [[60, 50], "button.add-instance", [60, 120]],
  byTouches: {
    inputImageProperties: size,
    instances: [
      { color: FIRST, label: "cat" },
      { color: SECOND, label: "cat" },
    ],
    labeledImage: { pngImageData: maskFile(WIDTH, HEIGHT, [FIRST, dab(60, 50)], [SECOND, dab(60, 120)]) },
  },
  empty: { inputImageProperties: size, instances: [], labeledImage: { pngImageData: maskFile(WIDTH, HEIGHT) } },
  picture: [WIDTH, HEIGHT],
  hooks: ["canvas.upper-canvas", "button#polygon", "div.label-button", "button.add-instance"],
});

interface Answer {
  readonly instances: readonly { color: string; label: string }[];
  readonly labeledImage: { pngImageData: string };
}

async function build(more = ""): Promise<CrowdInstanceSegmentation> {
  standPicture(WIDTH, HEIGHT);
  return show(
    `<crowd-form><crowd-instance-segmentation name="w" src="a.png" labels="['cat','dog']" ${more}></crowd-instance-segmentation></crowd-form>`,
    "crowd-instance-segmentation",
  );
}

const answer = (widget: CrowdInstanceSegmentation) => widget.value as unknown as Answer;
const colours = (widget: CrowdInstanceSegmentation) => coloursIn(answer(widget).labeledImage.pngImageData);
const lines = (widget: CrowdInstanceSegmentation) =>
  [...widget.shadowRoot!.querySelectorAll(".instance")].map((line) => `${line.textContent!.trim()}${line.classList.contains("selected") ? " *" : ""}`);

afterEach(() => {
  document.body.innerHTML = "";
  vi.unstubAllGlobals();
});

describe("instances", () => {
  test("the first one comes by itself, further ones by key or button, under any label", async () => {
    const widget = await build();
    drag(widget, [50, 50]);
    press("n");
    drag(widget, [150, 50]);
    await widget.updateComplete;
    [...widget.shadowRoot!.querySelectorAll<HTMLElement>(".add-instance")][1]!.click();
    drag(widget, [250, 50]);
    await widget.updateComplete;
    expect(answer(widget).instances).toEqual([
      { color: FIRST, label: "cat" },
      { color: SECOND, label: "cat" },
      { color: THIRD, label: "dog" },
    ]);
    expect(colours(widget)).toEqual({ [FIRST]: DAB, [SECOND]: DAB, [THIRD]: DAB });
    expect(lines(widget)).toEqual(["cat 1", "cat 2", "dog 1 *"]);
  });

  test("one that was never painted is not in the answer", async () => {
    const widget = await build();
    press("n");
    press("n");
    drag(widget, [50, 50]);
    expect(answer(widget).instances).toEqual([{ color: SECOND, label: "cat" }]);
  });

  test("another one is taken in hand by a click on it", async () => {
    const widget = await build();
    drag(widget, [50, 50]);
    press("n");
    drag(widget, [150, 50]);
    await widget.updateComplete;
    inShadow(widget, ".instance .choice").click();
    drag(widget, [50, 150]);
    expect(colours(widget)).toEqual({ [FIRST]: 2 * DAB, [SECOND]: DAB });
  });

  test("one that is removed loses its pixels, and undo brings both back", async () => {
    const widget = await build();
    drag(widget, [50, 50]);
    press("n");
    drag(widget, [150, 50]);
    await widget.updateComplete;
    inShadow(widget, ".instance .remove").click();
    await widget.updateComplete;
    expect(answer(widget).instances).toEqual([{ color: SECOND, label: "cat" }]);
    expect(lines(widget)).toEqual(["cat 1 *"]);
    press("z", document.body, { ctrlKey: true });
    await widget.updateComplete;
    expect(answer(widget).instances).toHaveLength(2);
    expect(lines(widget)).toHaveLength(2);
    press("y", document.body, { ctrlKey: true });
    await widget.updateComplete;
    expect(lines(widget)).toHaveLength(1);
  });

  test("of an earlier mask with one colour the second is another one's", async () => {
    const value = { instances: [{ color: "#2acf59", label: "dog" }, { color: "#2acf59", label: "cat" }], src: `data:image/png;base64,${earlier}` };
    const widget = await build(`initial-value='${JSON.stringify(value)}'`);
    expect(answer(widget).instances).toEqual([{ color: "#2acf59", label: "dog" }]);
  });
});
