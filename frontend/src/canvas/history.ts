/** Undo and redo. */

/** What the page's buttons and keys need; a tool with other memory (tiles of a mask) brings its own. */
export interface Undoable {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  undo(): void;
  redo(): void;
}

/** So many steps are kept. */
const DEPTH = 300;

/** The states of something immutable, one after another. */
export class History<T> implements Undoable {
  readonly #moved: (state: T) => void;
  readonly #depth: number;
  #past: T[] = [];
  #future: T[] = [];
  #state: T;

  /** @param moved told the state after every step, back and forth, but not after `reset`. */
  constructor(start: T, moved: (state: T) => void = () => undefined, depth = DEPTH) {
    this.#state = start;
    this.#moved = moved;
    this.#depth = depth;
  }

  get state(): T {
    return this.#state;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** A new state. What was undone before is gone. The same state again is no step. */
  push(state: T): void {
    if (state === this.#state) return;
    this.#past.push(this.#state);
    if (this.#past.length > this.#depth) this.#past.shift();
    this.#future = [];
    this.#move(state);
  }

  /** The last step goes on: this state is in its place. */
  amend(state: T): void {
    this.#future = [];
    this.#move(state);
  }

  undo(): void {
    const state = this.#past.pop();
    if (state === undefined) return;
    this.#future.push(this.#state);
    this.#move(state);
  }

  redo(): void {
    const state = this.#future.pop();
    if (state === undefined) return;
    this.#past.push(this.#state);
    this.#move(state);
  }

  /** Start anew from this state. */
  reset(state: T): void {
    this.#past = [];
    this.#future = [];
    this.#state = state;
  }

  #move(state: T): void {
    this.#state = state;
    this.#moved(state);
  }
}
