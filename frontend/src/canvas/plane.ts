/** One canvas and what is painted on it. */
import type { Bounds } from "../geometry/polygon";
import type { Size } from "./picture-levels";
import type { View } from "./view";

export interface Layer {
  /**
   * Paint what lies in `area` (image pixels); the context's unit is the image pixel, so a line of one screen pixel is
   * `1 / view.scale` wide.
   */
  paint(context: CanvasRenderingContext2D, view: View, area: Bounds): void;
  /** So much to paint that it should not be done for every frame of a zoom. */
  readonly heavy?: boolean;
}

interface Painted {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

/** More than two canvas pixels for a screen pixel are not seen, but cost. */
const SHARPEST = 2;
const EVERYTHING: Bounds = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };

export class Plane {
  readonly canvas: HTMLCanvasElement = document.createElement("canvas");
  readonly layers: Layer[] = [];
  readonly #context: CanvasRenderingContext2D | null;
  #dirty: Bounds | null = EVERYTHING;
  #painted: Painted = { scale: 1, left: 0, top: 0 };
  #sharpness = 1;

  /** Its picture was only moved, so it is not sharp. */
  moved = false;

  constructor(name: string) {
    this.canvas.className = name;
    this.#context = this.canvas.getContext("2d");
  }

  get heavy(): boolean {
    return this.layers.some((layer) => layer.heavy);
  }

  /** Canvas pixels for a screen pixel. */
  get sharpness(): number {
    return this.#sharpness;
  }

  resize({ width, height }: Size): void {
    this.#sharpness = Math.min(SHARPEST, window.devicePixelRatio || 1);
    this.canvas.width = Math.round(width * this.#sharpness);
    this.canvas.height = Math.round(height * this.#sharpness);
    this.soil(null);
  }

  /** Mark an area (image pixels) to be painted anew, `null` for everything. */
  soil(area: Bounds | null): void {
    const [one, other] = [this.#dirty, area ?? EVERYTHING];
    this.#dirty = one === null ? other : union(one, other);
  }

  /** Move the last picture to where the view is now. */
  follow(view: View): void {
    const { scale, left, top } = this.#painted;
    const factor = view.scale / scale;
    this.canvas.style.transform = `matrix(${factor}, 0, 0, ${factor}, ${view.left - left * factor}, ${view.top - top * factor})`;
    this.moved = true;
  }

  /** Paint what is dirty. */
  paint(view: View): void {
    const context = this.#context;
    if (this.#dirty === null || !context) return;
    const area = this.#outline(view, this.moved ? EVERYTHING : this.#dirty);
    this.#dirty = null;
    this.#settle(view);
    if (area.right <= area.left || area.bottom <= area.top) return;
    context.save();
    this.#clip(context, view, area);
    for (const layer of this.layers) {
      context.save();
      layer.paint(context, view, area);
      context.restore();
    }
    context.restore();
  }

  #settle({ scale, left, top }: View): void {
    this.#painted = { scale, left, top };
    if (this.moved) this.canvas.style.transform = "";
    this.moved = false;
  }

  /** The dirty part of what is on the screen, grown to whole canvas pixels, in image pixels. */
  #outline(view: View, dirty: Bounds): Bounds {
    const pixel = 1 / (view.scale * this.#sharpness);
    const { left, top, right, bottom } = view.visible;
    return {
      left: Math.max(left, snap(dirty.left - pixel, left, pixel, Math.floor)),
      top: Math.max(top, snap(dirty.top - pixel, top, pixel, Math.floor)),
      right: Math.min(right, snap(dirty.right + pixel, left, pixel, Math.ceil)),
      bottom: Math.min(bottom, snap(dirty.bottom + pixel, top, pixel, Math.ceil)),
    };
  }

  #clip(context: CanvasRenderingContext2D, view: View, area: Bounds): void {
    const scale = view.scale * this.#sharpness;
    const [x, y] = [area.left * scale + view.left * this.#sharpness, area.top * scale + view.top * this.#sharpness];
    const [left, top] = [Math.round(x), Math.round(y)];
    const [width, height] = [Math.round(x + (area.right - area.left) * scale) - left, Math.round(y + (area.bottom - area.top) * scale) - top];
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.beginPath();
    context.rect(left, top, width, height);
    context.clip();
    context.clearRect(left, top, width, height);
    context.setTransform(scale, 0, 0, scale, view.left * this.#sharpness, view.top * this.#sharpness);
  }
}

/** A coordinate moved to the grid of canvas pixels, which begins at `origin`. */
function snap(at: number, origin: number, pixel: number, round: (value: number) => number): number {
  return Number.isFinite(at) ? origin + round((at - origin) / pixel) * pixel : at;
}

function union(one: Bounds, other: Bounds): Bounds {
  return {
    left: Math.min(one.left, other.left),
    top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right),
    bottom: Math.max(one.bottom, other.bottom),
  };
}

/** Paint in screen pixels, for what keeps its size whatever the zoom: texts, handles. */
export function inScreenPixels(context: CanvasRenderingContext2D, view: View, paint: () => void): void {
  context.save();
  context.translate(-view.left / view.scale, -view.top / view.scale);
  context.scale(1 / view.scale, 1 / view.scale);
  paint();
  context.restore();
}
