/** What an element offers to take part in the answer. */
import type { Json } from "../elements/attributes";

/** answerContent: one object, keyed by the elements' names. */
export type Answer = Record<string, Json>;

export interface AnswerSource extends HTMLElement {
  /** What this element adds to the answer; `{}` for nothing (no name, empty, disabled). */
  answer(): Answer;
  /** The inverse: take from a whole answer what is this element's. */
  restore(answer: Answer): void;
  /** Back to the initial value. */
  reset(): void;
  /** Is it complete? If not, the element shows the worker what is missing. */
  validate(): boolean;
  /** After `validate`: a sentence for the form's summary, where the element is a field among others. */
  readonly complaint?: string | null;
}

/** Elements that are locked while an answer is being stored. */
export interface Lockable extends HTMLElement {
  busy: boolean;
}

/** Elements of ours carry this mark; a requester's element with a method of the same name does not. */
export const ANSWERS = Symbol("answers");

export function isAnswerSource(element: Element): element is AnswerSource {
  return ANSWERS in element;
}

/** A requester's own element: `value` is an object that goes into the answer as it is. */
export interface ObjectValueInput extends HTMLElement {
  value?: Json;
  validate?: () => unknown;
}

export function isObjectValueInput(element: Element): element is ObjectValueInput {
  return element.localName === "object-value-input";
}
