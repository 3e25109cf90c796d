/** Nobody is kept out: names, regions, and the order in which the Tab key goes. */
import { describe, expect, test } from "vitest";
import { show } from "../stage";
import { barriers, outOfReach, overtaking, unnamedRegions } from "../reaching";
import type { Stand } from "./sample";

export function keepsNobodyOut(stand: Stand): void {
  const states: [string, () => unknown][] = [
    ["empty", () => undefined],
    ["worked on", () => stand.workByKeys()],
    ["refused", () => stand.widget.validate()],
  ];

  // Of all states the one with most in it: axe takes its time.
  test("axe finds no barrier in it", async () => {
    await show(stand.markup("", `<short-instructions>s</short-instructions>`));
    await stand.workByKeys();
    expect(await barriers(stand.widget)).toEqual([]);
  });

  describe.each(states)("%s", (_, bring) => {
    test("the Tab key reaches everything in the order of the page, and every region has a name", async () => {
      await show(stand.markup("", `<short-instructions>s</short-instructions>`));
      await bring();
      await stand.widget.updateComplete;
      expect(outOfReach(stand.widget)).toEqual([]);
      expect(overtaking(stand.widget)).toEqual([]);
      expect(unnamedRegions(stand.widget)).toEqual([]);
    });
  });
}
