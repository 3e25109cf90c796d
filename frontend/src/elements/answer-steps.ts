/** Undo and redo for widgets whose work is all in their answer: what it was before a change is taken over again. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { History, type Undoable } from "../canvas/history";
import type { Json } from "./attributes";

export interface AnswerModel {
  /** What is to come back with undo. */
  readonly state: () => Json;
  /** Take such a state over and tell of the change; it is no step itself. */
  readonly take: (state: Json) => void;
}

export class AnswerSteps implements ReactiveController, Undoable {
  readonly #model: AnswerModel;
  /** States as text: two that read the same are the same. */
  readonly #history = new History("null");
  /** The last step is a text that was being written. */
  #wrote = false;
  #writing = false;

  constructor(host: ReactiveControllerHost, model: AnswerModel) {
    this.#model = model;
    host.addController(this);
  }

  /** Until the worker does something, what attributes and scripts make of the widget is where it starts. */
  hostUpdated(): void {
    if (!this.canUndo && !this.canRedo) this.begin();
  }

  get canUndo(): boolean {
    return this.#history.canUndo;
  }

  get canRedo(): boolean {
    return this.#history.canRedo;
  }

  /** Start anew from what there is now. */
  begin(): void {
    this.#wrote = false;
    this.#history.reset(this.#state);
  }

  /** The change that comes next goes on with a text: all that is written without doing something else is one step. */
  goOn(): void {
    this.#writing = true;
  }

  /** Call after every change by the worker. */
  note(): void {
    const [state, writing] = [this.#state, this.#writing];
    this.#writing = false;
    if (state === this.#history.state) return;
    if (writing && this.#wrote) this.#history.amend(state);
    else this.#history.push(state);
    this.#wrote = writing;
  }

  undo(): void {
    if (this.canUndo) this.#step(() => this.#history.undo());
  }

  redo(): void {
    if (this.canRedo) this.#step(() => this.#history.redo());
  }

  get #state(): string {
    return JSON.stringify(this.#model.state());
  }

  #step(step: () => void): void {
    step();
    this.#wrote = false;
    this.#model.take(JSON.parse(this.#history.state) as Json);
  }
}
