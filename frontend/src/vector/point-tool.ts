/** Setting key points. One that is there is taken and moved instead. */
import type { Press } from "../canvas/tool";
import type { View } from "../canvas/view";
import type { Point } from "../geometry/point";
import { DrawingTool } from "./drawing-tool";
import { reachOf } from "./grip";
import type { Shape } from "./shape";

export class PointTool extends DrawingTool {
  override readonly hint = "Click to set a point, drag one to move it";
  #held: Shape | null = null;
  #pressed = false;
  #next: Point | null = null;

  override down(press: Press): void {
    this.#pressed = true;
    this.#held = press.kind === "keyboard" ? null : this.desk.drawing.find(press.at, reachOf(press) / this.desk.view.scale);
    if (this.#held) this.desk.drawing.select([this.#held]);
  }

  override move(press: Press): void {
    if (this.#held) this.desk.drawing.hold([{ ...this.#held, points: [this.placeOf(press)] }]);
    else this.hover(press);
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
