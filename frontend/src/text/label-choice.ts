/** The labels beside a text: buttons with their keys, colours and how often each was given. */
import { html, nothing, type TemplateResult } from "lit";
import type { LabelEntry } from "./label-set";

export interface LabelChoice {
  readonly entries: readonly LabelEntry[];
  /** The label that every further selection gets, `null` for none. */
  readonly armed: string | null;
  readonly counts: ReadonlyMap<string, number>;
  readonly give: (label: string) => void;
}

/** A press on a button must not take the selection in the text away, nor the focus from it. */
function keepSelection(event: Event): void {
  event.preventDefault();
}

function labelButton(entry: LabelEntry, { armed, counts, give }: LabelChoice): TemplateResult {
  const count = counts.get(entry.label) ?? 0;
  const selected = armed === entry.label;
  return html`
    <div class="label-button ${selected ? "selected" : ""}" style="--mark: ${entry.colour}">
      <button
        type="button" aria-pressed=${selected ? "true" : "false"} aria-keyshortcuts=${entry.key ?? nothing}
        title=${entry.name} data-testid=${entry.label} @mousedown=${keepSelection} @click=${() => give(entry.label)}
      >
        <i class="swatch"></i>
        <span class="label-name" dir="auto">${entry.name}</span>
        ${count > 0 ? html`<span class="label-count" aria-label="${count} marked">${count}</span>` : nothing}
        ${entry.key ? html`<kbd aria-hidden="true">${entry.key}</kbd>` : nothing}
      </button>
    </div>
  `;
}

/** All offered labels. */
export function labelChoice(choice: LabelChoice): TemplateResult {
  if (choice.entries.length === 0) return html`<p class="none">This template names no labels.</p>`;
  return html`
    <div class="labels" role="group" aria-label="Labels">${choice.entries.map((entry) => labelButton(entry, choice))}</div>
  `;
}
