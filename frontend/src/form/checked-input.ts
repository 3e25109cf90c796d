/**
 * What checkboxes, radio buttons and toggles share: `checked`, and `{<value>: <checked>}` under the name.
 *
 * Scripts of templates watch these elements closely: `checked` reflects at once, handlers of `click` on the element see
 * the old state and `change` the new one, and the host itself carries `role`, `tabindex` and `aria-checked`.
 */
import { html, type nothing, type PropertyValues, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { Json } from "../elements/attributes";
import { FormInput } from "./form-input";
import { labelText } from "./own-label";

const OTHERS = "a[href], button, input, select, textarea, summary, audio, video";

export abstract class CheckedInput extends FormInput {
  #checked = false;
  #value = "on";
  #initially: boolean | null = null;
  /** The `aria-label` that this element gave itself, for want of a label. */
  #makeshift: string | null = null;

  constructor() {
    super();
    this.addEventListener("click", this.#clickBegins, true);
    this.addEventListener("keydown", this.#pressed);
  }

  /** What the host is to screen readers. */
  protected abstract get kind(): "checkbox" | "radio" | "switch";

  /** The drawing of the box, button or switch. */
  protected abstract mark(): TemplateResult | typeof nothing;

  @property({ type: Boolean })
  get checked(): boolean {
    return this.#checked;
  }

  set checked(checked: boolean) {
    if (Boolean(checked) === this.#checked) return;
    this.#checked = !this.#checked;
    this.toggleAttribute("checked", this.#checked);
    this.#showState();
    this.requestUpdate("checked", !this.#checked);
  }

  /** The option's key in the answer. Setting `null` unchecks, as scripts do to clear a field. */
  @property({ converter: { fromAttribute: (text) => text ?? "on" } })
  get value(): string {
    return this.#value;
  }

  set value(value: string | null | undefined) {
    if (value === null || value === undefined) this.checked = false;
    else this.#value = String(value);
    this.requestUpdate();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#initially ??= this.hasAttribute("checked");
    this.#showState();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.#showState();
    if (changed.has("checked")) this.dispatchEvent(new CustomEvent("checked-changed", { detail: { value: this.checked } }));
  }

  protected override get caption(): string {
    return this.labelledBy || labelText(this.content);
  }

  protected override given(): Json {
    return { [this.value]: this.checked };
  }

  protected override take(value: Json | undefined): void {
    const options = value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
    this.checked = Object.hasOwn(options, this.value) && options[this.value] === true;
  }

  override reset(): void {
    this.checked = this.#initially ?? false;
    this.fault = null;
  }

  /** The state after a click. */
  protected next(): boolean {
    return !this.checked;
  }

  /** May the Tab key stop here? */
  protected get reachable(): boolean {
    return !this.barred;
  }

  /** Say again what the host is; call when `reachable` has changed. */
  reflow(): void {
    this.#showState();
    this.requestUpdate();
  }

  /** Attributes of the host, or of the mark if the host holds more than this input. */
  #showState(): void {
    if (!this.isConnected) return;
    const own = !this.unclosed;
    const attributes: Record<string, string | null> = {
      role: own ? this.kind : null,
      tabindex: own ? (this.reachable ? "0" : "-1") : null,
      "aria-checked": own ? String(this.checked) : null,
      "aria-disabled": own ? String(this.barred) : null,
      "aria-required": own && this.required ? "true" : null,
      "aria-invalid": own && this.fault !== null ? "true" : null,
      "aria-description": own ? this.fault : null,
    };
    for (const [attribute, text] of Object.entries(attributes)) this.#put(attribute, text);
    this.#nameItself(own);
  }

  #put(attribute: string, text: string | null): void {
    if (text === null) this.removeAttribute(attribute);
    else if (this.getAttribute(attribute) !== text) this.setAttribute(attribute, text);
  }

  /** A label elsewhere names the host; where there is none at all, its value or name is better than nothing. */
  #nameItself(own: boolean): void {
    const before = this.getAttribute("aria-label");
    if (before !== null && before !== this.#makeshift) return;
    const inside = labelText(this.content) !== "" && this.internals.labels.length === 0;
    this.#makeshift = own && !inside ? this.#spokenName : null;
    this.#put("aria-label", this.#makeshift);
  }

  get #spokenName(): string {
    return this.caption || (this.value === "on" ? this.name : this.value);
  }

  protected override get labelledBy(): string {
    const name = super.labelledBy;
    return name === this.#makeshift && this.internals.labels.length === 0 ? "" : name;
  }

  /** In the capture phase: the state changes after all handlers of the element, so it is told to wait behind them. */
  readonly #clickBegins = (event: MouseEvent): void => {
    this.removeEventListener("click", this.#clicked);
    if (!this.#isMine(event)) return;
    if (this.barred) event.stopImmediatePropagation();
    else this.addEventListener("click", this.#clicked, { once: true });
  };

  readonly #clicked = (event: Event): void => {
    if (event.defaultPrevented) return;
    const checked = this.next();
    if (checked === this.checked) return;
    this.checked = checked;
    this.tell("change");
  };

  readonly #pressed = (event: KeyboardEvent): void => {
    const [at] = event.composedPath();
    if (event.key !== " " || event.defaultPrevented || !(at === this || this.#isInside(at))) return;
    event.preventDefault();
    this.click();
  };

  /** Was the mark or the label hit, and not something else that stands in it? */
  #isMine(event: MouseEvent): boolean {
    const [at] = event.composedPath();
    if (at === this) return !event.isTrusted || !this.unclosed || this.#labelCovers(event.clientX, event.clientY);
    if (this.#isInside(at)) return true;
    if (!(at instanceof Element) || !this.content.nodes.some((node) => node.contains(at))) return false;
    const other = at.closest(OTHERS);
    return other === null || !this.contains(other);
  }

  #isInside(at: EventTarget | undefined): boolean {
    return at instanceof Node && at.getRootNode() === this.shadowRoot;
  }

  #labelCovers(x: number, y: number): boolean {
    const { nodes } = this.content;
    if (nodes.length === 0) return false;
    const range = document.createRange();
    range.setStartBefore(nodes[0]!);
    range.setEndAfter(nodes.at(-1)!);
    return [...range.getClientRects()].some((box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom);
  }

  /** Scripts read the state here too; the attribute itself may not stand on a checkbox or radio (ARIA 1.2). */
  override get ariaSelected(): string {
    return String(this.checked);
  }

  override getAttribute(name: string): string | null {
    return name === "aria-selected" ? this.ariaSelected : super.getAttribute(name);
  }

  override focus(options?: FocusOptions): void {
    if (this.unclosed) this.renderRoot.querySelector<HTMLElement>(".mark")?.focus(options);
    else super.focus(options);
  }

  override render(): TemplateResult {
    if (!this.unclosed) {
      return html`
        <span class="row"><span class="mark" part="mark">${this.mark()}</span><span class="label">${this.slotted()}</span></span>
        <span aria-hidden="true">${this.faultLine()}</span>
      `;
    }
    return html`<span
        class="mark alone" part="mark" role=${this.kind} tabindex=${this.reachable ? 0 : -1} aria-label=${this.#spokenName}
        aria-checked=${this.checked ? "true" : "false"} aria-disabled=${this.barred ? "true" : "false"}
      >${this.mark()}</span>${this.faultLine()}${this.slotted()}`;
  }
}
