import { beforeEach, describe, expect, test, vi } from "vitest";
import type { CrowdEntityAnnotation } from "../src/elements/crowd-entity-annotation";
import type { PageWidget } from "../src/elements/page-widget";
import type { CrowdForm } from "../src/form/crowd-form";
import type { FrameMessage } from "../src/frame/messages";
import { FrameRuntime } from "../src/frame/runtime";
import { widgetContract, type Sample } from "./contract";
import { inShadow, press, rest, show, standPage } from "./stage";

const LABELS = `labels="[{label: 'Person', shortDisplayName: 'PER'}, 'Place']"`;
const entity = (label: string, startOffset: number, endOffset: number) => ({ endOffset, label, startOffset });

/** As the handles of a long press do. */
const selectFirstWord = (widget: PageWidget) => {
  const { firstChild: words } = inShadow(widget, ".text .line");
  document.getSelection()!.setBaseAndExtent(words!, 0, words!, "Ann".length);
  document.dispatchEvent(new Event("selectionchange"));
};

const sample: Sample = {
  tag: "crowd-entity-annotation",
  attributes: `text="Ann met 👩‍🚀 in Oslo" ${LABELS}`,
  spellings: [
    ["labels", "['a', 'b',]", `["a","b"]`],
    ["labels", "[{label: 'a', shortDisplayName: 'A'}]", `[{"label":"a","shortDisplayName":"A"}]`],
    ["initial-value", "[{label:'Person',startOffset:0,endOffset:3}]", `[{"label":"Person","startOffset":0,"endOffset":3}]`],
  ],
  initial: "[{label: 'Place', startOffset: 15, endOffset: 19}, {label: 'Person', startOffset: 0, endOffset: 3}]",
  complete: { entities: [entity("Person", 0, 3), entity("Place", 15, 19)] },
  keys: ["w", "1", "w", "e", "2"],
  byKeys: { entities: [entity("Person", 0, 3), entity("Place", 4, 14)] },
  touches: [selectFirstWord, ".label-button:last-child button"],
  byTouches: { entities: [entity("Place", 0, 3)] },
  empty: { entities: [] },
  hooks: ["crowd-form", "#wrapform", ".label-button button", ".label-pane-content"],
};

widgetContract(sample);
widgetContract({ ...sample, alone: true });

/** One frame for the file: the runtime listens for as long as its document lives. */
const runtime = new FrameRuntime(document);
runtime.start();

const build = (attributes: string) => show<CrowdEntityAnnotation>(`<crowd-entity-annotation name="w" ${attributes}></crowd-entity-annotation>`, "crowd-entity-annotation");
const own = (widget: Element) => inShadow<CrowdForm>(widget, "crowd-form");
const field = (widget: Element) => inShadow(widget, ".text");
const entities = (widget: CrowdEntityAnnotation) => (widget.value as { entities: ReturnType<typeof entity>[] }).entities;

test("a tap waits for its click: only then the caret is where the finger was", async () => {
  const widget = await build(`text="Ann met Bo" ${LABELS}`);
  press("1");
  for (const type of ["pointerdown", "pointerup"]) field(widget).dispatchEvent(new PointerEvent(type, { pointerType: "touch", bubbles: true, composed: true }));
  await rest();
  expect(entities(widget)).toEqual([]);
  const { firstChild: words } = inShadow(widget, ".text .line");
  document.getSelection()!.setBaseAndExtent(words!, "Ann met B".length, words!, "Ann met B".length);
  field(widget).dispatchEvent(new MouseEvent("click", { bubbles: true, composed: true }));
  expect(entities(widget)).toEqual([entity("Person", 8, 10)]);
});

test("a finger that only scrolled in the text marks nothing by a later tap elsewhere", async () => {
  const widget = await build(`text="Ann met Bo" ${LABELS}`);
  press("1");
  for (const type of ["pointerdown", "pointerup"]) field(widget).dispatchEvent(new PointerEvent(type, { pointerType: "touch", bubbles: true, composed: true }));
  inShadow(widget, "h1").click();
  expect(entities(widget)).toEqual([]);
});

describe("its own form", () => {
  test("takes inputs that scripts append, also their state in a draft", async () => {
    const told = standPage();
    const widget = await build(`text="Ann" ${LABELS}`);
    const input = document.createElement("input");
    Object.assign(input, { type: "checkbox", name: "topic", value: "news" });
    own(widget).form.append(input);
    press("w");
    press("1");
    input.click();
    await rest();
    press("Enter");
    const answer = { w: { entities: [entity("Person", 0, 3)] }, topic: { news: true } };
    expect(told.filter(({ type }) => type === "submit")).toEqual([{ type: "submit", answer }]);
    own(widget).restore({});
    expect(own(widget).answer).toEqual({ w: { entities: [] }, topic: { news: false } });
    own(widget).restore(answer);
    expect(own(widget).answer).toEqual(answer);
  });

  test("has no Submit button of its own and is no second main region", async () => {
    const widget = await build(`text="Ann" ${LABELS}`);
    expect(own(widget).querySelector("crowd-button")).toBeNull();
    expect(own(widget).shadowRoot!.querySelector("[role=main]")).toBeNull();
  });

  test("inside the template's form that one submits, the appended inputs too", async () => {
    const told = standPage();
    const form = await show<CrowdForm>(`<crowd-form><crowd-entity-annotation name="w" text="Ann" ${LABELS}></crowd-entity-annotation></crowd-form>`);
    const widget = document.querySelector("crowd-entity-annotation")!;
    const input = document.createElement("input");
    Object.assign(input, { name: "note", value: "n", required: true });
    own(widget).form.append(input);
    press("w");
    press("1");
    await rest();
    press("Enter");
    expect(told).toEqual([{ type: "submit", answer: { note: "n", w: { entities: [entity("Person", 0, 3)] } } }]);
    form.busy = false;
    input.value = "";
    press("Enter");
    expect(told).toHaveLength(1);
  });

  test("Enter in an appended input submits the template's form, marks and all", async () => {
    const told = standPage();
    await show<CrowdForm>(`<crowd-form><crowd-entity-annotation name="w" text="Ann" ${LABELS}></crowd-entity-annotation></crowd-form>`);
    const widget = document.querySelector("crowd-entity-annotation")!;
    const input = Object.assign(document.createElement("input"), { name: "note", value: "n" });
    own(widget).form.append(input);
    press("w");
    press("1");
    await rest();
    press("Enter", input);
    expect(told).toEqual([{ type: "submit", answer: { note: "n", w: { entities: [entity("Person", 0, 3)] } } }]);
  });

  test("the page hears of changes, restores a draft and locks Submit", async () => {
    const told = standPage();
    const widget = await build(`text="Ann met Bo" ${LABELS}`);
    vi.useFakeTimers();
    runtime.ready();
    press("w");
    press("1");
    vi.advanceTimersByTime(400);
    vi.useRealTimers();
    const answer = { w: { entities: [entity("Person", 0, 3)] } };
    expect(told.filter(({ type }) => type === "change")).toEqual([{ type: "change", answer }]);
    const say = (data: object) => window.dispatchEvent(Object.defineProperty(new MessageEvent("message", { data }), "source", { value: window.top }));
    say({ type: "restore", answer: { w: { entities: [entity("Place", 8, 10)] } } });
    expect(entities(widget)).toEqual([entity("Place", 8, 10)]);
    say({ type: "busy", busy: true });
    await rest();
    await rest();
    expect(inShadow<HTMLButtonElement>(widget, "[data-testid=crowd-submit] button").disabled).toBe(true);
    say({ type: "busy", busy: false });
    say({ type: "submit" });
    expect(told.at(-1)).toEqual({ type: "submit", answer: { w: { entities: [entity("Place", 8, 10)] } } } satisfies FrameMessage);
  });
});

describe("marking", () => {
  let widget: CrowdEntityAnnotation;

  beforeEach(async () => {
    widget = await build(`text="Oslo is Oslo, Osloer not.\nشلوم 😀 Oslo" ${LABELS}`);
  });

  const arrow = (key: string, init: KeyboardEventInit = {}) => press(key, field(widget), init);

  test("by the caret alone: arrows move, Shift extends, a number labels", () => {
    arrow("ArrowRight", { ctrlKey: true });
    arrow("ArrowRight");
    arrow("ArrowRight", { shiftKey: true });
    arrow("ArrowRight", { shiftKey: true });
    press("2");
    expect(entities(widget)).toEqual([entity("Place", 5, 7)]);
  });

  test("a label in hand marks every selection with Space, until it is laid down", () => {
    press("1");
    arrow("ArrowRight", { ctrlKey: true, shiftKey: true });
    press(" ", field(widget));
    arrow("Escape");
    arrow("ArrowRight", { ctrlKey: true, shiftKey: true });
    press(" ", field(widget));
    expect(entities(widget)).toEqual([entity("Person", 0, 4)]);
  });

  test("two labels on the same words are two spans, the same label twice is one", () => {
    for (const label of ["1", "2", "2"]) {
      arrow("Home", { ctrlKey: true });
      press("w");
      press(label);
    }
    expect(entities(widget)).toEqual([entity("Person", 0, 4), entity("Place", 0, 4)]);
  });

  test("another number gives the chosen mark another label", () => {
    press("w");
    press("1");
    press("2");
    expect(entities(widget)).toEqual([entity("Place", 0, 4)]);
  });

  test("all equal words are marked in one step, whole words only, and undone in one", async () => {
    press("w");
    press("2");
    await rest();
    const button = [...widget.shadowRoot!.querySelectorAll<HTMLButtonElement>(".chosen-mark button")].at(-1)!;
    expect(button.textContent).toContain("Mark all 2 equal");
    button.click();
    expect(entities(widget)).toEqual([entity("Place", 0, 4), entity("Place", 8, 12), entity("Place", 33, 37)]);
    press("z", document.body, { ctrlKey: true });
    expect(entities(widget)).toHaveLength(1);
    press("z", document.body, { ctrlKey: true, shiftKey: true });
    expect(entities(widget)).toHaveLength(3);
  });

  test("Tab walks through the marks and leaves after the last, Delete takes the chosen one away", () => {
    widget.restore({ w: { entities: [entity("Person", 0, 4), entity("Place", 8, 12)] } });
    field(widget).focus();
    expect(arrow("Tab")).toBe(false);
    expect(arrow("Tab")).toBe(false);
    expect(arrow("Tab")).toBe(true);
    press("Delete");
    expect(entities(widget)).toEqual([entity("Person", 0, 4)]);
  });

  test("after Escape Tab leaves at once", () => {
    widget.restore({ w: { entities: [entity("Person", 0, 4), entity("Place", 8, 12)] } });
    arrow("Tab");
    arrow("Escape");
    expect(arrow("Tab")).toBe(true);
  });

  test("in text from right to left the left arrow goes on", () => {
    widget.text = "שלום עולם";
    return widget.updateComplete.then(() => {
      arrow("ArrowLeft", { shiftKey: true });
      arrow("ArrowLeft", { shiftKey: true });
      press("1");
      expect(entities(widget)).toEqual([entity("Person", 0, 2)]);
    });
  });

  test("the search finds in any case and marks all it finds", async () => {
    const input = inShadow<HTMLInputElement>(widget, ".find input");
    input.value = "OSLO";
    input.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    inShadow(widget, ".label-button button").click();
    await rest();
    expect(inShadow(widget, ".find .count").textContent).toContain("1 of 4");
    inShadow(widget, ".find .link").click();
    expect(entities(widget).map(({ startOffset }) => startOffset)).toEqual([0, 8, 14, 33]);
  });
});

describe("what templates give", () => {
  test("a draft waits for a text that a script sets later, and stands before an initial value", async () => {
    const widget = await build(LABELS);
    const draft = { w: { entities: [entity("Place", 8, 12)] } };
    widget.restore(draft);
    widget.initialValue = [entity("Person", 0, 3)];
    widget.text = "Ann met Oslo";
    await rest();
    expect(widget.answer()).toEqual(draft);
    widget.reset();
    expect(entities(widget)).toEqual([entity("Person", 0, 3)]);
    widget.text = "Bob met Rome";
    widget.initialValue = [entity("Person", 8, 12)];
    await rest();
    expect(entities(widget)).toEqual([entity("Person", 8, 12)]);
  });

  test("what the worker has marked stays when an initial value comes", async () => {
    const widget = await build(`text="Ann met Oslo" ${LABELS}`);
    press("w");
    press("2");
    press("z", document.body, { ctrlKey: true });
    widget.initialValue = [entity("Person", 0, 3)];
    await rest();
    expect(entities(widget)).toEqual([]);
  });

  test("line breaks and white space of the text stay, a carriage return counts", async () => {
    const widget = await build(`text="  a&#13;&#10;b\tc" ${LABELS}`);
    expect(field(widget).textContent).toBe("  a\r\nb\tc");
    press("w");
    press("w");
    press("1");
    expect(entities(widget)).toEqual([entity("Person", 5, 6)]);
  });

  test.each([
    `[{label: 'Person', startOffset: -1, endOffset: 3}]`,
    `[{label: 'Person', startOffset: 3, endOffset: 3}]`,
    `[{label: 'Person', startOffset: 0.5, endOffset: 2}]`,
    `[{label: 'Person', startOffset: '0', endOffset: 2}]`,
    `[{label: 7, startOffset: 0, endOffset: 2}]`,
    `[{startOffset: 90, endOffset: 95, label: 'Person'}]`,
    `[null, 3, 'x', [], {}]`,
    `{entities: 4}`,
    `Person`,
  ])("an initial value that names no stretch is left out: %s", async (initial) => {
    expect(entities(await build(`text="Ann" ${LABELS} initial-value="${initial}"`))).toEqual([]);
  });

  test("a label that is not offered stays in the answer", async () => {
    const widget = await build(`text="Ann" ${LABELS} initial-value="[{label: 'Old', startOffset: 0, endOffset: 99}]"`);
    expect(entities(widget)).toEqual([entity("Old", 0, 3)]);
  });

  test("labels show their long names in the list; scripts may set others", async () => {
    const widget = await build(`text="Ann" labels="[{label: 'P', fullDisplayName: 'A person'}]"`);
    expect(inShadow(widget, ".label-name").textContent).toBe("A person");
    widget.labels = ["Q"];
    await rest();
    expect(inShadow(widget, ".label-name").textContent).toBe("Q");
    expect(widget.getAttribute("labels")).toBe(`["Q"]`);
  });

  test("no labels is said, not shown as an empty column", async () => {
    const widget = await build(`text="Ann"`);
    expect(inShadow(widget, ".label-pane").textContent).toContain("names no labels");
  });
});
