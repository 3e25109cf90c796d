import { css, html, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { controls } from "../design/controls";
import { CheckedInput } from "../form/checked-input";
import { checkedInputStyles } from "../form/checked-input-styles";
import { formInputStyles } from "../form/form-input-styles";

/**
 * `<crowd-toggle-button>`: a switch; its content is the label.
 *
 * Attributes: `checked`, `disabled`, `invalid` (alert colour while it is off), `name`, `required`, `value` (`on`).
 * Answer: `{<name>: {<value>: <checked>}}`. Events: `click` (state not yet changed), `change`.
 */
export class CrowdToggleButton extends CheckedInput {
  static override styles = [
    controls,
    formInputStyles,
    checkedInputStyles,
    css`
      .mark {
        place-items: center start;
        width: 40px;
        height: 24px;
        margin: 0;
        border-radius: 12px;
      }

      .knob {
        width: 14px;
        height: 14px;
        margin: 3px;
        border-radius: 50%;
        background: var(--pl-control-line, light-dark(#767e90, #8d96a8));
        transition: translate var(--pl-quick), background var(--pl-quick);
      }

      :host([checked]) .knob {
        background: var(--pl-on-accent);
        translate: 16px;
      }

      :host([invalid]:not([checked])) .mark {
        border-color: var(--pl-bad);
        background: var(--pl-bad-soft);
      }

      :host([invalid]:not([checked])) .knob {
        background: var(--pl-bad);
      }
    `,
  ];

  @property({ type: Boolean, reflect: true }) invalid = false;

  protected override get kind(): "switch" {
    return "switch";
  }

  protected override wrong(): string | null {
    return this.required && !this.checked ? "Switch this on before you submit." : null;
  }

  protected override mark(): TemplateResult {
    return html`<span class="knob"></span>`;
  }
}
