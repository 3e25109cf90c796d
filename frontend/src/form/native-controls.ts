/** Native inputs of a template: their part of the answer, and back. */
import { fieldsOf, type Json } from "../elements/attributes";

export type NativeControl = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const NO_VALUE = new Set(["submit", "button", "reset", "image"]);
/** Kept even if empty: their emptiness was written or chosen, not just not filled in. */
const KEPT_EMPTY = new Set(["hidden", "range", "color"]);

export function isNativeControl(element: Element): element is NativeControl {
  if (element instanceof HTMLInputElement) return !NO_VALUE.has(element.type);
  return element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement;
}

/** Disabled itself or by a fieldset around it. */
export function isDisabled(control: NativeControl): boolean {
  return control.disabled || control.closest("fieldset[disabled]") !== null;
}

/** A checkbox or radio, or `null`. */
export function choiceOf(control: NativeControl): HTMLInputElement | null {
  return control instanceof HTMLInputElement && /^(?:checkbox|radio)$/.test(control.type) ? control : null;
}

function isKeptEmpty(control: NativeControl): boolean {
  return control instanceof HTMLInputElement && KEPT_EMPTY.has(control.type);
}

/** The value of an option as the answer's key: `on` where the template gives none. */
export function optionKey(input: HTMLInputElement): string {
  return input.getAttribute("value") ?? "on";
}

/**
 * The value under the control's name, or `undefined` if it is left out.
 *
 * Checkboxes and radios give `{option: checked}`; several selected options a list; files their names; everything else
 * its text, left out if empty unless it is hidden or a select.
 */
export function nativeValue(control: NativeControl): Json | undefined {
  const choice = choiceOf(control);
  if (choice) return { [optionKey(choice)]: choice.checked };
  if (control instanceof HTMLSelectElement) {
    return control.multiple ? [...control.selectedOptions].map((option) => option.value) : control.value;
  }
  if (control instanceof HTMLInputElement && control.type === "file") {
    const names = [...(control.files ?? [])].map((file) => file.name);
    return names.length > 0 ? names.join(", ") : undefined;
  }
  const text = control instanceof HTMLTextAreaElement ? control.value.replace(/\r\n?/g, "\n") : control.value;
  return text === "" && !isKeptEmpty(control) ? undefined : text;
}

function fillChoice(choice: HTMLInputElement, value: Json | undefined): void {
  choice.checked = fieldsOf(value)[optionKey(choice)] === true;
}

function fillSelect(select: HTMLSelectElement, value: Json | undefined): void {
  const chosen = new Set(Array.isArray(value) ? value : [value]);
  if (select.multiple) for (const option of select.options) option.selected = chosen.has(option.value);
  else if (typeof value === "string") select.value = value;
}

function fill(control: NativeControl, value: Json | undefined): void {
  const choice = choiceOf(control);
  if (choice) fillChoice(choice, value);
  else if (control instanceof HTMLSelectElement) fillSelect(control, value);
  else if (typeof value === "string" || typeof value === "number") control.value = String(value);
  else if (!isKeptEmpty(control)) control.value = "";
}

/** Fill a control from its value in an answer and tell the template's scripts if that changed it. */
export function restoreNative(control: NativeControl, value: Json | undefined): void {
  if (control instanceof HTMLInputElement && control.type === "file") return;
  // Answers leave out what is disabled: it keeps what the template gave it.
  if (value === undefined && isDisabled(control)) return;
  const before = JSON.stringify(nativeValue(control));
  fill(control, value);
  if (JSON.stringify(nativeValue(control)) === before) return;
  control.dispatchEvent(new Event("input", { bubbles: true }));
  control.dispatchEvent(new Event("change", { bubbles: true }));
}
