import { beforeAll, expect, it, vi } from "vitest";

beforeAll(() => vi.stubGlobal("matchMedia", () => new EventTarget()));

it("a frame has its place and its size before its page is loaded, so that a quick script reads no width of 0", async () => {
  const { HostedFrame } = await import("./hosted-frame");
  const place = document.body.appendChild(document.createElement("div"));
  const seen: [inPlace: boolean, address: string | null][] = [];
  vi.spyOn(HTMLIFrameElement.prototype, "getBoundingClientRect").mockImplementation(function (this: HTMLIFrameElement) {
    seen.push([this.parentElement === place, this.getAttribute("src")]);
    return new DOMRect();
  });
  const item = { type: "item", slot: "current", assignment: 1, frame: "about:blank", deadline: "", draft: null } as const;
  const frame = new HostedFrame(item, place, () => undefined);
  expect(seen).toEqual([[true, null]]);
  expect(frame.element.getAttribute("src")).toBe("about:blank");
  frame.remove();
});
