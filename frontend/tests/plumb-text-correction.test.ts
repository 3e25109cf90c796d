import { describe, expect, test } from "vitest";
import type { PlumbTextCorrection } from "../src/elements/plumb-text-correction";
import { widgetContract } from "./contract";
import { inShadow, press, show } from "./stage";
import { writeInto } from "./writing";

widgetContract({
  tag: "plumb-text-correction",
  attributes: `text="The parcel came to late." language="en"`,
  spellings: [["initial-value", "{text:'x'}", '{"text":"x"}']],
  initial: "{text: 'The parcel came too late.', changed: true}",
  complete: { text: "The parcel came too late.", changed: true },
  keys: ["n"],
  byKeys: { text: "The parcel came to late.", changed: false },
  touches: [".tools button"],
  byTouches: { text: "The parcel came to late.", changed: false },
  hooks: ["textarea.writing", ".read"],
});

const build = (text: string) =>
  show<PlumbTextCorrection>(`<crowd-form><plumb-text-correction name="t" text="${text}"></plumb-text-correction></crowd-form>`, "plumb-text-correction");
const shown = (widget: Element, tag: string) => [...widget.shadowRoot!.querySelectorAll(tag)].map((part) => part.textContent);

describe("changes", () => {
  test("are shown word by word", async () => {
    const widget = await build("The parcel came to late.");
    await writeInto(widget, "The parcel came too late.");
    expect(shown(widget, "del")).toEqual(["to"]);
    expect(shown(widget, "ins")).toEqual(["too"]);
    expect(inShadow(widget, ".read").textContent).toContain("The parcel came");
  });

  test("taken back by hand are none", async () => {
    const widget = await build("a b");
    await writeInto(widget, "a c");
    await writeInto(widget, "a b");
    expect(widget.answer()).toEqual({});
    expect(shown(widget, "ins")).toEqual([]);
  });

  test("go with the button back to the original", async () => {
    const widget = await build("a b");
    await writeInto(widget, "a c");
    [...widget.shadowRoot!.querySelectorAll<HTMLElement>(".tools button")].at(-1)!.click();
    await widget.updateComplete;
    expect(inShadow<HTMLTextAreaElement>(widget, "textarea").value).toBe("a b");
    expect(widget.answer()).toEqual({});
  });

  test("line ends of another system are none", async () => {
    const widget = await build("a&#13;&#10;b");
    await writeInto(widget, "a\nb");
    expect(widget.answer()).toEqual({});
    press("n");
    expect(widget.value).toEqual({ text: "a\nb", changed: false });
  });
});

describe("nothing to correct", () => {
  test("is taken back by pressing it again, and by any change", async () => {
    const widget = await build("a b");
    press("n");
    press("n");
    expect(widget.answer()).toEqual({});
    press("n");
    await writeInto(widget, "a c");
    expect(widget.value).toEqual({ text: "a c", changed: true });
  });

  test("cannot be said of a text that was changed", async () => {
    const widget = await build("a b");
    await writeInto(widget, "a c");
    press("n");
    expect(widget.value).toEqual({ text: "a c", changed: true });
  });

  test("survives as a draft, and an empty text is no correction", async () => {
    const widget = await build("a b");
    widget.restore({ t: { text: "a b", changed: false } });
    expect(widget.value).toEqual({ text: "a b", changed: false });
    await writeInto(widget, "");
    expect(widget.validate()).toBe(false);
  });
});
