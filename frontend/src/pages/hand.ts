/** The only tool where nothing is drawn: dragging moves the picture, a double click enlarges it. */
import { PlainTool, type Press } from "../canvas/tool";
import type { View } from "../canvas/view";
import type { IconName } from "../design/icons";
import type { Point } from "../geometry/point";

const ENLARGED = 2;

export class Hand extends PlainTool {
  override readonly name = "hand";
  override readonly title = "Move";
  override readonly icon: IconName = "select";
  override readonly key = "v";
  override readonly cursor = "grab";
  override readonly setsPoints = false;
  readonly #view: View;
  #last: Point | null = null;

  constructor(view: View) {
    super();
    this.#view = view;
  }

  override down({ screen }: Press): void {
    this.#last = screen;
  }

  override move({ screen }: Press): void {
    if (this.#last) this.#view.pan(screen.x - this.#last.x, screen.y - this.#last.y);
    this.#last = screen;
  }

  override up(): void {
    this.#last = null;
  }

  override doubleClick({ screen }: Press): void {
    this.#view.zoom(ENLARGED, screen);
  }

  override cancel(): boolean {
    const moving = this.#last !== null;
    this.#last = null;
    return moving;
  }
}
