/** The check before an answer is taken. */
import { isAnswerSource, isObjectValueInput } from "./answer-source";
import { isDisabled } from "./native-controls";
import type { Source } from "./serialise";

function labelOf(control: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement): string {
  const label = control.labels?.[0]?.textContent?.trim() || control.getAttribute("aria-label") || control.name;
  return label ? `“${label}”: ` : "";
}

/**
 * Check everything, show what is missing at its place, and put the focus on the first bad native field.
 *
 * @returns `null` if all is complete; otherwise a sentence for the worker, empty where the element that complained
 *   shows its own.
 */
export function firstFault(sources: readonly Source[]): string | null {
  let fault: string | null = null;
  for (const source of sources) {
    if (isAnswerSource(source)) {
      if (!source.validate()) fault ??= "";
    } else if (isObjectValueInput(source)) {
      if (source.validate?.() === false) fault ??= "";
    } else if (!isDisabled(source) && !source.checkValidity() && fault === null) {
      fault = labelOf(source) + source.validationMessage;
      source.scrollIntoView({ block: "center" });
      source.reportValidity();
    }
  }
  return fault;
}
