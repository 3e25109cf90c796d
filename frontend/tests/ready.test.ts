import { expect, test } from "vitest";
import { announceReady } from "../src/elements/ready";
import { LOADERS } from "../src/elements/registry";
import { begin } from "../src/elements/upgrade";

test("all-crowd-elements-ready fires once, after upgrade and first render of everything", async () => {
  document.body.innerHTML = `<crowd-form><crowd-classifier name="c" categories="['a']"></crowd-classifier></crowd-form><crowd-form id="plain"></crowd-form><crowd-own></crowd-own>`;
  const seen: unknown[] = [];
  document.addEventListener("all-crowd-elements-ready", () => {
    seen.push(document.querySelector("crowd-classifier")!.shadowRoot!.querySelector(".annotation-area .category-picker-wrapper"));
    seen.push(document.querySelector("#plain crowd-button")!.shadowRoot!.querySelector("button"));
  });
  const defined = customElements.whenDefined("crowd-classifier");
  expect(customElements.get("crowd-classifier")).toBeUndefined();
  begin(LOADERS, document);
  await announceReady(document);
  await defined;
  expect(seen).toHaveLength(2);
  expect(seen.every(Boolean)).toBe(true);
  expect(customElements.get("crowd-own")).toBeUndefined();
  expect(customElements.get("crowd-image-classifier")).toBeUndefined();
});

test("a tool is loaded when its tag first appears", async () => {
  document.body.append(document.createElement("crowd-image-classifier"));
  await customElements.whenDefined("crowd-image-classifier");
  expect(document.querySelector("crowd-image-classifier")!.shadowRoot).not.toBeNull();
});
