/** The picture that is labeled: loaded as its pixels are stored, painted with brightness, contrast and a pixel grid. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { ImageSource, type ImageState } from "../elements/image-source";
import type { Bounds } from "../geometry/polygon";
import { withoutOrientation } from "./orientation";
import { PictureLevels, type Pixels, type Size } from "./picture-levels";
import type { Layer } from "./plane";
import type { Surface } from "./surface";
import type { View } from "./view";

/** From this many screen pixels an image pixel on, the grid between pixels is drawn. */
const GRID_FROM = 12;

/** Why nothing can be submitted while the picture is not there. */
export const NO_PICTURE: Readonly<Record<ImageState, string | null>> = {
  none: "This template names no image, so nothing can be drawn. Decline this item.",
  loading: "The image is still loading. Wait until you see it.",
  broken: "The image could not be loaded, so nothing can be drawn. Try again, or decline this item.",
  shown: null,
};

export class Picture implements Layer, ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #surface: Surface;
  readonly #source: ImageSource;
  #url = "";
  #levels: PictureLevels | null = null;
  #brightness = 1;
  #contrast = 1;

  /** @param broken told the address of a picture that cannot be loaded, without its query. */
  constructor(host: ReactiveControllerHost, surface: Surface, broken: (url: string) => void) {
    this.#host = host;
    this.#surface = surface;
    this.#source = new ImageSource(host, (address) => this.#asked && broken(address));
    surface.add("picture", this);
    host.addController(this);
  }

  hostConnected(): void {}

  /** A picture that came the other way is taken over. */
  hostUpdated(): void {
    const { image } = this.#source;
    if (!image || this.#levels || !this.#asked) return;
    // A vector picture may have no size of its own.
    this.#show(image, { width: image.naturalWidth || 300, height: image.naturalHeight || 300 });
  }

  get state(): ImageState {
    if (this.#levels) return "shown";
    return this.#asked && this.#source.state === "broken" ? "broken" : this.#url === "" ? "none" : "loading";
  }

  /** Its natural size, `null` while it loads. */
  get size(): Size | null {
    return this.#levels?.size ?? null;
  }

  /** Where it comes from, without the query. */
  get address(): string {
    return this.#url.split("?")[0]!;
  }

  /** 1 is as the file is; 0.2 to 3. */
  get brightness(): number {
    return this.#brightness;
  }

  get contrast(): number {
    return this.#contrast;
  }

  /** Is the browser's own loading about the picture of this address? What it did for another one comes too late. */
  get #asked(): boolean {
    return this.#url !== "" && this.#source.address === this.address;
  }

  adjust(brightness: number, contrast: number): void {
    this.#brightness = brightness;
    this.#contrast = contrast;
    const plain = brightness === 1 && contrast === 1;
    this.#surface.planes.picture.canvas.style.filter = plain ? "" : `brightness(${brightness}) contrast(${contrast})`;
    this.#host.requestUpdate();
  }

  /** Show the picture at this address; trying a broken one again is fine. */
  load(url: string): void {
    if (url === this.#url && this.state !== "broken") return;
    this.#url = url;
    this.#levels?.close();
    this.#levels = null;
    this.#source.load("");
    if (url !== "") void this.#fetch(url);
    this.#host.requestUpdate();
  }

  /** Pixels of a part; `null` while it loads or if its store does not allow reading it. */
  pixels(longest: number, area?: Bounds): Pixels | null {
    try {
      return this.#levels?.pixels(longest, area) ?? null;
    } catch (error) {
      if (error instanceof DOMException && error.name === "SecurityError") return null;
      throw error;
    }
  }

  /** With CORS the file itself can be read; where its store does not allow that, the browser's own loading is left. */
  async #fetch(url: string): Promise<void> {
    const bitmap = await readBitmap(url);
    if (this.#url !== url) bitmap?.close();
    else if (bitmap) this.#show(bitmap, { width: bitmap.width, height: bitmap.height });
    else this.#source.load(url);
  }

  #show(source: CanvasImageSource, size: Size): void {
    const levels = new PictureLevels(source, size);
    this.#levels?.close();
    this.#levels = levels;
    this.#surface.view.show(size);
    void levels.halve().then(() => this.#surface.repaint("picture"));
    this.#host.requestUpdate();
  }

  paint(context: CanvasRenderingContext2D, view: View, area: Bounds): void {
    if (!this.#levels) return;
    this.#levels.draw(context, area, view.scale * this.#surface.planes.picture.sharpness);
    if (view.scale >= GRID_FROM) paintGrid(context, view, area, this.#levels.size);
  }
}

/** The picture without its orientation, `null` if it cannot be read this way. */
async function readBitmap(url: string): Promise<ImageBitmap | null> {
  try {
    const answer = await fetch(url, { mode: "cors", credentials: "omit" });
    return answer.ok ? await createImageBitmap(await withoutOrientation(await answer.blob())) : null;
  } catch {
    return null;
  }
}

function paintGrid(context: CanvasRenderingContext2D, view: View, area: Bounds, size: Size): void {
  const [left, right] = [Math.max(0, Math.floor(area.left)), Math.min(size.width, Math.ceil(area.right))];
  const [top, bottom] = [Math.max(0, Math.floor(area.top)), Math.min(size.height, Math.ceil(area.bottom))];
  context.lineWidth = 1 / view.scale;
  context.strokeStyle = "rgb(128 128 128 / 45%)";
  context.beginPath();
  for (let x = left; x <= right; x++) context.rect(x, top, 0, bottom - top);
  for (let y = top; y <= bottom; y++) context.rect(left, y, right - left, 0);
  context.stroke();
}
