/** How a widget is worked: by keys alone, by touch alone, and back again. */
import { describe, expect, test, vi } from "vitest";
import { press, rest, show, standPage } from "../stage";
import { tap, touch } from "../touching";
import type { Stand } from "./sample";

/** More steps than any sample takes; who needs more does not come back. */
const ENOUGH = 20;

export function isWorkedByKeys(stand: Stand): void {
  const { sample } = stand;

  test("is worked by keys alone and submitted with Enter", async () => {
    const told = standPage();
    await show(stand.markup());
    const changes = vi.fn();
    stand.widget.addEventListener("change", changes);
    await stand.workByKeys();
    expect(changes).toHaveBeenCalled();
    expect(told).toEqual([]);
    press("Enter");
    expect(told).toEqual([{ type: "submit", answer: stand.under(sample.byKeys) }]);
  });

  test("leaves keys to text fields and to other programs' shortcuts", async () => {
    await show(stand.markup("", `<short-instructions><textarea></textarea></short-instructions>`));
    for (const key of stand.pressed) press(key, document.querySelector("textarea")!);
    for (const key of stand.pressed) press(key, document.body, { ctrlKey: true });
    expect(stand.form.answer).toEqual(stand.untouched);
  });

  test("shows its keys with ? and hides them with ?", async () => {
    await show(stand.markup());
    press("?");
    await stand.widget.updateComplete;
    const list = stand.part<HTMLDialogElement>("dialog[data-name=shortcuts]");
    expect(list.open).toBe(true);
    for (const label of ["Submit", "Undo", "Redo"]) expect(list.textContent).toContain(label);
    press(stand.pressed[0]!);
    expect(stand.form.answer).toEqual(stand.untouched);
    press("?");
    expect(list.open).toBe(false);
  });
}

export function isWorkedByTouch(stand: Stand): void {
  const { sample } = stand;

  test("is worked by touch alone and submitted with a tap", async () => {
    const told = standPage();
    await show(stand.markup());
    const changes = vi.fn();
    stand.widget.addEventListener("change", changes);
    for (const each of sample.touches) {
      if (typeof each === "function") await each(stand.widget);
      else if (typeof each === "string") tap(stand.part(each));
      else touch(stand.widget, each);
      await rest();
    }
    expect(changes).toHaveBeenCalled();
    expect(told).toEqual([]);
    tap(stand.part("[data-testid=crowd-submit] button"));
    expect(told).toEqual([{ type: "submit", answer: stand.under(sample.byTouches) }]);
  });
}

export function isUndone(stand: Stand): void {
  const button = (name: "Undo" | "Redo") => stand.part<HTMLButtonElement>(`button[aria-label=${name}]`);
  const answer = () => JSON.stringify(stand.form.answer);

  describe.each([
    ["key", (way: "Undo" | "Redo") => press("z", document.body, { ctrlKey: true, shiftKey: way === "Redo" })],
    ["button", (way: "Undo" | "Redo") => tap(button(way))],
  ] as const)("by %s", (_, go) => {
    /** Every answer on the way, until the button says that there is no more. */
    const walk = async (way: "Undo" | "Redo"): Promise<string[]> => {
      const passed: string[] = [];
      for (; !button(way).disabled; await rest()) {
        expect(passed.length).toBeLessThan(ENOUGH);
        go(way);
        passed.push(answer());
      }
      return passed;
    };

    test("is undone to where it began and redone to where it was, and the page hears of it", async () => {
      await show(stand.markup());
      const before = answer();
      await stand.workByKeys();
      await rest();
      const after = answer();
      const changes = vi.fn();
      stand.widget.addEventListener("change", changes);
      const back = await walk("Undo");
      expect(back[0]).not.toBe(after);
      expect(back.at(-1)).toBe(before);
      expect(changes).toHaveBeenCalled();
      const forth = await walk("Redo");
      expect(forth.at(-1)).toBe(after);
      expect(forth.slice(0, -1)).toEqual(back.slice(0, -1).reverse());
    });
  });

  test("begins anew with a draft: what was before it does not come back", async () => {
    await show(stand.markup());
    await stand.workByKeys();
    stand.widget.restore(stand.under(stand.sample.complete));
    await rest();
    expect(button("Undo").disabled).toBe(true);
    press("z", document.body, { ctrlKey: true });
    expect(stand.form.answer).toEqual(stand.under(stand.sample.complete));
  });
}
