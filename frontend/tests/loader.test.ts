import { beforeEach, expect, test, vi } from "vitest";
import { standPage } from "./stage";

/** Run the loader as if a script tag with this address stood in the page. */
async function run(src: string): Promise<HTMLScriptElement[]> {
  const own = document.createElement("script");
  Object.defineProperty(own, "src", { value: src });
  vi.spyOn(document, "currentScript", "get").mockReturnValue(own);
  vi.spyOn(document.head, "append").mockImplementation((...nodes) => void added.push(...(nodes as HTMLScriptElement[])));
  vi.resetModules();
  await import("../src/loader/crowd-html-elements");
  return added;
}

let added: HTMLScriptElement[] = [];

beforeEach(() => {
  added = [];
  Reflect.deleteProperty(window, "__plumblineLoader");
});

test("adds the module bundle from beside its own address", async () => {
  const [module] = await run("https://label.example/static/crowd-html-elements.js?v=2");
  expect(module!.type).toBe("module");
  expect(module!.src).toBe("https://label.example/static/crowd/elements.js");
});

test("adds it once, however often a template names the loader", async () => {
  await run("https://label.example/static/crowd-html-elements.js");
  await run("https://label.example/static/crowd-html-elements.js");
  expect(added).toHaveLength(1);
});

test("tells the page when the bundle cannot be had, and when a script of the template fails", async () => {
  const told = standPage();
  const [module] = await run("https://label.example/static/crowd-html-elements.js");
  module!.dispatchEvent(new Event("error"));
  window.dispatchEvent(new ErrorEvent("error", { message: "x is not defined" }));
  // Loaders of earlier tests still listen to this window.
  expect([...new Set(told.map((message) => message.type === "problem" && message.message))]).toEqual([
    expect.stringContaining("https://label.example/static/crowd/elements.js"),
    expect.stringContaining("x is not defined"),
  ]);
});

test("notes for which elements scripts wait, and tells those that listen", async () => {
  await run("https://label.example/static/crowd-html-elements.js");
  const heard: unknown[] = [];
  document.addEventListener("crowd-awaited", (event) => heard.push((event as CustomEvent).detail), { once: true });
  class Awaited extends HTMLElement {}
  const defined = customElements.whenDefined("sample-awaited");
  customElements.define("sample-awaited", Awaited);
  await defined;
  expect(customElements.get("sample-awaited")).toBe(Awaited);
  expect(heard).toEqual(["sample-awaited"]);
  expect(Reflect.get(window, "__plumblineLoader")).toEqual(new Set(["sample-awaited"]));
});

test("finds its own element also as a module script, which is not told which that is", async () => {
  vi.spyOn(document, "currentScript", "get").mockReturnValue(null);
  vi.spyOn(document.head, "append").mockImplementation((...nodes) => void added.push(...(nodes as HTMLScriptElement[])));
  const own = document.createElement("script");
  own.type = "module";
  own.src = "https://label.example/s/crowd-html-elements.js";
  vi.spyOn(document, "querySelector").mockReturnValue(own);
  vi.resetModules();
  await import("../src/loader/crowd-html-elements");
  expect(added.map((script) => script.src)).toEqual(["https://label.example/s/crowd/elements.js"]);
});
