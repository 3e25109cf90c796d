import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { tokens } from "../design/tokens";

/** Custom properties by name; what a media query changes is left out. */
const values = (css: string): Map<string, string> =>
  new Map([...css.matchAll(/(--pl-[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name!, value!.replace(/\s+/g, " ")]));

it("the pages and the elements have one look", () => {
  const ours = values(readFileSync("src/portal/tokens.css", "utf8"));
  const theirs = values(tokens.cssText.split("@media")[0]!);
  expect(ours.size).toBeGreaterThan(20);
  for (const [name, value] of ours) expect([name, value]).toEqual([name, theirs.get(name)]);
});
