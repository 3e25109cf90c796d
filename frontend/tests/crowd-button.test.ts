import { expect, test, vi } from "vitest";
import type { CrowdButton } from "../src/elements/crowd-button";
import { inShadow, rest, show } from "./stage";

const build = (attributes: string) => show<CrowdButton>(`<crowd-button ${attributes}>Go</crowd-button>`, "crowd-button");

test.each([
  ["", "normal"],
  [`variant="primary"`, "primary"],
  [`variant="link"`, "link"],
  [`variant="icon" icon="search"`, "quiet icon-only"],
  [`variant="nonsense"`, "normal"],
])("%s looks %s", async (attributes, look) => {
  expect(inShadow(await build(attributes), "button").className).toBe(look);
});

test("disabled and loading buttons keep their clicks from everybody", async () => {
  const button = await build("disabled");
  const heard = vi.fn();
  button.addEventListener("click", heard);
  button.click();
  button.disabled = false;
  button.loading = true;
  button.click();
  expect(heard).not.toHaveBeenCalled();
  button.loading = false;
  button.click();
  expect(heard).toHaveBeenCalledOnce();
});

test("a disabled button hears of the mouse all the same, as scripts enable it so", async () => {
  const button = await build("disabled");
  const heard: string[] = [];
  for (const name of ["mouseup", "click"]) button.addEventListener(name, () => heard.push(name));
  const inner = inShadow(button, "button");
  for (const name of ["mouseup", "click"]) inner.dispatchEvent(new MouseEvent(name, { bubbles: true, composed: true }));
  expect(heard).toEqual(["mouseup"]);
  expect(inner.getAttribute("aria-disabled")).toBe("true");
  button.disabled = false;
  await rest();
  inner.click();
  expect(heard).toEqual(["mouseup", "click"]);
  expect(inner.getAttribute("aria-disabled")).toBe("false");
});

test("disabled is the same as attribute and as property, loading beats it", async () => {
  const button = await build("");
  button.setAttribute("disabled", "");
  expect(button.disabled).toBe(true);
  button.disabled = false;
  await rest();
  expect(button.hasAttribute("disabled")).toBe(false);
  button.loading = true;
  await rest();
  expect(inShadow(button, ".spinner")).toBeTruthy();
});

test("a button without a text is called after its icon", async () => {
  const name = (button: Element) => inShadow(button, "button").getAttribute("aria-label");
  const silent = await show<CrowdButton>(`<crowd-button icon="icons:zoom-in"></crowd-button>`, "crowd-button");
  expect(name(silent)).toBe("zoom in");
  silent.title = "Larger";
  silent.requestUpdate();
  await rest();
  expect(name(silent)).toBe("Larger");
  expect(name(await build(`icon="zoom-in"`))).toBeNull();
  const holding = await show(`<crowd-button><iron-icon icon="question-answer"></iron-icon></crowd-button>`, "crowd-button");
  expect(name(holding)).toBe("question answer");
});

test("href makes it a link", async () => {
  const link = inShadow<HTMLAnchorElement>(await build(`href="https://example.org/" target="_blank"`), "a");
  expect(link.getAttribute("href")).toBe("https://example.org/");
  expect(link.target).toBe("_blank");
  expect(link.rel).toContain("noopener");
});

test("the icon stands left, or right where icon-align says so", async () => {
  const order = (button: Element) => [...inShadow(button, "button").children].map((child) => child.localName);
  expect(order(await build(`icon="search"`))).toEqual(["iron-icon", "slot"]);
  expect(order(await build(`icon-url="x.png" icon-align="right"`))).toEqual(["slot", "img"]);
  expect(order(await build(`icon=""`))).toEqual(["slot"]);
});

test.each(["https://example.org/a", "http://example.org", "mailto:a@example.org", "tel:+431", "guide.html", "#part", "?page=2", ""])("a link to “%s” stays", async (href) => {
  expect(inShadow(await build(`href="${href}"`), "a").getAttribute("href")).toBe(href);
});

test.each(["javascript:alert(1)", " java\tscript:alert(1)", "JavaScript:void(0)", "data:text/html,x", "vbscript:x", "blob:x", "https://"])("a link to “%s” leads nowhere", async (href) => {
  const button = await build("");
  button.href = href;
  await rest();
  expect(button.shadowRoot!.querySelector("a")).toBeNull();
  const heard = vi.fn();
  button.addEventListener("click", heard);
  inShadow(button, "button").click();
  expect(heard).toHaveBeenCalledOnce();
});
