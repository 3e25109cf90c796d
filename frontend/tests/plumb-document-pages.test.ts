import { describe, expect, test, vi } from "vitest";
import type { PlumbDocumentPages } from "../src/elements/plumb-document-pages";
import type { PageWidget } from "../src/elements/page-widget";
import { UnreadableDocument } from "../src/pages/page-source";
import { widgetContract } from "./contract";
import { standPicture } from "./pictures";
import { inShadow, press, rest, show } from "./stage";
import { leave, writeInto } from "./writing";

const openPdf = vi.hoisted(() => vi.fn());
vi.mock("../src/pages/pdf-source", () => ({ openPdf }));

const writeTotal = async (widget: PageWidget) => {
  await writeInto(widget, "7", ".field input");
  await leave(widget, ".field input");
};

widgetContract({
  tag: "plumb-document-pages",
  attributes: `pages='["a.png","b.png"]' categories='["Invoice","Letter"]' fields='["Total",{"name":"Kind","type":"choice","options":["in","out"]}]'`,
  spellings: [
    ["pages", "['a.png',]", '["a.png"]'],
    ["categories", "['a', 'b',]", '["a","b"]'],
    ["fields", "[{name:'Total'}]", '[{"name":"Total"}]'],
    ["initial-value", "{pages:[]}", '{"pages":[]}'],
  ],
  initial: "{pages: [{page: 1, category: 'Invoice', fields: {Total: '12.50', Kind: 'in'}}, {page: 2, category: 'Letter'}]}",
  complete: { pages: [{ page: 1, category: "Invoice", fields: { Total: "12.50", Kind: "in" } }, { page: 2, category: "Letter" }] },
  keys: ["1", "PageDown", "2", "PageUp", "w", writeTotal],
  byKeys: { pages: [{ page: 1, category: "Invoice", fields: { Total: "7" } }, { page: 2, category: "Letter" }] },
  touches: ['[data-testid="Invoice"]', "li:nth-of-type(2) .page-button", '[data-testid="Letter"]'],
  byTouches: { pages: [{ page: 1, category: "Invoice" }, { page: 2, category: "Letter" }] },
  picture: [600, 800],
  hooks: [".pages .page-button", ".toolbar #zoom-in", ".category-button", ".field input"],
});

const build = (attributes: string) => {
  standPicture(600, 800);
  return show<PlumbDocumentPages>(`<crowd-form><plumb-document-pages name="d" ${attributes}></plumb-document-pages></crowd-form>`, "plumb-document-pages");
};
const message = (widget: Element) => inShadow(widget, "[data-testid=message]").textContent;
const current = (widget: Element) => inShadow(widget, ".page-button[aria-current=page]").textContent.trim();

describe("pages", () => {
  const three = `pages='["a.png","b.png","c.png"]' categories='["x","y"]'`;

  test("the first that lacks something is shown when Submit is refused", async () => {
    const widget = await build(three);
    press("1");
    press("PageDown");
    press("PageDown");
    press("1");
    expect(widget.validate()).toBe(false);
    await rest();
    expect(message(widget)).toContain("Choose what page 2 is.");
    expect(current(widget)).toBe("2");
    press("2");
    expect(widget.validate()).toBe(true);
    expect(widget.value).toEqual({ pages: [{ page: 1, category: "x" }, { page: 2, category: "y" }, { page: 3, category: "x" }] });
  });

  test("there is none before the first and none after the last", async () => {
    const widget = await build(three);
    press("PageUp");
    await rest();
    expect(current(widget)).toBe("1");
    for (let step = 0; step < 5; step += 1) press("ArrowRight");
    await rest();
    expect(current(widget)).toBe("3");
  });

  test("those that are done say so, also to screen readers", async () => {
    const widget = await build(three);
    press("1");
    await widget.updateComplete;
    expect(inShadow(widget, ".page-button.done").getAttribute("aria-label")).toBe("Page 1, done");
  });

  test("one page alone needs no row of pages", async () => {
    const widget = await build(`pages='["a.png"]' categories='["x"]'`);
    expect(widget.shadowRoot!.querySelector(".pages")).toBeNull();
  });
});

describe("fields", () => {
  const fields = `pages='["a.png","b.png"]' fields='[{"name":"Total","type":"number","required":true},"Note"]'`;

  test("Enter goes through them and on to the next page", async () => {
    const widget = await build(fields);
    press("w");
    await writeInto(widget, "5", ".field input");
    press("Enter", widget.shadowRoot!.activeElement!);
    expect(widget.shadowRoot!.activeElement).toBe(widget.shadowRoot!.querySelectorAll(".field input")[1]);
    press("Enter", widget.shadowRoot!.activeElement!);
    await rest();
    await rest();
    expect(current(widget)).toBe("2");
    expect(widget.value).toEqual({ pages: [{ page: 1, fields: { Total: "5" } }] });
  });

  test.each([["1,234.50", true], ["-12", true], ["12.5%", true], ["twelve", false]])("%s as a number: %s", async (text, right) => {
    const widget = await build(`pages='["a.png"]' fields='[{"name":"Total","type":"number"}]'`);
    await writeInto(widget, text, ".field input");
    expect(widget.validate()).toBe(right);
  });

  test("that are needed are asked for", async () => {
    const widget = await build(fields);
    widget.validate();
    await widget.updateComplete;
    expect(message(widget)).toContain("Fill in “Total” of page 1.");
  });

  test("emptied ones are gone, and undo brings them back", async () => {
    const widget = await build(fields);
    await writeInto(widget, "5", ".field input");
    await leave(widget, ".field input");
    await writeInto(widget, " ", ".field input");
    await leave(widget, ".field input");
    expect(widget.answer()).toEqual({});
    press("z", document.body, { ctrlKey: true });
    expect(widget.value).toEqual({ pages: [{ page: 1, fields: { Total: "5" } }] });
  });

  test("and categories that the template has not are dropped from a draft", async () => {
    const widget = await build(`pages='["a.png"]' categories='["x"]' fields='["Total"]'`);
    widget.restore({ d: { pages: [{ page: 1, category: "old", fields: { Total: "1", Old: "2" } }, { page: 0, category: "x" }, { page: "1" }] } });
    expect(widget.value).toEqual({ pages: [{ page: 1, fields: { Total: "1" } }] });
  });
});

describe("a PDF", () => {
  test("is opened only where a template has one, and closed when another comes", async () => {
    const close = vi.fn();
    openPdf.mockResolvedValue({ count: 2, address: async (place: number) => `blob:${place}`, close });
    const widget = await build(`src="a.pdf" categories='["x"]'`);
    await rest();
    expect(openPdf).toHaveBeenCalledExactlyOnceWith("a.pdf");
    expect(widget.shadowRoot!.querySelectorAll(".page-button")).toHaveLength(2);
    widget.src = "b.pdf";
    await rest();
    await rest();
    expect(close).toHaveBeenCalledOnce();
  });

  test("that cannot be read says why, tells the requester without the signature, and can be tried again", async () => {
    openPdf.mockReset().mockRejectedValueOnce(new UnreadableDocument("This document is locked with a password."));
    const heard: unknown[] = [];
    document.addEventListener("crowd-problem", (event) => heard.push((event as CustomEvent).detail), { once: true });
    const widget = await build(`src="a.pdf?signature=1" categories='["x"]'`);
    await rest();
    expect(inShadow(widget, ".unreadable").textContent).toContain("locked with a password");
    expect(heard).toEqual(["The document could not be loaded: a.pdf"]);
    openPdf.mockResolvedValue({ count: 1, address: async () => "blob:0", close: vi.fn() });
    inShadow(widget, ".unreadable button").click();
    await rest();
    await rest();
    expect(widget.shadowRoot!.querySelector(".unreadable")).toBeNull();
  });
});
