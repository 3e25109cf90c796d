/**
 * Masks by what an assistant suggests: a click into a thing takes the piece that is shown under the pointer; four
 * extreme points (or two corners) around a thing give its outline, to be accepted or given up.
 */
import type { Assistant, AssistKind, Suggestion } from "../canvas/assist";
import { askingOf } from "../canvas/assisted-tools";
import type { CanvasKey } from "../canvas/canvas-keys";
import type { Press } from "../canvas/tool";
import type { View } from "../canvas/view";
import type { IconName } from "../design/icons";
import type { Point } from "../geometry/point";
import { containsPoint, type Polygon } from "../geometry/polygon";
import { runsOf, type Run } from "../geometry/raster";
import { MaskTool, strokeTwice, type MaskBoard } from "./mask-tool";

/** Milliseconds that the pointer rests before a piece under it is looked for. */
const REST = 40;

const FOUND = "An outline was found. Enter accepts it, Escape gives it up.";
const LOOKING = "The outline is still being looked for. Wait for it, or give it up with Escape.";
const NOT_FOUND = "Nothing was found there. Try other points, or paint by hand.";

export class AssistTool extends MaskTool {
  readonly name: string;
  readonly title: string;
  readonly icon: IconName;
  readonly key: string;
  override readonly hint: string;
  readonly #assistant: Assistant;
  readonly #kind: AssistKind;
  readonly #wanted: number;
  #points: Point[] = [];
  /** What is suggested, as outlines with their holes. */
  #rings: Polygon[][] = [];
  #erases = false;
  #asking: AbortController | null = null;
  /** What is asked for is taken when it comes. */
  #taking = false;
  #rest: ReturnType<typeof setTimeout> | undefined;

  /** @param key takes it in hand. */
  constructor(board: MaskBoard, assistant: Assistant, key: string) {
    super(board);
    [this.name, this.title, this.icon, this.key] = [assistant.name, assistant.title, assistant.icon, key];
    this.#assistant = assistant;
    ({ kind: this.#kind, count: this.#wanted, hint: this.hint } = askingOf(assistant));
  }

  override get begun(): string | null {
    if (this.#kind === "region") return null;
    if (this.#rings.length > 0) return FOUND;
    if (this.#asking) return LOOKING;
    const count = this.#points.length;
    return count === 0 ? null : `${count} of ${this.#wanted} points are set: set the others, or give them up with Escape.`;
  }

  /** A point is set where the pointer is let go. */
  override up(press: Press): void {
    this.#erases = press.alt;
    if (this.#contains(press.at)) return this.#accept();
    this.#rings = [];
    this.#points.push(press.at);
    if (this.#points.length === this.#wanted) void this.#suggest(this.#points.splice(0), this.#kind === "region");
    this.#seen();
  }

  /** The piece under the pointer is shown before it is taken. */
  override hover(press: Press | null): void {
    clearTimeout(this.#rest);
    if (this.#kind !== "region" || this.#taking || (press && this.#contains(press.at))) return;
    this.#forget();
    if (press) this.#rest = setTimeout(() => void this.#suggest([press.at], false), REST);
  }

  override abandon(): void {}

  override takeBack(): boolean {
    if (this.#points.length === 0) return this.begun !== null && this.cancel();
    this.#points.pop();
    this.#seen();
    return true;
  }

  override cancel(): boolean {
    const begun = this.#points.length > 0 || this.#rings.length > 0 || this.begun !== null;
    clearTimeout(this.#rest);
    this.#points = [];
    this.#forget();
    return begun;
  }

  override keys(): CanvasKey[] {
    if (this.#points.length === 0 && this.#rings.length === 0 && this.begun === null) return [];
    const accept = { keys: "Enter", label: "Accept what is suggested", run: () => this.#accept() };
    return [
      ...(this.#kind === "region" || this.#rings.length === 0 ? [] : [accept]),
      { keys: "Backspace", label: "Take the last point back", run: () => this.takeBack() },
      { keys: "Escape", label: "Give it up", run: () => this.cancel() },
    ];
  }

  override paint(context: CanvasRenderingContext2D, view: View): void {
    context.fillStyle = this.colour;
    for (const ring of this.#rings.flat()) {
      context.beginPath();
      for (const { x, y } of ring) context.lineTo(x, y);
      context.closePath();
      context.setLineDash([6 / view.scale, 4 / view.scale]);
      strokeTwice(context, view.scale, this.colour, 2);
      context.setLineDash([]);
    }
    for (const { x, y } of this.#points) {
      context.beginPath();
      context.arc(x, y, 5 / view.scale, 0, 2 * Math.PI);
      context.fill();
      strokeTwice(context, view.scale);
    }
  }

  /** @param take what is found without asking: the worker has clicked at it. */
  async #suggest(points: readonly Point[], take: boolean): Promise<void> {
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    this.#taking = take;
    try {
      const found = await this.#ask(points, asking.signal);
      if (asking.signal.aborted) return;
      this.#rings = found.outlines.map(({ points: outer, holes }) => [outer, ...(holes ?? [])]);
      if (take) this.#accept();
      else if (this.#kind !== "region") this.#sayWhatWasFound();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (!asking.signal.aborted) this.board.tell(error.message);
    }
    if (this.#asking === asking) {
      this.#taking = false;
      this.#asking = null;
    }
    this.#seen();
  }

  #sayWhatWasFound(): void {
    if (this.#rings.length === 0) this.board.tell(NOT_FOUND);
    else this.board.announce(FOUND);
  }

  #ask(points: readonly Point[], signal: AbortSignal): Promise<Suggestion> {
    const { board } = this;
    const size = board.picture.size ?? { width: 0, height: 0 };
    return this.#assistant.suggest({
      kind: this.#kind,
      points,
      label: board.label ?? "",
      labels: board.labelNames,
      size,
      src: board.src,
      pixels: (longest, area) => board.picture.pixels(longest, area),
      signal,
    });
  }

  #accept(): void {
    const { map } = this.board.drawing;
    if (map) this.put(this.#runs(map.width, map.height), this.#erases);
    this.board.drawing.commit();
    this.#forget();
  }

  #runs(width: number, height: number): Run[] {
    return this.#rings.flatMap((rings) => [...runsOf(rings, width, height)]);
  }

  #contains(point: Point): boolean {
    return this.#rings.some(([outer, ...holes]) => containsPoint(outer!, point) && !holes.some((hole) => containsPoint(hole, point)));
  }

  #forget(): void {
    this.#asking?.abort();
    this.#asking = null;
    this.#taking = false;
    this.#rings = [];
    this.#seen();
  }

  #seen(): void {
    this.board.surface.repaint("upper");
  }
}
