import { afterEach, expect, test, vi } from "vitest";
import type { PageWidget } from "../src/elements/page-widget";
import { maskFile, rectangle } from "./mask-files";
import { standPicture } from "./pictures";
import { inShadow, rest, show } from "./stage";

const BOX = { height: 20, label: "dog", left: 5, top: 6, width: 30 };
const ANN = { endOffset: 3, label: "person", startOffset: 0 };
const KINDS: readonly (readonly [tag: string, attributes: string, proposed: unknown, empty: unknown])[] = [
  ["crowd-image-classifier", `src="about:blank" categories="['cat','dog']" initial-value="{ label: 'dog' }"`, { label: "dog" }, null],
  ["crowd-classifier", `categories="['1.0','dog']" initial-value='{ label: "1.0" }'`, "1.0", null],
  ["crowd-classifier-multi-select", `categories="['cat','dog']" initial-value='["dog"]'`, { labels: ["dog"] }, null],
  ["crowd-classifier-multi-select", `categories="['cat']" exclusion-category="none" initial-value="[]"`, { labels: [] }, null],
  ["crowd-bounding-box", `src="a.png" labels="['cat','dog']" initial-value='${JSON.stringify([BOX])}'`, [BOX], []],
  ["crowd-entity-annotation", `text="Ann met Bo" labels="['person']" initial-value='${JSON.stringify([ANN])}'`, { entities: [ANN] }, { entities: [] }],
];

const MASK = { labelMappings: { dog: { color: "#2acf59" } }, src: `data:image/png;base64,${maskFile(300, 200, ["#2acf59", rectangle(0, 0, 10, 10)])}` };

afterEach(() => void vi.unstubAllGlobals());

type Widget = PageWidget & { value: unknown };
const build = async (tag: string, attributes: string): Promise<Widget> => {
  if (tag === "crowd-bounding-box") standPicture(300, 200);
  return show(`<crowd-form><${tag} name="w" ${attributes}></${tag}></crowd-form>`, tag);
};
const valueOf = ({ value }: Widget) => (value as { boundingBoxes?: unknown } | null)?.boundingBoxes ?? value;
const button = (widget: Widget) => inShadow<HTMLButtonElement>(widget, "[data-testid=proposal] button");

test.each(KINDS)("%s says what a machine proposed, discards it in one step, and brings it back", async (tag, attributes, proposed, empty) => {
  const widget = await build(tag, `${attributes} proposed`);
  expect(inShadow(widget, "[data-testid=proposal]").textContent).toContain("Proposed by the machine: check and correct.");
  expect(valueOf(widget)).toEqual(proposed);
  button(widget).click();
  await rest();
  expect(valueOf(widget)).toEqual(empty);
  expect(button(widget).disabled).toBe(true);
  const undo = inShadow<HTMLButtonElement>(widget, "#undo, button[title^=Undo]");
  undo.click();
  await rest();
  expect(valueOf(widget)).toEqual(proposed);
  expect(button(widget).disabled).toBe(false);
});

test("a proposed mask is discarded and brought back as one step, and the answer says that it was changed", async () => {
  standPicture(300, 200);
  const markup = `<crowd-form><crowd-semantic-segmentation name="w" src="a.png" labels="['cat','dog']" initial-value='${JSON.stringify(MASK)}' proposed></crowd-semantic-segmentation></crowd-form>`;
  const widget = await show<Widget>(markup, "crowd-semantic-segmentation");
  const told = () => widget.value as { labelMappings: object; initialValueModified: boolean };
  await vi.waitFor(() => expect(told()).toMatchObject({ labelMappings: { dog: { color: "#2acf59" } }, initialValueModified: false }));
  button(widget).click();
  expect(told()).toMatchObject({ labelMappings: {}, initialValueModified: true });
  await rest();
  inShadow<HTMLButtonElement>(widget, "#undo").click();
  expect(told()).toMatchObject({ labelMappings: { dog: { color: "#2acf59" } }, initialValueModified: false });
});

test.each(KINDS)("%s says nothing of a machine where an initial value is the template's own", async (tag, attributes) => {
  const widget = await build(tag, attributes);
  expect(widget.shadowRoot!.querySelector("[data-testid=proposal]")).toBeNull();
});
