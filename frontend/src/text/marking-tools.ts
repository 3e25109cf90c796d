/** The tools over a text: undo and redo, how the mouse selects, search. */
import { html, type TemplateResult } from "lit";
import type { Undoable } from "../canvas/history";
import { undoButtons } from "../layout/undo-buttons";
import type { TextMarking } from "./text-marking";

export interface MarkingTools {
  readonly history: Undoable;
  readonly marking: TextMarking;
  readonly find: TemplateResult;
  /** Told after a switch was turned. */
  readonly changed: () => void;
}

export function markingTools({ history, marking, find, changed }: MarkingTools): TemplateResult {
  const way = (byWord: boolean, name: string) => html`
    <button
      type="button" aria-pressed=${marking.byWord === byWord ? "true" : "false"}
      @click=${() => {
        marking.byWord = byWord;
        changed();
      }}
    >${name}</button>
  `;
  return html`
    <div class="tools" role="toolbar" aria-label="Tools">
      ${undoButtons(history)}
      <div class="switch" role="group" aria-label="Select by">${way(true, "Words")}${way(false, "Characters")}</div>
      ${find}
    </div>
  `;
}
