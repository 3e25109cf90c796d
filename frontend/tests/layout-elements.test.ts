/** Cards, tabs, windows, toasts, badges, round buttons and icons. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { CrowdInstructions } from "../src/elements/crowd-instructions";
import type { CrowdModal } from "../src/elements/crowd-modal";
import type { CrowdTabs } from "../src/elements/crowd-tabs";
import type { CrowdToast } from "../src/elements/crowd-toast";
import type { CrowdForm } from "../src/form/crowd-form";
import { inShadow, press, rest, show, standPage } from "./stage";

afterEach(() => {
  document.body.innerHTML = "";
});

test("a card has its picture and heading only where it is told", async () => {
  const card = await show(`<crowd-card heading="A dog" image="dog.png"><p>x</p></crowd-card>`, "crowd-card");
  expect([inShadow(card, "h2").textContent, inShadow<HTMLImageElement>(card, "img").getAttribute("src")]).toEqual(["A dog", "dog.png"]);
  const plain = await show(`<crowd-card></crowd-card>`, "crowd-card");
  expect(plain.shadowRoot!.querySelector("h2, img")).toBeNull();
});

describe("tabs", () => {
  const TABS = `<crowd-form><crowd-tabs><crowd-tab header="One"><input name="a" value="1" /></crowd-tab><crowd-tab header="Two"><input name="b" required /></crowd-tab></crowd-tabs></crowd-form>`;
  const open = () => [...document.querySelectorAll("crowd-tab")].map((tab) => !tab.hasAttribute("closed"));
  const tabs = () => document.querySelector<CrowdTabs>("crowd-tabs")!;

  test("show one page, the first at the start, and change by click and by keys", async () => {
    await show(TABS);
    expect(open()).toEqual([true, false]);
    const [one, two] = tabs().shadowRoot!.querySelectorAll<HTMLElement>("[role=tab]");
    two!.click();
    await rest();
    expect(open()).toEqual([false, true]);
    expect(two!.getAttribute("aria-selected")).toBe("true");
    for (const [key, wanted] of [["ArrowRight", 0], ["End", 1], ["Home", 0], ["ArrowLeft", 1]] as const) {
      press(key, wanted === 0 ? two! : one!);
      await rest();
      expect(open().indexOf(true)).toBe(wanted);
    }
  });

  test("what stands in a closed one is submitted, and opened when something is missing there", async () => {
    const told = standPage();
    const form = await show<CrowdForm>(TABS);
    form.submit();
    await rest();
    expect([told, open()]).toEqual([[], [false, true]]);
    form.querySelector<HTMLInputElement>("[name=b]")!.value = "2";
    tabs().open(0);
    form.submit();
    expect(told).toEqual([{ type: "submit", answer: { a: "1", b: "2" } }]);
  });

  test("follow headers and tabs that come later", async () => {
    await show(TABS);
    document.querySelector("crowd-tab")!.setAttribute("header", "First");
    tabs().append(document.createElement("crowd-tab"));
    await rest();
    await rest();
    expect([...tabs().shadowRoot!.querySelectorAll("[role=tab]")].map((tab) => tab.textContent)).toEqual(["First", "Two", "Tab 3"]);
  });
});

describe("windows", () => {
  test.each([
    ["crowd-modal", "Click to open modal"],
    ["crowd-instructions", "Click for instructions"],
  ])("%s opens by its link, and its texts can be set", async (tag, text) => {
    const element = await show<CrowdModal>(`<${tag}></${tag}>`, tag);
    const link = inShadow(element, "button");
    expect([link.textContent, link.className]).toEqual([text, "link"]);
    link.click();
    expect(element.opened).toBe(true);
    element.close();
    expect(element.opened).toBe(false);
    element.setAttribute("link-text", "Read me");
    element.setAttribute("link-type", "button");
    await rest();
    expect([inShadow(element, "button").textContent, inShadow(element, "button").className]).toEqual(["Read me", "normal"]);
  });

  test("instructions have their regions on three pages, and a region may repeat", async () => {
    const element = await show<CrowdInstructions>(
      `<crowd-form><crowd-instructions><short-summary>s</short-summary><positive-example>p1</positive-example><detailed-instructions>d</detailed-instructions><positive-example>p2</positive-example><negative-example><input name="in" value="x" /></negative-example></crowd-instructions></crowd-form>`,
      "crowd-instructions",
    );
    const titles = [...element.shadowRoot!.querySelectorAll("[role=tab]")].map((tab) => tab.textContent);
    expect(titles).toEqual(["Summary", "Detailed Instructions", "Examples"]);
    expect([...element.querySelectorAll("positive-example")].map((region) => region.slot)).toEqual(["positive-example", "positive-example"]);
    expect(inShadow(element, "slot[name=negative-example]")).toBeTruthy();
    expect(document.querySelector<CrowdForm>("crowd-form")!.answer).toEqual({ in: "x" });
    element.shadowRoot!.querySelectorAll<HTMLElement>("[role=tab]")[2]!.click();
    await rest();
    expect([...element.shadowRoot!.querySelectorAll<HTMLElement>("[role=tabpanel]")].map((page) => page.hidden)).toEqual([true, true, false]);
  });

  test("instructions have no pages for which the template has nothing", async () => {
    const element = await show(`<crowd-instructions><detailed-instructions>d</detailed-instructions></crowd-instructions>`, "crowd-instructions");
    expect(element.shadowRoot!.querySelectorAll("[role=tab]")).toHaveLength(1);
  });
});

describe("a toast", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  async function toast(markup: string): Promise<CrowdToast> {
    vi.useRealTimers();
    const element = await show<CrowdToast>(markup, "crowd-toast");
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    return element;
  }

  test("opens by script and goes after its time", async () => {
    const element = await toast(`<crowd-toast text="Hi" duration="500"></crowd-toast>`);
    expect(element.opened).toBe(false);
    element.open();
    await element.updateComplete;
    expect([element.hasAttribute("opened"), element.getAttribute("role")]).toEqual([true, "status"]);
    vi.advanceTimersByTime(499);
    expect(element.opened).toBe(true);
    vi.advanceTimersByTime(2);
    expect(element.opened).toBe(false);
  });

  test("stays with a duration of 0, takes a text, and closes", async () => {
    const element = await toast(`<crowd-toast duration="0"></crowd-toast>`);
    element.show("Saved");
    await element.updateComplete;
    vi.advanceTimersByTime(100_000);
    expect([element.opened, element.shadowRoot!.textContent]).toEqual([true, "Saved"]);
    element.toggle();
    expect(element.opened).toBe(false);
  });

  test("that was open from the start shows again when the page comes into sight, another does not", async () => {
    const element = await toast(`<crowd-toast opened duration="50"></crowd-toast><crowd-toast id="other"></crowd-toast>`);
    element.close();
    document.dispatchEvent(new Event("crowd-shown"));
    expect([element.opened, document.querySelector<CrowdToast>("#other")!.opened]).toEqual([true, false]);
  });

  test("makes room for the next", async () => {
    const element = await toast(`<crowd-toast></crowd-toast><crowd-toast id="next"></crowd-toast>`);
    element.open();
    await element.updateComplete;
    document.querySelector<CrowdToast>("#next")!.open();
    await document.querySelector<CrowdToast>("#next")!.updateComplete;
    expect(element.opened).toBe(false);
  });
});

describe("round buttons", () => {
  test.each([
    [`<crowd-fab label="More"></crowd-fab>`, "M", "More"],
    [`<crowd-fab label="😀x" title="Smile"></crowd-fab>`, "😀", "Smile"],
    [`<crowd-fab icon="add-box" label="M"></crowd-fab>`, "", "M"],
    [`<crowd-icon-button icon="icons:zoom-in"></crowd-icon-button>`, "", "zoom in"],
    [`<crowd-icon-button icon="https://x.example/a/full-stop.svg"></crowd-icon-button>`, "", "full stop"],
  ])("%s shows “%s” and is called “%s”", async (markup, face, name) => {
    const element = await show(markup, "crowd-fab, crowd-icon-button");
    const button = inShadow(element, "button");
    expect([button.textContent!.trim(), button.getAttribute("aria-label")]).toEqual([face, name]);
  });

  test("keep their clicks while they are disabled, and let through those of what they swallowed", async () => {
    const heard = vi.fn();
    const fab = await show(`<crowd-fab disabled><i id="inside">x</i></crowd-fab>`, "crowd-fab");
    fab.addEventListener("click", heard);
    fab.click();
    expect(heard).not.toHaveBeenCalled();
    document.querySelector<HTMLElement>("#inside")!.click();
    expect(heard).toHaveBeenCalledOnce();
  });
});

test("a badge finds its target by id, else its parent; an icon beats the label", async () => {
  await show(`<div id="home"><crowd-badge for="there" label="3"></crowd-badge></div><p id="there"></p>`, "crowd-badge");
  const badge = document.querySelector("crowd-badge") as HTMLElement & { target: Element | null };
  expect([badge.target?.id, inShadow(badge, ".badge").textContent!.trim()]).toEqual(["there", "3"]);
  badge.removeAttribute("for");
  badge.setAttribute("icon", "star");
  await rest();
  expect([badge.target?.id, inShadow(badge, ".badge").textContent!.trim()]).toEqual(["home", ""]);
  expect(inShadow(badge, "iron-icon").getAttribute("icon")).toBe("star");
});

describe("icons", () => {
  const drawn = async (name: string) => {
    const icon = await show(`<iron-icon icon="${name}"></iron-icon>`, "iron-icon");
    await vi.waitFor(() => expect(inShadow(icon, "svg").childElementCount).toBe(1));
    return inShadow(icon, "svg path").getAttribute("d");
  };

  test.each(["zoom-in", "zoom-out", "error-outline", "remove-circle", "add-box", "question-answer", "star", "report-problem"])(
    "of templates are there: %s",
    async (name) => {
      expect(await drawn(name)).toMatch(/^M/);
      expect(await drawn(`icons:${name}`)).toBe(await drawn(name));
    },
  );

  test("may be pictures at an address", async () => {
    const icon = await show(`<iron-icon icon="https://x.example/stop.svg"></iron-icon>`, "iron-icon");
    expect(inShadow<HTMLImageElement>(icon, "img").src).toBe("https://x.example/stop.svg");
    expect(icon.shadowRoot!.querySelector("svg")).toBeNull();
  });

  test("of the other sets are there by the set's name", async () => {
    expect(await drawn("maps:place")).toMatch(/^M/);
  });

  test.each(["no-such-icon", "no-such-set:star", "__proto__:x", ""])("“%s” draws nothing", async (name) => {
    const { ironIcon } = await import("../src/design/iron-icons");
    expect(await ironIcon(name)).toBeNull();
  });
});
