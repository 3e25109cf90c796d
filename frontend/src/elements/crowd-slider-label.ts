import { css, html, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { CrowdElement } from "./crowd-element";
import type { CrowdSlider } from "./crowd-slider";

/** `<crowd-slider-label position="5">`: a text under the place of that number in the slider around it. */
export class CrowdSliderLabel extends CrowdElement {
  static override styles = css`
    :host {
      display: inline-block;
    }

    :host([slot="labels"]) {
      position: relative;
      left: calc(var(--at, 0) * 1%);
      white-space: nowrap;
      grid-area: 1 / 1;
      justify-self: start;
      translate: calc(var(--at, 0) * -1%);
    }
  `;

  /** The number under which the label stands. */
  @property({ type: Number, reflect: true, useDefault: true }) position = 0;

  protected override updated(): void {
    void this.#place();
  }

  async #place(): Promise<void> {
    const slider = this.closest<CrowdSlider>("crowd-slider");
    if (slider === null) return;
    await customElements.whenDefined("crowd-slider");
    this.style.setProperty("--at", String(slider.percent(this.position)));
  }

  override render(): TemplateResult {
    return html`<slot></slot>`;
  }
}
