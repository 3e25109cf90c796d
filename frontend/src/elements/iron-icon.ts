import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { ironIcon } from "../design/iron-icons";
import { CrowdElement } from "./crowd-element";

/** An address of a picture, not the name of an icon. */
const ADDRESS = /[/.]|^data:/;

/**
 * `<iron-icon icon="star">`: an icon of Polymer's sets (`icons:` may be left out) in the colour of the text, or the
 * picture at an address, in `icon` or `src`.
 */
export class IronIcon extends CrowdElement {
  static override styles = css`
    :host {
      display: inline-block;
      width: var(--iron-icon-width, 24px);
      height: var(--iron-icon-height, 24px);
      fill: var(--iron-icon-fill-color, currentcolor);
      vertical-align: middle;
    }

    :host([unclosed]) {
      display: inline;
    }

    :host([hidden]) {
      display: none;
    }

    svg,
    img {
      display: block;
      width: 100%;
      height: 100%;
      object-fit: contain;
      pointer-events: none;
    }

    :host([unclosed]) :is(svg, img) {
      display: inline-block;
      width: var(--iron-icon-width, 24px);
      height: var(--iron-icon-height, 24px);
      vertical-align: middle;
    }
  `;

  @property({ reflect: true }) icon: string | undefined;
  @property({ reflect: true }) src: string | undefined;

  @state() private drawing: Element | null = null;

  protected override willUpdate(changed: PropertyValues): void {
    this.toggleAttribute("unclosed", this.textContent?.trim() !== "" || this.childElementCount > 0);
    if (changed.has("icon") && this.#address === null) void this.#draw(this.icon);
  }

  get #address(): string | null {
    return this.src || (this.icon && ADDRESS.test(this.icon) ? this.icon : null);
  }

  /** An icon that cannot be fetched is missed, nothing more: it never carries what a worker must read. */
  async #draw(name: string | undefined): Promise<void> {
    const drawing = name ? await ironIcon(name).catch(() => null) : null;
    if (name === this.icon) this.drawing = drawing;
  }

  override render(): TemplateResult {
    const address = this.#address;
    if (address !== null) return html`<img src=${address} alt="" /><slot></slot>`;
    return html`<svg viewBox="0 0 24 24" preserveAspectRatio="xMidYMid meet" aria-hidden="true" focusable="false">${this.drawing ?? nothing}</svg
      ><slot></slot>`;
  }
}
