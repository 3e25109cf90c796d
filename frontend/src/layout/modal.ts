/** Windows over the page: native dialogs, which keep the focus inside, close with Escape and give the focus back. */
import { html, type TemplateResult } from "lit";
import { icon } from "../design/icons";

export type ModalName = "instructions" | "shortcuts" | "comment";

export interface ModalParts {
  readonly name: ModalName;
  readonly title: string;
  readonly body: TemplateResult;
  /** Buttons at the bottom; without them there is only the cross. */
  readonly actions?: TemplateResult;
}

/** A window, closed until `openModal`. It is always in the tree: scripts reach for its class and its slots. */
export function modal(parts: ModalParts): TemplateResult {
  return html`
    <dialog class="awsui-modal-dialog" data-name=${parts.name} aria-label=${parts.title} @click=${closeOnBackdrop}>
      <div class="modal-box">
        <div class="modal-header">
          <h2 dir="auto">${parts.title}</h2>
          <button type="button" class="quiet round" aria-label="Close" @click=${closeModal}>${icon("close")}</button>
        </div>
        <div class="modal-body paper">${parts.body}</div>
        ${parts.actions ? html`<div class="modal-actions">${parts.actions}</div>` : ""}
      </div>
    </dialog>
  `;
}

export function openModal(root: ParentNode, name: ModalName): void {
  const dialog = root.querySelector<HTMLDialogElement>(`dialog[data-name=${name}]`);
  if (dialog && !dialog.open) dialog.showModal();
}

/** Close the window in which the event's control stands. */
export function closeModal(event: Event): void {
  (event.currentTarget as Element).closest("dialog")?.close();
}

/** The dialog itself is hit only outside its box. */
function closeOnBackdrop(event: Event): void {
  if (event.target === event.currentTarget) (event.currentTarget as HTMLDialogElement).close();
}
