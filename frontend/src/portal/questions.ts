/**
 * What frames ask the model: one question under way, and the newest behind it. Requesters write these pages, and each
 * question costs the server a look into its database.
 */
import type { Prompt, ToFrame } from "./protocol";

const OFFLINE = "The model cannot be asked while the line is down. Try again, or use “Select by clicks” without it.";
const REPLACED = "Something else was asked after this. Try again, or use “Select by clicks” without the model.";

/** A frame with the item of `assignment`. */
export interface Asker {
  readonly assignment: number;
  tell(message: ToFrame): void;
}

/** `seq` is the frame's own number for it. */
export interface Question {
  readonly frame: Asker;
  readonly seq: number;
  readonly prompt: Prompt;
}

export class Questions {
  readonly #send: (question: Question) => boolean;
  #underWay: Question | null = null;
  #next: Question | null = null;

  /** @param send may say that the question cannot be sent. */
  constructor(send: (question: Question) => boolean) {
    this.#send = send;
  }

  /** Ask, now or after the question before it. A look at a picture takes no click's place. */
  ask(question: Question): void {
    if (!this.#underWay) return this.#ask(question);
    const waiting = this.#next;
    const stays = waiting !== null && isClick(waiting) && !isClick(question);
    if (!stays) this.#next = question;
    const replaced = stays ? question : waiting;
    if (replaced) tell(replaced, null, REPLACED);
  }

  /** The server's answer. What nobody waits for is dropped. */
  answered(assignment: number, seq: number, mask: unknown, reason: string): void {
    const asked = this.#underWay;
    if (asked?.frame.assignment !== assignment || asked.seq !== seq) return;
    tell(asked, mask, reason);
    this.#follow();
  }

  /** The server would not take the question under way. */
  refused(assignment: number, reason: string): void {
    if (this.#underWay?.frame.assignment === assignment) this.answered(assignment, this.#underWay.seq, null, reason);
  }

  /** The line is down: nothing that was asked over it is answered. */
  dropped(): void {
    const lost = [this.#underWay, this.#next];
    this.#underWay = this.#next = null;
    for (const question of lost) if (question) tell(question, null, OFFLINE);
  }

  #ask(question: Question): void {
    this.#underWay = question;
    if (!this.#send(question)) this.dropped();
  }

  #follow(): void {
    const next = this.#next;
    this.#underWay = this.#next = null;
    if (next) this.#ask(next);
  }
}

function isClick({ prompt: { points, box } }: Question): boolean {
  return points.length > 0 || box !== null;
}

function tell({ frame, seq }: Question, mask: unknown, reason: string): void {
  frame.tell({ type: "segmented", seq, mask, reason });
}
