/** Keeping points in the picture, and bringing them to neighbours and to its border. */
import type { Press } from "../canvas/tool";
import type { View } from "../canvas/view";
import type { Point } from "../geometry/point";
import { snapPoint } from "../geometry/snap";
import type { Drawing } from "./drawing";
import { grown } from "./shape";

/** Screen pixels. */
const REACH = 7;
const REACH_OF_TOUCH = 12;

export class Snapper {
  readonly #drawing: Drawing;
  readonly #view: View;

  /** Snap to neighbours? Alt turns it round for as long as it is held. */
  on = true;

  constructor(drawing: Drawing, view: View) {
    this.#drawing = drawing;
    this.#view = view;
  }

  /** Where a press means to be: within the picture, and at a neighbour's edge if one is near. */
  place(press: Press, except: ReadonlySet<number> = new Set()): Point {
    const at = this.inside(press.at);
    if (press.alt === this.on || press.kind === "keyboard") return at;
    const reach = (press.kind === "touch" ? REACH_OF_TOUCH : REACH) / this.#view.scale;
    const around = grown({ left: at.x, top: at.y, right: at.x, bottom: at.y }, reach);
    const { kind } = this.#drawing;
    const lines = this.#drawing.within(around).filter(({ id }) => !except.has(id))
      .map(({ points }) => ({ points: kind.outline(points), closed: kind.closed }));
    return snapPoint(at, { lines, size: this.#view.picture }, reach).point;
  }

  /** The nearest point of the picture. */
  inside({ x, y }: Point): Point {
    const { width, height } = this.#view.picture;
    return { x: Math.min(width, Math.max(0, x)), y: Math.min(height, Math.max(0, y)) };
  }

  /** How far points with these coordinates may be moved so that all stay in the picture. */
  step(points: readonly Point[], dx: number, dy: number): [dx: number, dy: number] {
    const { width, height } = this.#view.picture;
    const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
    return [within(dx, xs, width), within(dy, ys, height)];
  }
}

function within(step: number, at: readonly number[], most: number): number {
  const [first, last] = [at.reduce((a, b) => Math.min(a, b), Infinity), at.reduce((a, b) => Math.max(a, b), -Infinity)];
  if (first < 0 || last > most) return step;
  return Math.min(most - last, Math.max(-first, step));
}
