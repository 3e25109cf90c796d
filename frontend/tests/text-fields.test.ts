/** `crowd-input` and `crowd-text-area`. */
import { afterEach, describe, expect, test, vi } from "vitest";
import type { CrowdInput } from "../src/elements/crowd-input";
import type { CrowdTextArea } from "../src/elements/crowd-text-area";
import type { CrowdForm } from "../src/form/crowd-form";
import type { TextField } from "../src/form/text-field";
import { inShadow, press, rest, show, standPage } from "./stage";

afterEach(() => {
  document.body.innerHTML = "";
});

const form = () => document.querySelector<CrowdForm>("crowd-form")!;
const control = (field: Element) => inShadow<HTMLInputElement>(field, "#control");

function type(field: Element, text: string): void {
  control(field).value = text;
  control(field).dispatchEvent(new Event("input", { bubbles: true, composed: true }));
}

describe.each(["crowd-input", "crowd-text-area"])("<%s>", (tag) => {
  const build = (more = "") => show<TextField>(`<crowd-form><${tag} name="a" ${more}></${tag}></crowd-form>`, tag);

  test("is absent while it is empty, and again when a script clears it", async () => {
    const field = await build();
    expect(form().answer).toEqual({});
    type(field, "text");
    expect(form().answer).toEqual({ a: "text" });
    field.value = null;
    expect([form().answer, field.value]).toEqual([{}, ""]);
  });

  test("tells input and change to scripts, with itself as the target", async () => {
    const field = await build();
    const heard: unknown[] = [];
    for (const name of ["input", "change"]) {
      document.body.addEventListener(name, (event) => heard.push([name, (event.target as TextField).value]), { once: true });
    }
    type(field, "x");
    control(field).dispatchEvent(new Event("change", { bubbles: true }));
    expect(heard).toEqual([["input", "x"], ["change", "x"]]);
  });

  test("lets through only allowed characters while auto-validate is on", async () => {
    const field = await build(`allowed-pattern="[0-9]" auto-validate`);
    type(field, "1a2-😀3");
    expect([field.value, control(field).value]).toEqual(["123", "123"]);
    field.autoValidate = false;
    type(field, "1a");
    expect(field.value).toBe("1a");
  });

  test("says that an allowed-pattern is no regular expression, and lets everything through", async () => {
    const heard = vi.fn();
    document.addEventListener("crowd-problem", heard, { once: true });
    const field = await build(`allowed-pattern="[" auto-validate`);
    type(field, "a1");
    expect(field.value).toBe("a1");
    expect((heard.mock.calls[0]![0] as CustomEvent).detail).toContain("allowed-pattern");
  });

  const WRONG: [attributes: string, text: string, says: RegExp][] = [
    ["required", "", /Fill this in/],
    ["required", "   ", /Fill this in/],
    [`min-length="4"`, "abc", /at least 4 characters; there are 3/],
    [`min-length="4"`, "😀", /there is 1/],
    [`max-length="2"`, "abc", /at most 2 characters; there are 3/],
    [`required error-message="Give the site's address"`, "", /^\s*Give the site's address/],
  ];

  test.each(WRONG)("%s with “%s” is said at the field, and in the summary", async (attributes, text, says) => {
    const told = standPage();
    const field = await build(`${attributes} label="Site"`);
    field.value = text;
    form().submit();
    await rest();
    expect(told).toEqual([]);
    expect(inShadow(field, ".fault").textContent).toMatch(says);
    expect([control(field).getAttribute("aria-invalid"), control(field).getAttribute("aria-describedby")]).toEqual(["true", "fault"]);
    expect(inShadow(form(), "#errors-box").textContent).toContain("“Site”");
    field.value = "😀x";
    field.minLength = 2;
    await rest();
    expect(field.shadowRoot!.querySelector(".fault")).toBeNull();
    form().submit();
    expect(told).toHaveLength(1);
  });

  test("an empty field with min-length is complete unless it is required", async () => {
    const told = standPage();
    await build(`min-length="4"`);
    form().submit();
    expect(told).toEqual([{ type: "submit", answer: {} }]);
  });

  test("with auto-validate says what is wrong as soon as it is left", async () => {
    const field = await build(`auto-validate required`);
    control(field).dispatchEvent(new Event("blur"));
    await rest();
    expect(inShadow(field, ".fault")).toBeTruthy();
  });

  test("the label floats while there is text or the focus, and shows no placeholder under it", async () => {
    const field = await build(`label="Site" placeholder="https://"`);
    const frame = inShadow(field, ".frame");
    expect([frame.classList.contains("floating"), control(field).getAttribute("placeholder")]).toEqual([false, null]);
    control(field).dispatchEvent(new Event("focus"));
    await rest();
    expect([frame.classList.contains("floating"), control(field).getAttribute("placeholder")]).toEqual([true, "https://"]);
    field.value = "x";
    control(field).dispatchEvent(new Event("blur"));
    await rest();
    expect(frame.classList.contains("floating")).toBe(true);
    expect(inShadow(field, "label").textContent).toBe("Site");
  });
});

describe("<crowd-input>", () => {
  const build = (more: string) => show<CrowdInput>(`<crowd-form><crowd-input name="a" ${more}></crowd-input></crowd-form>`, "crowd-input");

  test("takes any native type with its limits", async () => {
    const input = control(await build(`type="number" min="1" max="5" step="2" pattern="x" max-length="3"`));
    expect([input.type, input.min, input.max, input.step, input.pattern, input.maxLength]).toEqual(["number", "1", "5", "2", "x", 3]);
  });

  test("answers with the names of files", async () => {
    const field = await build(`type="file"`);
    Object.defineProperty(control(field), "files", { value: [{ name: "a.txt" }, { name: "b.txt" }] });
    control(field).dispatchEvent(new Event("change", { bubbles: true }));
    expect(form().answer).toEqual({ a: "a.txt, b.txt" });
  });
});

describe("<crowd-text-area>", () => {
  const build = (more: string) => show<CrowdTextArea>(`<crowd-form><crowd-text-area name="a" ${more}></crowd-text-area></crowd-form>`, "crowd-text-area");

  test("gives line ends as \\n", async () => {
    (await build("")).value = "one\r\ntwo\rthree";
    expect(form().answer).toEqual({ a: "one\ntwo\nthree" });
  });

  test("counts characters as people do", async () => {
    const field = await build(`char-counter max-length="3"`);
    type(field, "a😀");
    await rest();
    expect(inShadow(field, ".count").textContent).toBe("2 / 3");
    expect(control(field).getAttribute("maxlength")).toBe("3");
  });

  test("has as many rows as it is told, one without", async () => {
    expect(control(await build(`rows="4"`)).getAttribute("rows")).toBe("4");
    expect(control(await build("")).getAttribute("rows")).toBe("1");
  });

  test("leaves Enter to the text", async () => {
    const told = standPage();
    press("Enter", control(await build(`value="x"`)));
    expect(told).toEqual([]);
  });
});
