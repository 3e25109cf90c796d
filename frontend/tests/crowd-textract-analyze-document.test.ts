import { describe, expect, test } from "vitest";
import type { CrowdTextractAnalyzeDocument } from "../src/elements/crowd-textract-analyze-document";
import { widgetContract } from "./contract";
import { inShadow, press, rest, show } from "./stage";

const KEY = "AWS/Textract/AnalyzeDocument/Forms/V1";

/** A pair as AnalyzeDocument gives it: two blocks. */
function blocksOf(id: string, key: string, value: string): object[] {
  const geometry = (top: number) => ({ boundingBox: { width: 0.2, height: 0.05, left: 0.1, top }, polygon: [] });
  return [
    { blockType: "KEY_VALUE_SET", confidence: 38.4, geometry: geometry(0.1), id: `${id}-k`, relationships: [{ type: "CHILD", ids: ["w1"] }, { type: "VALUE", ids: [`${id}-v`] }], entityTypes: ["KEY"], text: key },
    { blockType: "KEY_VALUE_SET", confidence: 38.4, geometry: geometry(0.2), id: `${id}-v`, relationships: [{ type: "CHILD", ids: ["w2"] }], entityTypes: ["VALUE"], text: value },
  ];
}

/** The same two as the answer has them. */
function toldOf(id: string, key: string, value: string): object[] {
  return [
    { blockType: "KEY_VALUE_SET", id: `${id}-k`, relationships: [{ type: "CHILD", ids: ["w1"] }, { type: "VALUE", ids: [`${id}-v`] }], entityTypes: ["KEY"], text: key },
    { blockType: "KEY_VALUE_SET", id: `${id}-v`, relationships: [{ type: "CHILD", ids: ["w2"] }], entityTypes: ["VALUE"], text: value },
  ];
}

const inAttribute = (value: unknown) => JSON.stringify(value).replaceAll('"', "&quot;");

widgetContract({
  tag: "crowd-textract-analyze-document",
  key: KEY,
  attributes: `src="about:blank" keys="[{importantFormKey: 'Date', importantFormKeyAliases: ['Day',]}]" no-key-edit no-geometry-edit`,
  spellings: [
    ["keys", "[{importantFormKey: 'Mail',},]", '[{"importantFormKey":"Mail"}]'],
    ["initial-value", "[{id: 'a',},]", '[{"id":"a"}]'],
    ["initialvalue", "[{id: 'b',},]", '[{"id":"b"}]'],
    ["block-types", "['KEY_VALUE_SET']", '["KEY_VALUE_SET"]'],
    ["blocktypes", "['KEY_VALUE_SET']", '["KEY_VALUE_SET"]'],
  ],
  initial: inAttribute(blocksOf("1", "Date", "21 May")),
  complete: { blocks: toldOf("1", "Date", "21 May") } as never,
  keys: ["x"],
  byKeys: { blocks: [], keysNotFound: [{ id: "wanted-1-key", text: "Date" }] },
  touches: ['.outcomes label:nth-of-type(2) input'],
  byTouches: { blocks: [], keysNotFound: [{ id: "wanted-1-key", text: "Date" }] },
  hooks: [".surface canvas.upper-canvas", ".pairs .pair"],
});

const build = (attributes: string) =>
  show<CrowdTextractAnalyzeDocument>(
    `<crowd-form><crowd-textract-analyze-document src="about:blank" ${attributes}></crowd-textract-analyze-document></crowd-form>`,
    "crowd-textract-analyze-document",
  );
const given = (...blocks: object[]) => `initial-value="${inAttribute(blocks)}"`;
const TWO = given(...blocksOf("1", "Name:", "Ada"), ...blocksOf("2", "Mail", "a@b.c"));

async function type(widget: Element, label: string, text: string): Promise<void> {
  const field = inShadow<HTMLInputElement>(widget, `input[aria-label="${label}"]`);
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
  await rest();
}

describe("correcting", () => {
  test("what was found is the answer at once; a text that is typed replaces it", async () => {
    const widget = await build(TWO);
    expect(JSON.stringify(widget.answer())).toBe(JSON.stringify({ [KEY]: { blocks: [...toldOf("1", "Name:", "Ada"), ...toldOf("2", "Mail", "a@b.c")] } }));
    await type(widget, "Value 2", "a@b.org");
    await type(widget, "Key 1", "Full name:");
    expect(widget.value).toEqual({ blocks: [...toldOf("1", "Full name:", "Ada"), ...toldOf("2", "Mail", "a@b.org")] });
    expect(widget._submittableValue).toEqual(widget.value);
  });

  test("a blank value is an empty text, a key that is not there has no blocks; both can be taken back", async () => {
    const widget = await build(TWO);
    press("b");
    press("ArrowDown");
    press("x");
    await rest();
    const [key, value] = toldOf("1", "Name:", "");
    expect(widget.value).toEqual({ blocks: [key, value], keysNotFound: [{ id: "2-k", text: "Mail" }] });
    expect(inShadow<HTMLInputElement>(widget, 'input[aria-label="Value 2"]').disabled).toBe(true);
    press("x");
    expect(widget.value).toEqual({ blocks: [key, value, ...toldOf("2", "Mail", "a@b.c")] });
  });

  test("an emptied value must be decided on, and stays so in a draft", async () => {
    const widget = await build(TWO);
    await type(widget, "Value 1", "");
    expect(widget.validate()).toBe(false);
    await rest();
    expect(inShadow(widget, "[data-testid=message]").textContent).toContain("“Name:”");
    const draft = widget.answer();
    const again = await build(TWO);
    again.restore(draft);
    expect(again.validate()).toBe(false);
    expect(again.answer()).toEqual(draft);
  });

  test("undo and redo go by whole texts and decisions", async () => {
    const widget = await build(TWO);
    const before = widget.value;
    await type(widget, "Value 1", "Ada L.");
    press("b");
    press("z", document.body, { ctrlKey: true });
    expect(widget.value).toEqual({ blocks: [...toldOf("1", "Name:", "Ada L."), ...toldOf("2", "Mail", "a@b.c")] });
    press("z", document.body, { ctrlKey: true });
    expect(widget.value).toEqual(before);
    press("y", document.body, { ctrlKey: true });
    expect(JSON.stringify(widget.value)).toContain("Ada L.");
  });

  test("Enter goes from value to value and out of the last one", async () => {
    const widget = await build(TWO);
    press("e");
    expect(widget.shadowRoot!.activeElement?.getAttribute("aria-label")).toBe("Value 1");
    press("Enter", widget.shadowRoot!.activeElement!);
    expect(widget.shadowRoot!.activeElement?.getAttribute("aria-label")).toBe("Value 2");
    press("Enter", widget.shadowRoot!.activeElement!);
    expect(widget.shadowRoot!.activeElement).toBeNull();
  });

  test("a pair can be added and removed", async () => {
    const widget = await build(TWO);
    press("a");
    await rest();
    expect(widget.shadowRoot!.activeElement?.getAttribute("aria-label")).toBe("Key 3");
    await type(widget, "Key 3", "Phone");
    await type(widget, "Value 3", "123");
    const answer = widget.answer();
    expect((widget.value as { blocks: object[] }).blocks.slice(4)).toEqual([
      { blockType: "KEY_VALUE_SET", id: "added-1-key", relationships: [{ type: "VALUE", ids: ["added-1-value"] }], entityTypes: ["KEY"], text: "Phone" },
      { blockType: "KEY_VALUE_SET", id: "added-1-value", relationships: [], entityTypes: ["VALUE"], text: "123" },
    ]);
    const again = await build(TWO);
    again.restore(answer);
    expect(again.answer()).toEqual(answer);
    await rest();
    inShadow(again, 'button[aria-label="Remove this pair"]').click();
    expect((again.value as { blocks: object[] }).blocks).toHaveLength(4);
  });
});

describe("what the template says", () => {
  test("keys that it asks for come first where they were not found, under any of their names", async () => {
    const keys = inAttribute([{ importantFormKey: "Full name", importantFormKeyAliases: ["name"] }, { importantFormKey: "Phone" }]);
    const widget = await build(`${TWO} keys="${keys}"`);
    const shown = [...widget.shadowRoot!.querySelectorAll(".field.key")].map((field) => field.querySelector("input")?.value ?? field.textContent?.trim());
    expect(shown).toEqual(["Phone", "Name:", "Mail"]);
    expect(inShadow(widget, ".aliases").textContent).toContain("Full name");
    expect(widget.validate()).toBe(false);
    await type(widget, "Value 1", "555");
    expect(widget.validate()).toBe(true);
    expect((widget.value as { blocks: { text: string }[] }).blocks.map(({ text }) => text).slice(0, 2)).toEqual(["Phone", "555"]);
  });

  test("no-key-edit fixes the keys that were found, no-geometry-edit their boxes", async () => {
    const widget = await build(`${TWO} no-key-edit no-geometry-edit`);
    expect(widget.shadowRoot!.querySelector('input[aria-label="Key 1"]')).toBeNull();
    expect(inShadow(widget, ".field.key strong").textContent).toBe("Name:");
    expect(widget.shadowRoot!.querySelector(".draw")).toBeNull();
    press("a");
    await rest();
    expect(inShadow(widget, 'input[aria-label="Key 3"]')).toBeTruthy();
    expect(widget.shadowRoot!.querySelectorAll(".draw")).toHaveLength(2);
  });

  test("blocks in the service's own spelling are read, and an object with blocks", async () => {
    const blocks = [
      { BlockType: "KEY_VALUE_SET", Id: "k", EntityTypes: ["KEY"], Text: "Total", Relationships: [{ Type: "VALUE", Ids: ["v"] }] },
      { BlockType: "KEY_VALUE_SET", Id: "v", EntityTypes: ["VALUE"], Text: "12" },
    ];
    const widget = await build(`initial-value="${inAttribute({ Blocks: blocks })}"`);
    expect((widget.value as { blocks: { text: string }[] }).blocks.map(({ text }) => text)).toEqual(["Total", "12"]);
  });

  test("initialValue as an attribute counts as initial-value", async () => {
    const widget = await build(`initialValue="${inAttribute(blocksOf("1", "Date", "21 May"))}"`);
    expect(widget.value).toEqual({ blocks: toldOf("1", "Date", "21 May") });
  });

  test.each([[[7]], [{ blocks: 3 }], ["x"], [[{ id: "k", entityTypes: "KEY" }]], [[{ id: "k", entityTypes: ["KEY"], relationships: "none", geometry: [] }]]])(
    "%j as blocks does not break it",
    async (value) => {
      const widget = await build(`initial-value="${inAttribute(value)}"`);
      expect(inShadow(widget, ".pairs")).toBeTruthy();
    },
  );

  test("another kind of blocks is said to be unknown", async () => {
    const widget = await build(`block-types="['TABLE']"`);
    expect(inShadow(widget, ".alert.bad").textContent).toContain("TABLE");
  });
});
