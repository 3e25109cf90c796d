/** In whatever order elements, attributes and scripts come. */
import { expect, test } from "vitest";
import type { PageWidget } from "../../src/elements/page-widget";
import { announceReady } from "../../src/elements/ready";
import { rest, show } from "../stage";
import type { Stand } from "./sample";

/** A tag can be defined once only, so each late upgrade has its own. */
let laters = 0;

export function isUpgraded(stand: Stand): void {
  const { tag, sample } = stand;

  test("stands in its form and is complete when all-crowd-elements-ready is told", async () => {
    await show("", "body");
    const seen: unknown[] = [];
    const look = () => seen.push(stand.widget.shadowRoot!.querySelector(sample.hooks[0]!) !== null, sample.alone || stand.form.form.contains(stand.widget));
    document.addEventListener("all-crowd-elements-ready", look, { once: true });
    document.body.innerHTML = stand.markup();
    await announceReady(document);
    expect(seen).toEqual([true, true]);
  });

  test("works when a script creates it", async () => {
    await show(sample.alone ? "" : `<crowd-form></crowd-form>`, "body");
    const created = document.createElement(tag) as PageWidget;
    const holder = document.createElement("div");
    holder.innerHTML = `<i name="w" ${sample.attributes}></i>`;
    for (const { name, value } of holder.firstElementChild!.attributes) created.setAttribute(name, value);
    (sample.alone ? document.body : stand.form.form).append(created);
    await rest();
    created.restore(stand.under(sample.complete));
    expect(stand.form.answer).toEqual(stand.under(sample.complete));
  });

  test("keeps what a script gave it before its upgrade", async () => {
    await show(stand.markup());
    const later = `${tag}-later${(laters += 1)}`;
    const fresh = document.createElement(later) as PageWidget;
    Object.assign(fresh, { header: "Set early", name: "early" });
    document.body.append(fresh);
    customElements.define(later, class extends customElements.get(tag)! {});
    customElements.upgrade(fresh);
    await rest();
    expect(fresh.shadowRoot!.querySelector("h1")!.textContent).toBe("Set early");
    expect([fresh.name, fresh.getAttribute("name")]).toEqual(["early", "early"]);
    expect(Object.hasOwn(fresh, "header")).toBe(false);
  });
}
