/// <reference types="vite/client" />
/** What pdf.js fetches while it draws: fonts that a file only names, tables of Asian letters, decoders of scans. */

type Loader = () => Promise<unknown>;

// As modules with the data in them: the frame may load scripts of ours but fetch nothing from us (portal/policy.py).
const FILES: Readonly<Record<string, Loader>> = {
  ...import.meta.glob("../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}", { query: "?url&inline", import: "default" }),
  ...import.meta.glob("../../node_modules/pdfjs-dist/wasm/{jbig2,openjpeg}.wasm", { query: "?url&inline", import: "default" }),
};

const BY_NAME = new Map(Object.entries(FILES).map(([path, load]) => [path.slice(path.lastIndexOf("/") + 1), load]));

/** For pdf.js's option of this name: one is made for each document. */
export class BinaryDataFactory {
  /** @throws Error where pdf.js asks for a file that it does not bring along; it then draws without it. */
  async fetch({ filename }: { filename: string }): Promise<Uint8Array> {
    const address = filename.endsWith(".bcmap") ? (await import("./pdf-cmaps")).CMAPS.get(filename) : await BY_NAME.get(filename)?.();
    if (address === undefined) throw new Error(`pdf.js has no file ${filename}`);
    const data = String(address).split(",", 2)[1] ?? "";
    return Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  }
}
