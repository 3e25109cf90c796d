/** Loads one picture so that stored pixels are shown as they are stored, whatever its EXIF orientation says. */
import type { ReactiveController, ReactiveControllerHost } from "lit";

export type ImageState = "none" | "loading" | "shown" | "broken";

/**
 * `image-orientation: none` only works on pictures read with CORS; so that is tried first, and without CORS (then
 * turned as the file says) only if the store does not allow it.
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
    this.image = null;
    this.state = url === "" ? "none" : "loading";
    if (url !== "") this.#try(url, true);
    this.#host.requestUpdate();
  }

  #try(url: string, cors: boolean): void {
    const image = new Image();
    this.#attempt = image;
    if (cors) image.crossOrigin = "anonymous";
    image.decoding = "async";
    image.draggable = false;
    image.addEventListener("load", () => this.#done(image, "shown"));
    image.addEventListener("error", () => {
      if (this.#attempt !== image) return;
      if (cors) this.#try(url, false);
      else this.#done(image, "broken");
    });
    image.src = url;
  }

  #done(image: HTMLImageElement, state: ImageState): void {
    if (this.#attempt !== image) return;
    this.state = state;
    this.image = state === "shown" ? image : null;
    if (state === "broken") this.#broken(this.address);
    this.#host.requestUpdate();
  }
}
