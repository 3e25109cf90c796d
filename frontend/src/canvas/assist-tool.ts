/**
 * Things outlined by an assistant: a click into a thing, two corners or four extreme points around it. What is suggested
 * is shown; Enter or a click into it takes it, Escape gives it up. Shapes and masks differ in what is drawn from it.
 */
import type { IconName } from "../design/icons";
import type { Point } from "../geometry/point";
import { containsPoint } from "../geometry/polygon";
import type { Assistant, AssistKind, AssistRequest, Outline } from "./assist";
import { askingOf } from "./assisted-tools";
import type { CanvasKey } from "./canvas-keys";
import { PlainTool, type Press } from "./tool";
import type { View } from "./view";

/** What a widget draws from suggestions, and how it speaks. */
export interface AssistBoard {
  /** A click into a thing takes it without asking: the piece under the pointer is shown before. */
  readonly atOnce: boolean;
  /** The colour of what would be drawn. */
  readonly colour: () => string;
  readonly request: (kind: AssistKind, points: readonly Point[], signal: AbortSignal) => AssistRequest;
  /** The place that a press at this one means. */
  readonly place: (at: Point) => Point;
  /** Draw them in one step, or take their areas away. */
  readonly take: (outlines: readonly Outline[], erase: boolean) => void;
  /** Say something to the worker. */
  readonly tell: (text: string) => void;
  /** Say something to those who cannot see the canvas. */
  readonly announce: (text: string) => void;
  readonly repaint: () => void;
}

/** Milliseconds that the pointer rests before a piece under it is looked for. */
const REST = 40;

const FOUND = "An outline was found. Enter takes it, Escape gives it up.";
const LOOKING = "The outline is still being looked for. Wait for it, or give it up with Escape.";
const NOT_FOUND = "Nothing was found there. Try other points, or draw by hand.";

export class AssistTool extends PlainTool {
  readonly name: string;
  readonly title: string;
  readonly icon: IconName;
  /** Another one when assistants before it come or go. */
  key: string;
  override readonly hint: string;
  readonly #board: AssistBoard;
  readonly #assistant: Assistant;
  readonly #kind: AssistKind;
  readonly #wanted: number;
  readonly #atOnce: boolean;
  #points: readonly Point[] = [];
  #outlines: readonly Outline[] = [];
  #erases = false;
  #asking: AbortController | null = null;
  /** What is asked for is taken when it comes. */
  #taking = false;
  #rest: ReturnType<typeof setTimeout> | undefined;

  /** @param key takes it in hand. */
  constructor(board: AssistBoard, assistant: Assistant, key: string) {
    super();
    [this.name, this.title, this.icon, this.key] = [assistant.name, assistant.title, assistant.icon, key];
    this.#board = board;
    this.#assistant = assistant;
    ({ kind: this.#kind, count: this.#wanted, hint: this.hint } = askingOf(assistant));
    this.#atOnce = board.atOnce && this.#kind === "region";
  }

  override get begun(): string | null {
    if (this.#atOnce) return null;
    if (this.#outlines.length > 0) return FOUND;
    if (this.#asking) return LOOKING;
    const count = this.#points.length;
    return count === 0 ? null : `${count} of ${this.#wanted} points are set: set the others, or give them up with Escape.`;
  }

  /** A point is set where the pointer is let go. */
  override up(press: Press): void {
    this.#erases = press.alt;
    if (this.#contains(press.at)) return this.#accept();
    this.#outlines = [];
    const points = [...this.#points, this.#board.place(press.at)];
    const complete = points.length === this.#wanted;
    this.#points = complete ? [] : points;
    if (complete) void this.#suggest(points, this.#atOnce);
    else this.#board.announce(`Point ${points.length} of ${this.#wanted}.`);
    this.#board.repaint();
  }

  /** The piece under the pointer is shown before it is taken. */
  override hover(press: Press | null): void {
    clearTimeout(this.#rest);
    if (!this.#atOnce || this.#taking || (press && this.#contains(press.at))) return;
    this.#forget();
    if (press) this.#rest = setTimeout(() => void this.#suggest([press.at], false), REST);
  }

  override abandon(): void {}

  override takeBack(): boolean {
    if (this.#points.length === 0) return this.begun !== null && this.cancel();
    this.#points = this.#points.slice(0, -1);
    this.#board.repaint();
    return true;
  }

  override cancel(): boolean {
    const begun = this.#points.length > 0 || this.#outlines.length > 0 || this.begun !== null;
    clearTimeout(this.#rest);
    this.#points = [];
    this.#forget();
    return begun;
  }

  override keys(): CanvasKey[] {
    if (this.#points.length === 0 && this.#outlines.length === 0 && this.begun === null) return [];
    const accept = { keys: "Enter", label: "Take what is suggested", run: () => this.#accept() };
    return [
      ...(this.#atOnce || this.#outlines.length === 0 ? [] : [accept]),
      { keys: "Backspace", label: "Take the last point back", run: () => this.takeBack() },
      { keys: "Escape", label: "Give the suggestion up", run: () => this.cancel() },
    ];
  }

  override paint(context: CanvasRenderingContext2D, view: View): void {
    paintSuggestion(context, view, this.#outlines, this.#board.colour());
    context.fillStyle = "#ffffff";
    for (const { x, y } of this.#points) {
      context.beginPath();
      context.arc(x, y, 4.5 / view.scale, 0, 2 * Math.PI);
      context.fill();
      strokeIn(context, view, [["#10131a", 1.5]]);
    }
  }

  /** @param take what is found without asking: the worker has clicked at it. */
  async #suggest(points: readonly Point[], take: boolean): Promise<void> {
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    this.#taking = take;
    try {
      const { outlines } = await this.#assistant.suggest(this.#board.request(this.#kind, points, asking.signal));
      if (asking.signal.aborted) return;
      this.#outlines = outlines.filter((outline) => outline.points.length >= 3);
      if (take) this.#accept();
      else if (!this.#atOnce) this.#sayWhatWasFound();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (!asking.signal.aborted) this.#board.tell(error.message);
    }
    if (this.#asking === asking) {
      this.#taking = false;
      this.#asking = null;
    }
    this.#board.repaint();
  }

  #sayWhatWasFound(): void {
    if (this.#outlines.length === 0) this.#board.tell(NOT_FOUND);
    else this.#board.announce(FOUND);
  }

  #accept(): void {
    const outlines = this.#outlines;
    this.#forget();
    this.#board.take(outlines, this.#erases);
  }

  #contains(point: Point): boolean {
    return isIn(this.#outlines, point);
  }

  #forget(): void {
    this.#asking?.abort();
    this.#asking = null;
    this.#taking = false;
    this.#outlines = [];
    this.#board.repaint();
  }
}

/** Is a point in one of the outlines, and in none of its holes? */
export function isIn(outlines: readonly Outline[], point: Point): boolean {
  return outlines.some(({ points, holes = [] }) => containsPoint(points, point) && !holes.some((hole) => containsPoint(hole, point)));
}

export function paintSuggestion(context: CanvasRenderingContext2D, view: View, outlines: readonly Outline[], colour: string): void {
  context.setLineDash([6 / view.scale, 4 / view.scale]);
  for (const { points, holes = [] } of outlines) {
    context.beginPath();
    for (const ring of [points, ...holes]) {
      ring.forEach(({ x, y }, at) => (at === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
      context.closePath();
    }
    context.globalAlpha = 0.2;
    context.fillStyle = colour;
    context.fill("evenodd");
    context.globalAlpha = 1;
    strokeIn(context, view, [["rgb(0 0 0 / 60%)", 4.5], [colour, 2.5]]);
  }
  context.setLineDash([]);
}

/** Stroke the path with each pen, `width` in screen pixels. */
export function strokeIn(context: CanvasRenderingContext2D, view: View, pens: readonly (readonly [colour: string, width: number])[]): void {
  for (const [colour, width] of pens) {
    context.strokeStyle = colour;
    context.lineWidth = width / view.scale;
    context.stroke();
  }
}
