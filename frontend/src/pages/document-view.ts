/** The document that is looked at: which page, its picture, zoom, and what went wrong. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { Gestures } from "../canvas/gestures";
import { Picture } from "../canvas/picture";
import { Surface } from "../canvas/surface";
import { Hand } from "./hand";
import { listSource, UnreadableDocument, type PageSource } from "./page-source";

export type DocumentState = "none" | "loading" | "shown" | "broken";

export class DocumentView implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #tell: (problem: string) => void;
  readonly surface: Surface;
  readonly picture: Picture;
  readonly hand: Hand;
  #source: PageSource | null = null;
  #opened = "";

  state: DocumentState = "none";
  /** Why it is broken, in the worker's words. */
  reason = "";
  /** The page that is shown, from 0. */
  page = 0;

  /** @param tell told the requester's problem when a document or page cannot be shown. */
  constructor(host: ReactiveControllerHost, tell: (problem: string) => void) {
    this.#host = host;
    this.#tell = tell;
    this.surface = new Surface(host);
    this.picture = new Picture(host, this.surface, (url) => tell(`The page could not be loaded: ${url}`));
    this.hand = new Hand(this.surface.view);
    new Gestures(host, this.surface, () => this.hand);
    this.surface.top.setAttribute("aria-label", "The page");
    this.surface.top.setAttribute("role", "img");
    host.addController(this);
  }

  hostConnected(): void {}

  /** How many pages there are; 0 while that is not known. */
  get count(): number {
    return this.#source?.count ?? 0;
  }

  /** Open a PDF at `url`, or the pictures at these addresses. The same again is left alone. */
  async open(url: string, addresses: readonly string[]): Promise<void> {
    const wanted = JSON.stringify([url, addresses]);
    if (wanted === this.#opened) return;
    this.#opened = wanted;
    this.#source?.close();
    this.#source = null;
    this.page = 0;
    this.#enter(url === "" && addresses.length === 0 ? "none" : "loading");
    if (addresses.length > 0) this.#source = listSource(addresses);
    else if (url !== "") await this.#openPdf(url, wanted);
    if (this.#source && wanted === this.#opened) await this.go(0);
  }

  /** Only a template with a PDF loads what reads it. */
  async #openPdf(url: string, wanted: string): Promise<void> {
    try {
      const { openPdf } = await import("./pdf-source");
      const source = await openPdf(url);
      if (wanted === this.#opened) this.#source = source;
      else source.close();
    } catch (error) {
      this.#fail(error, `The document could not be loaded: ${url.split("?")[0]}`);
    }
  }

  /** Try again after it broke. */
  again(): void {
    const [url, addresses] = JSON.parse(this.#opened) as [string, string[]];
    this.#opened = "";
    void this.open(url, addresses);
  }

  /** Show another page, from 0; one that does not exist is ignored. */
  async go(page: number): Promise<void> {
    const source = this.#source;
    if (!source || page < 0 || page >= source.count) return;
    this.page = page;
    this.#blank();
    try {
      const address = await source.address(page);
      if (this.page !== page || this.#source !== source) return;
      this.picture.load(address);
      this.#enter("shown");
      if (page + 1 < source.count) await source.address(page + 1);
    } catch (error) {
      this.#fail(error, `Page ${page + 1} could not be drawn.`);
    }
  }

  /** The page before must not be taken for the one that is still to come. */
  #blank(): void {
    this.picture.load("");
    this.surface.repaint("picture");
    this.#enter("loading");
  }

  #enter(state: DocumentState): void {
    this.state = state;
    this.#host.requestUpdate();
  }

  #fail(error: unknown, problem: string): void {
    this.reason = error instanceof UnreadableDocument ? error.message : "Check your connection and try again.";
    this.#tell(problem);
    this.#enter("broken");
  }
}
