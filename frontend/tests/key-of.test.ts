import { expect, test } from "vitest";
import { keyOf } from "../src/elements/key-of";

test.each([
  ["z", "KeyY", "z"],
  ["Z", "KeyZ", "Z"],
  ["я", "KeyZ", "z"],
  ["Я", "KeyZ", "z"],
  ["ζ", "KeyZ", "z"],
  ["ז", "KeyZ", "z"],
  ["١", "Digit1", "1"],
  ["é", "Digit2", "2"],
  ["х", "BracketLeft", "["],
  ["ю", "Period", "ю"],
  ["&", "Digit1", "&"],
  ["Enter", "NumpadEnter", "Enter"],
  [" ", "Space", " "],
  ["я", "", "я"],
])("“%s” on the key %s is meant as “%s”", (key, code, meant) => {
  expect(keyOf(new KeyboardEvent("keydown", { key, code }))).toBe(meant);
});
