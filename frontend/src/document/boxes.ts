/** The boxes of pairs on the page's picture: where they are in pixels, painting them, and finding one under the pointer. */
import type { Layer } from "../canvas/plane";
import type { Size } from "../canvas/picture-levels";
import type { View } from "../canvas/view";
import type { Point } from "../geometry/point";
import { bounds, type Bounds } from "../geometry/polygon";
import type { PageBox, Pair, PartName } from "./pair";

/** Two colours that also colour-blind people tell apart; the list shows them beside the fields. */
export const PART_COLOURS: Readonly<Record<PartName, string>> = { key: "#0072b2", value: "#d55e00" };
/** Screen pixels. */
const HANDLE = 9;
const NEAR = 12;

export interface BoxesModel {
  readonly pairs: () => readonly Pair[];
  readonly selected: () => Pair | null;
  readonly hovered: () => Pair | null;
  readonly size: () => Size | null;
  /** May the worker change this box? */
  readonly editable: (pair: Pair) => boolean;
}

export interface BoxHit {
  readonly pair: Pair;
  readonly part: PartName;
}

/** A corner of a box: 0 its left or upper side, 1 the other. */
export interface Corner {
  readonly x: 0 | 1;
  readonly y: 0 | 1;
}

const CORNERS: readonly Corner[] = [{ x: 0, y: 0 }, { x: 1, y: 0 }, { x: 1, y: 1 }, { x: 0, y: 1 }];

export function inPixels({ left, top, width, height }: PageBox, size: Size): Bounds {
  return { left: left * size.width, top: top * size.height, right: (left + width) * size.width, bottom: (top + height) * size.height };
}

/** The box between two points of the picture, kept on the page. */
export function onPage(one: Point, other: Point, { width, height }: Size): PageBox {
  const share = (value: number, most: number) => Math.min(1, Math.max(0, value / most));
  const [x1, x2] = [share(Math.min(one.x, other.x), width), share(Math.max(one.x, other.x), width)];
  const [y1, y2] = [share(Math.min(one.y, other.y), height), share(Math.max(one.y, other.y), height)];
  return { left: x1, top: y1, width: x2 - x1, height: y2 - y1 };
}

/** The smallest bounds around a pair's boxes, `null` if it has none. */
export function boundsOf({ key, value }: Pair, size: Size): Bounds | null {
  const corners = [key.box, value.box].filter((box) => box !== null).flatMap((box) => {
    const { left, top, right, bottom } = inPixels(box, size);
    return [{ x: left, y: top }, { x: right, y: bottom }];
  });
  return corners.length === 0 ? null : bounds(corners);
}

export class Boxes implements Layer {
  readonly #model: BoxesModel;

  constructor(model: BoxesModel) {
    this.#model = model;
  }

  /** The smallest box under a point, `null` if there is none. */
  at(point: Point): BoxHit | null {
    const hits = this.#all().filter(({ bounds: { left, top, right, bottom } }) => point.x >= left && point.x <= right && point.y >= top && point.y <= bottom);
    const smallest = hits.toSorted((a, b) => areaOf(a.bounds) - areaOf(b.bounds))[0];
    return smallest ? { pair: smallest.pair, part: smallest.part } : null;
  }

  /** The handle of the selected pair's boxes at a point. */
  handleAt(point: Point, view: View): (BoxHit & { readonly corner: Corner }) | null {
    const pair = this.#model.selected();
    if (!pair || !this.#model.editable(pair)) return null;
    for (const { part, bounds } of this.#all().filter((one) => one.pair === pair)) {
      const corner = CORNERS.find((each) => Math.max(Math.abs(cornerOf(bounds, each).x - point.x), Math.abs(cornerOf(bounds, each).y - point.y)) * view.scale <= NEAR);
      if (corner) return { pair, part, corner };
    }
    return null;
  }

  #all(): { pair: Pair; part: PartName; bounds: Bounds }[] {
    const size = this.#model.size();
    if (!size) return [];
    return this.#model.pairs().flatMap((pair) =>
      (["key", "value"] as const).flatMap((part) => {
        const { box } = pair[part];
        return box ? [{ pair, part, bounds: inPixels(box, size) }] : [];
      }),
    );
  }

  paint(context: CanvasRenderingContext2D, view: View): void {
    const [selected, hovered] = [this.#model.selected(), this.#model.hovered()];
    const all = this.#all();
    for (const { pair, part, bounds } of all) {
      const strong = pair === selected || pair === hovered;
      paintBox(context, view, bounds, PART_COLOURS[part], { strong, faint: pair.outcome === "not-found" });
    }
    const chosen = all.filter(({ pair }) => pair === selected);
    if (chosen.length === 2) paintLink(context, view, chosen[0]!.bounds, chosen[1]!.bounds);
    if (!selected || !this.#model.editable(selected)) return;
    for (const { part, bounds } of chosen) paintHandles(context, view, bounds, PART_COLOURS[part]);
  }
}

function areaOf({ left, top, right, bottom }: Bounds): number {
  return (right - left) * (bottom - top);
}

export function cornerOf({ left, top, right, bottom }: Bounds, { x, y }: Corner): Point {
  return { x: x ? right : left, y: y ? bottom : top };
}

/** @param look `strong`: the pair in question; `faint`: the worker says that it is not there */
export function paintBox(context: CanvasRenderingContext2D, view: View, bounds: Bounds, colour: string, look: { strong: boolean; faint: boolean }): void {
  const { left, top, right, bottom } = bounds;
  context.save();
  context.globalAlpha = 0.1;
  context.fillStyle = colour;
  context.fillRect(left, top, right - left, bottom - top);
  context.globalAlpha = look.faint ? 0.5 : 1;
  context.strokeStyle = colour;
  context.lineWidth = (look.strong ? 2.5 : 1.25) / view.scale;
  context.setLineDash(look.faint ? [4 / view.scale, 4 / view.scale] : []);
  context.strokeRect(left, top, right - left, bottom - top);
  context.restore();
}

/** A line from the key to its value that crosses neither text. */
function paintLink(context: CanvasRenderingContext2D, view: View, key: Bounds, value: Bounds): void {
  const [from, to] = [towards(key, value), towards(value, key)];
  context.lineWidth = 1.5 / view.scale;
  context.strokeStyle = PART_COLOURS.value;
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
  context.stroke();
}

/** The middle of the side of a box that faces another one. */
function towards(box: Bounds, other: Bounds): Point {
  const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  if (other.left >= box.right) return { x: box.right, y };
  if (other.right <= box.left) return { x: box.left, y };
  return { x, y: other.top >= box.bottom ? box.bottom : box.top };
}

function paintHandles(context: CanvasRenderingContext2D, view: View, bounds: Bounds, colour: string): void {
  const size = HANDLE / view.scale;
  context.lineWidth = 2 / view.scale;
  context.fillStyle = "#ffffff";
  context.strokeStyle = colour;
  for (const { x, y } of CORNERS.map((corner) => cornerOf(bounds, corner))) {
    context.fillRect(x - size / 2, y - size / 2, size, size);
    context.strokeRect(x - size / 2, y - size / 2, size, size);
  }
}
