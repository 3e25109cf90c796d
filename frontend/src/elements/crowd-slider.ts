import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { controls } from "../design/controls";
import { FormInput } from "../form/form-input";
import { formInputStyles } from "../form/form-input-styles";
import type { Json } from "./attributes";
import { crowdSliderStyles } from "./crowd-slider-styles";

function numberOr(value: unknown, otherwise: number): number {
  const number = typeof value === "string" && value.trim() === "" ? NaN : Number(value ?? NaN);
  return Number.isFinite(number) ? number : otherwise;
}

const numeric = (otherwise: number) => ({ fromAttribute: (text: string | null) => numberOr(text, otherwise) });

/**
 * `<crowd-slider>`: a number between `min` and `max`. Without `value` it starts at 0, or at the end nearest to it.
 *
 * Attributes: `disabled`, `editable` (a box to type the number), `max` (100), `min` (0), `name`, `pin` (the number
 * stands over the knob), `required`, `secondary-progress`, `step` (1), `value`. `crowd-slider-label`s in it stand under
 * their place. Answer: `{<name>: <number>}`. Events: `immediate-value-change` while the knob moves, `change` after;
 * `value-change` whoever changed it. Methods: `increment()`, `decrement()`.
 */
export class CrowdSlider extends FormInput {
  static override styles = [controls, formInputStyles, crowdSliderStyles];

  @property({ type: Boolean, reflect: true }) editable = false;
  @property({ converter: numeric(100) }) max = 100;
  @property({ converter: numeric(0) }) min = 0;
  @property({ type: Boolean, reflect: true }) pin = false;
  @property({ attribute: "secondary-progress", converter: numeric(0) }) secondaryProgress = 0;
  @property({ converter: numeric(1) }) step = 1;

  #value = 0;
  #moving = false;
  /** The attribute as the template gave it: later it tells where the knob stands, for scripts that watch it. */
  #initial: string | null = null;
  #reflecting = false;

  /** The number, within the limits and on a step. Anything that is no number counts as 0. */
  @property()
  get value(): number {
    return this.#fit(this.#value);
  }

  set value(value: number | string | null | undefined) {
    // What was set stays known: the limits may still change.
    if (this.#reflecting) return;
    const before = this.#value;
    this.#value = numberOr(value, 0);
    this.requestUpdate("value", before);
  }

  /** The number while the knob still moves. */
  get immediateValue(): number {
    return this.value;
  }

  protected override get caption(): string {
    return this.labelledBy || this.title;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!this.hasUpdated) this.#initial = this.getAttribute("value");
    for (const label of this.querySelectorAll(":scope > crowd-slider-label")) label.slot = "labels";
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (!changed.has("value")) return;
    if (changed.get("value") !== undefined) this.#reflect();
    this.dispatchEvent(new CustomEvent("value-changed", { detail: { value: this.value } }));
    this.emit("value-change", { value: this.value });
  }

  /** What stands in a slider because it was not closed is everything but its labels. */
  override get unclosed(): boolean {
    return [...this.childNodes].some((node) =>
      node instanceof Element ? node.localName !== "crowd-slider-label" : node instanceof Text && node.data.trim() !== "",
    );
  }

  protected override given(): Json {
    return this.value;
  }

  protected override take(value: Json | undefined): void {
    if (value === undefined) this.reset();
    else this.value = typeof value === "number" || typeof value === "string" ? value : null;
  }

  protected override wrong(): null {
    return null;
  }

  override reset(): void {
    this.value = this.hasUpdated ? this.#initial : this.getAttribute("value");
  }

  /** The nearest step within the limits; decimals as many as `min` and `step` have. */
  #fit(value: number): number {
    const { min } = this;
    const max = Math.max(this.max, min);
    const step = this.step > 0 ? this.step : 1;
    const within = Math.min(Math.max(value, min), max);
    const stepped = min + Math.round((within - min) / step) * step;
    const decimals = Math.max(...[min, step].map((number) => /\.(\d+)/.exec(String(number))?.[1]?.length ?? 0));
    return Number((stepped > max ? stepped - step : stepped).toFixed(decimals));
  }

  #reflect(): void {
    this.#reflecting = true;
    this.setAttribute("value", String(this.value));
    this.#reflecting = false;
  }

  /** How far along a number stands, 0 to 100. */
  percent(value: number): number {
    const span = this.max - this.min;
    return span > 0 ? Math.min(Math.max((100 * (value - this.min)) / span, 0), 100) : 0;
  }

  readonly #slid = (event: Event): void => {
    event.stopPropagation();
    this.#moving = true;
    this.value = (event.target as HTMLInputElement).value;
    this.emit("immediate-value-change", { value: this.value });
    this.tell("input");
  };

  readonly #settled = (event: Event): void => {
    event.stopPropagation();
    this.value = (event.target as HTMLInputElement).value;
    // The box may hold what was just rounded or limited.
    (event.target as HTMLInputElement).value = String(this.value);
    if (!this.#moving) this.emit("immediate-value-change", { value: this.value });
    this.#moving = false;
    this.tell("change");
  };

  increment(): void {
    this.value = this.value + this.step;
  }

  decrement(): void {
    this.value = this.value - this.step;
  }

  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector("input")?.focus(options);
  }

  override render(): TemplateResult {
    const at = this.percent(this.value);
    const name = this.caption || this.name || "Value";
    return html`
      <div class="slider ${this.pin ? "pinned" : ""}" style="--at: ${at / 100}; --second: ${this.percent(this.secondaryProgress)}%">
        <div class="rail">
          <input
            type="range" min=${this.min} max=${this.max} step=${this.step > 0 ? this.step : 1} .value=${String(this.value)}
            ?disabled=${this.barred} aria-label=${name} @input=${this.#slid} @change=${this.#settled}
          />
          ${this.pin ? html`<output class="pin" aria-hidden="true">${this.value}</output>` : nothing}
          <div class="labels" aria-hidden="true"><slot name="labels" @slotchange=${() => this.requestUpdate()}></slot></div>
        </div>
        ${this.editable ? this.#box(name) : nothing}
      </div>
      ${this.faultLine()}${this.slotted()}
    `;
  }

  #box(name: string): TemplateResult {
    return html`<input
      class="box" type="number" min=${this.min} max=${this.max} step=${this.step > 0 ? this.step : 1}
      .value=${String(this.value)} ?disabled=${this.barred} aria-label="${name}, typed"
      @input=${(event: Event) => event.stopPropagation()} @change=${this.#settled}
    />`;
  }
}
