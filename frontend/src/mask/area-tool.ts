/** An area by its outline: points set one by one, or drawn freehand; what is inside is filled once it is closed. */
import type { CanvasKey } from "../canvas/canvas-keys";
import type { Press } from "../canvas/tool";
import type { View } from "../canvas/view";
import { distance, type Point } from "../geometry/point";
import { runsOf } from "../geometry/raster";
import { MaskTool, strokeTwice } from "./mask-tool";

/** Screen pixels round the first point in which a click closes the outline. */
const CLOSING = 10;
/** Screen pixels between the points of a freehand line. */
const FREEHAND = 4;

const MIDDLE = "You are in the middle of an outline";

export class AreaTool extends MaskTool {
  readonly name = "polygon";
  readonly title = "Polygon";
  readonly icon = "polygon";
  readonly key = "p";
  #points: Point[] = [];
  #at: Point | null = null;
  #erases = false;
  /** The pointer is drawing a line and not setting a point. */
  #freehand = false;
  /** The press is at the first point: letting go closes the outline. */
  #closing = false;
  /** How many points there were before this press. */
  #before = 0;

  override get begun(): string | null {
    return this.#points.length === 0 ? null : `${MIDDLE} (${this.#points.length} set): Enter fills it, Escape gives it up.`;
  }

  override down(press: Press): void {
    if (this.#points.length === 0) this.#erases = press.alt;
    this.#freehand = false;
    this.#before = this.#points.length;
    this.#closing = this.#closesAt(press);
    if (!this.#closing) this.#points.push(press.at);
    this.#seen();
  }

  override move(press: Press, between: readonly Point[]): void {
    const { scale } = this.board.surface.view;
    for (const point of this.#closing ? [] : between) {
      const last = this.#points.at(-1);
      if (!last || distance(last, point) * scale < FREEHAND) continue;
      this.#points.push(point);
      this.#freehand = true;
    }
    this.hover(press);
  }

  override up(press: Press): void {
    if (this.#closing || (this.#freehand && this.#points.length > 2 && this.#closesAt(press))) this.#close(press.alt);
    this.#freehand = false;
    this.#seen();
  }

  override hover(press: Press | null): void {
    this.#at = press?.at ?? null;
    if (this.#points.length > 0) this.#seen();
  }

  override doubleClick(press: Press): void {
    // Both clicks have set a point.
    this.#points.pop();
    this.#close(press.alt);
  }

  /** Only what this press has set is gone. */
  override abandon(): void {
    this.#points.length = Math.min(this.#before, this.#points.length);
    this.#closing = false;
    this.#freehand = false;
    this.#seen();
  }

  override takeBack(): boolean {
    const taken = this.#points.pop() !== undefined;
    this.#seen();
    return taken;
  }

  override cancel(): boolean {
    const begun = this.#points.length > 0;
    this.#points = [];
    this.#seen();
    return begun;
  }

  override keys(): CanvasKey[] {
    if (this.#points.length === 0) return [];
    return [
      { keys: "Enter", label: "Close the outline and fill it", run: () => this.#close(false) },
      { keys: "Alt+Enter", label: "Close the outline and erase in it", run: () => this.#close(true) },
      { keys: "Backspace", label: "Take the last point back", run: () => this.takeBack() },
      { keys: "Escape", label: "Give the outline up", run: () => this.cancel() },
    ];
  }

  override paint(context: CanvasRenderingContext2D, view: View): void {
    const [first] = this.#points;
    if (!first) return;
    context.beginPath();
    for (const { x, y } of this.#points) context.lineTo(x, y);
    if (this.#at) context.lineTo(this.#at.x, this.#at.y);
    context.fillStyle = this.#erases ? "#fff" : this.colour;
    context.globalAlpha = 0.3;
    context.fill();
    context.globalAlpha = 1;
    context.setLineDash(this.#erases ? [6 / view.scale, 4 / view.scale] : []);
    strokeTwice(context, view.scale, this.#erases ? "#fff" : this.colour, 2);
    context.setLineDash([]);
    context.beginPath();
    context.arc(first.x, first.y, CLOSING / 2 / view.scale, 0, 2 * Math.PI);
    context.fillStyle = this.#at && this.#closes(this.#at) ? this.colour : "#fff";
    context.fill();
    strokeTwice(context, view.scale, this.colour);
  }

  #closesAt(press: Press): boolean {
    return this.#closes(press.at);
  }

  #closes(point: Point): boolean {
    const [first] = this.#points;
    return first !== undefined && this.#points.length > 2 && distance(first, point) * this.board.surface.view.scale <= CLOSING;
  }

  #close(erases: boolean): void {
    const { map } = this.board.drawing;
    const points = this.#points;
    if (points.length === 0) return;
    if (points.length < 3) return this.board.tell(`An outline needs 3 points; it has ${points.length}.`);
    this.#points = [];
    this.#closing = false;
    this.#freehand = false;
    if (map) this.put(runsOf([points], map.width, map.height), erases || this.#erases);
    this.board.drawing.commit();
    this.#seen();
  }

  #seen(): void {
    this.board.surface.repaint("upper");
  }
}
