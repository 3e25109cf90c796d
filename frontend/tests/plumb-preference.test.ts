import { describe, expect, test } from "vitest";
import type { PlumbPreference } from "../src/elements/plumb-preference";
import { widgetContract } from "./contract";
import { inShadow, press, show } from "./stage";
import { writeInto } from "./writing";

widgetContract({
  tag: "plumb-preference",
  attributes: `text="Why?" responses='["one","two"]' shuffle="never" reason="optional"`,
  spellings: [
    ["responses", "['a', 'b',]", '["a","b"]'],
    ["dimensions", "['Help']", '["Help"]'],
    ["degrees", "['better']", '["better"]'],
    ["initial-value", "{preferred:0}", '{"preferred":0}'],
  ],
  initial: "{preferred: 1, degree: 'slightly better', reason: 'Shorter.', shown: [1, 0]}",
  complete: { preferred: 1, degree: "slightly better", reason: "Shorter.", shown: [1, 0] },
  keys: ["1", "4", "6"],
  byKeys: { preferred: 1, degree: "better", shown: [0, 1] },
  touches: [".choice:nth-of-type(1) input"],
  byTouches: { preferred: 0, degree: "much better", shown: [0, 1] },
  hooks: [".responses .cards .response", ".verdict .choice input", ".prompt .prose"],
});

const build = (attributes: string) =>
  show<PlumbPreference>(`<crowd-form><plumb-preference name="p" ${attributes}></plumb-preference></crowd-form>`, "plumb-preference");
const texts = (widget: Element) => [...widget.shadowRoot!.querySelectorAll(".response .prose")].map((prose) => prose.textContent.trim());
const message = (widget: Element) => inShadow(widget, "[data-testid=message]").textContent;

describe("the order", () => {
  test("is drawn anew for each item, and the answer keeps the order of the template", async () => {
    const seen = new Set<string>();
    for (let item = 0; item < 24; item += 1) {
      const widget = await build(`responses='["one","two"]'`);
      const shown = texts(widget);
      seen.add(shown.join());
      press("1");
      const [first] = shown;
      expect(widget.value).toEqual({ preferred: ["one", "two"].indexOf(first!), degree: "much better", shown: shown.map((text) => ["one", "two"].indexOf(text)) });
    }
    expect([...seen].sort()).toEqual(["one,two", "two,one"]);
  });

  test("comes back with a draft, and one that is none is drawn", async () => {
    const widget = await build(`responses='["a","b","c"]' shuffle="never"`);
    widget.restore({ p: { preferred: 2, degree: "better", shown: [2, 0, 1] } });
    await widget.updateComplete;
    expect(texts(widget)).toEqual(["c", "a", "b"]);
    widget.restore({ p: { preferred: 2, degree: "better", shown: [2, 2, 1] } });
    await widget.updateComplete;
    expect(texts(widget)).toEqual(["a", "b", "c"]);
    expect(widget.value).toEqual({ preferred: 2, degree: "better", shown: [0, 1, 2] });
  });
});

describe("two responses", () => {
  test("stand at the ends of one scale with the tie in its middle", async () => {
    const widget = await build(`responses='["one","two"]' shuffle="never"`);
    press("4");
    expect(widget.value).toEqual({ preferred: null, degree: "tie", shown: [0, 1] });
    press("7");
    expect(widget.value).toEqual({ preferred: 1, degree: "much better", shown: [0, 1] });
    expect(widget.validate()).toBe(true);
  });

  test("without a tie and with other degrees", async () => {
    const widget = await build(`responses='["one","two"]' shuffle="never" tie="never" degrees='["better"]'`);
    expect(widget.shadowRoot!.querySelectorAll(".choice")).toHaveLength(2);
    press("2");
    expect(widget.value).toEqual({ preferred: 1, degree: "better", shown: [0, 1] });
  });
});

describe("more responses", () => {
  const four = `responses='["a","b","c","d"]' shuffle="never"`;

  test("ask for the best one, then by how much", async () => {
    const widget = await build(four);
    press("3");
    await widget.updateComplete;
    expect(widget.validate()).toBe(false);
    await widget.updateComplete;
    expect(message(widget)).toContain("by how much");
    press("w");
    expect(widget.value).toEqual({ preferred: 2, degree: "better", shown: [0, 1, 2, 3] });
    press("1");
    expect(widget.value).toMatchObject({ preferred: 0, degree: "better" });
    press("0");
    expect(widget.value).toMatchObject({ preferred: null, degree: "tie" });
    press("2");
    expect(widget.validate()).toBe(false);
  });

  test("need no degree where the template asks for none", async () => {
    const widget = await build(`${four} degrees="[]"`);
    press("2");
    expect(widget.value).toEqual({ preferred: 1, shown: [0, 1, 2, 3] });
    expect(widget.validate()).toBe(true);
  });
});

describe("scores", () => {
  test("stand in the order of the template, whatever stands first on the screen", async () => {
    const widget = await build(`responses='["one","two"]' dimensions='["Help"]'`);
    widget.restore({ p: { shown: [1, 0], ratings: [{ Help: 2 }, {}] } });
    await widget.updateComplete;
    const radio = inShadow<HTMLInputElement>(widget, ".response input[value='5']");
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    expect(widget.value).toEqual({ ratings: [{ Help: 2 }, { Help: 5 }], shown: [1, 0] });
  });

  test("that are missing are named by what stands on the screen", async () => {
    const widget = await build(`responses='["one","two"]' dimensions='["Help"]' shuffle="never"`);
    press("1");
    widget.score(0, "Help", 4);
    widget.validate();
    await widget.updateComplete;
    expect(message(widget)).toContain("Score “Help” of response B");
    widget.score(1, "Help", 1);
    expect(widget.validate()).toBe(true);
  });
});

test("a reason alone is a draft already", async () => {
  const widget = await build(`responses='["one","two"]' reason="required" shuffle="never"`);
  await writeInto(widget, "Hm.");
  expect(widget.value).toEqual({ reason: "Hm.", shown: [0, 1] });
  expect(widget.validate()).toBe(false);
});

test("a response is text, whatever it holds", async () => {
  const widget = await build(`responses='["&lt;b&gt;x&lt;/b&gt;\\n\\n\`\`\`html\\n&lt;script&gt;1&lt;/script&gt;\\n\`\`\`","y"]' shuffle="never"`);
  const prose = inShadow(widget, ".response .prose");
  expect(prose.querySelector("b, script")).toBeNull();
  expect(prose.querySelector("p")!.textContent).toBe("<b>x</b>");
  expect(prose.querySelector("pre")!.textContent).toBe("<script>1</script>");
});
