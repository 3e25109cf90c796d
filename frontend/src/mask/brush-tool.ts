/** Painting and erasing with a round brush. */
import type { CanvasKey } from "../canvas/canvas-keys";
import type { Press } from "../canvas/tool";
import type { View } from "../canvas/view";
import type { IconName } from "../design/icons";
import type { Point } from "../geometry/point";
import { nextSize, snapped, strokeRuns } from "./brush";
import { MaskTool, strokeTwice, type MaskBoard } from "./mask-tool";

export class BrushTool extends MaskTool {
  readonly name: string;
  readonly title: string;
  readonly icon: IconName;
  readonly key: string;
  override readonly cursor = "none";
  readonly #erases: boolean;
  /** Where the stroke has come to, `null` between strokes. */
  #last: Point | null = null;
  #erasing = false;
  /** Where the ring is shown. */
  #at: Point | null = null;
  /** Arrow keys paint on their way. */
  #held = false;

  constructor(board: MaskBoard, erases: boolean) {
    super(board);
    this.#erases = erases;
    [this.name, this.title, this.icon, this.key] = erases ? ["eraser", "Eraser", "eraser", "e"] : ["brush", "Brush", "brush", "b"];
  }

  override down(press: Press): void {
    this.#erasing = this.#erases !== press.alt;
    this.#strokeTo([press.at]);
  }

  override move(press: Press, between: readonly Point[]): void {
    if (this.#last) this.#strokeTo(between);
    this.#ring(press.at);
  }

  override up(press: Press): void {
    if (!this.#held) this.#last = null;
    this.board.drawing.commit();
    this.#ring(press.kind === "touch" ? null : press.at);
  }

  override hover(press: Press | null): void {
    if (press?.kind === "keyboard" && this.#held) this.#strokeTo([press.at]);
    else if (this.#held) this.#hold(false);
    this.#ring(press?.at ?? null);
  }

  override cancel(): boolean {
    const begun = this.#last !== null;
    this.#last = null;
    this.#held = false;
    if (begun) this.board.drawing.cancel();
    this.#ring(null);
    return begun;
  }

  override keys(): CanvasKey[] {
    const stop = { keys: "Escape", label: "Take the stroke back", run: () => this.cancel() };
    return [
      ...(this.#last ? [stop] : []),
      { keys: "[", label: "Smaller brush", run: () => this.#resize(-1) },
      { keys: "]", label: "Larger brush", run: () => this.#resize(1) },
      { keys: "Shift+Space", label: this.#held ? "Lift the brush" : "Keep painting along the arrow keys", run: () => this.#hold(!this.#held) },
    ];
  }

  override paint(context: CanvasRenderingContext2D, view: View): void {
    if (!this.#at) return;
    const { x, y } = snapped(this.#at, this.board.size);
    context.beginPath();
    context.arc(x, y, this.board.size / 2, 0, 2 * Math.PI);
    strokeTwice(context, view.scale, this.#erases ? "#fff" : this.colour);
  }

  #strokeTo(points: readonly Point[]): void {
    for (const point of points) {
      this.put(strokeRuns(this.#last ?? point, point, this.board.size), this.#erasing);
      this.#last = point;
    }
  }

  #hold(held: boolean): void {
    this.#held = held;
    this.#erasing = this.#erases;
    this.#last = null;
    if (held && this.#at) this.#strokeTo([this.#at]);
    if (!held) this.board.drawing.commit();
  }

  #resize(direction: 1 | -1): void {
    const radius = this.board.size / 2;
    this.board.size = nextSize(this.board.size, direction);
    this.board.announce(`Brush ${this.board.size} pixels`);
    if (this.#at) this.repaintAround(this.#at, Math.max(radius, this.board.size / 2));
  }

  /** Show the ring here, or not at all. */
  #ring(at: Point | null): void {
    const radius = this.board.size / 2;
    for (const place of [this.#at, at]) if (place) this.repaintAround(place, radius + 1);
    this.#at = at;
  }
}
