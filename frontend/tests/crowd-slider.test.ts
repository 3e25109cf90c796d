import { afterEach, describe, expect, test } from "vitest";
import type { CrowdSlider } from "../src/elements/crowd-slider";
import type { CrowdForm } from "../src/form/crowd-form";
import { inShadow, rest, show } from "./stage";

afterEach(() => {
  document.body.innerHTML = "";
});

const form = () => document.querySelector<CrowdForm>("crowd-form")!;
const build = (more: string, inside = "") =>
  show<CrowdSlider>(`<crowd-form><crowd-slider name="a" ${more}>${inside}</crowd-slider></crowd-form>`, "crowd-slider");

describe("the value", () => {
  test.each([
    ["", 0],
    [`value="4"`, 4],
    [`min="1" max="10"`, 1],
    [`min="-5" max="5"`, 0],
    [`min="-9" max="-5"`, -5],
    [`value="200"`, 100],
    [`value="7" step="5"`, 5],
    [`value="99" min="0" max="100" step="40"`, 80],
    [`value="0.3" min="0" max="1" step="0.1"`, 0.3],
    [`value="2.345" min="1" max="5" step="0.01"`, 2.35],
    [`value="garbage" max="x" step="0"`, 0],
    [`value="5" min="9" max="1"`, 9],
  ])("of %s is the number %d, in the answer too", async (attributes, value) => {
    expect((await build(attributes)).value).toBe(value);
    expect(form().answer).toEqual({ a: value });
  });

  test("is cleared by null and kept when the limits change later", async () => {
    const slider = await build(`value="50"`);
    slider.max = 10;
    expect(slider.value).toBe(10);
    slider.max = 100;
    expect(slider.value).toBe(50);
    (slider as { value: number | null }).value = null;
    expect(slider.value).toBe(0);
  });
});

test("the attribute follows the knob, for scripts that watch it, and a reset still knows the first value", async () => {
  const slider = await build(`value="4" max="10"`);
  const watched: unknown[] = [];
  const observer = new MutationObserver((records) => watched.push(...records.map(({ attributeName }) => attributeName)));
  observer.observe(slider, { attributes: true, attributeFilter: ["value"] });
  const knob = inShadow<HTMLInputElement>(slider, "input[type=range]");
  knob.value = "6";
  knob.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
  await rest();
  expect([slider.getAttribute("value"), watched]).toEqual(["6", ["value"]]);
  slider.setAttribute("value", "8");
  await rest();
  expect(slider.value).toBe(8);
  slider.reset();
  await rest();
  expect([slider.value, slider.getAttribute("value")]).toEqual([4, "4"]);
  observer.disconnect();
});

test("a value beyond the limits stays known while the attribute tells where the knob is", async () => {
  const slider = await build(`max="10"`);
  slider.value = 50;
  await rest();
  expect(slider.getAttribute("value")).toBe("10");
  slider.max = 100;
  expect(slider.value).toBe(50);
});

test("tells the value while the knob moves and once it rests", async () => {
  const slider = await build(`max="10"`);
  const heard: unknown[] = [];
  for (const name of ["immediate-value-change", "input", "change"]) {
    document.body.addEventListener(name, (event) => heard.push([name, (event.target as CrowdSlider).value]));
  }
  const knob = inShadow<HTMLInputElement>(slider, "input[type=range]");
  knob.value = "6";
  knob.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
  knob.dispatchEvent(new Event("change", { bubbles: true }));
  expect(heard).toEqual([["immediate-value-change", 6], ["input", 6], ["change", 6]]);
});

test("tells a change whoever made it, and goes by steps", async () => {
  const slider = await build(`max="10" step="3" value="3"`);
  const heard: number[] = [];
  document.body.addEventListener("value-change", () => heard.push(slider.value));
  for (const act of [() => slider.increment(), () => slider.decrement(), () => (slider.value = 9)]) {
    act();
    await slider.updateComplete;
  }
  expect(heard).toEqual([6, 3, 9]);
});

test("a number may be typed where it is editable, and is brought into the limits", async () => {
  const slider = await build(`max="10" editable`);
  const typed = inShadow<HTMLInputElement>(slider, "input[type=number]");
  typed.value = "99";
  typed.dispatchEvent(new Event("change", { bubbles: true }));
  expect([slider.value, typed.value]).toEqual([10, "10"]);
});

test("the pin shows the number, secondary progress its share", async () => {
  const slider = await build(`min="10" max="30" value="15" pin secondary-progress="20"`);
  expect(inShadow(slider, ".pin").textContent).toBe("15");
  expect(inShadow(slider, ".slider").getAttribute("style")).toBe("--at: 0.25; --second: 50%");
});

test("its labels stand at their numbers and do not make it unclosed", async () => {
  const slider = await build(`min="0" max="10"`, `<crowd-slider-label position="5">middle</crowd-slider-label>`);
  await rest();
  const label = document.querySelector<HTMLElement>("crowd-slider-label")!;
  expect([label.slot, label.style.getPropertyValue("--at"), slider.hasAttribute("unclosed")]).toEqual(["labels", "50", false]);
});

test("required cannot fail, since there is always a number", async () => {
  const slider = await build("required");
  expect(slider.validate()).toBe(true);
});
