/**
 * What frames ask the model: one question under way, and the newest behind it. Requesters write these pages, and each
 * question costs the server a look into its database. A frame that loads itself again counts its questions anew, so the
 * server knows each by a number of ours.
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

/** `awaited`: is there still somebody to be told? */
interface Sent {
  readonly question: Question;
  readonly number: number;
  awaited: boolean;
}

export class Questions {
  readonly #send: (question: Question, number: number) => boolean;
  #greeted = false;
  #last = 0;
  #underWay: Sent | null = null;
  #next: Question | null = null;

  /** @param send may say that the question cannot be sent; `number` is what its answer is known by. */
  constructor(send: (question: Question, number: number) => boolean) {
    this.#send = send;
  }

  /** The server has greeted us and was asked what we hold: until then it knows of no item that could be asked about. */
  greeted(): void {
    this.#greeted = true;
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
  answered(assignment: number, number: number, mask: unknown, reason: string): void {
    const sent = this.#underWay;
    if (sent?.question.frame.assignment !== assignment || sent.number !== number) return;
    if (sent.awaited) tell(sent.question, mask, reason);
    this.#follow();
  }

  /** The server would not take the question under way. */
  refused(assignment: number, reason: string): void {
    const sent = this.#underWay;
    if (sent?.question.frame.assignment === assignment) this.answered(assignment, sent.number, null, reason);
  }

  /** The line is down: nothing that was asked over it is answered, and nothing is asked before the next greeting. */
  dropped(): void {
    this.#greeted = false;
    this.#giveUp();
  }

  /**
   * The frame was loaded again: nobody waits for what it asked before. What is under way keeps its place, or a page that
   * loads itself again and again would ask as often.
   */
  forget(frame: Asker): void {
    if (this.#next?.frame === frame) this.#next = null;
    if (this.#underWay?.question.frame === frame) this.#underWay.awaited = false;
  }

  #ask(question: Question): void {
    this.#underWay = { question, number: ++this.#last, awaited: true };
    if (!this.#greeted || !this.#send(question, this.#last)) this.#giveUp();
  }

  #giveUp(): void {
    const [sent, next] = [this.#underWay, this.#next];
    this.#underWay = this.#next = null;
    for (const question of [sent?.awaited && sent.question, next]) if (question) tell(question, null, OFFLINE);
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
