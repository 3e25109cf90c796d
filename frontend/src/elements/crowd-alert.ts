import { css, html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { controls } from "../design/controls";
import { icon, type IconName } from "../design/icons";
import { CrowdElement } from "./crowd-element";

const LOOKS: Record<string, { look: string; icon: IconName }> = {
  info: { look: "info", icon: "info" },
  success: { look: "good", icon: "success" },
  warning: { look: "warn", icon: "warning" },
  error: { look: "bad", icon: "warning" },
};

/** `<crowd-alert>`: a message. Attributes: `type` (`info`, `success`, `error`, `warning`), `dismissible`. */
export class CrowdAlert extends CrowdElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        margin: 8px 0;
      }

      .text {
        flex: 1;
        min-width: 0;
      }

      .alert > .icon {
        margin-top: 2px;
      }

      .round {
        width: 28px;
        min-height: 28px;
        margin: -2px -6px -2px 0;
        color: inherit;
      }
    `,
  ];

  @property({ type: Boolean, reflect: true }) dismissible = false;
  @property({ reflect: true, useDefault: true }) type = "info";

  override render(): TemplateResult {
    const { look, icon: name } = LOOKS[this.type] ?? LOOKS.info!;
    return html`
      <div class="alert ${look}" role=${look === "bad" || look === "warn" ? "alert" : "status"}>
        ${icon(name)}
        <div class="text"><slot></slot></div>
        ${this.dismissible
          ? html`<button type="button" class="quiet round" aria-label="Dismiss" @click=${() => (this.hidden = true)}>
              ${icon("close", 16)}
            </button>`
          : nothing}
      </div>
    `;
  }
}
