/** Drawing polygons, polylines and lines: a click sets a point. */
import type { CanvasKey } from "../canvas/canvas-keys";
import type { Press } from "../canvas/tool";
import type { View } from "../canvas/view";
import type { Point } from "../geometry/point";
import { DrawingTool, type Desk } from "./drawing-tool";
import { Guide } from "./guide";
import { reachOf } from "./grip";

export class PathTool extends DrawingTool {
  /** Leads lines along edges, while it is on. */
  readonly guide: Guide;
  #points: readonly Point[] = [];
  /** Where the next point would be. */
  #next: Point | null = null;
  #pressed = false;

  override readonly hint: string;

  constructor(desk: Desk) {
    super(desk);
    this.hint = desk.drawing.kind.most === 2 ? "Click both ends" : "Click point after point; Enter ends";
    this.guide = new Guide(desk);
  }

  /** The points set so far. */
  get points(): readonly Point[] {
    return this.#points;
  }

  override get begun(): string | null {
    const [noun, count] = [this.title.toLowerCase(), this.#points.length];
    const points = count === 1 ? "1 point" : `${count} points`;
    return count === 0 ? null : `You are in the middle of a ${noun} of ${points}: Enter ends it, Escape stops it.`;
  }

  override down(press: Press): void {
    if (this.#points.length === 0 && this.grip.down(press)) return;
    this.#pressed = true;
    this.#follow(press);
  }

  override move(press: Press): void {
    if (!this.grip.move(press)) this.#follow(press);
  }

  /** A point is set where the pointer is let go, so that a finger can look for its place first. */
  override up(press: Press): void {
    if (this.grip.up() || !this.#pressed) return;
    this.#pressed = false;
    if (this.#closesAt(press)) this.finish();
    else this.#set(this.placeOf(press));
  }

  override hover(press: Press | null): void {
    if (press) this.#follow(press);
    else {
      this.#next = null;
      this.desk.repaint();
    }
  }

  override doubleClick(): void {
    this.finish();
  }

  /** Only what the finger was about to set is gone when a second one comes. */
  override abandon(): void {
    if (!this.grip.cancel()) this.#pressed = false;
  }

  override takeBack(): boolean {
    if (this.#points.length === 0) return this.cancel();
    this.#points = this.#points.slice(0, -1);
    this.desk.repaint();
    return true;
  }

  override cancel(): boolean {
    if (this.grip.cancel()) return true;
    const begun = this.#points.length > 0;
    this.#points = [];
    this.#pressed = false;
    this.desk.repaint();
    return begun;
  }

  override keys(): CanvasKey[] {
    if (this.#points.length === 0) return [];
    const noun = this.title.toLowerCase();
    return [
      { keys: "Enter", label: `End this ${noun}`, run: () => this.finish() },
      { keys: "Backspace", label: "Take the last point back", run: () => this.takeBack() },
      { keys: "Escape", label: `Stop this ${noun}`, run: () => this.cancel() },
    ];
  }

  /** The shape is complete, if it has points enough. */
  finish(): void {
    const points = this.#points;
    const { fewest } = this.desk.drawing.kind;
    if (points.length === 0) return;
    if (points.length < fewest) return this.desk.tell(`A ${this.title.toLowerCase()} needs ${fewest} points; it has ${points.length}.`);
    this.#points = [];
    this.draw(points);
  }

  override paint(context: CanvasRenderingContext2D, view: View): void {
    const [next, { closed }] = [this.#next, this.desk.drawing.kind];
    if (next) this.paintCross(context, view, next);
    if (this.#points.length === 0) return;
    const line = next ? [...this.#points, ...this.guide.between(this.#points.at(-1)!, next), next] : this.#points;
    this.paintLine(context, view, line, closed && line.length > 2);
    this.#points.forEach(({ x, y }, at) => {
      context.beginPath();
      context.arc(x, y, (at === 0 && closed && this.#points.length > 2 ? 6 : 4) / view.scale, 0, 2 * Math.PI);
      context.fillStyle = "#ffffff";
      context.fill();
      context.lineWidth = 1.5 / view.scale;
      context.strokeStyle = "#10131a";
      context.stroke();
    });
  }

  #follow(press: Press): void {
    this.#next = this.placeOf(press);
    const last = this.#points.at(-1);
    if (last) void this.guide.look(last, this.#next);
    this.desk.repaint();
  }

  #closesAt(press: Press): boolean {
    const { kind } = this.desk.drawing;
    const first = this.#points[0];
    if (!kind.closed || !first || this.#points.length < kind.fewest) return false;
    const reach = (press.kind === "keyboard" ? 0.5 : reachOf(press)) / this.desk.view.scale;
    return Math.hypot(first.x - press.at.x, first.y - press.at.y) <= reach;
  }

  #set(point: Point): void {
    const last = this.#points.at(-1);
    if (last && last.x === point.x && last.y === point.y) return;
    if (this.#points.length === 0) this.desk.drawing.select([]);
    this.#points = [...this.#points, point];
    if (last) void this.guide.look(last, point).then(() => this.#lead(last, point));
    this.desk.announce(`Point ${this.#points.length} at ${point.x}, ${point.y}.`);
    if (this.#points.length === this.desk.drawing.kind.most) this.finish();
    this.desk.repaint();
  }

  /** Put the way along edges between two points that were set, if both are still there. */
  #lead(from: Point, to: Point): void {
    const at = this.#points.indexOf(from);
    if (at < 0 || this.#points[at + 1] !== to) return;
    this.#points = this.#points.toSpliced(at + 1, 0, ...this.guide.between(from, to));
    this.desk.repaint();
  }
}
