/** Changing the selected shape by its handles, the same for every tool. */
import type { Press } from "../canvas/tool";
import type { View } from "../canvas/view";
import { handleAt } from "./active-layer";
import type { Drawing } from "./drawing";
import type { Handle } from "./kinds";
import type { Shape } from "./shape";
import type { Snapper } from "./snapper";

/** Screen pixels around a handle in which it is taken. */
const REACH = 9;
const REACH_OF_TOUCH = 22;

export function reachOf(press: Press): number {
  return press.kind === "touch" ? REACH_OF_TOUCH : REACH;
}

export class Grip {
  readonly #drawing: Drawing;
  readonly #snapper: Snapper;
  readonly #view: View;
  #held: { readonly shape: Shape; readonly handle: Handle; moved: boolean } | null = null;

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
    else this.#held = { shape, handle, moved: false };
    return true;
  }

  /** False if no handle is held. */
  move(press: Press): boolean {
    const held = this.#held;
    if (!held) return false;
    held.moved = true;
    const to = this.#snapper.place(press, new Set([held.shape.id]));
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
