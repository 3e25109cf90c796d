import { describe, expect, test } from "vitest";
import type { PlumbResponseRating } from "../src/elements/plumb-response-rating";
import { widgetContract } from "./contract";
import { inShadow, press, show } from "./stage";
import { writeInto } from "./writing";

widgetContract({
  tag: "plumb-response-rating",
  attributes: `text="Why?" response="Because." dimensions='["Help", {"name": "Truth", "max": 3}]' reason="optional"`,
  spellings: [
    ["dimensions", "['Help', {name:'Truth', max:3,}]", '["Help",{"name":"Truth","max":3}]'],
    ["initial-value", "{ratings:{Help:2}}", '{"ratings":{"Help":2}}'],
  ],
  initial: "{ratings: {Help: 5, Truth: 1}, reason: 'Short.'}",
  complete: { ratings: { Help: 5, Truth: 1 }, reason: "Short." },
  keys: ["4", "ArrowUp", "5", "3"],
  byKeys: { ratings: { Help: 5, Truth: 3 } },
  touches: ['[data-testid=Help] .step:nth-of-type(4) input', '[data-testid=Truth] .step:nth-of-type(2) input'],
  byTouches: { ratings: { Help: 4, Truth: 2 } },
  hooks: [".response .prose", ".score", ".reason textarea"],
});

const build = (attributes: string) =>
  show<PlumbResponseRating>(`<crowd-form><plumb-response-rating name="r" ${attributes}></plumb-response-rating></crowd-form>`, "plumb-response-rating");

describe("scores", () => {
  test("without dimensions one is asked for", async () => {
    const widget = await build(`response="x"`);
    press("4");
    expect(widget.value).toEqual({ ratings: { Quality: 4 } });
    expect(widget.validate()).toBe(true);
  });

  test("a digit beyond the scale does nothing", async () => {
    const widget = await build(`dimensions='[{"name":"Truth","max":3}]'`);
    press("4");
    expect(widget.answer()).toEqual({});
  });

  test("what is missing is named", async () => {
    const widget = await build(`dimensions='["Help","Truth"]'`);
    press("2");
    widget.validate();
    await widget.updateComplete;
    expect(inShadow(widget, "[data-testid=message]").textContent).toContain("Score “Truth”");
  });

  test("are native radios that a click sets, and the row that digits score is marked", async () => {
    const widget = await build(`dimensions='["Help","Truth"]'`);
    const radio = inShadow<HTMLInputElement>(widget, "[data-testid=Help] input[value='3']");
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    await widget.updateComplete;
    expect(widget.value).toEqual({ ratings: { Help: 3 } });
    expect(inShadow(widget, ".score.current").dataset.testid).toBe("Truth");
  });

  test("of dimensions that a draft has and the template has not are dropped", async () => {
    const widget = await build(`dimensions='["Help"]'`);
    widget.restore({ r: { ratings: { Help: 9, Old: 2 }, reason: 5 } });
    expect(widget.answer()).toEqual({});
  });
});

test("a reason that is required must be written", async () => {
  const widget = await build(`reason="required"`);
  press("4");
  expect(widget.validate()).toBe(false);
  await writeInto(widget, "Good.");
  expect(widget.validate()).toBe(true);
  expect(widget.value).toEqual({ ratings: { Quality: 4 }, reason: "Good." });
});

test("no field for a reason is shown where none is asked for", async () => {
  expect((await build("")).shadowRoot!.querySelector(".reason")).toBeNull();
});
