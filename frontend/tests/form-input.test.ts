/** What every form element keeps; what is particular to one is tested beside its name. */
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Json } from "../src/elements/attributes";
import type { CrowdForm } from "../src/form/crowd-form";
import type { FormInput } from "../src/form/form-input";
import { inShadow, rest, show } from "./stage";

interface Kind {
  readonly tag: string;
  readonly attributes: string;
  readonly initial: Json | undefined;
  readonly other: Json;
}

const KINDS: Kind[] = [
  { tag: "crowd-input", attributes: `value="first"`, initial: "first", other: "second" },
  { tag: "crowd-text-area", attributes: `value="first"`, initial: "first", other: "one\ntwo" },
  { tag: "crowd-checkbox", attributes: `checked`, initial: { on: true }, other: { on: false } },
  { tag: "crowd-checkbox", attributes: `value="yes"`, initial: { yes: false }, other: { yes: true } },
  { tag: "crowd-toggle-button", attributes: `value="yes"`, initial: { yes: false }, other: { yes: true } },
  { tag: "crowd-radio-button", attributes: `value="yes" checked`, initial: { yes: true }, other: { yes: false } },
  { tag: "crowd-slider", attributes: `value="3"`, initial: 3, other: 4 },
];

afterEach(() => {
  document.body.innerHTML = "";
});

const form = () => document.querySelector<CrowdForm>("crowd-form")!;

describe.each(KINDS)("<$tag $attributes>", ({ tag, attributes, initial, other }) => {
  const element = () => document.querySelector<FormInput & { value: unknown }>(tag)!;
  const build = (more = `name="a"`, around = (markup: string) => markup) =>
    show(`<crowd-form>${around(`<${tag} ${attributes} ${more}></${tag}>`)}</crowd-form>`);

  test("gives its value under its name, and nothing without a name", async () => {
    await build();
    expect(form().answer).toEqual({ a: initial });
    element().name = "b";
    expect(form().answer).toEqual({ b: initial });
    await build("");
    expect(form().answer).toEqual({});
  });

  test("is left out while it or a fieldset around it is disabled", async () => {
    await build(`name="a" disabled`);
    expect(form().answer).toEqual({});
    element().disabled = false;
    expect(form().answer).toEqual({ a: initial });
    await build(`name="a"`, (markup) => `<fieldset disabled>${markup}</fieldset>`);
    expect(form().answer).toEqual({});
  });

  test("a draft leaves it as it is while it is disabled", async () => {
    await build(`name="a" disabled`);
    form().restore({});
    element().disabled = false;
    expect(form().answer).toEqual({ a: initial });
  });

  test("comes back from an answer, tells scripts, and goes back to the start with a reset", async () => {
    await build();
    const heard = vi.fn();
    element().addEventListener("change", heard);
    form().restore({ a: other });
    expect(form().answer).toEqual({ a: other });
    expect(heard).toHaveBeenCalledOnce();
    form().reset();
    expect(form().answer).toEqual({ a: initial });
  });

  test.each([null, [], { nonsense: 1 }, { on: "x" }, true])("survives %j as an answer to restore", async (garbage) => {
    await build();
    form().restore({ a: garbage as Json });
    await rest();
    expect(element().isConnected).toBe(true);
    expect(JSON.stringify(form().answer)).not.toContain("nonsense");
  });

  test("works when a script creates it", async () => {
    await show(`<crowd-form></crowd-form>`);
    const created = document.createElement(tag) as FormInput;
    created.setAttribute("name", "late");
    for (const [, attribute, , value = ""] of attributes.matchAll(/(\w+)(="(\w+)")?/g)) created.setAttribute(attribute!, value);
    form().append(created);
    await rest();
    created.restore({ late: other });
    expect(form().answer).toEqual({ late: other });
  });

  test("is named by the label that points at it", async () => {
    await build(`name="a" id="it"`, (markup) => `<label for="it">How many?</label>${markup}`);
    const holder = element().hasAttribute("role") ? element() : inShadow(element(), "input, textarea");
    expect(holder.getAttribute("aria-label")).toBe("How many?");
  });
});

test("later content of a tag that was not closed still takes part", async () => {
  await show(
    `<crowd-form><crowd-checkbox name="a" value="1">One <br><crowd-input name="b" value="x"><crowd-slider name="c" value="2">` +
      `<crowd-checkbox name="d"></crowd-checkbox></crowd-slider></crowd-input></crowd-checkbox></crowd-form>`,
  );
  expect(form().answer).toEqual({ a: { 1: false }, b: "x", c: 2, d: { on: false } });
  expect([...document.querySelectorAll("[unclosed]")].map((element) => element.localName)).toEqual(["crowd-checkbox", "crowd-input", "crowd-slider"]);
});
