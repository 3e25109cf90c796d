/** Loads one picture so that stored pixels are shown as they are stored, whatever its EXIF orientation says. */
import { withoutOrientation } from "../canvas/orientation";
import type { ReactiveController, ReactiveControllerHost } from "lit";

export type ImageState = "none" | "loading" | "shown" | "broken";

/**
 * With CORS the file itself can be read, and what would turn the picture taken out of it. Where the store does not allow
 * that, the browser's own loading is left, first with CORS; a picture is then turned as its file says.
 */
export class ImageSource implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #broken: (url: string) => void;
  #url = "";
  #attempt: HTMLImageElement | null = null;

  state: ImageState = "none";
  /** The loaded picture, to be put into the page. */
  image: HTMLImageElement | null = null;

  /** @param broken told the address of a picture that cannot be loaded, without its query (it may hold a signature). */
  constructor(host: ReactiveControllerHost, broken: (url: string) => void) {
    this.#host = host;
    this.#broken = broken;
    host.addController(this);
  }

  hostConnected(): void {}

  /** Where the picture comes from, without the query. */
  get address(): string {
    return this.#url.split("?")[0]!;
  }

  load(url: string): void {
    if (url === this.#url && this.state !== "broken") return;
    this.#url = url;
    this.#attempt = null;
    this.image = null;
    this.state = url === "" ? "none" : "loading";
    if (url !== "") void this.#read(url);
    this.#host.requestUpdate();
  }

  async #read(url: string): Promise<void> {
    const file = await readFile(url);
    if (this.#url !== url || this.#attempt) return;
    if (file) this.#showFile(url, file);
    else this.#try(url, true);
  }

  #showFile(url: string, file: Blob): void {
    const address = URL.createObjectURL(file);
    const image = this.#begin();
    image.addEventListener("load", () => this.#done(image, "shown"));
    for (const type of ["load", "error"]) image.addEventListener(type, () => URL.revokeObjectURL(address));
    image.addEventListener("error", () => {
      if (this.#attempt === image) this.#try(url, true);
    });
    image.src = address;
  }

  #try(url: string, cors: boolean): void {
    const image = this.#begin();
    if (cors) image.crossOrigin = "anonymous";
    image.addEventListener("load", () => this.#done(image, "shown"));
    image.addEventListener("error", () => {
      if (this.#attempt !== image) return;
      if (cors) this.#try(url, false);
      else this.#done(image, "broken");
    });
    image.src = url;
  }

  #begin(): HTMLImageElement {
    const image = new Image();
    this.#attempt = image;
    image.decoding = "async";
    image.draggable = false;
    return image;
  }

  #done(image: HTMLImageElement, state: ImageState): void {
    if (this.#attempt !== image) return;
    this.state = state;
    this.image = state === "shown" ? image : null;
    if (state === "broken") this.#broken(this.address);
    this.#host.requestUpdate();
  }
}

async function readFile(url: string): Promise<Blob | null> {
  try {
    const answer = await fetch(url, { mode: "cors", credentials: "omit" });
    return answer.ok ? await withoutOrientation(await answer.blob()) : null;
  } catch {
    return null;
  }
}
