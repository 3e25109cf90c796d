/** Which part of the picture is on the screen, and how large. Screen points are CSS pixels from the canvas's corner. */
import type { Point } from "../geometry/point";
import type { Bounds } from "../geometry/polygon";
import type { Size } from "./picture-levels";

/** One image pixel is at most this many screen pixels. */
const LARGEST = 64;
/** The picture can be made this much smaller than what fits. */
const SMALLEST_OF_FIT = 0.5;
/** Room left around the fitted picture, in screen pixels. */
const MARGIN = 12;
/** At least this much of the picture, in screen pixels, cannot be pushed out of sight. */
const KEPT = 80;

export class View {
  readonly #changed: () => void;
  #room: Size = { width: 0, height: 0 };
  #picture: Size = { width: 0, height: 0 };
  #fitted = true;

  /** Screen pixels for one image pixel. */
  scale = 1;
  /** Where the picture's top left corner is on the screen. */
  left = 0;
  top = 0;

  /** @param changed called after every change of scale or place. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Screen pixels there are. */
  get room(): Size {
    return this.#room;
  }

  /** Nothing can be seen: the widget is hidden, or not laid out yet. */
  get roomless(): boolean {
    return this.#room.width === 0 || this.#room.height === 0;
  }

  /** Image pixels there are. */
  get picture(): Size {
    return this.#picture;
  }

  /** Follows the size of the canvas: a fitted picture stays fitted, another keeps its middle. */
  resize(room: Size): void {
    const [dx, dy] = [(room.width - this.#room.width) / 2, (room.height - this.#room.height) / 2];
    this.#room = room;
    if (this.#fitted) this.fit();
    else this.pan(dx, dy);
  }

  /** Another picture: shown whole. */
  show(picture: Size): void {
    this.#picture = picture;
    this.fit();
  }

  toImage(screen: Point): Point {
    return { x: (screen.x - this.left) / this.scale, y: (screen.y - this.top) / this.scale };
  }

  toScreen(image: Point): Point {
    return { x: image.x * this.scale + this.left, y: image.y * this.scale + this.top };
  }

  /** The part of the image plane that is on the screen; it may reach beyond the picture. */
  get visible(): Bounds {
    const { x: left, y: top } = this.toImage({ x: 0, y: 0 });
    const { x: right, y: bottom } = this.toImage({ x: this.#room.width, y: this.#room.height });
    return { left, top, right, bottom };
  }

  /** Show the whole picture, centred. */
  fit(): void {
    this.#fitted = true;
    this.scale = this.#fitScale;
    this.left = this.roomless ? 0 : (this.#room.width - this.#picture.width * this.scale) / 2;
    this.top = this.roomless ? 0 : (this.#room.height - this.#picture.height * this.scale) / 2;
    this.#changed();
  }

  /** Enlarge by a factor; what is under `at` stays there (the middle, if left out). */
  zoom(factor: number, at: Point = { x: this.#room.width / 2, y: this.#room.height / 2 }): void {
    const image = this.toImage(at);
    this.scale = Math.min(LARGEST, Math.max(Math.min(1, this.#fitScale) * SMALLEST_OF_FIT, this.scale * factor));
    this.#place(at.x - image.x * this.scale, at.y - image.y * this.scale);
  }

  /** Move by screen pixels. */
  pan(dx: number, dy: number): void {
    this.#place(this.left + dx, this.top + dy);
  }

  /** Bring a point of the image into sight, moving as little as needed. */
  reveal(image: Point): void {
    const { x, y } = this.toScreen(image);
    const { width, height } = this.#room;
    const room = Math.min(KEPT, width / 4, height / 4);
    const dx = Math.max(0, room - x) + Math.min(0, width - room - x);
    const dy = Math.max(0, room - y) + Math.min(0, height - room - y);
    const hidden = !this.roomless && (x < 0 || y < 0 || x > width || y > height);
    if (hidden) this.pan(dx, dy);
  }

  get #fitScale(): number {
    const { width, height } = this.#picture;
    if (!width || !height || this.roomless) return 1;
    const scale = Math.min((this.#room.width - 2 * MARGIN) / width, (this.#room.height - 2 * MARGIN) / height);
    return Math.min(LARGEST, Math.max(scale, 1 / Math.max(width, height)));
  }

  #place(left: number, top: number): void {
    this.#fitted = false;
    this.left = kept(left, this.#picture.width * this.scale, this.#room.width);
    this.top = kept(top, this.#picture.height * this.scale, this.#room.height);
    this.#changed();
  }
}

/** A place along one side, such that a bit of the picture stays in sight. */
function kept(place: number, length: number, room: number): number {
  const least = Math.min(KEPT, length, room);
  return Math.min(room - least, Math.max(least - length, place));
}
