import { css, html, type TemplateResult } from "lit";
import { iconWords } from "../design/icons";
import { RoundButton } from "./round-button";

/** `<crowd-icon-button>`: a button that is only an icon. Attributes: `disabled`, `icon`. Event: `click`. */
export class CrowdIconButton extends RoundButton {
  static override styles = [
    RoundButton.styles,
    css`
      button {
        background: none;
        color: inherit;
      }

      button:hover:not(:disabled) {
        background: color-mix(in srgb, currentcolor 10%, transparent);
      }
    `,
  ];

  protected override get caption(): string {
    return this.getAttribute("aria-label") || this.title || iconWords(this.icon) || "Button";
  }

  protected override face(): TemplateResult {
    return html`<iron-icon icon=${this.icon ?? ""}></iron-icon>`;
  }
}
