import { css, html, type TemplateResult } from "lit";
import { CrowdElement } from "./crowd-element";
import { radiosOf } from "./crowd-radio-button";

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/**
 * `<crowd-radio-group>`: its `crowd-radio-button`s are exclusive, and the arrow keys walk through them.
 *
 * It has no part in the answer: the buttons have names of their own, usually different ones.
 */
export class CrowdRadioGroup extends CrowdElement {
  static override styles = css`
    :host {
      display: block;
    }

    :host([hidden]) {
      display: none;
    }
  `;

  readonly #observer = new MutationObserver(() => this.#arrange());

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.hasAttribute("role")) this.setAttribute("role", "radiogroup");
    this.addEventListener("keydown", this.#moved);
    this.#observer.observe(this, { childList: true, subtree: true, attributeFilter: ["checked", "disabled"] });
    this.#arrange();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener("keydown", this.#moved);
    this.#observer.disconnect();
  }

  /** One stop of the Tab key for the whole group. */
  #arrange(): void {
    for (const radio of radiosOf(this)) if ("reflow" in radio) radio.reflow();
  }

  readonly #moved = (event: KeyboardEvent): void => {
    const radios = radiosOf(this).filter((radio) => !radio.disabled);
    const at = radios.findIndex((radio) => radio === event.target);
    const step = STEPS[event.key];
    if (at < 0 || step === undefined || event.defaultPrevented) return;
    event.preventDefault();
    const next = radios[(at + step + radios.length) % radios.length]!;
    next.click();
    next.focus();
  };

  override render(): TemplateResult {
    return html`<slot></slot>`;
  }
}
