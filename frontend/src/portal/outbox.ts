/** Answers that the server has not acknowledged yet. They are sent again after every reconnect until it does. */
import type { Answer } from "./protocol";

export class Outbox {
  readonly #answers = new Map<number, Answer>();

  constructor() {
    window.addEventListener("beforeunload", (event) => {
      if (this.#answers.size > 0) event.preventDefault();
    });
  }

  get size(): number {
    return this.#answers.size;
  }

  has(assignment: number): boolean {
    return this.#answers.has(assignment);
  }

  put(assignment: number, answer: Answer): void {
    this.#answers.set(assignment, answer);
  }

  /** Acknowledged, or refused for good. */
  take(assignment: number): boolean {
    return this.#answers.delete(assignment);
  }

  all(): [number, Answer][] {
    return [...this.#answers];
  }
}
