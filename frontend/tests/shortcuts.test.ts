import { afterEach, describe, expect, test, vi } from "vitest";
import { CHOICE_KEYS, keysOf, Shortcuts } from "../src/elements/shortcuts";
import { press } from "./stage";

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

describe("keys of the frame", () => {
  const ran = vi.fn();
  const owner = new Shortcuts({ addController: () => undefined } as never, () =>
    ["Enter", "ArrowUp", "z", "1"].map((key) => ({ key, label: key, run: () => ran(key) })),
  );

  /** Press a key on the control that a template wrote. */
  function pressOn(markup: string, key: string, init: KeyboardEventInit = {}): void {
    document.body.innerHTML = markup;
    owner.hostConnected();
    press(key, document.body.firstElementChild!, init);
  }

  afterEach(() => {
    owner.hostDisconnected();
    ran.mockReset();
  });

  test.each([
    ...["button", "submit", "reset", "file", "color", "image"].map((type) => `<input type=${type}>`),
    `<audio controls></audio>`,
    `<video controls></video>`,
    ...["link", "tab", "switch", "button"].map((role) => `<div role=${role} tabindex=0></div>`),
    `<div role=switch aria-checked=true tabindex=0></div>`,
  ])("Enter is left to %s", (markup) => {
    pressOn(markup, "Enter");
    expect(ran).not.toHaveBeenCalled();
  });

  test.each([`<input type=radio>`, `<input type=checkbox>`, `<audio></audio>`, `<div tabindex=0></div>`, `<button aria-checked=true></button>`])(
    "Enter on %s is the frame's",
    (markup) => {
      pressOn(markup, "Enter");
      expect(ran).toHaveBeenCalledExactlyOnceWith("Enter");
    },
  );

  test.each([`<input type=radio>`, `<input type=range>`, `<select></select>`, `<div role=slider tabindex=0></div>`])("arrows are left to %s", (markup) => {
    pressOn(markup, "ArrowUp");
    expect(ran).not.toHaveBeenCalled();
  });

  test("arrows on a button, and letters and digits on a radio, are the frame's", () => {
    pressOn(`<button></button>`, "ArrowUp");
    pressOn(`<input type=radio>`, "1");
    expect(ran.mock.calls).toEqual([["ArrowUp"], ["1"]]);
  });

  test("a key means the same on a keyboard without Latin letters", () => {
    pressOn(`<div></div>`, "я", { code: "KeyZ" });
    pressOn(`<div></div>`, "١", { code: "Digit1" });
    expect(ran.mock.calls).toEqual([["z"], ["1"]]);
  });
});
