import { afterEach, describe, expect, test, vi } from "vitest";
import type { CrowdImageClassifier } from "../src/elements/crowd-image-classifier";
import { readOverlay } from "../src/elements/overlay";
import { widgetContract } from "./contract";
import { standNoPicture } from "./pictures";
import { inShadow, rest, show } from "./stage";

afterEach(() => void vi.unstubAllGlobals());

widgetContract({
  tag: "crowd-image-classifier",
  attributes: `src="about:blank" categories="['cat', 'dog', 'other',]"`,
  spellings: [
    ["categories", "['a', 'b',]", '["a","b"]'],
    ["overlay", "{boundingBox: {labels: ['a'], value: [],},}", '{"boundingBox":{"labels":["a"],"value":[]}}'],
  ],
  initial: "dog",
  complete: { label: "dog" },
  keys: ["3", "1"],
  byKeys: { label: "cat" },
  touches: ["[data-testid=dog]"],
  byTouches: { label: "dog" },
  hooks: [".annotation-area .category-picker-wrapper", 'button.category-button[data-testid="cat"] sup.category-hotkey'],
});

const build = (attributes: string, inside = "") =>
  show<CrowdImageClassifier>(
    `<crowd-form><crowd-image-classifier name="c" categories="['cat','dog']" ${attributes}>${inside}</crowd-image-classifier></crowd-form>`,
    "crowd-image-classifier",
  );

describe("worker-comment", () => {
  async function write(widget: CrowdImageClassifier, text: string): Promise<void> {
    const field = inShadow<HTMLTextAreaElement>(widget, "textarea.comment");
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    await widget.updateComplete;
  }

  test("is a link only where the template has the region, with its words", async () => {
    expect((await build("")).shadowRoot!.querySelector("[data-testid=comment-link]")).toBeNull();
    const plain = await build("", "<worker-comment></worker-comment>");
    expect(inShadow(plain, "[data-testid=comment-link]").textContent).toContain("Add a comment");
    const named = await build("", `<worker-comment header="H" link-text="Say more" placeholder="P"></worker-comment>`);
    expect(inShadow(named, "[data-testid=comment-link]").textContent).toContain("Say more");
    expect(inShadow(named, "dialog[data-name=comment] h2").textContent).toBe("H");
    expect(inShadow<HTMLTextAreaElement>(named, "textarea.comment").placeholder).toBe("P");
  });

  test("is in the answer, and absent when blank", async () => {
    const widget = await build(`initial-value="cat"`, "<worker-comment></worker-comment>");
    await write(widget, "two animals");
    expect(widget.answer()).toEqual({ c: { label: "cat", workerComment: "two animals" } });
    expect(widget.value).toEqual({ label: "cat", workerComment: "two animals" });
    await write(widget, "  \n");
    expect(JSON.stringify(widget.answer())).toBe('{"c":{"label":"cat"}}');
  });

  test("comes back with a draft", async () => {
    const widget = await build("", "<worker-comment></worker-comment>");
    widget.restore({ c: { label: "dog", workerComment: "hm" } });
    expect(widget.answer()).toEqual({ c: { label: "dog", workerComment: "hm" } });
  });

  test("written before a category is chosen it is in the draft, and does not make it an answer", async () => {
    const widget = await build("", "<worker-comment></worker-comment>");
    await write(widget, "too dark");
    const draft = widget.answer();
    expect(draft).toEqual({ c: { workerComment: "too dark" } });
    expect(widget.validate()).toBe(false);
    widget.restore({});
    expect(widget.answer()).toEqual({});
    widget.restore(draft);
    expect(widget.answer()).toEqual(draft);
    widget.initialValue = "dog";
    await widget.updateComplete;
    expect(widget.answer()).toEqual(draft);
    widget.choose("cat");
    expect(widget.answer()).toEqual({ c: { label: "cat", workerComment: "too dark" } });
  });
});

describe("overlay", () => {
  test("reads boxes, dropping what is none", () => {
    const overlay = readOverlay({
      boundingBox: {
        labels: ["boat", "tree"],
        value: [{ label: "tree", left: 1, top: 2, width: 3, height: "4" }, { label: "boat", left: "x", top: 0, width: 1, height: 1 }, null],
      },
    } as never);
    expect(overlay.boxes).toEqual([{ label: "tree", left: 1, top: 2, width: 3, height: 4 }]);
    expect(overlay.legend.map(({ label }) => label)).toEqual(["boat", "tree"]);
    expect(overlay.mask).toBeNull();
  });

  test("reads masks of both kinds", () => {
    expect(readOverlay({ semanticSegmentation: { labels: ["a"], labelMappings: { a: { color: "#2ca02c" } }, src: "m.png" } })).toEqual({
      boxes: [],
      mask: "m.png",
      legend: [{ label: "a", colour: "#2ca02c" }],
    });
    expect(readOverlay({ instanceSegmentation: { instances: [{ color: "#1f77b4", label: "b" }, { color: "red;x", label: "c" }], src: "n.png" } })).toEqual({
      boxes: [],
      mask: "n.png",
      legend: [{ label: "b", colour: "#1f77b4" }],
    });
  });

  test.each([null, 3, "x", [], { boundingBox: 7 }, { semanticSegmentation: [] }])("takes %j without failing", (value) => {
    expect(readOverlay(value as never)).toEqual({ boxes: [], mask: null, legend: [] });
  });

  test("its legend is shown and can be hidden", async () => {
    const widget = await build(`overlay="{boundingBox: {labels: ['boat'], value: []}}"`);
    expect(inShadow(widget, ".legend").textContent).toContain("boat");
    inShadow(widget, ".legend button").click();
    await widget.updateComplete;
    expect(inShadow(widget, ".legend button").getAttribute("aria-pressed")).toBe("false");
  });
});

test("a picture that cannot be loaded is said so, with its place but not its signature, and can be tried again", async () => {
  const problems: string[] = [];
  document.addEventListener("crowd-problem", (event) => problems.push(String((event as CustomEvent).detail)), { once: true });
  const sources = standNoPicture();
  const widget = await build(`src="http://127.0.0.1/x.png?signature=secret"`);
  expect(sources[0]!.crossOrigin).toBe("anonymous");
  sources[0]!.dispatchEvent(new Event("error"));
  expect(sources[1]!.crossOrigin).not.toBe("anonymous");
  sources[1]!.dispatchEvent(new Event("error"));
  await widget.updateComplete;
  const text = inShadow(widget, ".broken").textContent;
  expect(text).toContain("http://127.0.0.1/x.png");
  expect(text).not.toContain("secret");
  expect(problems.join()).not.toContain("secret");
  inShadow(widget, ".broken button").click();
  await rest();
  expect(sources).toHaveLength(3);
});
