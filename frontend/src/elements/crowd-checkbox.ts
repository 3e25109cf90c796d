import { css, nothing, type TemplateResult } from "lit";
import { icon } from "../design/icons";
import { controls } from "../design/controls";
import { CheckedInput } from "../form/checked-input";
import { checkedInputStyles } from "../form/checked-input-styles";
import { formInputStyles } from "../form/form-input-styles";

/**
 * `<crowd-checkbox>`: a box to tick; its content is the label.
 *
 * Attributes: `checked`, `disabled`, `name`, `required`, `value` (`on`). Answer: `{<name>: {<value>: <checked>}}`;
 * boxes of one name merge. Events: `click` (state not yet changed), `change`.
 */
export class CrowdCheckbox extends CheckedInput {
  static override styles = [
    controls,
    formInputStyles,
    checkedInputStyles,
    css`
      .mark {
        border-radius: 5px;
      }

      .mark .icon {
        stroke-width: 3;
      }
    `,
  ];

  protected override get kind(): "checkbox" {
    return "checkbox";
  }

  protected override wrong(): string | null {
    return this.required && !this.checked ? "Tick this box before you submit." : null;
  }

  protected override mark(): TemplateResult | typeof nothing {
    return this.checked ? icon("check", 14) : nothing;
  }
}
