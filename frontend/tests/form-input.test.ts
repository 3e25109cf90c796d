/** Every form element keeps the contract, and one that is new is asked for its sample. */
import { afterEach, expect, test } from "vitest";
import { LOADERS } from "../src/elements/registry";
import type { CrowdForm } from "../src/form/crowd-form";
import { FormInput } from "../src/form/form-input";
import { formContract, type FormSample } from "./form-contract";
import { show } from "./stage";

const SAMPLES: FormSample[] = [
  { tag: "crowd-input", attributes: `value="first"`, initial: "first", other: "second", works: { field: "#control", text: "second" } },
  { tag: "crowd-text-area", attributes: `value="first"`, initial: "first", other: "one\ntwo", works: { field: "#control", text: "one\ntwo" } },
  { tag: "crowd-checkbox", attributes: `checked`, initial: { on: true }, other: { on: false }, works: { key: " " } },
  { tag: "crowd-checkbox", attributes: `value="yes"`, initial: { yes: false }, other: { yes: true }, works: { key: " " } },
  { tag: "crowd-toggle-button", attributes: `value="yes"`, initial: { yes: false }, other: { yes: true }, works: { key: " " } },
  { tag: "crowd-radio-button", attributes: `value="yes" checked`, initial: { yes: true }, other: { yes: false }, works: { key: " " } },
  { tag: "crowd-slider", attributes: `value="3"`, initial: 3, other: 4, works: { field: "input[type=range]", text: "4" } },
];

for (const sample of SAMPLES) formContract(sample);

afterEach(() => {
  document.body.innerHTML = "";
});

const form = () => document.querySelector<CrowdForm>("crowd-form")!;

test("no form element is without a sample", async () => {
  const classes = await Promise.all([...LOADERS].map(async ([tag, load]) => ({ tag, element: await load() })));
  const inputs = classes.filter(({ element }) => element.prototype instanceof FormInput).map(({ tag }) => tag);
  expect(new Set(SAMPLES.map(({ tag }) => tag))).toEqual(new Set(inputs));
});

test("later content of a tag that was not closed still takes part", async () => {
  await show(
    `<crowd-form><crowd-checkbox name="a" value="1">One <br><crowd-input name="b" value="x"><crowd-slider name="c" value="2">` +
      `<crowd-checkbox name="d"></crowd-checkbox></crowd-slider></crowd-input></crowd-checkbox></crowd-form>`,
  );
  expect(form().answer).toEqual({ a: { 1: false }, b: "x", c: 2, d: { on: false } });
  expect([...document.querySelectorAll("[unclosed]")].map((element) => element.localName)).toEqual(["crowd-checkbox", "crowd-input", "crowd-slider"]);
});
