/** Changing the selected shape by its handles, the same for every tool. */
import type { Press } from "../canvas/tool";
import type { View } from "../canvas/view";
import type { Point } from "../geometry/point";
import { handleAt } from "./active-layer";
import type { Drawing } from "./drawing";
import type { Handle } from "./kinds";
import type { Shape } from "./shape";
import type { Snapper } from "./snapper";

/** Screen pixels around a handle in which it is taken. */
const REACH = 9;
const REACH_OF_TOUCH = 22;
/** Screen pixels a press may move and still be a click. */
const CLICK = 4;

export function reachOf(press: Press): number {
  return press.kind === "touch" ? REACH_OF_TOUCH : REACH;
}

/** Was this more than a click? */
export function far(from: Press, to: Press): boolean {
  return Math.hypot(to.screen.x - from.screen.x, to.screen.y - from.screen.y) > CLICK;
}

/** The press where what it holds is: a finger seldom hits its middle. `from` is the press that took it at `held`. */
export function carried(press: Press, from: Press, held: Point): Press {
  return { ...press, at: { x: press.at.x + held.x - from.at.x, y: press.at.y + held.y - from.at.y } };
}

interface Held {
  readonly shape: Shape;
  readonly handle: Handle;
  readonly from: Press;
  moved: boolean;
}

export class Grip {
  readonly #drawing: Drawing;
  readonly #snapper: Snapper;
  readonly #view: View;
  #held: Held | null = null;

  constructor(drawing: Drawing, snapper: Snapper, view: View) {
    this.#drawing = drawing;
    this.#snapper = snapper;
    this.#view = view;
  }

  /** The handle that a press there would take. */
  at(press: Press): Handle | null {
    return press.kind === "keyboard" ? null : handleAt(this.#drawing, press.at, reachOf(press) / this.#view.scale, this.#view);
  }

  /** Take the handle there, if there is one; with Alt a vertex is taken away instead. */
  down(press: Press): boolean {
    const handle = this.at(press);
    const shape = this.#drawing.single;
    if (!handle || !shape) return false;
    if (press.alt && handle.kind === "vertex") removeVertexOf(this.#drawing, shape, handle.place);
    else this.#held = { shape, handle, from: press, moved: false };
    return true;
  }

  /** False if no handle is held. */
  move(press: Press): boolean {
    const held = this.#held;
    if (!held) return false;
    held.moved ||= far(held.from, press);
    if (!held.moved) return true;
    const to = this.#snapper.place(carried(press, held.from, held.handle.at), new Set([held.shape.id]));
    this.#drawing.hold([{ ...held.shape, points: this.#drawing.kind.drag(held.shape.points, held.handle, to) }]);
    return true;
  }

  up(): boolean {
    const held = this.#held;
    if (!held) return false;
    this.#held = null;
    this.#drawing.drop();
    if (held.handle.kind !== "side") this.#drawing.vertex = held.handle.kind === "between" && !held.moved ? null : held.handle.place;
    return true;
  }

  cancel(): boolean {
    if (!this.#held) return false;
    this.#held = null;
    this.#drawing.letGo();
    return true;
  }
}

/** Take a vertex away, if the shape is still one without it. */
export function removeVertexOf(drawing: Drawing, shape: Shape, place: number): void {
  if (shape.points.length <= drawing.kind.fewest) return;
  drawing.replace([{ ...shape, points: shape.points.filter((_, at) => at !== place) }]);
}
