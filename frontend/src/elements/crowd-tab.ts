import { css, html, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { CrowdElement } from "./crowd-element";

/** `<crowd-tab header="…">`: one page of `crowd-tabs`. What stands in it is part of the form also while it is hidden. */
export class CrowdTab extends CrowdElement {
  static override styles = css`
    :host {
      display: block;
      padding: 16px 2px;
    }

    :host([closed]) {
      display: none !important;
    }
  `;

  @property({ reflect: true, useDefault: true }) header = "";

  /** Another tab is open. */
  @property({ type: Boolean, reflect: true }) closed = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute("role", "tabpanel");
  }

  protected override updated(): void {
    this.setAttribute("aria-label", this.header);
    this.dispatchEvent(new Event("crowd-tab-named", { bubbles: true }));
  }

  override render(): TemplateResult {
    return html`<slot></slot>`;
  }
}
