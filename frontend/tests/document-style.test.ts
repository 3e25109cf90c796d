import { beforeEach, describe, expect, test } from "vitest";
import { styleDocument } from "../src/design/document-style";

beforeEach(() => {
  document.head.innerHTML = "";
  document.body.innerHTML = "";
});

describe("a template that brings colours keeps a white page under them", () => {
  test.each([
    ["<p>plain</p>", false],
    ['<p style="white-space: pre">plain</p>', false],
    ["<style>p { margin: 0 }</style>", true],
    ['<p style="color: #333">x</p>', true],
    ['<p style="background:#fff">x</p>', true],
    ['<table bgcolor="white"></table>', true],
  ])("%s", (markup, own) => {
    document.body.innerHTML = markup;
    styleDocument(document);
    expect(document.documentElement.hasAttribute("data-own-colours")).toBe(own);
  });
});

test("our style sheet stands before the template's and in a layer, so that the template's wins", () => {
  document.head.innerHTML = `<style id="own">p { color: red }</style>`;
  styleDocument(document);
  const [ours, own] = document.head.querySelectorAll("style");
  expect(ours!.textContent).toMatch(/^\s*@layer plumbline/);
  expect(own!.id).toBe("own");
});

test("a phone gets a viewport, unless the template has one", () => {
  styleDocument(document);
  expect(document.querySelectorAll("meta[name=viewport]")).toHaveLength(1);
  document.head.innerHTML = `<meta name="viewport" content="width=500">`;
  styleDocument(document);
  expect([...document.querySelectorAll<HTMLMetaElement>("meta[name=viewport]")].map((meta) => meta.content)).toEqual(["width=500"]);
});
