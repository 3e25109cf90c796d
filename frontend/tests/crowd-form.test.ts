import { afterEach, describe, expect, test, vi } from "vitest";
import type { CrowdForm } from "../src/form/crowd-form";
import { inShadow, press, rest, show, standPage } from "./stage";

afterEach(() => {
  document.body.innerHTML = "";
});

const printed = (form: Element) => JSON.parse(inShadow(form, "#answers-box pre").textContent ?? "null") as unknown;

describe("structure", () => {
  test("the children move into one light form and keep their identity", async () => {
    document.body.innerHTML = `<crowd-later-form>text<p><input name="a" /></p></crowd-later-form>`;
    const form = document.querySelector<CrowdForm>("crowd-later-form")!;
    const paragraph = document.querySelector("p")!;
    const { CrowdForm: Base } = await import("../src/form/crowd-form");
    customElements.define("crowd-later-form", class extends Base {});
    expect(form.form.parentElement).toBe(form);
    expect(paragraph.parentElement).toBe(form.form);
    expect(form.form.textContent).toContain("text");
  });

  test("children that a script appends later move in too, before Submit", async () => {
    const form = await show<CrowdForm>(`<crowd-form></crowd-form>`);
    const late = document.createElement("p");
    form.append(late);
    await rest();
    expect([...form.form.children].map((child) => child.localName)).toEqual(["p", "crowd-button"]);
  });

  test.each(["#errors-box", "#answers-box", "form", '#react-mount-point > #crowd-form-content > crowd-array[name="taskAnswers"] > crowd-task > slot'])(
    "the shadow root has %s",
    async (selector) => {
      expect(inShadow(await show(`<crowd-form><input name="a" /></crowd-form>`), selector)).toBeTruthy();
    },
  );

  test("instructions directly in the form are hoisted and the form draws the page", async () => {
    const form = await show<CrowdForm>(
      `<crowd-form><short-instructions>short</short-instructions><full-instructions header="All">full</full-instructions><input name="a" value="x" /></crowd-form>`,
    );
    expect(form.querySelector(":scope > short-instructions")!.slot).toBe("short-instructions");
    expect(form.querySelector(":scope > full-instructions")!.slot).toBe("full-instructions");
    expect(inShadow(form, "header.headerContainer .headerButtonsContainer awsui-button[data-testid=instructions-button]")).toBeTruthy();
    expect(form.querySelector("crowd-button")).toBeNull();
    inShadow(form, "#footerContainer #actionsContainer awsui-button[data-testid=crowd-submit] > button[type=submit]").click();
    await form.updateComplete;
    expect(printed(form)).toEqual({ a: "x" });
  });
});

describe("the Submit button", () => {
  const CASES: [what: string, markup: string, buttons: number][] = [
    ["is appended where there is none", `<input name="a" />`, 1],
    ["is appended beside a plain button", `<button type="button">more</button>`, 1],
    ["is not appended beside a full-page widget", `<crowd-classifier name="c" categories="['a']"></crowd-classifier>`, 0],
    ["is not appended beside one of the template", `<div><crowd-button form-action="submit">Go</crowd-button></div>`, 1],
    ["is not appended beside a hidden one", `<crowd-button form-action="submit" style="display: none"></crowd-button>`, 1],
    ["is not appended beside a native one", `<input type="submit" />`, 0],
  ];

  test.each(CASES)("%s", async (_, markup, buttons) => {
    const form = await show<CrowdForm>(`<crowd-form>${markup}</crowd-form>`);
    expect(form.querySelectorAll("crowd-button[form-action=submit]")).toHaveLength(buttons);
  });

  test("stands at the end of the light form, as scripts look for it", async () => {
    const form = await show<CrowdForm>(`<crowd-form><p></p></crowd-form>`);
    const button = form.form.lastElementChild!;
    expect(button.matches("crowd-button[form-action=submit][variant=primary][data-testid=crowd-submit]")).toBe(true);
    expect(button.textContent).toBe("Submit");
  });

  test("goes when a script puts a full-page widget in later", async () => {
    const form = await show<CrowdForm>(`<crowd-form><p></p></crowd-form>`);
    form.form.append(document.createElement("crowd-classifier"));
    await rest();
    expect(form.querySelector("crowd-button")).toBeNull();
  });
});

describe("submit", () => {
  test("prints the answer where there is no page", async () => {
    const form = await show<CrowdForm>(`<crowd-form><input name="a" value="x" /></crowd-form>`);
    form.submit();
    await form.updateComplete;
    expect(printed(form)).toEqual({ a: "x" });
    expect(inShadow(form, "#answers-box").hidden).toBe(false);
    expect(form.busy).toBe(false);
  });

  test("hands the answer to the page once and locks until the page says so", async () => {
    const told = standPage();
    const form = await show<CrowdForm>(`<crowd-form><input name="a" value="x" /></crowd-form>`);
    form.submit();
    form.submit();
    expect(told).toEqual([{ type: "submit", answer: { a: "x" } }]);
    await rest();
    expect(inShadow<HTMLButtonElement>(form.querySelector("crowd-button")!, "button").disabled).toBe(true);
    form.busy = false;
    form.submit();
    expect(told).toHaveLength(2);
  });

  test("runs handlers first, and what they write is in the answer", async () => {
    const told = standPage();
    const form = await show<CrowdForm>(`<crowd-form><input name="a" required /></crowd-form>`);
    form.addEventListener("submit", () => (form.querySelector("input")!.value = "written"));
    form.submit();
    expect(told).toEqual([{ type: "submit", answer: { a: "written" } }]);
  });

  test("is stopped by a handler that prevents it", async () => {
    const told = standPage();
    const form = await show<CrowdForm>(`<crowd-form><input name="a" value="x" /></crowd-form>`);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.submit();
    expect(told).toEqual([]);
  });

  test("from inside a handler that prevents the event means it, and does not loop", async () => {
    const told = standPage();
    const form = await show<CrowdForm>(`<crowd-form><input name="a" value="x" /></crowd-form>`);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      form.submit();
    });
    form.submit();
    expect(told).toHaveLength(1);
  });

  test("reaches handlers of the document, as jQuery's delegated ones", async () => {
    const heard = vi.fn((event: Event) => event.preventDefault());
    document.addEventListener("submit", heard, { once: true });
    (await show<CrowdForm>(`<crowd-form></crowd-form>`)).submit();
    expect(heard).toHaveBeenCalledOnce();
  });

  test("says which native field is wrong and sends nothing", async () => {
    const told = standPage();
    const form = await show<CrowdForm>(`<crowd-form><label>Your reason <input name="a" required /></label></crowd-form>`);
    form.submit();
    await form.updateComplete;
    expect(told).toEqual([]);
    expect(inShadow(form, "#errors-box").textContent).toContain("Your reason");
  });

  test("asks an object-value-input whether it is complete", async () => {
    if (!customElements.get("object-value-input")) customElements.define("object-value-input", class extends HTMLElement {});
    const told = standPage();
    const form = await show<CrowdForm>(`<crowd-form><object-value-input name="o"></object-value-input></crowd-form>`);
    const input = Object.assign(form.querySelector("object-value-input")!, { value: { a: 1 }, validate: (): boolean => false });
    form.submit();
    expect(told).toEqual([]);
    input.validate = () => true;
    form.submit();
    expect(told).toEqual([{ type: "submit", answer: { o: { a: 1 } } }]);
  });

  const TRIGGERS: [what: string, markup: string, act: (form: CrowdForm) => void][] = [
    ["a crowd-button that submits", `<crowd-button form-action="submit">Go</crowd-button>`, (form) => form.querySelector<HTMLElement>("crowd-button")!.click()],
    ["Enter in a native input", `<input name="a" value="x" id="i" />`, (form) => press("Enter", form.querySelector("#i")!)],
    ["the light form's submit()", `<p></p>`, (form) => form.form.submit()],
    ["a native submit event", `<p></p>`, (form) => form.form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }))],
  ];

  test.each(TRIGGERS)("is set off by %s", async (_, markup, act) => {
    const told = standPage();
    const form = await show<CrowdForm>(`<crowd-form>${markup}</crowd-form>`);
    const handlers = vi.fn();
    form.addEventListener("submit", handlers);
    act(form);
    await rest();
    expect(told).toHaveLength(1);
    expect(handlers).toHaveBeenCalledOnce();
  });

  test("is not set off by a crowd-button without form-action, nor where the template prevents the click", async () => {
    const told = standPage();
    const form = await show<CrowdForm>(
      `<crowd-form><crowd-button id="plain">x</crowd-button><crowd-button id="own" form-action="submit">y</crowd-button></crowd-form>`,
    );
    form.querySelector<HTMLElement>("#plain")!.click();
    form.querySelector("#own")!.addEventListener("click", (event) => event.preventDefault());
    form.querySelector<HTMLElement>("#own")!.click();
    await rest();
    expect(told).toEqual([]);
  });
});

describe("hooks of third parties", () => {
  test("_serializeForm gives a JSON list with the one answer", async () => {
    const form = await show<CrowdForm>(`<crowd-form><input name="a" value="x" /></crowd-form>`);
    expect(form._serializeForm()).toEqual({ taskAnswers: '[{"a":"x"}]' });
  });

  test("an overridden _serializeForm is used, an overridden _submitHelperForm gets its fields", async () => {
    const form = await show<CrowdForm>(`<crowd-form></crowd-form>`);
    const fields = { taskAnswers: '[{"added":1}]' };
    const post = vi.fn();
    Object.assign(form, { _serializeForm: () => fields, _submitHelperForm: post });
    form.submit();
    expect(post).toHaveBeenCalledExactlyOnceWith(fields);
  });
});

test("a crowd-button that resets brings fields and widgets back to their initial values", async () => {
  const form = await show<CrowdForm>(
    `<crowd-form><input name="a" value="x" /><crowd-classifier name="c" categories="['p','q']" initial-value="q"></crowd-classifier><crowd-button form-action="reset">Reset</crowd-button></crowd-form>`,
  );
  form.restore({ a: "changed", c: { label: "p" } });
  expect(form.answer).toEqual({ a: "changed", c: { label: "p" } });
  form.querySelector<HTMLElement>("crowd-button")!.click();
  await rest();
  expect(form.answer).toEqual({ a: "x", c: { label: "q" } });
});

describe("a form that the template has in its crowd-form", () => {
  const build = () =>
    show<CrowdForm>(`<crowd-form><form action=""><input name="a" value="x" /><button>Go</button></form></crowd-form>`);

  test("submits the answer and loads nothing", async () => {
    const form = await build();
    const submit = new Event("submit", { bubbles: true, cancelable: true });
    form.querySelector("form form")!.dispatchEvent(submit);
    await rest();
    expect(submit.defaultPrevented).toBe(true);
    expect(printed(form)).toEqual({ a: "x" });
  });

  test.each(["a handler of its own stops it", "it closes a window"])("does as it says where %s", async (what) => {
    const form = await build();
    const inner = form.querySelector("form form")!;
    if (what.startsWith("it")) inner.setAttribute("method", "DIALOG");
    else inner.addEventListener("submit", (event) => event.preventDefault());
    inner.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
    await rest();
    expect(inShadow(form, "#answers-box").hidden).toBe(true);
  });

  test("goes back to its initial values with the others", async () => {
    const form = await build();
    const input = form.querySelector("input")!;
    input.value = "y";
    form.reset();
    expect(input.value).toBe("x");
  });
});

describe("a draft for what scripts add later", () => {
  const input = (name: string, value = "") => Object.assign(document.createElement("input"), { name, value });

  test("is handed to inputs and elements once they are there, each part once", async () => {
    const form = await show<CrowdForm>(`<crowd-form><input name="a" /></crowd-form>`);
    form.restore({ a: "1", late: "2", field: "3" });
    expect(form.answer).toEqual({ a: "1" });
    const field = document.createElement("crowd-text-area");
    field.setAttribute("name", "field");
    form.form.append(input("late"), field);
    await vi.waitFor(() => expect(form.answer).toEqual({ a: "1", late: "2", field: "3" }));
    form.querySelector("[name=late]")!.replaceWith(input("late", "anew"));
    await rest();
    expect(form.answer).toMatchObject({ late: "anew" });
  });

  test("takes nothing from inputs that it does not name, nor from the worker", async () => {
    const form = await show<CrowdForm>(`<crowd-form></crowd-form>`);
    form.restore({ late: "draft" });
    const typed = input("late", "typed");
    form.form.append(input("other", "kept"), typed);
    typed.dispatchEvent(new Event("input", { bubbles: true }));
    await rest();
    expect(form.answer).toEqual({ other: "kept", late: "typed" });
  });

  test.each([
    ["a reset", (form: CrowdForm) => form.reset()],
    ["submitting", (form: CrowdForm) => form.submit()],
  ])("is over after %s", async (_, end) => {
    const form = await show<CrowdForm>(`<crowd-form></crowd-form>`);
    form.restore({ late: "draft" });
    end(form);
    form.form.append(input("late", "own"));
    await rest();
    expect(form.answer).toEqual({ late: "own" });
  });

  test("opens what follows from a choice: scripts hear of it as of a change", async () => {
    const form = await show<CrowdForm>(`<crowd-form><crowd-classifier name="c" categories="['spam','ham']"></crowd-classifier></crowd-form>`);
    const heard: unknown[] = [];
    form.addEventListener("change", (event) => heard.push((event.target as HTMLInputElement).value));
    form.restore({ c: { label: "ham" } });
    form.restore({ c: { label: "ham" } });
    expect(heard).toEqual(["ham"]);
  });
});

test("? shows one list of keys where a form and a widget in it both draw a page", async () => {
  const form = await show<CrowdForm>(`<crowd-form><short-instructions>s</short-instructions><crowd-classifier name="c" categories="['spam','ham']"></crowd-classifier></crowd-form>`);
  const opened = () => [form, form.querySelector("crowd-classifier")!].map((host) => inShadow<HTMLDialogElement>(host, "dialog[data-name=shortcuts]").open);
  press("?");
  expect(opened()).toEqual([true, false]);
  press("?");
  expect(opened()).toEqual([false, false]);
});
