/** What a widget answers, restores, refuses and submits. */
import { expect, test } from "vitest";
import type { Json } from "../../src/elements/attributes";
import { press, rest, show, standPage } from "../stage";
import type { Stand } from "./sample";

export function keepsItsAnswer(stand: Stand): void {
  const { sample } = stand;

  test("starts with nothing in the answer, and says what is missing instead of submitting", async () => {
    const told = standPage();
    await show(stand.markup());
    expect(stand.form.answer).toEqual(stand.untouched);
    stand.form.submit();
    await stand.widget.updateComplete;
    expect(told.filter(({ type }) => type === "submit")).toEqual([]);
    expect(stand.part("[data-testid=message]").textContent).not.toBe("");
    stand.form.submit();
    const accepted = sample.empty === undefined ? [] : [{ type: "submit", answer: stand.untouched }];
    expect(told.filter(({ type }) => type === "submit")).toEqual(accepted);
  });

  test("restores an answer and gives exactly that answer", async () => {
    await show(stand.markup());
    stand.widget.restore({ ...stand.under(sample.complete), other: 1 });
    expect(JSON.stringify(stand.form.answer)).toBe(JSON.stringify(stand.under(sample.complete)));
    expect(stand.widget.validate()).toBe(true);
  });

  test.each([null, "garbage", 7, [], {}, { label: 3 }, { labels: "x" }])("survives %j as an answer to restore", async (garbage) => {
    await show(stand.markup());
    stand.widget.restore(stand.under(garbage as Json));
    expect(stand.form.answer).toEqual(stand.untouched);
  });

  test.runIf(sample.initial !== null)("gives its initial value back as the answer, also after a reset", async () => {
    const given = stand.under(sample.given ?? sample.complete);
    await show(stand.markup(`initial-value="${sample.initial}"`));
    expect(JSON.stringify(stand.form.answer)).toBe(JSON.stringify(given));
    stand.widget.restore({});
    stand.widget.reset();
    expect(JSON.stringify(stand.form.answer)).toBe(JSON.stringify(given));
  });

  test("locks Submit while an answer is being stored", async () => {
    standPage();
    await show(stand.markup());
    stand.form.busy = true;
    await rest();
    expect(stand.part<HTMLButtonElement>("[data-testid=crowd-submit] button").disabled).toBe(true);
  });

  test("lets a script block Submit in the capture phase", async () => {
    const told = standPage();
    await show(stand.markup());
    stand.widget.restore(stand.under(sample.complete));
    const block = (event: Event) => event.stopPropagation();
    stand.part("awsui-button[data-testid=crowd-submit]").addEventListener("click", block, true);
    stand.part("[data-testid=crowd-submit] button").click();
    press("Enter");
    expect(told).toEqual([]);
  });
}
