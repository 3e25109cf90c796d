import { css, html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { controls } from "../design/controls";
import { CrowdElement } from "./crowd-element";

/**
 * `<crowd-badge>`: a small mark that floats on the top right corner of an element.
 *
 * Attributes: `for` (id of that element; without it the parent), `icon` (beats `label`), `label`.
 */
export class CrowdBadge extends CrowdElement {
  static override styles = [
    controls,
    css`
      :host {
        display: contents;
      }

      .badge {
        position: absolute;
        top: 0;
        left: 0;
        z-index: 1;
        display: grid;
        place-items: center;
        min-width: 22px;
        height: 22px;
        padding: 0 6px;
        border-radius: 11px;
        background: var(--pl-accent);
        color: var(--pl-on-accent);
        font-size: 12px;
        font-weight: 650;
        line-height: 1;
        white-space: nowrap;
        pointer-events: none;
        translate: -50% -50%;
      }

      .badge.drawn {
        padding: 0;
        --iron-icon-width: 14px;
        --iron-icon-height: 14px;
      }
    `,
  ];

  @property({ attribute: "for", reflect: true }) for: string | undefined;
  @property({ reflect: true }) icon: string | undefined;
  @property({ reflect: true, useDefault: true }) label = "";

  readonly #sizes = new ResizeObserver(() => this.place());

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("scroll", this.#moved, { capture: true, passive: true });
    window.addEventListener("resize", this.#moved);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("scroll", this.#moved, { capture: true });
    window.removeEventListener("resize", this.#moved);
    this.#sizes.disconnect();
  }

  protected override updated(): void {
    this.#sizes.disconnect();
    for (const watched of [this.target, document.body]) if (watched) this.#sizes.observe(watched);
    this.place();
  }

  /** The element this badge belongs to. */
  get target(): Element | null {
    const root = this.getRootNode() as Document | ShadowRoot;
    return this.for ? root.getElementById(this.for) : this.parentElement;
  }

  readonly #moved = (): void => this.place();

  /** Put the badge on its target's corner, wherever the nearest positioned element around it stands. */
  place(): void {
    const badge = this.renderRoot.querySelector<HTMLElement>(".badge");
    const { target } = this;
    if (!badge) return;
    badge.hidden = target === null;
    if (target === null) return;
    const corner = target.getBoundingClientRect();
    const at = badge.getBoundingClientRect();
    const left = parseFloat(badge.style.left || "0") + corner.right - (at.left + at.width / 2);
    const top = parseFloat(badge.style.top || "0") + corner.top - (at.top + at.height / 2);
    badge.style.left = `${left}px`;
    badge.style.top = `${top}px`;
  }

  override render(): TemplateResult {
    const face = this.icon ? html`<iron-icon icon=${this.icon}></iron-icon>` : this.label;
    return html`
      <span class="badge ${this.icon ? "drawn" : ""}" part="badge">${face || nothing}</span><slot></slot>
    `;
  }
}
