/** Cutting polygons in two: a line is drawn across them, by dragging or by two clicks. */
import type { CanvasKey } from "../canvas/canvas-keys";
import type { Press } from "../canvas/tool";
import type { View } from "../canvas/view";
import type { Point } from "../geometry/point";
import { splitPolygon } from "../geometry/split";
import { DrawingTool, type Desk } from "./drawing-tool";
import { far } from "./grip";
import { boxOf } from "./kinds";

export class SplitTool extends DrawingTool {
  override readonly name = "split";
  override readonly title = "Split";
  override readonly icon = "split";
  override readonly key = "x";
  override readonly hint = "Drag a line across a polygon";
  #first: Point | null = null;
  #second: Point | null = null;
  #pressed: Press | null = null;

  constructor(desk: Desk) {
    super(desk);
  }

  override get begun(): string | null {
    return this.#first ? "You are in the middle of a cut: set its end, or stop it with Escape." : null;
  }

  override down(press: Press): void {
    this.#pressed = press;
    this.#second = press.at;
    this.#first ??= press.at;
  }

  override move(press: Press): void {
    this.hover(press);
  }

  override up(press: Press): void {
    const [pressed, first] = [this.#pressed, this.#first];
    this.#pressed = null;
    if (!pressed || !first) return;
    const clickedFirst = !far(pressed, press) && first === pressed.at;
    if (clickedFirst) return this.desk.announce("Start of the cut set. Set its end.");
    this.#first = this.#second = null;
    this.#cut(first, press.at);
  }

  override hover(press: Press | null): void {
    if (press && this.#first) this.#second = press.at;
    this.desk.repaint();
  }

  /** A start that an earlier click set stays. */
  override abandon(): void {
    const begins = this.#pressed !== null && this.#first === this.#pressed.at;
    this.#pressed = null;
    if (begins) this.cancel();
  }

  override cancel(): boolean {
    const begun = this.#first !== null;
    this.#first = this.#second = this.#pressed = null;
    this.desk.repaint();
    return begun;
  }

  override keys(): CanvasKey[] {
    return this.#first ? [{ keys: "Escape", label: "Stop this cut", run: () => this.cancel() }] : [];
  }

  override paint(context: CanvasRenderingContext2D, view: View): void {
    if (this.#first && this.#second) this.paintLine(context, view, [this.#first, this.#second], false);
  }

  /** Cut the selected polygons that the line crosses; if none is selected, all that it crosses. */
  #cut(from: Point, to: Point): void {
    const { drawing, announce, tell } = this.desk;
    const [topLeft, bottomRight] = boxOf(from, to);
    const near = drawing.within({ left: topLeft.x, top: topLeft.y, right: bottomRight.x, bottom: bottomRight.y });
    const meant = drawing.selection.length > 0 ? drawing.selection : near;
    const cut = meant.map((shape) => ({ shape, parts: splitPolygon(shape.points, [from, to]) })).filter(({ parts }) => parts.length > 1);
    if (cut.length === 0) return tell("The line cuts no polygon. Draw it from outside across to the other side.");
    drawing.exchange(
      cut.map(({ shape }) => shape),
      cut.flatMap(({ shape: { label }, parts }) => parts.map((points) => ({ label, points }))),
    );
    announce(`Cut into ${drawing.selection.length} parts.`);
  }
}
