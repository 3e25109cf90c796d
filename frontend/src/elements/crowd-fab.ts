import { css, html, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { iconWords } from "../design/icons";
import { RoundButton } from "./round-button";

/**
 * `<crowd-fab>`: a round button that stands out.
 *
 * Attributes: `disabled`, `icon`, `label` (one character, where there is no icon), `title` (a hint). Event: `click`.
 */
export class CrowdFab extends RoundButton {
  static override styles = [
    RoundButton.styles,
    css`
      button {
        width: 56px;
        height: 56px;
        background: var(--pl-accent);
        color: var(--pl-on-accent);
        font-size: 22px;
        font-weight: 600;
        box-shadow: var(--pl-shadow);
      }

      button:hover:not(:disabled) {
        background: var(--pl-accent-strong);
        box-shadow: var(--pl-shadow-big);
      }
    `,
  ];

  @property({ reflect: true, useDefault: true }) label = "";

  protected override get caption(): string {
    return this.getAttribute("aria-label") || this.title || this.label || iconWords(this.icon) || "Button";
  }

  protected override face(): TemplateResult {
    return this.icon ? html`<iron-icon icon=${this.icon}></iron-icon>` : html`<span aria-hidden="true">${[...this.label][0] ?? ""}</span>`;
  }
}
