/** The check before an answer is taken: every element shows what is wrong at its place. */
import { isAnswerSource, isObjectValueInput } from "./answer-source";
import { choiceOf, isDisabled, type NativeControl } from "./native-controls";
import type { Source } from "./serialise";

interface Fault {
  readonly source: Source;
  /** A sentence for the worker; empty where the element that complains has said it itself. */
  readonly message: string;
}

function labelOf(control: NativeControl): string {
  const label = control.labels?.[0]?.textContent?.trim() || control.getAttribute("aria-label") || control.name;
  return label ? `“${label.replace(/\s+/g, " ")}”: ` : "";
}

function nativeFault(control: NativeControl): string | null {
  const valid = isDisabled(control) || control.checkValidity();
  if (!valid) control.setAttribute("aria-invalid", "true");
  else if (control.getAttribute("aria-invalid") === "true") control.removeAttribute("aria-invalid");
  return valid ? null : labelOf(control) + control.validationMessage;
}

function faultOf(source: Source): string | null {
  if (isAnswerSource(source)) return source.validate() ? null : (source.complaint ?? "");
  if (isObjectValueInput(source)) return source.validate?.() === false ? "" : null;
  return nativeFault(source);
}

/** Is this one more option of a group of which one was counted? */
function isCounted(source: Source, faults: readonly Fault[]): boolean {
  if (isAnswerSource(source) || isObjectValueInput(source) || choiceOf(source)?.type !== "radio") return false;
  return faults.some((fault) => (fault.source as HTMLInputElement).type === "radio" && fault.source.getAttribute("name") === source.name);
}

function faultsOf(sources: readonly Source[]): Fault[] {
  const faults: Fault[] = [];
  for (const source of sources) {
    const message = faultOf(source);
    if (message !== null && !isCounted(source, faults)) faults.push({ source, message });
  }
  return faults;
}

/** Bring a bad field into sight, also out of a closed tab, pane or window, and put the focus there. */
function goTo(source: Source): void {
  source.dispatchEvent(new CustomEvent("crowd-reveal", { bubbles: true, composed: true }));
  source.scrollIntoView({ block: "center" });
  source.focus({ preventScroll: true });
  if ("reportValidity" in source) source.reportValidity();
}

/**
 * Check everything, mark every bad field, and go to the first one. A widget that fills the page shows itself.
 *
 * @returns `null` if all is complete; otherwise one line for the worker, empty where the elements that complained show
 *   all there is to say.
 */
export function firstFault(sources: readonly Source[]): string | null {
  const faults = faultsOf(sources);
  const told = faults.filter((fault) => fault.message !== "");
  if (told[0]) goTo(told[0].source);
  if (told.length > 1) return `${told.length} answers are missing or not right yet. Start with ${told[0]!.message}`;
  return told[0]?.message ?? (faults.length > 0 ? "" : null);
}
