/** Drawing polygons, polylines and lines: a click sets a point; a mouse or a pen that is dragged draws freehand. */
import type { CanvasKey } from "../canvas/canvas-keys";
import type { Press } from "../canvas/tool";
import type { View } from "../canvas/view";
import { distance, type Point } from "../geometry/point";
import { simplifyLine } from "../geometry/simplify";
import { DrawingTool, type Desk } from "./drawing-tool";
import { Guide } from "./guide";
import { reachOf } from "./grip";
import { rounded } from "./shape";

/** Screen pixels that a pressed pointer moves before it draws; a hand that clicks is not still. */
const FREEHAND = 8;
/** Screen pixels by which a line may differ from what the hand has drawn. */
const ROUGHNESS = 1;

export class PathTool extends DrawingTool {
  /** Leads lines along edges, while it is on. */
  readonly guide: Guide;
  #points: readonly Point[] = [];
  /** How many points there were before each step: a click, a way along edges, a freehand line. */
  #steps: readonly number[] = [];
  /** Where the next point would be. */
  #next: Point | null = null;
  #pressed: Press | null = null;
  /** What the hand draws in this press. */
  #stroke: Point[] | null = null;

  override readonly hint: string;

  constructor(desk: Desk) {
    super(desk);
    this.hint = desk.drawing.kind.most === 2 ? "Click both ends" : "Click point after point, or drag; Enter ends";
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
    this.#pressed = press;
    this.#follow(press);
  }

  override move(press: Press, between: readonly Point[]): void {
    if (this.grip.move(press)) return;
    if (this.#draws(press)) this.#stroke!.push(...between.map((at) => this.desk.snapper.inside(at)));
    this.#follow(press);
  }

  /** A point is set where the pointer is let go, so that a finger can look for its place first. */
  override up(press: Press): void {
    if (this.grip.up() || !this.#pressed) return;
    this.#pressed = null;
    const drawn = this.#takeStroke(press);
    if (this.#closesAt(press)) this.finish();
    else this.#set(this.placeOf(press), drawn);
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
    if (this.grip.cancel()) return;
    this.#pressed = null;
    this.#stroke = null;
  }

  override takeBack(): boolean {
    if (this.#points.length === 0) return this.cancel();
    this.#points = this.#points.slice(0, this.#steps.at(-1));
    this.#steps = this.#steps.slice(0, -1);
    this.desk.repaint();
    return true;
  }

  override cancel(): boolean {
    if (this.grip.cancel()) return true;
    const begun = this.#points.length > 0;
    this.#clear();
    this.#pressed = null;
    this.#stroke = null;
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
    this.#clear();
    this.draw(points);
  }

  #clear(): void {
    this.#points = [];
    this.#steps = [];
  }

  override paint(context: CanvasRenderingContext2D, view: View): void {
    const [next, { closed }] = [this.#next, this.desk.drawing.kind];
    if (next) this.paintCross(context, view, next);
    const line = this.#lineTo(next);
    if (line.length === 0) return;
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

  /** All that would be there if the next point were set. */
  #lineTo(next: Point | null): readonly Point[] {
    const last = this.#points.at(-1);
    if (!next || (!last && !this.#stroke)) return this.#points;
    return [...this.#points, ...(this.#stroke ?? this.guide.between(last!, next)), next];
  }

  #follow(press: Press): void {
    this.#next = this.placeOf(press);
    const last = this.#points.at(-1);
    if (last && !this.#stroke) void this.guide.look(last, this.#next);
    this.desk.repaint();
  }

  /** Is this press a freehand line by now? A finger that moves looks for its place. */
  #draws(press: Press): boolean {
    if (this.#stroke) return true;
    if (!this.#pressed || press.kind === "touch" || this.desk.drawing.kind.most !== Infinity) return false;
    if (distance(press.screen, this.#pressed.screen) < FREEHAND) return false;
    this.#stroke = [this.placeOf(this.#pressed)];
    return true;
  }

  /** Put the freehand line up to here among the points; false if none was drawn. */
  #takeStroke(press: Press): boolean {
    const stroke = this.#stroke;
    this.#stroke = null;
    if (!stroke) return false;
    const line = simplifyLine([...stroke, this.placeOf(press)], ROUGHNESS / this.desk.view.scale);
    this.#append(rounded(line.slice(0, -1)));
    return true;
  }

  #closesAt(press: Press): boolean {
    const { kind } = this.desk.drawing;
    const first = this.#points[0];
    if (!kind.closed || !first || this.#points.length < kind.fewest) return false;
    const reach = (press.kind === "keyboard" ? 0.5 : reachOf(press)) / this.desk.view.scale;
    return Math.hypot(first.x - press.at.x, first.y - press.at.y) <= reach;
  }

  /** @param goesOn as the end of the step before. */
  #set(point: Point, goesOn = false): void {
    const last = this.#points.at(-1);
    if (last && last.x === point.x && last.y === point.y) return;
    if (goesOn) this.#points = [...this.#points, point];
    else this.#append([point]);
    if (last && !goesOn) void this.guide.look(last, point).then(() => this.#lead(last, point));
    this.desk.announce(`Point ${this.#points.length} at ${point.x}, ${point.y}.`);
    if (this.#points.length === this.desk.drawing.kind.most) this.finish();
    this.desk.repaint();
  }

  /** One more step; of points at the same place one is enough. */
  #append(added: readonly Point[]): void {
    if (this.#points.length === 0) this.desk.drawing.select([]);
    this.#steps = [...this.#steps, this.#points.length];
    const before = (at: number) => added[at - 1] ?? this.#points.at(-1);
    this.#points = [...this.#points, ...added.filter(({ x, y }, at) => before(at)?.x !== x || before(at)?.y !== y)];
  }

  /** Put the way along edges between two points that were set, if both are still there. */
  #lead(from: Point, to: Point): void {
    const at = this.#points.indexOf(from);
    if (at < 0 || this.#points[at + 1] !== to) return;
    const between = this.guide.between(from, to);
    this.#points = this.#points.toSpliced(at + 1, 0, ...between);
    this.#steps = this.#steps.map((count) => (count > at + 1 ? count + between.length : count));
    this.desk.repaint();
  }
}
