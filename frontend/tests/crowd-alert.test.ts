import { expect, test } from "vitest";
import type { CrowdAlert } from "../src/elements/crowd-alert";
import { inShadow, show } from "./stage";

test.each([
  ["info", "status"],
  ["success", "status"],
  ["warning", "alert"],
  ["error", "alert"],
  ["nonsense", "status"],
])("type %s has the role %s", async (type, role) => {
  const alert = await show<CrowdAlert>(`<crowd-alert type="${type}">text</crowd-alert>`, "crowd-alert");
  expect(inShadow(alert, ".alert").getAttribute("role")).toBe(role);
});

test("is written by innerHTML after the start, and dismissed by the worker", async () => {
  await show(`<div id="place"></div>`, "#place");
  document.querySelector("#place")!.innerHTML = `<crowd-alert type="error" dismissible>Check failed</crowd-alert>`;
  const alert = document.querySelector<CrowdAlert>("crowd-alert")!;
  await alert.updateComplete;
  inShadow(alert, "button").click();
  expect(alert.hidden).toBe(true);
});
