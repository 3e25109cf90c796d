import { expect, test } from "vitest";
import type { CrowdImageClassifierMultiSelect } from "../src/elements/crowd-image-classifier-multi-select";
import { widgetContract } from "./contract";
import { inShadow, show } from "./stage";

widgetContract({
  tag: "crowd-image-classifier-multi-select",
  attributes: `src="about:blank" categories="['cat', 'dog', 'other',]"`,
  spellings: [
    ["categories", "['a', 'b',]", '["a","b"]'],
    ["exclusion-category", "{ text: 'None' }", '{"text":"None"}'],
    ["overlay", "{boundingBox: {labels: ['a'], value: [],},}", '{"boundingBox":{"labels":["a"],"value":[]}}'],
  ],
  initial: "['dog']",
  complete: { labels: ["dog"] },
  keys: ["3", "1"],
  byKeys: { labels: ["cat", "other"] },
  touches: ["[data-testid=dog]", "[data-testid=cat]", "[data-testid=dog]"],
  byTouches: { labels: ["cat"] },
  hooks: [".annotation-area .category-picker-wrapper", 'button.category-button[data-testid="cat"] sup.category-hotkey'],
});

const build = (attributes: string, inside = "") =>
  show<CrowdImageClassifierMultiSelect>(
    `<crowd-form><crowd-image-classifier-multi-select name="c" categories="['cat','dog']" ${attributes}>${inside}</crowd-image-classifier-multi-select></crowd-form>`,
    "crowd-image-classifier-multi-select",
  );

test("a comment is in the answer beside the labels, and comes back with a draft", async () => {
  const widget = await build("", `<worker-comment link-text="Say more"></worker-comment>`);
  expect(inShadow(widget, "[data-testid=comment-link]").textContent).toContain("Say more");
  widget.restore({ c: { labels: ["dog", "cat"], workerComment: "hm" } });
  expect(JSON.stringify(widget.answer())).toBe('{"c":{"labels":["cat","dog"],"workerComment":"hm"}}');
});

test("earlier boxes are drawn over the picture with a legend that can be hidden", async () => {
  const widget = await build(`overlay="{boundingBox: {labels: ['boat'], value: []}}"`);
  expect(inShadow(widget, ".legend").textContent).toContain("boat");
  inShadow(widget, ".legend button").click();
  await widget.updateComplete;
  expect(inShadow(widget, ".legend button").getAttribute("aria-pressed")).toBe("false");
});
