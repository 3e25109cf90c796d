/** The two buttons of undo and redo, for bars that have no other buttons of this kind. */
import { html, type TemplateResult } from "lit";
import type { Undoable } from "../canvas/history";
import { icon } from "../design/icons";

export function undoButtons(history: Undoable): TemplateResult {
  return html`
    <button type="button" class="quiet round" title="Undo (Ctrl+Z)" aria-label="Undo" ?disabled=${!history.canUndo} @click=${() => history.undo()}>${icon("undo")}</button>
    <button type="button" class="quiet round" title="Redo (Ctrl+Shift+Z)" aria-label="Redo" ?disabled=${!history.canRedo} @click=${() => history.redo()}>${icon("redo")}</button>
  `;
}
