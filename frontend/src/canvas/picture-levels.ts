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

interface Level {
  readonly source: CanvasImageSource;
  readonly scale: number;
}

export class PictureLevels {
  readonly size: Size;
  readonly #levels: Level[];

  constructor(source: CanvasImageSource, size: Size) {
    this.size = size;
    this.#levels = [{ source, scale: 1 }];
  }

  /** Make the halved copies, each from the one before, with a rest for the page between two. */
  async halve(): Promise<void> {
    for (let level = this.#levels.at(-1)!; longest(this.size) * level.scale > SMALLEST; level = this.#levels.at(-1)!) {
      const scale = level.scale / 2;
      const copy = await createImageBitmap(level.source, {
        resizeWidth: Math.max(1, Math.round(this.size.width * scale)),
        resizeHeight: Math.max(1, Math.round(this.size.height * scale)),
        resizeQuality: "medium",
      });
      this.#levels.push({ source: copy, scale });
    }
  }

  /**
   * Draw the part `area` (image pixels) at the same place of a context whose unit is the image pixel.
   *
   * @param scale how large an image pixel is drawn, in pixels of the canvas: the smallest copy that is sharp is taken.
   */
  draw(context: CanvasRenderingContext2D, area: Bounds, scale: number): void {
    const { left, top, right, bottom } = within(area, this.size);
    if (right <= left || bottom <= top) return;
    const level = this.#levels.findLast((one) => one.scale >= scale) ?? this.#levels[0]!;
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
