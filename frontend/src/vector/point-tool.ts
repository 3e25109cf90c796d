/** Setting key points. One that is there is taken and moved instead. */
import type { Press } from "../canvas/tool";
import type { View } from "../canvas/view";
import type { Point } from "../geometry/point";
import { DrawingTool } from "./drawing-tool";
import { carried, far, reachOf } from "./grip";
import type { Shape } from "./shape";

export class PointTool extends DrawingTool {
  override readonly hint = "Click to set a point, drag one to move it";
  #held: { readonly shape: Shape; readonly from: Press; moved: boolean } | null = null;
  #pressed = false;
  #next: Point | null = null;

  override down(press: Press): void {
    this.#pressed = true;
    const shape = press.kind === "keyboard" ? null : this.desk.drawing.find(press.at, reachOf(press) / this.desk.view.scale);
    this.#held = shape && { shape, from: press, moved: false };
    if (shape) this.desk.drawing.select([shape]);
  }

  override move(press: Press): void {
    const held = this.#held;
    if (!held) return this.hover(press);
    held.moved ||= far(held.from, press);
    const place = this.placeOf(carried(press, held.from, held.shape.points[0]!));
    if (held.moved) this.desk.drawing.hold([{ ...held.shape, points: [place] }]);
  }

  override up(press: Press): void {
    if (this.#held) this.desk.drawing.drop();
    else if (this.#pressed) this.draw([this.placeOf(press)]);
    this.#held = null;
    this.#pressed = false;
  }

  override hover(press: Press | null): void {
    this.#next = press ? this.placeOf(press) : null;
    this.desk.repaint();
  }

  override cancel(): boolean {
    const begun = this.#pressed;
    if (this.#held) this.desk.drawing.letGo();
    this.#held = null;
    this.#pressed = false;
    return begun;
  }

  override paint(context: CanvasRenderingContext2D, view: View): void {
    if (this.#next && !this.#held) this.paintCross(context, view, this.#next);
  }
}
