/** A decoded picture and smaller copies of it, so that a huge one is not read in full for a small view. */
import type { Bounds } from "../geometry/polygon";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels read back, and how they lie in the picture. */
export interface Pixels {
  readonly data: ImageData;
  /** Pixels of `data` for one image pixel, at most 1. */
  readonly scale: number;
  /** Where the first pixel is, in image pixels. */
  readonly left: number;
  readonly top: number;
}

/** Copies stop at this longest side: every screen shows that at once. */
const SMALLEST = 1024;

/** Pixels written between two rests: some milliseconds. */
const SLICE = 800_000;

interface Level {
  readonly source: CanvasImageSource;
  readonly scale: number;
}

export class PictureLevels {
  readonly size: Size;
  readonly #levels: Level[];
  #closed = false;

  constructor(source: CanvasImageSource, size: Size) {
    this.size = size;
    this.#levels = [{ source, scale: 1 }];
  }

  /** Make the halved copies, each from the one before, in slices that leave the page time for the worker. */
  async halve(): Promise<void> {
    for (let level = this.#levels[0]!; longest(this.size) * level.scale > SMALLEST; level = this.#levels.at(-1)!) {
      const scale = level.scale / 2;
      const copy = await halved(level.source, {
        width: Math.max(1, Math.floor(this.size.width * scale)),
        height: Math.max(1, Math.floor(this.size.height * scale)),
      }, () => this.#closed);
      if (!copy) return;
      this.#levels.push({ source: copy, scale });
    }
  }

  /** Give the memory of the decoded picture back: a bitmap keeps it until someone collects it. Nothing is drawn then. */
  close(): void {
    this.#closed = true;
    for (const { source } of this.#levels.splice(0)) if ("close" in source) source.close();
  }

  /**
   * Draw the part `area` (image pixels) at the same place of a context whose unit is the image pixel.
   *
   * @param scale how large an image pixel is drawn, in pixels of the canvas: the smallest copy that is sharp is taken.
   */
  draw(context: CanvasRenderingContext2D, area: Bounds, scale: number): void {
    const { left, top, right, bottom } = within(area, this.size);
    if (right <= left || bottom <= top) return;
    const level = this.#levels.findLast((one) => one.scale >= scale) ?? this.#levels[0];
    if (!level) return;
    context.imageSmoothingEnabled = scale <= 1;
    const [width, height] = [right - left, bottom - top];
    context.drawImage(level.source, left * level.scale, top * level.scale, width * level.scale, height * level.scale, left, top, width, height);
  }

  /** Pixels of a part, no side longer than `longestSide`; `null` if the picture may not be read. */
  pixels(longestSide: number, area: Bounds = { left: 0, top: 0, right: this.size.width, bottom: this.size.height }): Pixels | null {
    const { left, top, right, bottom } = within(area, this.size);
    if (right <= left || bottom <= top) return null;
    const scale = Math.min(1, longestSide / Math.max(right - left, bottom - top));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round((right - left) * scale));
    canvas.height = Math.max(1, Math.round((bottom - top) * scale));
    const context = canvas.getContext("2d", { willReadFrequently: true });
    if (!context) return null;
    context.setTransform(scale, 0, 0, scale, -left * scale, -top * scale);
    this.draw(context, { left, top, right, bottom }, scale);
    return { data: context.getImageData(0, 0, canvas.width, canvas.height), scale, left, top };
  }
}

/** A copy of half the size; `null` where there is no canvas, or once it is not wanted any more. Four pixels become one, which is what smoothing does at 2 : 1. */
async function halved(source: CanvasImageSource, { width, height }: Size, unwanted: () => boolean): Promise<HTMLCanvasElement | null> {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return null;
  const rows = Math.max(1, Math.round(SLICE / width));
  for (let top = 0; top < height; top += rows) {
    const count = Math.min(rows, height - top);
    context.drawImage(source, 0, 2 * top, 2 * width, 2 * count, 0, top, width, count);
    drawNow(context);
    await new Promise((resolve) => setTimeout(resolve));
    if (unwanted()) return null;
  }
  return canvas;
}

/** Canvases draw when they must; all slices at once would be what slices are there to avoid. Reading makes them draw. */
function drawNow(context: CanvasRenderingContext2D): void {
  try {
    context.getImageData(0, 0, 1, 1);
  } catch (error) {
    // A picture without CORS cannot be read; it is then drawn when it is first seen.
    if (!(error instanceof DOMException)) throw error;
  }
}

/** Whole image pixels that cover the area, cut at the picture's borders. */
function within(area: Bounds, { width, height }: Size): Bounds {
  return {
    left: Math.max(0, Math.floor(area.left)),
    top: Math.max(0, Math.floor(area.top)),
    right: Math.min(width, Math.ceil(area.right)),
    bottom: Math.min(height, Math.ceil(area.bottom)),
  };
}

function longest({ width, height }: Size): number {
  return Math.max(width, height);
}
