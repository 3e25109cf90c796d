import { describe, expect, test } from "vitest";
import type { PlumbImageCaption } from "../src/elements/plumb-image-caption";
import { widgetContract } from "./contract";
import { inShadow, press, rest, show, standPage } from "./stage";
import { writeInto } from "./writing";

widgetContract({
  tag: "plumb-image-caption",
  attributes: `src="a.png" placeholder="What is there?"`,
  spellings: [["initial-value", "{ text: 'A dog', }", '{"text":"A dog"}']],
  initial: "A dog.",
  complete: { text: "A dog." },
  keys: ["w", (widget) => writeInto(widget, "A cat 🐈.")],
  byKeys: { text: "A cat 🐈." },
  touches: ["textarea.writing", (widget) => writeInto(widget, "A dog.")],
  byTouches: { text: "A dog." },
  hooks: ["textarea.writing", ".stage"],
});

const build = (attributes = "") =>
  show<PlumbImageCaption>(`<crowd-form><plumb-image-caption name="c" ${attributes}></plumb-image-caption></crowd-form>`, "plumb-image-caption");

describe("the limits of a text", () => {
  test("characters are counted as people count them, not as UTF-16 does", async () => {
    const widget = await build(`max-length="3"`);
    await writeInto(widget, "🐈🐈🐈");
    expect(widget.validate()).toBe(true);
    expect(inShadow(widget, ".count").textContent).toBe("3 of 3 characters");
    await writeInto(widget, "🐈🐈🐈🐈");
    expect(widget.validate()).toBe(false);
    expect(inShadow(widget, ".count").classList.contains("over")).toBe(true);
  });

  test("too short a text is refused with its length", async () => {
    const widget = await build(`min-length="10"`);
    await writeInto(widget, "A dog.");
    widget.validate();
    await widget.updateComplete;
    expect(inShadow(widget, "[data-testid=message]").textContent).toContain("at least 10 characters; there are 6");
  });

  test("blank space is no text", async () => {
    const widget = await build();
    await writeInto(widget, " \n ");
    expect(widget.answer()).toEqual({});
  });
});

describe("keys while writing", () => {
  test("Ctrl+Enter submits, Enter does not", async () => {
    const told = standPage();
    const widget = await build();
    await writeInto(widget, "A dog.");
    const field = inShadow(widget, "textarea");
    press("Enter", field);
    expect(told).toEqual([]);
    press("Enter", field, { ctrlKey: true });
    expect(told).toEqual([{ type: "submit", answer: { c: { text: "A dog." } } }]);
  });

  test("Escape gives the keys back and is not told to the page", async () => {
    const widget = await build();
    press("w");
    const field = inShadow(widget, "textarea");
    expect(widget.shadowRoot!.activeElement).toBe(field);
    expect(press("Escape", field)).toBe(false);
    await rest();
    expect(widget.shadowRoot!.activeElement).toBeNull();
  });
});
