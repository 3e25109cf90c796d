/** From the inputs and widgets of a form to one answer object, and back. */
import { isObject, type Json } from "../elements/attributes";
import { isAnswerSource, isObjectValueInput, type Answer, type AnswerSource, type ObjectValueInput } from "./answer-source";
import { isDisabled, isNativeControl, nativeValue, restoreNative, type NativeControl } from "./native-controls";

export type Source = AnswerSource | NativeControl | ObjectValueInput;

type Options = Record<string, boolean>;

function isOptions(value: Json | undefined): value is Options {
  if (!isObject(value)) return false;
  const values = Object.values(value);
  return values.length > 0 && values.every((each) => typeof each === "boolean");
}

/** Everything under `root` that takes part, in document order; `form` adds inputs tied to it by their `form` attribute. */
export function sourcesOf(root: Element, form: HTMLFormElement | null = null): Source[] {
  const elsewhere = [...(form?.elements ?? [])].filter((element) => !root.contains(element));
  return [...root.querySelectorAll("*"), ...elsewhere].filter(
    (element): element is Source => isNativeControl(element) || isAnswerSource(element) || isObjectValueInput(element),
  );
}

function partOf(source: Source): Answer {
  if (isAnswerSource(source)) return source.answer();
  const name = source.getAttribute("name");
  if (!name) return {};
  if (isObjectValueInput(source)) return source.value === undefined ? {} : { [name]: source.value };
  const value = isDisabled(source) ? undefined : nativeValue(source);
  return value === undefined ? {} : { [name]: value };
}

/**
 * The answer: one object keyed by name. Of two sources with one name, objects of booleans merge (a group of
 * checkboxes or radios); otherwise the last in document order wins.
 */
export function serialise(sources: readonly Source[]): Answer {
  const answer = new Map<string, Json>();
  for (const source of sources) {
    for (const [name, value] of Object.entries(partOf(source))) {
      const before = answer.get(name);
      answer.set(name, isOptions(before) && isOptions(value) ? { ...before, ...value } : value);
    }
  }
  return Object.fromEntries(answer);
}

/** Tells the template's scripts, as a change by the worker does: what follows from a choice shows again. */
function restoreSource(source: AnswerSource, answer: Answer): void {
  const before = JSON.stringify(source.answer());
  source.restore(answer);
  if (JSON.stringify(source.answer()) !== before) source.dispatchEvent(new Event("change", { bubbles: true, composed: true }));
}

function restoreOne(source: Source, answer: Answer): void {
  if (isAnswerSource(source)) return restoreSource(source, answer);
  const name = source.getAttribute("name");
  if (!name) return;
  const value = Object.hasOwn(answer, name) ? answer[name] : undefined;
  if (!isObjectValueInput(source)) restoreNative(source, value);
  else if (value !== undefined) source.value = value;
}

/** Fill inputs and widgets from an answer: the inverse of `serialise`. */
export function restore(sources: readonly Source[], answer: Answer): void {
  for (const source of sources) restoreOne(source, answer);
}
