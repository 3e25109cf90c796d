/// <reference types="vite/client" />
/** Where pdf.js reads documents: beside the page's own thread, if the browser lets us. */
import { PDFWorker } from "pdfjs-dist/legacy/build/pdf.mjs";
import workerUrl from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?url";

const SCRIPT = new URL(workerUrl, import.meta.url).href;
/** A worker that says nothing for so long, in milliseconds, will not come. */
const PATIENCE = 8000;

/** A worker, or the page's own thread where there can be none. */
export async function startWorker(): Promise<PDFWorker> {
  const port = await startPort();
  if (port === null) await loadHere();
  return PDFWorker.create(port === null ? {} : { port });
}

/**
 * The template's frame has no origin of its own, so it may not start our script as a worker, nor a module of its own;
 * a plain script of its own may, and imports ours. What pdf.js says before that has happened would be lost: its first
 * word is waited for.
 */
function startPort(): Promise<Worker | null> {
  const script = `import(${JSON.stringify(SCRIPT)}).catch((error) => setTimeout(() => { throw error; }));`;
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  return new Promise<Worker | null>((resolve) => {
    const worker = new Worker(address);
    const give = (port: Worker | null): void => {
      clearTimeout(waiting);
      if (port === null) worker.terminate();
      resolve(port);
    };
    const waiting = setTimeout(() => give(null), PATIENCE);
    worker.addEventListener("message", () => give(worker), { once: true });
    worker.addEventListener("error", () => give(null), { once: true });
  }).finally(() => URL.revokeObjectURL(address));
}

/** pdf.js takes what it finds under this name instead of a worker. */
async function loadHere(): Promise<void> {
  const module: unknown = await import(/* @vite-ignore */ SCRIPT);
  Reflect.set(globalThis, "pdfjsWorker", module);
}
