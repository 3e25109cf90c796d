/**
 * Polygons that an assistant suggests: a click into a thing, two corners or four extreme points around it. What is
 * suggested is shown; Enter or a click into it takes it, Escape gives it up.
 */
import type { Assistant, AssistKind, Outline } from "../canvas/assist";
import { askingOf } from "../canvas/assisted-tools";
import type { CanvasKey } from "../canvas/canvas-keys";
import type { Press } from "../canvas/tool";
import type { View } from "../canvas/view";
import type { IconName } from "../design/icons";
import type { Point } from "../geometry/point";
import { containsPoint } from "../geometry/polygon";
import { DrawingTool, type Desk } from "./drawing-tool";

export class AssistTool extends DrawingTool {
  override readonly name: string;
  override readonly title: string;
  override readonly icon: IconName;
  override readonly key: string;
  override readonly hint: string;
  readonly #assistant: Assistant;
  readonly #kind: AssistKind;
  readonly #wanted: number;
  #points: readonly Point[] = [];
  #outlines: readonly Outline[] = [];
  #asking: AbortController | null = null;

  /** @param key takes it in hand. */
  constructor(desk: Desk, assistant: Assistant, key: string) {
    super(desk);
    [this.name, this.title, this.icon, this.key] = [assistant.name, assistant.title, assistant.icon, key];
    this.#assistant = assistant;
    ({ kind: this.#kind, count: this.#wanted, hint: this.hint } = askingOf(assistant));
  }

  override get begun(): string | null {
    if (this.#outlines.length > 0) return "An outline is suggested: Enter takes it, Escape gives it up.";
    const count = this.#points.length;
    if (count === this.#wanted) return "The outline is still being looked for. Wait for it, or give it up with Escape.";
    return count === 0 ? null : `${count} of ${this.#wanted} points are set: set the others, or give them up with Escape.`;
  }

  override up(press: Press): void {
    if (this.#outlines.some(({ points }) => containsPoint(points, press.at))) return this.#accept();
    this.#outlines = [];
    this.#points = [...this.#points, this.desk.snapper.inside(press.at)];
    if (this.#points.length < this.#wanted) this.desk.announce(`Point ${this.#points.length} of ${this.#wanted}.`);
    else void this.#suggest();
    this.desk.repaint();
  }

  /** A point is only set where the pointer is let go. */
  override abandon(): void {}

  override takeBack(): boolean {
    if (this.#points.length === 0 || this.#points.length === this.#wanted) return this.cancel();
    this.#points = this.#points.slice(0, -1);
    this.desk.repaint();
    return true;
  }

  override cancel(): boolean {
    const begun = this.#points.length > 0 || this.#outlines.length > 0;
    this.#asking?.abort();
    this.#points = [];
    this.#outlines = [];
    this.desk.repaint();
    return begun;
  }

  override keys(): CanvasKey[] {
    if (this.#points.length === 0 && this.#outlines.length === 0) return [];
    return [
      ...(this.#outlines.length > 0 ? [{ keys: "Enter", label: "Take what is suggested", run: () => this.#accept() }] : []),
      { keys: "Backspace", label: "Take the last point back", run: () => this.takeBack() },
      { keys: "Escape", label: "Give the suggestion up", run: () => this.cancel() },
    ];
  }

  override paint(context: CanvasRenderingContext2D, view: View): void {
    context.setLineDash([6 / view.scale, 4 / view.scale]);
    for (const { points } of this.#outlines) this.paintLine(context, view, points, true);
    context.setLineDash([]);
    for (const { x, y } of this.#points) {
      context.beginPath();
      context.arc(x, y, 4.5 / view.scale, 0, 2 * Math.PI);
      context.fillStyle = "#ffffff";
      context.fill();
      context.lineWidth = 1.5 / view.scale;
      context.strokeStyle = "#10131a";
      context.stroke();
    }
  }

  async #suggest(): Promise<void> {
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    const points = this.#points;
    try {
      const { outlines } = await this.#assistant.suggest(this.desk.request(this.#kind, points, asking.signal));
      if (asking.signal.aborted) return;
      this.#outlines = outlines.filter((outline) => outline.points.length >= this.desk.drawing.kind.fewest);
      if (this.#outlines.length > 0) this.desk.announce("Suggested. Enter takes it.");
      else this.desk.tell("Nothing was found there. Try other points, or draw by hand.");
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (!asking.signal.aborted) this.desk.tell(error.message);
    }
    if (this.#asking === asking) this.#points = [];
    this.desk.repaint();
  }

  #accept(): void {
    const outlines = this.#outlines;
    this.cancel();
    for (const { points } of outlines) this.draw(points);
  }
}
