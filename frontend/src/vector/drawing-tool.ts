/** What tools that draw share: the handles of what was drawn last, the label, and the look of what is being drawn. */
import { PlainTool, type Press } from "../canvas/tool";
import type { View } from "../canvas/view";
import type { AssistKind, AssistRequest } from "../canvas/assist";
import type { Point } from "../geometry/point";
import type { Drawing } from "./drawing";
import { Grip } from "./grip";
import type { Kind } from "./kinds";
import type { Snapper } from "./snapper";

export interface Desk {
  readonly drawing: Drawing;
  readonly snapper: Snapper;
  readonly view: View;
  /** The label to draw, `null` if the template names none. */
  readonly label: () => string | null;
  /** Say something to those who do not see the canvas. */
  readonly announce: (text: string) => void;
  /** Tell the worker why something was not done. */
  readonly tell: (text: string) => void;
  /** What an assistant is asked. */
  readonly request: (kind: AssistKind, points: readonly Point[], signal: AbortSignal) => AssistRequest;
  /** Paint the tool anew. */
  readonly repaint: () => void;
  /** Put the cursor of the keys away. */
  readonly leaveCursor: () => void;
}

export const NO_LABEL = "This template names no labels, so nothing can be drawn.";

export abstract class DrawingTool extends PlainTool {
  override readonly name: string;
  override readonly title: string;
  override readonly icon: Kind["icon"];
  override readonly key: string;
  protected readonly desk: Desk;
  protected readonly grip: Grip;

  constructor(desk: Desk) {
    super();
    const { kind } = desk.drawing;
    this.desk = desk;
    this.name = kind.name;
    this.title = kind.title;
    this.icon = kind.icon;
    this.key = kind.key;
    this.grip = new Grip(desk.drawing, desk.snapper, desk.view);
  }

  /** Draw a shape with the label in hand; without one nothing can be drawn. */
  protected draw(points: readonly Point[]): void {
    const label = this.desk.label();
    if (label === null) return this.desk.tell(NO_LABEL);
    this.desk.drawing.add([{ label, points }]);
    this.desk.announce(`${this.title} drawn: ${label}.`);
  }

  /** The look of a line that is being drawn. */
  protected paintLine(context: CanvasRenderingContext2D, view: View, points: readonly Point[], closed: boolean): void {
    const { colour } = this.desk.drawing.styleOf(this.desk.label() ?? "");
    context.beginPath();
    points.forEach(({ x, y }, at) => (at === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
    if (closed) context.closePath();
    context.lineJoin = "round";
    if (closed) {
      context.globalAlpha = 0.2;
      context.fillStyle = colour;
      context.fill();
      context.globalAlpha = 1;
    }
    for (const [stroke, width] of [["rgb(0 0 0 / 60%)", 4.5], [colour, 2.5]] as const) {
      context.strokeStyle = stroke;
      context.lineWidth = width / view.scale;
      context.stroke();
    }
  }

  /** Lines through the pointer across the picture, to see where it is exactly. */
  protected paintCross(context: CanvasRenderingContext2D, view: View, { x, y }: Point): void {
    const { width, height } = view.picture;
    for (const [stroke, dash] of [["rgb(0 0 0 / 55%)", []], ["rgb(255 255 255 / 85%)", [4, 4]]] as const) {
      context.beginPath();
      context.moveTo(0, y);
      context.lineTo(width, y);
      context.moveTo(x, 0);
      context.lineTo(x, height);
      context.setLineDash(dash.map((length) => length / view.scale));
      context.strokeStyle = stroke;
      context.lineWidth = 1 / view.scale;
      context.stroke();
    }
    context.setLineDash([]);
  }

  protected placeOf(press: Press): Point {
    const { x, y } = this.desk.snapper.place(press);
    return { x: Math.round(x), y: Math.round(y) };
  }
}
