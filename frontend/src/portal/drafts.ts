/** Unfinished answers on their way to the server: at most one a second, the newest always within two. */
import type { Answer } from "./protocol";

const GAP = 1_000;

export type SendDraft = (assignment: number, answer: Answer, seq: number) => boolean;

export class Drafts {
  readonly #send: SendDraft;
  #waiting: { assignment: number; answer: Answer } | null = null;
  #timer = 0;
  #sentAt = -GAP;
  #seq = 0;

  constructor(send: SendDraft) {
    this.#send = send;
  }

  changed(assignment: number, answer: Answer): void {
    this.#waiting = { assignment, answer };
    if (this.#timer) return;
    this.#timer = window.setTimeout(() => this.flush(), Math.max(0, this.#sentAt + GAP - performance.now()));
  }

  /** The item was submitted or given away: nothing of it is to be kept. */
  forget(assignment: number): void {
    if (this.#waiting?.assignment === assignment) this.#waiting = null;
  }

  /** Send what waits, also after a reconnect; while the line is down it stays here. */
  flush(): void {
    window.clearTimeout(this.#timer);
    this.#timer = 0;
    if (!this.#waiting) return;
    const { assignment, answer } = this.#waiting;
    if (!this.#send(assignment, answer, ++this.#seq)) return;
    this.#waiting = null;
    this.#sentAt = performance.now();
  }
}
