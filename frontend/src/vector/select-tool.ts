/** Selecting, moving and changing what is drawn. */
import { PlainTool, type Press } from "../canvas/tool";
import type { View } from "../canvas/view";
import type { Point } from "../geometry/point";
import type { ActiveLayer } from "./active-layer";
import type { Drawing } from "./drawing";
import type { Desk } from "./drawing-tool";
import { far, Grip, reachOf } from "./grip";
import { boxOf, distanceTo, nearestEdge } from "./kinds";
import { moved, type Shape } from "./shape";

type Doing =
  | { readonly what: "press"; readonly from: Press; readonly shapes: readonly Shape[] }
  | { readonly what: "move"; readonly from: Press; readonly shapes: readonly Shape[] }
  | { readonly what: "band"; readonly from: Press; to: Point };

export class SelectTool extends PlainTool {
  override readonly name = "select";
  override readonly title = "Select";
  override readonly icon = "select";
  override readonly key = "v";
  override readonly hint = "Click a shape; Shift-click or drag for several";
  override readonly cursor = "default";
  override readonly setsPoints = false;
  readonly #desk: Desk;
  readonly #drawing: Drawing;
  readonly #layer: ActiveLayer;
  readonly #grip: Grip;
  #doing: Doing | null = null;

  constructor(desk: Desk, layer: ActiveLayer) {
    super();
    this.#desk = desk;
    this.#drawing = desk.drawing;
    this.#layer = layer;
    this.#grip = new Grip(desk.drawing, desk.snapper, desk.view);
  }

  override down(press: Press): void {
    if (this.#grip.down(press)) return;
    const shape = this.#drawing.find(press.at, reachOf(press) / this.#desk.view.scale);
    if (!shape) this.#doing = { what: "band", from: press, to: press.at };
    else if (press.shift || press.ctrl) this.#toggle(shape);
    else {
      if (!this.#drawing.isSelected(shape)) this.#drawing.select([shape]);
      this.#doing = { what: "press", from: press, shapes: this.#drawing.selection };
    }
  }

  override move(press: Press): void {
    if (this.#grip.move(press)) return;
    const doing = this.#doing;
    if (!doing) return;
    if (doing.what === "press" && far(doing.from, press)) this.#doing = { ...doing, what: "move" };
    if (this.#doing?.what === "move") this.#drag(this.#doing.from, press, this.#doing.shapes);
    if (doing.what === "band") {
      doing.to = press.at;
      this.#desk.repaint();
    }
  }

  override up(press: Press): void {
    if (this.#grip.up()) return;
    const doing = this.#doing;
    this.#doing = null;
    if (doing?.what === "move") this.#drawing.drop();
    if (doing?.what === "band") this.#take(doing.from, press);
  }

  override hover(press: Press | null): void {
    const shape = press && !this.#grip.at(press) ? this.#drawing.find(press.at, reachOf(press) / this.#desk.view.scale) : null;
    if (shape === this.#layer.hovered) return;
    this.#layer.hovered = shape;
    this.#desk.repaint();
  }

  /** A new vertex on the edge that was hit. */
  override doubleClick(press: Press): void {
    const shape = this.#drawing.single;
    const { kind } = this.#drawing;
    if (!shape || kind.most !== Infinity) return;
    if (distanceTo(kind, shape.points, press.at) > reachOf(press) / this.#desk.view.scale) return;
    const place = nearestEdge(kind, shape.points, press.at);
    this.#drawing.replace([{ ...shape, points: shape.points.toSpliced(place, 0, this.#desk.snapper.inside(press.at)) }]);
    this.#drawing.vertex = place;
  }

  override cancel(): boolean {
    if (this.#grip.cancel()) return true;
    const doing = this.#doing;
    this.#doing = null;
    if (doing) this.#drawing.letGo();
    return doing !== null;
  }

  override paint(context: CanvasRenderingContext2D, view: View): void {
    const doing = this.#doing;
    if (doing?.what !== "band") return;
    const [from, to] = boxOf(doing.from.at, doing.to);
    context.beginPath();
    context.rect(from.x, from.y, to.x - from.x, to.y - from.y);
    context.fillStyle = "rgb(59 79 216 / 14%)";
    context.fill();
    context.lineWidth = 1.5 / view.scale;
    context.strokeStyle = "#ffffff";
    context.stroke();
    context.setLineDash([5 / view.scale, 4 / view.scale]);
    context.strokeStyle = "#3b4fd8";
    context.stroke();
  }

  #toggle(shape: Shape): void {
    const { selection } = this.#drawing;
    this.#drawing.select(this.#drawing.isSelected(shape) ? selection.filter((one) => one !== shape) : [...selection, shape]);
  }

  #drag(from: Press, to: Press, shapes: readonly Shape[]): void {
    const points = shapes.flatMap((shape) => shape.points);
    const [dx, dy] = this.#desk.snapper.step(points, to.at.x - from.at.x, to.at.y - from.at.y);
    this.#drawing.hold(shapes.map((shape) => ({ ...shape, points: moved(shape.points, Math.round(dx), Math.round(dy)) })));
  }

  /** Select what lies wholly in the band; a mere click selects nothing. */
  #take(from: Press, to: Press): void {
    const [topLeft, bottomRight] = boxOf(from.at, to.at);
    const inside = ({ x, y }: Point): boolean => x >= topLeft.x && x <= bottomRight.x && y >= topLeft.y && y <= bottomRight.y;
    const band = { left: topLeft.x, top: topLeft.y, right: bottomRight.x, bottom: bottomRight.y };
    const found = far(from, to) ? this.#drawing.within(band).filter((shape) => shape.points.every(inside)) : [];
    const before = from.shift || from.ctrl ? this.#drawing.selection : [];
    this.#drawing.select([...new Set([...before, ...found])]);
  }
}
