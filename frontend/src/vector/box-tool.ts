/** Drawing boxes: by dragging, or by clicking two corners. A click on a box selects it. */
import type { CanvasKey } from "../canvas/canvas-keys";
import type { Press } from "../canvas/tool";
import type { View } from "../canvas/view";
import type { Point } from "../geometry/point";
import { DrawingTool } from "./drawing-tool";
import { far, reachOf } from "./grip";
import { boxOf } from "./kinds";

export class BoxTool extends DrawingTool {
  override readonly hint = "Drag, or click two corners";
  #first: Point | null = null;
  #second: Point | null = null;
  /** The press that may still become a drag. */
  #pressed: Press | null = null;
  /** That press set the first corner. */
  #begins = false;
  #hovered: Point | null = null;

  override get begun(): string | null {
    return this.#first ? "You are in the middle of a box: set its opposite corner, or stop it with Escape." : null;
  }

  override down(press: Press): void {
    if (!this.#first && this.grip.down(press)) return;
    this.#pressed = press;
    this.#begins = this.#first === null;
    this.#second = this.placeOf(press);
    this.#first ??= this.#second;
  }

  override move(press: Press): void {
    if (this.grip.move(press)) return;
    this.#follow(press);
  }

  override up(press: Press): void {
    if (this.grip.up()) return;
    const [pressed, first] = [this.#pressed, this.#first];
    this.#pressed = null;
    if (!pressed || !first) return;
    const [from, to] = boxOf(first, this.placeOf(press));
    const clicked = !far(pressed, press);
    const begins = clicked && from.x === to.x && from.y === to.y;
    if (begins && this.#selects(press)) this.cancel();
    else if (to.x > from.x && to.y > from.y) this.#finish(from, to);
    else if (begins) this.desk.announce("First corner set. Set the opposite one.");
    else this.cancel();
  }

  override hover(press: Press | null): void {
    this.#hovered = press ? this.placeOf(press) : null;
    if (press && this.#first) this.#follow(press);
    this.desk.repaint();
  }

  /** A first corner that an earlier click set stays. */
  override abandon(): void {
    if (this.grip.cancel()) return;
    this.#pressed = null;
    if (this.#begins) this.cancel();
  }

  override cancel(): boolean {
    if (this.grip.cancel()) return true;
    const begun = this.#first !== null;
    this.#first = this.#second = this.#pressed = null;
    this.desk.repaint();
    return begun;
  }

  override keys(): CanvasKey[] {
    return this.#first ? [{ keys: "Escape", label: "Stop this box", run: () => this.cancel() }] : [];
  }

  override paint(context: CanvasRenderingContext2D, view: View): void {
    const [first, second] = [this.#first, this.#second];
    if (this.#hovered) this.paintCross(context, view, this.#hovered);
    if (!first || !second) return;
    this.paintLine(context, view, [first, { x: second.x, y: first.y }, second, { x: first.x, y: second.y }], true);
  }

  #follow(press: Press): void {
    this.#second = this.placeOf(press);
    if (this.#hovered) this.#hovered = this.#second;
    this.desk.repaint();
  }

  /** A click on the line or in the inside of a box means that box; keys have Tab for that. */
  #selects(press: Press): boolean {
    if (press.kind === "keyboard") return false;
    const shape = this.desk.drawing.find(press.at, reachOf(press) / this.desk.view.scale);
    if (shape) this.desk.drawing.select([shape]);
    else this.desk.drawing.select([]);
    return shape !== null;
  }

  #finish(from: Point, to: Point): void {
    this.#first = this.#second = null;
    this.draw([from, to]);
  }
}
