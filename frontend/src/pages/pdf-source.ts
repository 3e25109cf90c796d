/** Pages of a PDF as pictures, drawn by pdf.js. */
import { getDocument, PasswordException, type PDFDocumentLoadingTask, type PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { UnreadableDocument, type PageSource } from "./page-source";
import { BinaryDataFactory } from "./pdf-data";
import { startWorker } from "./pdf-worker";

/** Longest side of a drawn page, in pixels: small print of an A4 page can be read enlarged. */
const LONGEST = 3000;
/** Of the pictures, as JPEG: writing a PNG of this size takes ten times as long. */
const QUALITY = 0.95;
/** Drawn pages that are kept. */
const KEPT = 6;
const UNREADABLE = "This document could not be read: it is damaged, or no PDF.";

/**
 * Open a PDF; `url` is read with CORS.
 *
 * @throws UnreadableDocument with a message for the worker.
 */
export async function openPdf(url: string): Promise<PageSource> {
  const task = getDocument({ url, worker: await startWorker(), BinaryDataFactory, useWorkerFetch: false, enableXfa: false });
  try {
    return new PdfSource(task, await task.promise);
  } catch (error) {
    void task.destroy();
    if (error instanceof PasswordException) throw new UnreadableDocument("This document is locked with a password.");
    throw new UnreadableDocument(UNREADABLE);
  }
}

class PdfSource implements PageSource {
  readonly #task: PDFDocumentLoadingTask;
  readonly #document: PDFDocumentProxy;
  /** Addresses by page, the last used at the end. */
  readonly #drawn = new Map<number, Promise<string>>();

  constructor(task: PDFDocumentLoadingTask, document: PDFDocumentProxy) {
    this.#task = task;
    this.#document = document;
  }

  get count(): number {
    return this.#document.numPages;
  }

  async address(place: number): Promise<string> {
    const drawn = this.#drawn.get(place) ?? this.#draw(place);
    this.#drawn.delete(place);
    this.#drawn.set(place, drawn);
    this.#forget();
    return drawn;
  }

  async #draw(place: number): Promise<string> {
    const page = await this.#document.getPage(place + 1);
    const natural = page.getViewport({ scale: 1 });
    const viewport = page.getViewport({ scale: LONGEST / Math.max(natural.width, natural.height) });
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [Math.round(viewport.width), Math.round(viewport.height)];
    await page.render({ canvas, viewport }).promise;
    page.cleanup();
    return URL.createObjectURL(await pictureOf(canvas));
  }

  #forget(): void {
    for (const place of [...this.#drawn.keys()].slice(0, -KEPT)) {
      void this.#drawn.get(place)!.then((address) => URL.revokeObjectURL(address));
      this.#drawn.delete(place);
    }
  }

  close(): void {
    for (const drawn of this.#drawn.values()) void drawn.then((address) => URL.revokeObjectURL(address));
    this.#drawn.clear();
    void this.#task.destroy();
  }
}

function pictureOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new UnreadableDocument("This page is too large to be shown."))), "image/jpeg", QUALITY);
  });
}
