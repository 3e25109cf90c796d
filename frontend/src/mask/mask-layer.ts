/**
 * Shows a label map over the picture. Every tile is a small canvas of its own, which is written again only when its
 * pixels changed: a browser copies a canvas that is written after it was drawn, and one of the whole picture would be
 * copied in every frame.
 */
import type { Layer } from "../canvas/plane";
import type { View } from "../canvas/view";
import type { Bounds } from "../geometry/polygon";
import { TILE, type LabelMap } from "./label-map";
import { EMPTY, type Palette } from "./png";

/** How segments look: filled, or their borders only, with their area just hinted at. */
export type Look = "filled" | "outlined";

/** The opacity of areas where only borders are shown, beside 255 for the border itself. */
const HINT = 0x30;
/** Screen pixels that a border is wide. */
const BORDER = 2;

interface Tile {
  readonly canvas: HTMLCanvasElement;
  stamp: number;
  empty: boolean;
}

export class MaskLayer implements Layer {
  readonly #tiles = new Map<number, Tile>();
  #map: LabelMap | null = null;
  #palette: Palette = Uint32Array.of(EMPTY);
  #look: Look = "filled";
  #border = 1;

  /** 0 … 1. */
  opacity = 0.6;

  /** Show another map, or none. */
  show(map: LabelMap | null): void {
    this.#map = map;
    this.#tiles.clear();
  }

  /** Colours of the indices, and how they are shown. */
  dress(palette: Palette, look: Look): void {
    const known = this.#palette.every((pixel, index) => pixel === palette[index]);
    if (!known || look !== this.#look) this.#tiles.forEach((tile) => (tile.stamp = 0));
    this.#palette = palette;
    this.#look = look;
  }

  paint(context: CanvasRenderingContext2D, view: View, area: Bounds): void {
    const map = this.#map;
    if (!map) return;
    this.#fitBorder(view);
    const { a: scale, e: left, f: top } = context.getTransform();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.imageSmoothingEnabled = false;
    context.globalAlpha = this.#look === "filled" ? this.opacity : Math.max(0.5, this.opacity);
    for (const at of tilesIn(map, area)) {
      const tile = this.#fresh(map, at);
      if (tile.empty) continue;
      const { x, y, width, height } = map.area(at);
      // Edges on whole canvas pixels: neighbours meet without a seam.
      const [x0, y0] = [Math.round(x * scale + left), Math.round(y * scale + top)];
      const [x1, y1] = [Math.round((x + width) * scale + left), Math.round((y + height) * scale + top)];
      context.drawImage(tile.canvas, 0, 0, width, height, x0, y0, x1 - x0, y1 - y0);
    }
  }

  /** Borders are drawn in the tiles: wide enough to be seen at this scale, in steps of two. */
  #fitBorder(view: View): void {
    const border = 2 ** Math.max(0, Math.ceil(Math.log2(BORDER / view.scale)) - 1);
    if (this.#look === "outlined" && border !== this.#border) this.#tiles.forEach((tile) => (tile.stamp = 0));
    this.#border = border;
  }

  #fresh(map: LabelMap, at: number): Tile {
    let tile = this.#tiles.get(at);
    if (!tile) this.#tiles.set(at, (tile = { canvas: document.createElement("canvas"), stamp: 0, empty: true }));
    if (tile.stamp === map.stamps[at]) return tile;
    const { width, height } = map.area(at);
    const pixels = this.#look === "filled" ? filled(map, at, this.#palette) : outlined(map, at, this.#palette, this.#border);
    tile.stamp = map.stamps[at]!;
    tile.empty = pixels === null;
    if (pixels === null) return tile;
    if (tile.canvas.width !== width || tile.canvas.height !== height) Object.assign(tile.canvas, { width, height });
    const data = new ImageData(new Uint8ClampedArray(pixels.buffer), width, height);
    tile.canvas.getContext("2d")?.putImageData(data, 0, 0);
    return tile;
  }
}

function* tilesIn(map: LabelMap, area: Bounds): Generator<number> {
  const first = Math.max(0, Math.floor(area.left / TILE));
  const last = Math.min(map.columns - 1, Math.floor(area.right / TILE));
  const bottom = Math.min(map.rows - 1, Math.floor(area.bottom / TILE));
  for (let row = Math.max(0, Math.floor(area.top / TILE)); row <= bottom; row++) {
    for (let column = first; column <= last; column++) yield row * map.columns + column;
  }
}

/** The pixels of a tile, `null` if nothing is to be seen in it. */
function filled(map: LabelMap, tile: number, palette: Palette): Uint32Array<ArrayBuffer> | null {
  const { x, y, width, height } = map.area(tile);
  const pixels = new Uint32Array(width * height);
  let seen = 0;
  for (let row = 0, at = 0; row < height; row++) {
    let from = (y + row) * map.width + x;
    for (const end = from + width; from < end; from++) {
      const index = map.cells[from]!;
      const pixel = index === 0 ? 0 : palette[index]!;
      seen |= pixel & 0xff000000;
      pixels[at++] = pixel;
    }
  }
  return seen === 0 ? null : pixels;
}

/** The same with borders: pixels with one of another index `border` pixels away are full, others a hint. */
function outlined(map: LabelMap, tile: number, palette: Palette, border: number): Uint32Array<ArrayBuffer> | null {
  const pixels = filled(map, tile, palette);
  if (!pixels) return null;
  const { x, y, width } = map.area(tile);
  for (let at = 0; at < pixels.length; at++) {
    if (pixels[at]! >>> 24 === 0) continue;
    const [px, py] = [x + (at % width), y + Math.floor(at / width)];
    const index = map.at(px, py);
    const inner =
      map.at(px - border, py) === index && map.at(px + border, py) === index && map.at(px, py - border) === index && map.at(px, py + border) === index;
    if (inner) pixels[at] = ((HINT << 24) | (pixels[at]! & 0xffffff)) >>> 0;
  }
  return pixels;
}
