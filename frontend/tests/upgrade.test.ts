import { describe, expect, test, vi } from "vitest";
import { begin, settled } from "../src/elements/upgrade";

class Fine extends HTMLElement {}

test("an element whose chunk cannot be fetched is told as a problem and does not hold up the others", async () => {
  const heard = vi.fn();
  document.addEventListener("crowd-problem", (event) => heard((event as CustomEvent).detail));
  document.body.innerHTML = "<sample-gone></sample-gone><sample-fine></sample-fine>";
  begin(
    new Map<string, () => Promise<CustomElementConstructor>>([
      ["sample-gone", () => Promise.reject(new Error("no network"))],
      ["sample-fine", () => Promise.resolve(Fine)],
    ]),
    document,
  );
  await settled(document);
  expect(document.querySelector("sample-fine")).toBeInstanceOf(Fine);
  expect(heard).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(/<sample-gone> could not be loaded.*no network/));
});

test("a template's own element of a name that is ours stays the template's", async () => {
  class Own extends HTMLElement {}
  customElements.define("sample-own", Own);
  const load = vi.fn(() => Promise.resolve(Fine as CustomElementConstructor));
  begin(new Map([["sample-own", load]]), document);
  document.body.innerHTML = "<sample-own></sample-own>";
  await settled(document);
  expect(document.querySelector("sample-own")).toBeInstanceOf(Own);
});

describe("an element that stands nowhere in the page is loaded all the same", () => {
  const table = (tag: string, load: () => Promise<CustomElementConstructor>) => new Map([[tag, load]]);
  const sample = () => class extends HTMLElement {};

  test("when an inline script speaks of it", async () => {
    const load = vi.fn(() => Promise.resolve(sample()));
    document.body.innerHTML = `<script type="text/plain">make("crowd-spoken", "crowd-other")</script>`;
    begin(table("crowd-spoken", load), document);
    await settled(document);
    expect(customElements.get("crowd-spoken")).toBeDefined();
    expect(load).toHaveBeenCalledOnce();
  });

  test("when a script waited for it before the bundle came, or waits later", async () => {
    document.body.innerHTML = "";
    Reflect.set(window, "__plumblineLoader", new Set(["crowd-early"]));
    begin(new Map([["crowd-early", async () => sample()], ["crowd-late", async () => sample()]]), document);
    await settled(document);
    expect([customElements.get("crowd-early"), customElements.get("crowd-late")]).toEqual([expect.any(Function), undefined]);
    document.dispatchEvent(new CustomEvent("crowd-awaited", { detail: "crowd-late" }));
    await settled(document);
    expect(customElements.get("crowd-late")).toBeDefined();
    Reflect.deleteProperty(window, "__plumblineLoader");
  });
});
