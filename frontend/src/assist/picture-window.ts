/** The part of the picture that a method looks at, made small enough, and the way between its pixels and the picture's. */
import type { AssistRequest } from "../canvas/assist";
import type { Point } from "../geometry/point";
import type { Bounds, Polygon } from "../geometry/polygon";

const UNREADABLE =
  "This picture's store does not let the page read its pixels, so the tool cannot see its edges. Draw by hand, and tell the requester that the store should allow reading from other sites (CORS).";

export class PictureWindow {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8ClampedArray;
  /** Window pixels for one image pixel. */
  readonly scale: number;
  readonly #left: number;
  readonly #top: number;

  /** @throws Error with a sentence for the worker where pixels cannot be read */
  constructor(request: AssistRequest, longest: number, area?: Bounds) {
    const pixels = request.pixels(longest, area);
    if (!pixels) throw new Error(UNREADABLE);
    ({ width: this.width, height: this.height, data: this.bytes } = pixels.data);
    this.scale = pixels.scale;
    [this.#left, this.#top] = [pixels.left, pixels.top];
  }

  /** A point of the picture in window pixels. */
  toWindow({ x, y }: Point): Point {
    return { x: (x - this.#left) * this.scale, y: (y - this.#top) * this.scale };
  }

  toImage({ x, y }: Point): Point {
    return { x: x / this.scale + this.#left, y: y / this.scale + this.#top };
  }

  outlineToImage(outline: Polygon): Polygon {
    return outline.map((point) => this.toImage(point));
  }

  /** Index of the window's pixel at a point of the picture, the nearest one for points outside. */
  indexOf(image: Point): number {
    const { x, y } = this.toWindow(image);
    const within = (value: number, most: number) => Math.min(most - 1, Math.max(0, Math.floor(value)));
    return within(y, this.height) * this.width + within(x, this.width);
  }

  /** The middle of a window's pixel, in the picture. */
  middleOf(index: number): Point {
    return this.toImage({ x: (index % this.width) + 0.5, y: Math.floor(index / this.width) + 0.5 });
  }
}
