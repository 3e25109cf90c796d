/**
 * The contract every form element keeps. Its sample is a line in `form-input.test.ts`; what is particular to one is
 * tested beside its name.
 */
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Json } from "../src/elements/attributes";
import type { CrowdForm } from "../src/form/crowd-form";
import type { FormInput } from "../src/form/form-input";
import { barriers, outOfReach } from "./reaching";
import { inShadow, press, rest, show } from "./stage";
import { tap } from "./touching";

export interface FormSample {
  readonly tag: string;
  readonly attributes: string;
  readonly initial: Json | undefined;
  /** Another value. */
  readonly other: Json;
  /** How a worker gives it: `press`ed at the element itself with this key, or written into its field. */
  readonly works: { readonly key: string } | { readonly field: string; readonly text: string };
}

/** A tag can be defined once only, so each late upgrade has its own. */
let laters = 0;

export function formContract({ tag, attributes, initial, other, works }: FormSample): void {
  const form = () => document.querySelector<CrowdForm>("crowd-form")!;
  const element = () => document.querySelector<FormInput & { value: unknown }>(tag)!;
  const build = (more = `name="a"`, around = (markup: string) => markup) =>
    show(`<crowd-form>${around(`<${tag} ${attributes} ${more}></${tag}>`)}</crowd-form>`);
  const giveAttributes = (to: Element): void => {
    for (const [, attribute, , value = ""] of attributes.matchAll(/(\w+)(="(\w+)")?/g)) to.setAttribute(attribute!, value);
  };
  const write = (field: HTMLInputElement, text: string): void => {
    field.value = text;
    for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
  };

  afterEach(() => {
    document.body.innerHTML = "";
  });

  describe(`<${tag} ${attributes}>`, () => {
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
      giveAttributes(created);
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

    test("is worked by keys, tells scripts, and a disabled one is not", async () => {
      await build(`name="a" aria-label="It"`);
      const heard = vi.fn();
      element().addEventListener("change", heard);
      const work = () => ("key" in works ? press(works.key, element()) : write(inShadow(element(), works.field), works.text));
      work();
      expect(form().answer).toEqual({ a: other });
      expect(heard).toHaveBeenCalledOnce();
      form().reset();
      element().disabled = true;
      await rest();
      if ("key" in works) work();
      else expect(inShadow<HTMLInputElement>(element(), works.field).disabled).toBe(true);
      element().disabled = false;
      expect(form().answer).toEqual({ a: initial });
    });

    test("is worked by touch: a tap changes it, or brings the keyboard", async () => {
      await build();
      if ("key" in works) tap(element());
      else {
        const field = inShadow<HTMLInputElement>(element(), works.field);
        element().focus();
        expect(element().shadowRoot!.activeElement).toBe(field);
        write(field, works.text);
      }
      expect(form().answer).toEqual({ a: other });
    });

    test("keeps nobody out: axe finds no barrier, and the Tab key reaches it", async () => {
      await build(`name="a" aria-label="It"`);
      expect(await barriers(element())).toEqual([]);
      expect(outOfReach(element())).toEqual([]);
      expect(element().hasAttribute("role") ? element().tabIndex : 0).toBe(0);
    });

    test("keeps what a script gave it before its upgrade", async () => {
      await build();
      const later = `${tag}-later${(laters += 1)}`;
      const fresh = document.createElement(later) as FormInput;
      giveAttributes(fresh);
      Object.assign(fresh, { name: "early", required: true });
      form().form.append(fresh);
      customElements.define(later, class extends customElements.get(tag)! {});
      customElements.upgrade(fresh);
      await rest();
      expect([fresh.name, fresh.getAttribute("name"), fresh.hasAttribute("required")]).toEqual(["early", "early", true]);
      fresh.restore({ early: other });
      expect(fresh.answer()).toEqual({ early: other });
    });
  });
}
