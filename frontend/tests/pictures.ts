/** Pictures for tests: there is no decoder and no canvas, so only their size is known. */
import { vi } from "vitest";

/** Whatever picture is loaded from now on in this test has this size. */
export function standPicture(width: number, height: number): void {
  const file = { type: "image/png", size: 0, slice: () => file, arrayBuffer: async () => new ArrayBuffer(0) };
  vi.stubGlobal("fetch", async () => ({ ok: true, blob: async () => file }));
  vi.stubGlobal("createImageBitmap", async () => ({ width, height, close: () => undefined }));
}

/** Whatever picture is loaded from now on cannot be read by `fetch`; returns the image elements that are tried instead. */
export function standNoPicture(): HTMLImageElement[] {
  const tried: HTMLImageElement[] = [];
  vi.stubGlobal("fetch", async () => {
    throw new TypeError("Failed to fetch");
  });
  vi.stubGlobal("Image", class extends globalThis.Image {
    constructor() {
      super();
      tried.push(this);
    }
  });
  return tried;
}
