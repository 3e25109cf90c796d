/// <reference types="vite/client" />
/** The tables that turn Asian text of a PDF into letters, by file name: one module, since they are small and many. */
const FILES: Readonly<Record<string, string>> = import.meta.glob("../../node_modules/pdfjs-dist/cmaps/*.bcmap", {
  query: "?url&inline", import: "default", eager: true,
});

/** As data URLs. */
export const CMAPS: ReadonlyMap<string, string> = new Map(
  Object.entries(FILES).map(([path, data]) => [path.slice(path.lastIndexOf("/") + 1), data]),
);
