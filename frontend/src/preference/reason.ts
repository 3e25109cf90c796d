/** The field for a reason in the worker's own words. */
import { html, nothing, type TemplateResult } from "lit";

const MODES = ["none", "optional", "required"] as const;

export type ReasonMode = (typeof MODES)[number];

export function isReasonMode(text: string): text is ReasonMode {
  return MODES.some((mode) => mode === text);
}

/** Shown also where none is asked for, if an answer to begin with brings one. */
export function reasonField(mode: string, text: string, write: (text: string) => void): TemplateResult | typeof nothing {
  if (mode !== "optional" && mode !== "required" && text === "") return nothing;
  const typed = (event: Event): void => {
    event.stopPropagation();
    write((event.target as HTMLTextAreaElement).value);
  };
  return html`
    <label class="reason">
      <span>${mode === "required" ? "Reason" : "Reason (optional)"}</span>
      <textarea
        rows="3" dir="auto" .value=${text} @input=${typed} @keydown=${leave} @change=${(event: Event) => event.stopPropagation()}
      ></textarea>
    </label>
  `;
}

/** Escape gives the keys back to the page. */
function leave(event: KeyboardEvent): void {
  if (event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
  (event.target as HTMLElement).blur();
}
