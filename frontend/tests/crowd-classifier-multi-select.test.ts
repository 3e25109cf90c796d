import { describe, expect, test } from "vitest";
import type { CrowdClassifierMultiSelect } from "../src/elements/crowd-classifier-multi-select";
import { widgetContract } from "./contract";
import { inShadow, press, show } from "./stage";

widgetContract({
  tag: "crowd-classifier-multi-select",
  attributes: `categories="['red', 'green', 'blue',]"`,
  spellings: [
    ["categories", "['a', 'b',]", '["a","b"]'],
    ["exclusion-category", "{ text: 'None' }", '{"text":"None"}'],
    ["initial-value", "['red',]", '["red"]'],
  ],
  initial: "['blue','red']",
  complete: { labels: ["red", "blue"] },
  keys: ["3", "2", "1", "2"],
  byKeys: { labels: ["red", "blue"] },
  touches: ["[data-testid=blue]", "[data-testid=red]"],
  byTouches: { labels: ["red", "blue"] },
  hooks: [
    ".annotation-area .category-picker-wrapper",
    'button.category-button[data-testid="red"] sup.category-hotkey',
    "slot[name=classification-target]",
  ],
});

const build = (attributes: string) =>
  show<CrowdClassifierMultiSelect>(
    `<crowd-form><crowd-classifier-multi-select name="c" categories="['red','green','blue']" ${attributes}></crowd-classifier-multi-select></crowd-form>`,
    "crowd-classifier-multi-select",
  );
const button = (widget: Element, category: string) => inShadow<HTMLButtonElement>(widget, `button.category-button[data-testid="${category}"]`);
const EXCLUSION = `exclusion-category="{ text: 'None of these' }"`;

describe("choosing", () => {
  test("the second press takes a category back, and nothing chosen is no answer", async () => {
    const widget = await build("");
    button(widget, "green").click();
    expect(widget.value).toEqual({ labels: ["green"] });
    expect(widget._submittableValue).toEqual(widget.value);
    button(widget, "green").click();
    expect(widget.value).toBeNull();
    expect(widget.answer()).toEqual({});
    expect(widget.validate()).toBe(false);
  });

  test("each category is a checkbox that Tab reaches, and arrows walk without choosing", async () => {
    const widget = await build("");
    expect(button(widget, "red").getAttribute("role")).toBe("checkbox");
    expect(widget.shadowRoot!.querySelectorAll(".category-button[tabindex='0']")).toHaveLength(3);
    button(widget, "red").focus();
    press("ArrowDown", button(widget, "red"));
    expect(widget.shadowRoot!.activeElement).toBe(button(widget, "green"));
    expect(widget.value).toBeNull();
  });

  test("one category as the initial value is taken as a list of one", async () => {
    expect((await build(`initial-value="blue"`)).value).toEqual({ labels: ["blue"] });
  });

  test("a value set before the categories counts once they come", async () => {
    const widget = await build("");
    widget.value = ["later", "red"];
    expect(widget.value).toEqual({ labels: ["red"] });
    widget.categories = ["later", "red"];
    expect(widget.value).toEqual({ labels: ["later", "red"] });
  });
});

describe("the exclusion", () => {
  test("is one more choice that clears and locks the others; taken back, they are as before", async () => {
    const widget = await build(EXCLUSION);
    press("1");
    press("4");
    await widget.updateComplete;
    expect(widget.answer()).toEqual({ c: { labels: [] } });
    expect(button(widget, "red").getAttribute("aria-checked")).toBe("false");
    expect(button(widget, "red").disabled).toBe(true);
    press("2");
    expect(widget.answer()).toEqual({ c: { labels: [] } });
    expect(widget.validate()).toBe(true);
    press("4");
    await widget.updateComplete;
    expect(widget.answer()).toEqual({ c: { labels: ["red"] } });
    expect(button(widget, "red").disabled).toBe(false);
  });

  test("is named in what is missing", async () => {
    const widget = await build(EXCLUSION);
    widget.validate();
    await widget.updateComplete;
    expect(inShadow(widget, "[data-testid=message]").textContent).toContain("“None of these”");
  });

  test("comes back from a draft, and an empty list without an exclusion is no answer", async () => {
    const widget = await build(EXCLUSION);
    widget.restore({ c: { labels: [] } });
    expect(widget.answer()).toEqual({ c: { labels: [] } });
    widget.restore({ c: { labels: ["green"] } });
    expect(widget.answer()).toEqual({ c: { labels: ["green"] } });
    const without = await build("");
    without.restore({ c: { labels: [] } });
    expect(without.answer()).toEqual({});
  });
});
