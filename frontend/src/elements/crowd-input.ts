import { css, html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { ifDefined } from "lit/directives/if-defined.js";
import { controls } from "../design/controls";
import { formInputStyles } from "../form/form-input-styles";
import { TextField } from "../form/text-field";
import { textFieldStyles } from "../form/text-field-styles";

/** Types into whose empty field the browser draws something. */
const DRAWN = new Set(["color", "date", "datetime-local", "file", "month", "range", "time", "week"]);

/**
 * `<crowd-input>`: one line of text, or any other type of a native input.
 *
 * Attributes: `allowed-pattern` (with `auto-validate`: other characters cannot be typed), `auto-focus`,
 * `auto-validate`, `disabled`, `error-message`, `label`, `max-length`, `min-length`, `name`, `placeholder`, `required`,
 * `type`, `value`; `min`, `max`, `step` and `pattern` go to the native input. Answer: `{<name>: "<text>"}`, absent if
 * empty; of files their names. Events: `input`, `change`.
 */
export class CrowdInput extends TextField {
  static override styles = [
    controls,
    formInputStyles,
    textFieldStyles,
    css`
      :host,
      .frame {
        max-width: 480px;
      }

      :host([type="hidden"]) .frame {
        display: none;
      }

      #control[type="color"] {
        min-height: 56px;
      }
    `,
  ];

  @property({ reflect: true, useDefault: true }) type = "text";
  @property() min: string | undefined;
  @property() max: string | undefined;
  @property() step: string | undefined;
  @property() pattern: string | undefined;

  protected override get alwaysFloats(): boolean {
    return DRAWN.has(this.type);
  }

  /** Only the names of files can be told; the file itself stays where it is. */
  readonly #chosen = (event: Event): void => {
    event.stopPropagation();
    this.value = [...((event.target as HTMLInputElement).files ?? [])].map((file) => file.name).join(", ");
    this.tell("change");
  };

  protected override field(): TemplateResult {
    if (this.type === "file") {
      return html`<input
        id="control" type="file" ?disabled=${this.barred} aria-label=${this.accessibleName} @change=${this.#chosen}
        aria-invalid=${this.fault === null ? nothing : "true"} aria-describedby=${this.fault === null ? nothing : "fault"}
      />`;
    }
    return html`<input
      id="control" type=${this.type || "text"} .value=${this.value} ?disabled=${this.barred} ?required=${this.required}
      placeholder=${this.hint || nothing} maxlength=${ifDefined(this.maxLength)} min=${ifDefined(this.min)}
      max=${ifDefined(this.max)} step=${ifDefined(this.step)} pattern=${ifDefined(this.pattern)}
      aria-label=${this.accessibleName} aria-invalid=${this.fault === null ? nothing : "true"}
      aria-describedby=${this.fault === null ? nothing : "fault"} @input=${this.typed} @change=${this.left}
      @compositionend=${this.typed} @focus=${() => (this.focused = true)} @blur=${this.blurred}
    />`;
  }
}
