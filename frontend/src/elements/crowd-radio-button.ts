import { css, html, type TemplateResult } from "lit";
import { controls } from "../design/controls";
import { CheckedInput } from "../form/checked-input";
import { checkedInputStyles } from "../form/checked-input-styles";
import { formInputStyles } from "../form/form-input-styles";

/**
 * `<crowd-radio-button>`: one of several choices in a `crowd-radio-group`, which makes them exclusive; alone it can be
 * switched off again.
 *
 * Attributes: `checked`, `disabled`, `name`, `value` (`on`); no `required`. Answer: `{<name>: {<value>: <checked>}}`.
 */
export class CrowdRadioButton extends CheckedInput {
  static override styles = [
    controls,
    formInputStyles,
    checkedInputStyles,
    css`
      .mark,
      .mark::after {
        border-radius: 50%;
      }

      .dot {
        width: 8px;
        height: 8px;
        border-radius: 50%;
        background: currentColor;
        scale: 0;
        transition: scale var(--pl-quick);
      }

      :host([checked]) .dot {
        scale: 1;
      }
    `,
  ];

  protected override get kind(): "radio" {
    return "radio";
  }

  override get checked(): boolean {
    return super.checked;
  }

  override set checked(checked: boolean) {
    super.checked = checked;
    if (checked) for (const other of this.#others()) other.checked = false;
  }

  protected override next(): boolean {
    return this.#group !== null || !this.checked;
  }

  /** In a group the Tab key stops at the chosen button, or at the first if none is. */
  protected override get reachable(): boolean {
    if (!super.reachable || this.#group === null) return super.reachable;
    const able = radiosOf(this.#group).filter((radio) => !radio.disabled);
    return (able.find((radio) => radio.checked) ?? able[0]) === this;
  }

  protected override wrong(): null {
    return null;
  }

  get #group(): Element | null {
    return this.closest("crowd-radio-group");
  }

  #others(): CrowdRadioButton[] {
    return this.#group === null ? [] : radiosOf(this.#group).filter((radio) => radio !== this);
  }

  protected override mark(): TemplateResult {
    return html`<span class="dot"></span>`;
  }
}

/** The radio buttons of a group in document order, without those of a group inside it. */
export function radiosOf(group: Element): CrowdRadioButton[] {
  const all = group.querySelectorAll<CrowdRadioButton>("crowd-radio-button");
  return [...all].filter((radio) => radio.closest("crowd-radio-group") === group);
}
