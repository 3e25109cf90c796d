import { css, html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { controls } from "../design/controls";
import { CrowdElement } from "./crowd-element";

/** `<crowd-card>`: a sheet with a picture and a heading over its content. Attributes: `heading`, `image`. */
export class CrowdCard extends CrowdElement {
  static override styles = [
    controls,
    css`
      :host {
        display: inline-block;
        max-width: 100%;
        margin: 6px 0;
        border: 1px solid var(--pl-line);
        border-radius: 14px;
        background: var(--pl-paper);
        color: var(--pl-paper-text);
        vertical-align: top;
        overflow: clip;
        box-shadow: var(--pl-shadow);
      }

      img {
        display: block;
        width: 100%;
        height: auto;
      }

      h2 {
        margin: 0;
        padding: 16px 18px 0;
        font-size: 18px;
        font-weight: 620;
        line-height: 1.3;
        overflow-wrap: anywhere;
      }

      .content {
        padding: 14px 18px 18px;
        overflow-wrap: anywhere;
      }

      ::slotted(:first-child) {
        margin-block-start: 0;
      }
    `,
  ];

  @property({ reflect: true, useDefault: true }) heading = "";
  @property({ reflect: true, useDefault: true }) image = "";

  override render(): TemplateResult {
    return html`
      ${this.image ? html`<img part="image" src=${this.image} alt=${this.heading} />` : nothing}
      ${this.heading ? html`<h2 dir="auto">${this.heading}</h2>` : nothing}
      <div class="content"><slot></slot></div>
    `;
  }
}
