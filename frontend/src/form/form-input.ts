/**
 * The base of `crowd-*` form elements: one value under one name, checked at its place.
 *
 * They are form-associated, so that `<label for>`, `<fieldset disabled>`, `checkValidity` of the form and a native reset
 * treat them like the browser's own inputs. An element gives `given`, `take`, `wrong` and `reset`.
 */
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { icon } from "../design/icons";
import type { Json } from "../elements/attributes";
import { CrowdElement } from "../elements/crowd-element";
import { ANSWERS, type Answer, type AnswerSource } from "./answer-source";
import { ownLabel, type OwnLabel } from "./own-label";

export abstract class FormInput extends CrowdElement implements AnswerSource {
  static readonly formAssociated = true;

  readonly [ANSWERS] = true;

  /** Key of this element's part in the answer; without one it is left out. */
  @property({ reflect: true, useDefault: true }) name = "";
  @property({ type: Boolean, reflect: true }) disabled = false;
  @property({ type: Boolean, reflect: true }) required = false;

  /** What is wrong, shown at the element; `null` until it was checked. */
  @state() protected fault: string | null = null;

  protected readonly internals: ElementInternals = this.attachInternals();

  #content: OwnLabel | null = null;

  constructor() {
    super();
    this.addEventListener("click", this.#labelClicked);
  }

  /** Content that is no label: the template's author closed the tag with `/>`, which HTML does not know. */
  get unclosed(): boolean {
    return this.content.unclosed;
  }

  get form(): HTMLFormElement | null {
    return this.internals.form;
  }

  get labels(): NodeList {
    return this.internals.labels;
  }

  /** Disabled itself or by a fieldset around it. */
  get barred(): boolean {
    return this.disabled || this.closest("fieldset[disabled]") !== null;
  }

  /** Sentence for the summary of what keeps an answer from being submitted. */
  get complaint(): string | null {
    return this.fault === null ? null : `“${this.caption || this.name}”: ${this.fault}`;
  }

  /** The element's children: its label, and what it swallowed. */
  protected get content(): OwnLabel {
    this.#content ??= ownLabel(this);
    return this.#content;
  }

  /** The text that names this element for people; empty if the template gives none. */
  protected abstract get caption(): string;

  /** The value as it goes into the answer; `undefined` leaves it out. */
  protected abstract given(): Json | undefined;

  /** Take the value of an answer over, `undefined` for none; wrong shapes count as none. */
  protected abstract take(value: Json | undefined): void;

  /** What is wrong with the value, in the worker's words; `null` if nothing is. */
  protected abstract wrong(): string | null;

  abstract reset(): void;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#content = null;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.toggleAttribute("unclosed", this.unclosed);
    if (this.fault !== null) this.fault = this.barred ? null : this.wrong();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const wrong = this.barred ? null : this.wrong();
    this.internals.setValidity(wrong === null ? {} : { customError: true }, wrong ?? "");
  }

  formDisabledCallback(): void {
    this.requestUpdate();
  }

  formResetCallback(): void {
    this.reset();
  }

  answer(): Answer {
    const given = this.name && !this.barred ? this.given() : undefined;
    return given === undefined ? {} : { [this.name]: given };
  }

  restore(answer: Answer): void {
    const named = this.name !== "" && Object.hasOwn(answer, this.name);
    // Answers leave out what is disabled: it keeps what the template gave it.
    if (!named && this.barred) return;
    this.take(named ? answer[this.name] : undefined);
    this.fault = null;
  }

  validate(): boolean {
    this.fault = this.barred ? null : this.wrong();
    return this.fault === null;
  }

  /** Fire an event as a native input does: it bubbles and carries nothing. */
  protected tell(type: string): void {
    this.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
  }

  /** The name of the first `<label>` of this element, or of the element itself. */
  protected get labelledBy(): string {
    return this.internals.labels[0]?.textContent?.trim() || this.getAttribute("aria-label") || "";
  }

  protected faultLine(): TemplateResult | typeof nothing {
    return this.fault === null ? nothing : html`<span class="fault" id="fault">${icon("warning", 16)}${this.fault}</span>`;
  }

  protected slotted(): TemplateResult {
    return html`<slot @slotchange=${this.#contentChanged}></slot>`;
  }

  /** A click on a `<label>` of this element comes here as one on the host itself. */
  readonly #labelClicked = (event: Event): void => {
    if (event.composedPath()[0] === this && !this.unclosed) this.focus({ preventScroll: true });
  };

  readonly #contentChanged = (): void => {
    this.#content = null;
    this.requestUpdate();
  };
}
