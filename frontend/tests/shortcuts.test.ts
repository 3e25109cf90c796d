import { expect, test } from "vitest";
import { CHOICE_KEYS, keysOf } from "../src/elements/shortcuts";

test("choices get 1 to 9, 0, then letters", () => {
  expect(CHOICE_KEYS.join("")).toBe("1234567890abcdefghijklmnopqrstuvwxyz");
  expect(keysOf(["cat", "dog"])).toEqual(["1", "2"]);
  expect(keysOf(["b", "a"])).toEqual(["1", "2"]);
  expect(keysOf(Array.from({ length: 38 }, (_, at) => `c${at}`)).slice(9, 12)).toEqual(["0", "a", "b"]);
  expect(keysOf(Array.from({ length: 38 }, (_, at) => `c${at}`)).slice(35)).toEqual(["z", undefined, undefined]);
});

test("digits are their own keys, unless one comes twice or something else is among them", () => {
  expect(keysOf(["0", "1", "2"])).toEqual(["0", "1", "2"]);
  expect(keysOf(["0", "1", "none"])).toEqual(["1", "2", "3"]);
  expect(keysOf(["10", "11"])).toEqual(["1", "2"]);
});
