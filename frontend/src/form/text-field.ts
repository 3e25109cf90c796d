/** What `crowd-input` and `crowd-text-area` share: a text, its limits, and a label that floats over the frame. */
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { Json } from "../elements/attributes";
import { FormInput } from "./form-input";

export type TextControl = HTMLInputElement | HTMLTextAreaElement;

const plural = (count: number): string => `${count} character${count === 1 ? "" : "s"}`;

export abstract class TextField extends FormInput {
  @property({ attribute: "allowed-pattern", reflect: true }) allowedPattern: string | undefined;
  @property({ type: Boolean, attribute: "auto-focus", reflect: true }) autoFocus = false;
  @property({ type: Boolean, attribute: "auto-validate", reflect: true }) autoValidate = false;
  @property({ attribute: "error-message", reflect: true }) errorMessage: string | undefined;
  @property({ reflect: true, useDefault: true }) label = "";
  @property({ type: Number, attribute: "max-length", reflect: true }) maxLength: number | undefined;
  @property({ type: Number, attribute: "min-length", reflect: true }) minLength: number | undefined;
  @property({ reflect: true, useDefault: true }) placeholder = "";

  @state() protected focused = false;

  #value = "";

  /** The text. The attribute gives it at the start; `null` empties it. */
  @property({ converter: { fromAttribute: (text) => text ?? "" } })
  get value(): string {
    return this.#value;
  }

  set value(value: string | number | null | undefined) {
    const before = this.#value;
    this.#value = value === null || value === undefined ? "" : String(value);
    this.requestUpdate("value", before);
  }

  protected abstract field(): TemplateResult;

  protected override get caption(): string {
    return this.label || this.labelledBy || this.placeholder;
  }

  protected get control(): TextControl | null {
    return this.renderRoot.querySelector<TextControl>("#control");
  }

  protected override firstUpdated(changed: PropertyValues): void {
    super.firstUpdated(changed);
    if (this.autoFocus && document.hasFocus()) this.focus();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("focus", this.#windowFocused);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("focus", this.#windowFocused);
  }

  /** The frame may have been made ready long before it is shown; only then the focus can be in it. */
  readonly #windowFocused = (): void => {
    if (this.autoFocus && document.activeElement === document.body) this.focus();
  };

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (changed.has("value")) this.dispatchEvent(new CustomEvent("value-changed", { detail: { value: this.value } }));
  }

  protected override given(): Json | undefined {
    return this.value === "" ? undefined : this.value;
  }

  protected override take(value: Json | undefined): void {
    this.value = typeof value === "string" || typeof value === "number" ? value : "";
  }

  override reset(): void {
    this.value = this.getAttribute("value");
    this.fault = null;
  }

  /** The template's own message, or one that says what is missing. */
  protected override wrong(): string | null {
    const found = this.#shortfall();
    return found === null ? null : this.errorMessage || found;
  }

  #shortfall(): string | null {
    const { length } = [...this.value];
    if (this.required && this.value.trim() === "") return "Fill this in before you submit.";
    if (length > 0 && this.minLength !== undefined && length < this.minLength) {
      return `Write at least ${plural(this.minLength)}; there ${length === 1 ? "is" : "are"} ${length}.`;
    }
    if (this.maxLength !== undefined && length > this.maxLength) {
      return `Write at most ${plural(this.maxLength)}; there are ${length}.`;
    }
    const { validity, validationMessage } = this.control ?? {};
    const asked = validity && (validity.typeMismatch || validity.badInput || validity.patternMismatch || validity.rangeOverflow ||
      validity.rangeUnderflow || validity.stepMismatch); // prettier-ignore
    return asked ? (validationMessage ?? null) : null;
  }

  protected readonly typed = (event: Event): void => {
    const control = event.target as TextControl;
    if (this.autoValidate && !(event as InputEvent).isComposing) this.#keepAllowed(control);
    this.value = control.value;
  };

  protected readonly left = (event: Event): void => {
    event.stopPropagation();
    this.value = (event.target as TextControl).value;
    this.tell("change");
  };

  /** With `auto-validate` a text is checked as soon as it was left. */
  protected readonly blurred = (): void => {
    this.focused = false;
    if (this.autoValidate) this.validate();
  };

  /** Drop the characters that `allowed-pattern` does not know; each one is asked alone, as it is typed. */
  #keepAllowed(control: TextControl): void {
    const pattern = this.#pattern();
    if (pattern === null) return;
    const kept = (text: string): string => [...text].filter((character) => pattern.test(character)).join("");
    const text = kept(control.value);
    if (text === control.value) return;
    const caret = kept(control.value.slice(0, control.selectionStart ?? control.value.length)).length;
    control.value = text;
    if (control.selectionStart !== null) control.setSelectionRange(caret, caret);
  }

  #pattern(): RegExp | null {
    if (!this.allowedPattern) return null;
    try {
      return new RegExp(this.allowedPattern);
    } catch {
      this.emit("crowd-problem", `<${this.localName}>: The attribute “allowed-pattern” is no regular expression: ${this.allowedPattern}`);
      return null;
    }
  }

  override focus(options?: FocusOptions): void {
    this.control?.focus(options);
  }

  override blur(): void {
    this.control?.blur();
  }

  select(): void {
    this.control?.select();
  }

  /** What stands under the field at its end. */
  protected counter(): TemplateResult | typeof nothing {
    return nothing;
  }

  override render(): TemplateResult {
    const floating = this.focused || this.value !== "" || this.alwaysFloats || (this.placeholder !== "" && !this.label);
    return html`
      <div class="frame ${this.label ? "labelled" : ""} ${floating ? "floating" : ""} ${this.fault === null ? "" : "bad"}" part="field">
        ${this.label ? html`<label for="control" dir="auto">${this.label}${this.required ? html`<i aria-hidden="true"> *</i>` : nothing}</label>` : nothing}
        ${this.field()}
      </div>
      <div class="below"><div aria-live="polite">${this.faultLine()}</div>${this.counter()}</div>
      ${this.slotted()}
    `;
  }

  /** Does the browser draw something into the empty field, so that the label may not stand there? */
  protected get alwaysFloats(): boolean {
    return false;
  }

  /** A placeholder under a label shows only while one types. */
  protected get hint(): string {
    return this.label && !this.focused ? "" : this.placeholder;
  }

  /** Attributes shared by both controls need a name where no label is drawn. */
  protected get accessibleName(): string | typeof nothing {
    return this.label ? nothing : this.labelledBy || this.placeholder || this.name || "Your answer";
  }
}
