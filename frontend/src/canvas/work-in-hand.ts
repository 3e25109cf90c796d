/** What the tool in hand has begun: none of it is dropped without a word. */
import type { Undoable } from "./history";
import type { Tool } from "./tool";

export class WorkInHand {
  readonly #tool: () => Tool | null;
  readonly #layout: { message: string | null };
  /** What the worker was last warned of losing; who goes on all the same gives it up. */
  #warning: string | null = null;

  constructor(tool: () => Tool | null, layout: { message: string | null }) {
    this.#tool = tool;
    this.#layout = layout;
  }

  /** A sentence on what is begun and how it ends, `null` if nothing is. */
  get begun(): string | null {
    return this.#tool()?.begun ?? null;
  }

  /** Would something begun be lost now? Says so once; asked again, it is given up. */
  wouldBeLost(): boolean {
    this.#tool()?.settle();
    const { begun } = this;
    if (begun !== null && begun !== this.#warning) {
      this.warn(begun);
      return true;
    }
    this.#tool()?.cancel();
    return false;
  }

  warn(begun: string): void {
    this.#warning = begun;
    this.#layout.message = begun;
  }

  /** Take the warning away once it is no longer about what is begun. */
  review(): void {
    if (this.#warning === null || this.#warning === this.begun) return;
    if (this.#layout.message === this.#warning) this.#layout.message = null;
    this.#warning = null;
  }

  /** Undo takes back what is begun before it touches what is finished. */
  steps(history: Undoable): Undoable {
    return {
      canUndo: history.canUndo || this.begun !== null,
      canRedo: history.canRedo,
      undo: () => this.#tool()?.takeBack() || history.undo(),
      redo: () => history.redo(),
    };
  }
}
