/** The contracts are inherited by whatever is in the registry: a new widget without a test of its own is noticed here. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FULL_PAGE_TAGS } from "../src/elements/registry";

const HERE = import.meta.dirname;
const SAMPLE = /widgetContract\([\s\S]*|: Sample = \{[\s\S]*/;

const sampled = readdirSync(HERE)
  .filter((name) => name.endsWith(".test.ts"))
  .flatMap((name) => SAMPLE.exec(readFileSync(join(HERE, name), "utf8"))?.[0] ?? []);

test.each([...FULL_PAGE_TAGS])("<%s> keeps the contract of full-page widgets", (tag) => {
  expect(sampled.filter((text) => text.includes(`tag: "${tag}"`))).toHaveLength(1);
});
