import { describe, expect, test, vi } from "vitest";
import type { CrowdClassifier } from "../src/elements/crowd-classifier";
import { widgetContract } from "./contract";
import { inShadow, press, rest, show } from "./stage";

widgetContract({
  tag: "crowd-classifier",
  attributes: `categories="['spam', 'ham', 'unsure',]"`,
  spellings: [
    ["categories", "['a', 'b',]", '["a","b"]'],
    ["categories", '[ "a" ,, "b" ]', '["a","b"]'],
    ["initial-value", "spam", "spam"],
    ["exclusion-category", "{ text: 'None' }", '{"text":"None"}'],
  ],
  initial: "ham",
  complete: { label: "ham" },
  keys: ["2", "3", "1"],
  byKeys: { label: "spam" },
  touches: ["[data-testid=spam]", "[data-testid=unsure]"],
  byTouches: { label: "unsure" },
  hooks: [
    ".annotation-area .category-picker-wrapper",
    'button.category-button[data-testid="spam"] sup.category-hotkey',
    "slot[name=classification-target]",
  ],
});

const markup = (attributes: string, inside = "") => `<crowd-form><crowd-classifier name="c" ${attributes}>${inside}</crowd-classifier></crowd-form>`;
const build = (attributes: string, inside = "") => show<CrowdClassifier>(markup(attributes, inside), "crowd-classifier");
const button = (widget: Element, category: string) => inShadow<HTMLButtonElement>(widget, `button.category-button[data-testid="${category}"]`);

describe("choosing", () => {
  test("change tells the category as the target's value", async () => {
    const widget = await build(`categories="['spam','ham']"`);
    const heard: unknown[] = [];
    document.addEventListener("change", (event) => heard.push((event.target as CrowdClassifier).value), { once: true });
    button(widget, "ham").click();
    expect(heard).toEqual(["ham"]);
    expect(widget._submittableValue).toEqual({ label: "ham" });
  });

  test("the same key twice changes nothing the second time and submits nothing", async () => {
    const widget = await build(`categories="['spam','ham']"`);
    const form = document.querySelector("crowd-form")!;
    const heard = vi.fn();
    widget.addEventListener("change", heard);
    form.addEventListener("submit", heard);
    press("1");
    press("1");
    expect(heard).toHaveBeenCalledOnce();
    expect(widget.value).toBe("spam");
  });

  test("a held Enter does not submit", async () => {
    const widget = await build(`categories="['spam','ham']" initial-value="ham"`);
    const heard = vi.fn();
    widget.closest("crowd-form")!.addEventListener("submit", heard);
    press("Enter", document.body, { repeat: true });
    expect(heard).not.toHaveBeenCalled();
  });

  test("Enter on a button that is not chosen is the button's own, on the chosen one it submits", async () => {
    const widget = await build(`categories="['spam','ham']"`);
    const heard = vi.fn();
    widget.closest("crowd-form")!.addEventListener("submit", heard);
    press("Enter", button(widget, "ham"));
    expect(heard).not.toHaveBeenCalled();
    button(widget, "ham").click();
    await widget.updateComplete;
    press("Enter", button(widget, "ham"));
    expect(heard).toHaveBeenCalledOnce();
  });

  test("Submit stands out once something is chosen, and the message goes", async () => {
    const widget = await build(`categories="['spam','ham']"`);
    const submit = inShadow(widget, "[data-testid=crowd-submit] button");
    press("Enter");
    await widget.updateComplete;
    expect(inShadow(widget, "[data-testid=message]").textContent).toContain("Choose one");
    expect(submit.classList.contains("answered")).toBe(false);
    press("1");
    await widget.updateComplete;
    expect(widget.shadowRoot!.querySelector("[data-testid=message]")).toBeNull();
    expect(submit.classList.contains("answered")).toBe(true);
  });

  test("arrows move through the list like native radios, one button is a tab stop", async () => {
    const widget = await build(`categories="['a1','b1','c1']"`);
    button(widget, "a1").focus();
    press("ArrowUp", button(widget, "a1"));
    await widget.updateComplete;
    expect(widget.value).toBe("c1");
    expect([...widget.shadowRoot!.querySelectorAll(".category-button[tabindex='0']")]).toEqual([button(widget, "c1")]);
    expect(button(widget, "c1").getAttribute("aria-checked")).toBe("true");
  });
});

describe("categories", () => {
  test("keys go from 1 over 0 to letters", async () => {
    const names = Array.from({ length: 40 }, (_, at) => `category ${at}`);
    const widget = await build("");
    widget.categories = names;
    await widget.updateComplete;
    expect(widget.getAttribute("categories")).toBe(JSON.stringify(names));
    press("0");
    expect(widget.value).toBe("category 9");
    press("a");
    expect(widget.value).toBe("category 10");
    press("Z", document.body, { shiftKey: true });
    expect(widget.value).toBe("category 35");
    expect(widget.shadowRoot!.querySelectorAll(".category-hotkey")).toHaveLength(36);
  });

  test("digits are their own keys", async () => {
    const widget = await build(`categories="[0,1,2,3,4,5,6,7,8,9]"`);
    press("0");
    expect(widget.value).toBe("0");
    press("7");
    expect(widget.value).toBe("7");
  });

  test("many get a filter: typing narrows, Enter takes the first", async () => {
    const widget = await build("");
    widget.categories = Array.from({ length: 60 }, (_, at) => `kind ${at}`);
    await widget.updateComplete;
    const input = inShadow<HTMLInputElement>(widget, ".category-filter input");
    input.value = "KIND 5";
    input.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    await widget.updateComplete;
    expect(widget.shadowRoot!.querySelectorAll(".category-button")).toHaveLength(11);
    press("Enter", input);
    await widget.updateComplete;
    expect(widget.value).toBe("kind 5");
    expect(widget.shadowRoot!.querySelectorAll(".category-button")).toHaveLength(60);
  });

  test("Enter in the filter takes nothing while a word is composed, nor where nothing was typed", async () => {
    const widget = await build("");
    widget.categories = Array.from({ length: 60 }, (_, at) => `kind ${at}`);
    await widget.updateComplete;
    const input = inShadow<HTMLInputElement>(widget, ".category-filter input");
    press("Enter", input);
    expect(widget.value).toBeNull();
    input.value = "5";
    input.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    press("Enter", input, { isComposing: true });
    await widget.updateComplete;
    expect(widget.value).toBeNull();
    expect(input.value).toBe("5");
  });

  test("repeated ones appear once, the exclusion category is one more choice", async () => {
    const widget = await build(`categories="['a','a','b']" exclusion-category="{ text: 'None of these' }"`);
    expect(widget.options).toEqual(["a", "b", "None of these"]);
  });

  test("an initial value that is no category is dropped", async () => {
    expect((await build(`categories="['a','b']" initial-value="c"`)).value).toBeNull();
  });

  test("properties set before the upgrade are picked up", async () => {
    const fresh = document.createElement("crowd-later");
    fresh.setAttribute("header", "from before");
    Object.assign(fresh, { categories: ["x", "y"], value: "y" });
    document.body.replaceChildren(fresh);
    const { CrowdClassifier: Base } = await import("../src/elements/crowd-classifier");
    customElements.define("crowd-later", class extends Base {});
    await rest();
    expect((fresh as CrowdClassifier).value).toBe("y");
    expect((fresh as CrowdClassifier).header).toBe("from before");
    expect(Object.hasOwn(fresh, "value")).toBe(false);
  });

  test("an element that a script puts beside the picker upgrades too", async () => {
    const widget = await build(`categories="['a']"`);
    const alert = document.createElement("crowd-alert");
    inShadow(widget, ".annotation-area .category-picker-wrapper").append(alert);
    await customElements.whenDefined("crowd-alert");
    expect(alert.shadowRoot).not.toBeNull();
  });
});

test("categories take an attribute's text from scripts, and say so if it is no list", async () => {
  const widget = await build(`categories="['a']"`);
  const set = (text: string) => Reflect.set(widget, "categories", text);
  set("['b', 'c',]");
  expect(widget.categories).toEqual(["b", "c"]);
  await rest();
  expect(widget.getAttribute("categories")).toBe('["b","c"]');
  expect(button(widget, "c")).toBeTruthy();
  set("b, c");
  expect(widget.categories).toEqual([]);
  expect(widget.problems.join()).toContain("should hold a list");
  set("");
  expect([widget.categories, widget.problems]).toEqual([[], []]);
});
