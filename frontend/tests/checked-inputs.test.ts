/** Checkboxes, toggles and radio buttons as scripts of templates see them. */
import { afterEach, describe, expect, test } from "vitest";
import type { CrowdCheckbox } from "../src/elements/crowd-checkbox";
import type { CrowdRadioButton } from "../src/elements/crowd-radio-button";
import type { CrowdForm } from "../src/form/crowd-form";
import { inShadow, press, rest, show } from "./stage";

afterEach(() => {
  document.body.innerHTML = "";
});

const form = () => document.querySelector<CrowdForm>("crowd-form")!;
const box = (markup: string) => show<CrowdCheckbox>(`<crowd-form>${markup}</crowd-form>`, "crowd-checkbox");

describe.each(["crowd-checkbox", "crowd-toggle-button", "crowd-radio-button"])("<%s>", (tag) => {
  const build = (more = "") => show<CrowdCheckbox>(`<crowd-form><${tag} name="a" ${more}>Label</${tag}></crowd-form>`, tag);

  test("handlers of click see the old state, change the new one", async () => {
    const element = await build();
    const seen: [string, boolean][] = [];
    element.addEventListener("click", () => seen.push(["click", element.checked]));
    element.addEventListener("change", (event) => seen.push(["change", (event.target as CrowdCheckbox).checked]));
    element.click();
    expect(seen).toEqual([["click", false], ["change", true]]);
    expect(element.checked).toBe(true);
  });

  test("shows its state on the host at once, so that scripts and observers see it", async () => {
    const element = await build();
    const role = tag === "crowd-checkbox" ? "checkbox" : tag === "crowd-radio-button" ? "radio" : "switch";
    expect([element.getAttribute("role"), element.getAttribute("tabindex"), element.getAttribute("aria-checked")]).toEqual([role, "0", "false"]);
    const records: MutationRecord[] = [];
    const observer = new MutationObserver((list) => records.push(...list));
    observer.observe(element, { attributeFilter: ["checked"] });
    element.checked = true;
    expect([element.hasAttribute("checked"), element.getAttribute("aria-checked")]).toEqual([true, "true"]);
    await rest();
    expect(records).toHaveLength(1);
    element.removeAttribute("checked");
    expect([element.checked, element.getAttribute("aria-checked")]).toEqual([false, "false"]);
  });

  test("is worked with Space, and not while it is disabled or the click is prevented", async () => {
    const element = await build();
    press(" ", element);
    expect(element.checked).toBe(true);
    element.checked = false;
    element.addEventListener("click", (event) => event.preventDefault(), { once: true });
    element.click();
    expect(element.checked).toBe(false);
    element.disabled = true;
    element.click();
    expect(element.checked).toBe(false);
  });

  test("is cleared by value = null", async () => {
    const element = (await build(`value="yes" checked`)) as CrowdCheckbox & { value: string | null };
    element.value = null;
    expect([element.checked, element.value, form().answer]).toEqual([false, "yes", { a: { yes: false } }]);
  });
});

test("boxes of one name merge into one object, also with native ones", async () => {
  await box(
    `<crowd-checkbox name="a" value="x" checked></crowd-checkbox><crowd-checkbox name="a" value="y"></crowd-checkbox><input type="checkbox" name="a" value="z" checked />`,
  );
  expect(form().answer).toEqual({ a: { x: true, y: false, z: true } });
});

describe("the label", () => {
  const click = (selector: string) => document.querySelector<HTMLElement>(selector)!.click();

  test.each([
    ["<b>bold</b> text", true],
    ["<table><tr><td><b>in a table</b></td></tr></table>", true],
    [`<b>one</b><br>two`, true],
    [`<a href="#x"><b>a link</b></a>`, false],
    [`Label <p><b>what follows</b></p>`, false],
    [`Label <crowd-card><b>what follows</b></crowd-card>`, false],
    [`<span>Label</span><br><b>what follows</b><input name="n">`, false],
  ])("%s ticks the box when it is hit: %s", async (markup, ticks) => {
    const element = await box(`<crowd-checkbox name="a">${markup}</crowd-checkbox>`);
    click("crowd-checkbox b");
    expect(element.checked).toBe(ticks);
  });

  test("a box inside a box that was not closed is ticked alone", async () => {
    const outer = await box(`<crowd-checkbox name="a">One <crowd-checkbox name="b" id="b">Two</crowd-checkbox></crowd-checkbox>`);
    click("#b");
    expect(form().answer).toEqual({ a: { on: false }, b: { on: true } });
    inShadow(outer, ".mark").click();
    expect(form().answer).toEqual({ a: { on: true }, b: { on: true } });
    expect(inShadow(outer, ".mark").getAttribute("aria-label")).toBe("One");
    expect(outer.hasAttribute("role")).toBe(false);
  });

  test("a box without one is named by its value or name", async () => {
    expect((await box(`<crowd-checkbox name="item-0" value="Confirmed"></crowd-checkbox>`)).getAttribute("aria-label")).toBe("Confirmed");
    expect((await box(`<crowd-checkbox name="item-0"></crowd-checkbox>`)).getAttribute("aria-label")).toBe("item-0");
  });
});

test("required is said at the box, and goes when it is ticked", async () => {
  const element = await box(`<crowd-checkbox name="a" required>Read it</crowd-checkbox>`);
  form().submit();
  await rest();
  expect(inShadow(element, ".fault").textContent).toContain("Tick this box");
  expect(element.getAttribute("aria-invalid")).toBe("true");
  expect(inShadow(form(), "#errors-box").textContent).toContain("“Read it”");
  element.click();
  await rest();
  expect(element.shadowRoot!.querySelector(".fault")).toBeNull();
  expect(inShadow(form(), "#errors-box").textContent!.trim()).toBe("");
});

describe("a radio group", () => {
  const GROUP = `<crowd-radio-group><crowd-radio-button name="b1" value="yes" id="one">Yes</crowd-radio-button><div><crowd-radio-button name="b2" value="no" id="two">No</crowd-radio-button></div><crowd-radio-button name="b3" value="off" id="three" disabled>Off</crowd-radio-button></crowd-radio-group>`;
  const radio = (id: string) => document.querySelector<CrowdRadioButton>(`#${id}`)!;

  test("is exclusive, for clicks and for scripts", async () => {
    await show(`<crowd-form>${GROUP}</crowd-form>`);
    radio("one").click();
    expect(form().answer).toEqual({ b1: { yes: true }, b2: { no: false } });
    radio("two").checked = true;
    expect(form().answer).toEqual({ b1: { yes: false }, b2: { no: true } });
    radio("two").click();
    expect(radio("two").checked).toBe(true);
  });

  test("tells aria-selected as scripts read it, though no such attribute is allowed on a radio", async () => {
    await show(`<crowd-form>${GROUP}</crowd-form>`);
    expect([radio("one").ariaSelected, radio("one").getAttribute("aria-selected")]).toEqual(["false", "false"]);
    radio("one").click();
    expect([radio("one").ariaSelected, radio("one").getAttribute("aria-selected")]).toEqual(["true", "true"]);
  });

  test("has one stop of the Tab key and walks with the arrows, past what is disabled", async () => {
    await show(`<crowd-form>${GROUP}</crowd-form>`);
    await rest();
    expect(["one", "two", "three"].map((id) => radio(id).tabIndex)).toEqual([0, -1, -1]);
    press("ArrowDown", radio("one"));
    await rest();
    expect(radio("two").checked).toBe(true);
    expect(["one", "two", "three"].map((id) => radio(id).tabIndex)).toEqual([-1, 0, -1]);
    press("ArrowDown", radio("two"));
    expect(radio("one").checked).toBe(true);
    expect(document.querySelector("crowd-radio-group")!.getAttribute("role")).toBe("radiogroup");
  });

  test("has no part in the answer, and required does nothing on its buttons", async () => {
    await show(`<crowd-form><crowd-radio-group name="group"><crowd-radio-button name="a" required></crowd-radio-button></crowd-radio-group></crowd-form>`);
    form().submit();
    await rest();
    expect(JSON.parse(inShadow(form(), "#answers-box pre").textContent!)).toEqual({ a: { on: false } });
  });
});

test("a radio button alone can be switched off again", async () => {
  const element = await show<CrowdRadioButton>(`<crowd-form><crowd-radio-button name="a"></crowd-radio-button></crowd-form>`, "crowd-radio-button");
  element.click();
  element.click();
  expect(element.checked).toBe(false);
});
