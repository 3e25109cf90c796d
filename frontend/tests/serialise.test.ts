import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ANSWERS, type Answer } from "../src/form/answer-source";
import { restore, serialise, sourcesOf } from "../src/form/serialise";

class SampleValue extends HTMLElement {
  value: unknown = { any: ["object", 1] };
}

class SampleSource extends HTMLElement {
  readonly [ANSWERS] = true;
  answer(): Answer {
    return { widget: { label: "cat" } };
  }
  restore(): void {}
}

beforeAll(() => {
  customElements.define("object-value-input", SampleValue);
  customElements.define("sample-source", SampleSource);
});

beforeEach(() => {
  document.body.innerHTML = "";
});

function answerOf(markup: string): Answer {
  document.body.innerHTML = `<div id="root"><form id="f">${markup}</form></div>`;
  const root = document.querySelector("#root")!;
  return serialise(sourcesOf(root, root.querySelector("form")));
}

const ROWS: [what: string, markup: string, answer: Answer][] = [
  ["checkbox without value", `<input type=checkbox name=a checked>`, { a: { on: true } }],
  ["checkbox with value", `<input type=checkbox name=a value=yes>`, { a: { yes: false } }],
  ["checkbox with an empty value", `<input type=checkbox name=a value="">`, { a: { "": false } }],
  [
    "radios: every option of the name",
    `<input type=radio name=c value=1><input type=radio name=c value=2 checked><input type=radio name=c value=3>`,
    { c: { 1: false, 2: true, 3: false } },
  ],
  ["checkboxes of one name merge", `<input type=checkbox name=a value=x checked><input type=checkbox name=a value=y>`, { a: { x: true, y: false } }],
  ["select", `<select name=s><option value=1>one<option value=2 selected>two</select>`, { s: "2" }],
  ["select, the empty option", `<select name=s><option value="">choose</select>`, { s: "" }],
  ["select multiple", `<select name=s multiple><option selected>a</option><option>b</option><option selected>c</option></select>`, { s: ["a", "c"] }],
  ["textarea", `<textarea name=t>one\r\ntwo</textarea>`, { t: "one\ntwo" }],
  ["text", `<input name=t value=hello>`, { t: "hello" }],
  ["number stays a string", `<input type=number name=n value=12>`, { n: "12" }],
  ["date", `<input type=date name=d value=2026-11-21>`, { d: "2026-11-21" }],
  ["hidden", `<input type=hidden name=h value=x>`, { h: "x" }],
  ["hidden and empty is kept", `<input type=hidden name=h value="">`, { h: "" }],
  ["empty text is left out", `<input name=t value=""><textarea name=u></textarea>`, {}],
  ["without a name", `<input value=x><textarea>y</textarea><input type=checkbox checked>`, {}],
  ["an empty name", `<input name="" value=x>`, {}],
  ["disabled", `<input name=t value=x disabled><fieldset disabled><input name=u value=y></fieldset>`, {}],
  ["buttons", `<input type=submit name=s value=x><input type=button name=b value=x><button name=c value=x>x</button>`, {}],
  ["last of a name wins", `<input name=t value=first><input name=t value=last>`, { t: "last" }],
  ["everything called _ thrown away by a hidden one", `<input type=checkbox name=_ value=a><input name=_ value=b><input type=hidden name=_ value="">`, { _: "" }],
  ["names that start with _ are submitted", `<input name=_customLabel value=x>`, { _customLabel: "x" }],
  ["an object of booleans after a string wins", `<input name=a value=x><input type=checkbox name=a value=y checked>`, { a: { y: true } }],
  ["object-value-input", `<object-value-input name=o></object-value-input>`, { o: { any: ["object", 1] } }],
  ["object-value-input without a name", `<object-value-input></object-value-input>`, {}],
  ["a widget", `<sample-source></sample-source>`, { widget: { label: "cat" } }],
  ["inputs inside instructions and other elements", `<short-instructions><div><input name=deep value=x></div></short-instructions>`, { deep: "x" }],
  ["a name that is a trap", `<input name=__proto__ value=x>`, JSON.parse('{"__proto__": "x"}') as Answer],
];

describe("serialise", () => {
  test.each(ROWS)("%s", (_, markup, answer) => {
    expect(JSON.stringify(answerOf(markup))).toBe(JSON.stringify(answer));
  });

  test("takes inputs that a script appended, also beside the light form", () => {
    answerOf("");
    const input = Object.assign(document.createElement("input"), { name: "late", value: "x" });
    document.querySelector("#root")!.append(input);
    const root = document.querySelector("#root")!;
    expect(serialise(sourcesOf(root, root.querySelector("form")))).toEqual({ late: "x" });
  });

  test("does not see inputs inside somebody's shadow root", () => {
    answerOf(`<div id=host></div>`);
    document.querySelector("#host")!.attachShadow({ mode: "open" }).innerHTML = "<input name=inner value=x>";
    expect(serialise(sourcesOf(document.querySelector("#root")!))).toEqual({});
  });
});

describe("restore", () => {
  const BACK = ROWS.filter(([, , answer]) => Object.keys(answer).length > 0 && !("widget" in answer) && !("_" in answer));

  test.each(BACK)("fills in again: %s", (_, markup, answer) => {
    answerOf(markup);
    const root = document.querySelector("#root")!;
    const sources = sourcesOf(root);
    for (const input of root.querySelectorAll("input")) input.checked = false;
    for (const field of root.querySelectorAll<HTMLInputElement>("input:not([type=checkbox],[type=radio]),textarea")) field.value = "";
    restore(sources, answer);
    expect(serialise(sources)).toEqual(answer);
  });

  test("empties a text field that the answer does not name", () => {
    answerOf(`<input name=t value=x>`);
    const sources = sourcesOf(document.querySelector("#root")!);
    restore(sources, {});
    expect(serialise(sources)).toEqual({});
  });

  test("leaves what is disabled as the template gave it", () => {
    answerOf(`<input name=t value=x disabled><fieldset disabled><input type=checkbox name=u checked></fieldset>`);
    restore(sourcesOf(document.querySelector("#root")!), {});
    expect(document.querySelector<HTMLInputElement>("[name=t]")!.value).toBe("x");
    expect(document.querySelector<HTMLInputElement>("[name=u]")!.checked).toBe(true);
    restore(sourcesOf(document.querySelector("#root")!), { t: "y" });
    expect(document.querySelector<HTMLInputElement>("[name=t]")!.value).toBe("y");
  });

  test("tells the template's scripts what changed, and only that", () => {
    answerOf(`<input name=t value=x><input name=u value=same>`);
    const heard: string[] = [];
    document.querySelector("#f")!.addEventListener("change", (event) => heard.push((event.target as HTMLInputElement).name));
    restore(sourcesOf(document.querySelector("#root")!), { t: "y", u: "same" });
    expect(heard).toEqual(["t"]);
  });

  test("survives an answer of another shape", () => {
    answerOf(`<input type=radio name=r value=1 checked><input name=t value=x><select name=s multiple><option>a</select>`);
    const sources = sourcesOf(document.querySelector("#root")!);
    restore(sources, { r: "garbage", t: { a: 1 }, s: null });
    expect(serialise(sources)).toEqual({ r: { 1: false }, s: [] });
  });
});
