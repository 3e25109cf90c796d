import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { ifDefined } from "lit/directives/if-defined.js";
import { controls } from "../design/controls";
import { formInputStyles } from "../form/form-input-styles";
import { TextField } from "../form/text-field";
import { textFieldStyles } from "../form/text-field-styles";

/**
 * `<crowd-text-area>`: several lines of text; grows from `rows` to `max-rows`.
 *
 * Attributes: `allowed-pattern`, `auto-focus`, `auto-validate`, `char-counter`, `disabled`, `error-message`, `label`,
 * `max-length`, `min-length`, `max-rows` (0: no end), `name`, `placeholder`, `required`, `rows` (1), `value`.
 * Answer: `{<name>: "<text>"}` with `\n` line ends, absent if empty. Events: `input`, `change`.
 */
export class CrowdTextArea extends TextField {
  static override styles = [
    controls,
    formInputStyles,
    textFieldStyles,
    css`
      :host,
      .frame {
        max-width: 720px;
      }

      #control {
        resize: vertical;
        overflow-wrap: anywhere;
      }

      /* The label must not lie on text that is scrolled. */
      .labelled #control {
        margin-top: 24px;
        min-height: 28px;
        padding-top: 0;
      }

      .count.full {
        color: var(--pl-warn);
      }
    `,
  ];

  @property({ type: Boolean, attribute: "char-counter", reflect: true }) charCounter = false;
  @property({ type: Number, attribute: "max-rows", reflect: true }) maxRows: number | undefined;
  @property({ type: Number, reflect: true, useDefault: true }) rows = 1;

  protected override given(): string | undefined {
    return this.value === "" ? undefined : this.value.replace(/\r\n?/g, "\n");
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (changed.has("value") || changed.has("rows") || changed.has("maxRows")) this.#grow();
  }

  /** As high as its text, at most `max-rows`; where the browser cannot say how high that is, it stays as it is. */
  #grow(): void {
    const { control } = this;
    if (control === null) return;
    control.style.height = "auto";
    const { lineHeight, paddingTop, paddingBottom } = getComputedStyle(control);
    const most = this.maxRows ? this.maxRows * parseFloat(lineHeight) + parseFloat(paddingTop) + parseFloat(paddingBottom) : Infinity;
    const height = Math.min(control.scrollHeight, most);
    if (height > control.offsetHeight) control.style.height = `${height}px`;
  }

  protected override field(): TemplateResult {
    return html`<textarea
      id="control" rows=${Math.max(this.rows || 1, 1)} .value=${this.value} ?disabled=${this.barred} ?required=${this.required}
      placeholder=${this.hint || nothing} maxlength=${ifDefined(this.maxLength)} aria-label=${this.accessibleName}
      aria-invalid=${this.fault === null ? nothing : "true"} aria-describedby=${this.fault === null ? nothing : "fault"}
      @input=${this.typed} @change=${this.left} @compositionend=${this.typed}
      @focus=${() => (this.focused = true)} @blur=${this.blurred}
    ></textarea>`;
  }

  protected override counter(): TemplateResult | typeof nothing {
    if (!this.charCounter) return nothing;
    const { length } = [...this.value];
    const full = this.maxLength !== undefined && length >= this.maxLength;
    return html`<span class="count ${full ? "full" : ""}">${length}${this.maxLength === undefined ? "" : ` / ${this.maxLength}`}</span>`;
  }
}
