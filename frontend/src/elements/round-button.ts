/** What `crowd-fab` and `crowd-icon-button` share: a round button that leaves what it swallowed beside it. */
import { css, html, type CSSResultGroup, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { controls } from "../design/controls";
import { CrowdElement } from "./crowd-element";

export abstract class RoundButton extends CrowdElement {
  static override styles: CSSResultGroup[] = [
    controls,
    css`
      :host {
        display: inline-block;
        vertical-align: middle;
        color: inherit;
      }

      :host([unclosed]) {
        display: inline;
      }

      button {
        display: inline-grid;
        place-items: center;
        width: 44px;
        height: 44px;
        padding: 0;
        border: 0;
        border-radius: 50%;
        vertical-align: middle;
        transition: background var(--pl-quick), box-shadow var(--pl-quick);
      }

      button:disabled {
        opacity: 0.5;
      }
    `,
  ];

  @property({ type: Boolean, reflect: true }) disabled = false;
  @property({ reflect: true }) icon: string | undefined;

  constructor() {
    super();
    this.addEventListener("click", this.#clicked, true);
  }

  /** What the button is for, for those who do not see it. */
  protected abstract get caption(): string;

  protected abstract face(): TemplateResult;

  protected override willUpdate(): void {
    this.toggleAttribute("unclosed", this.childElementCount > 0 || this.textContent?.trim() !== "");
  }

  /** A click on what stands in the tag only because it was not closed is not a click on the button. */
  readonly #clicked = (event: Event): void => {
    const [at] = event.composedPath();
    const own = at === this || (at instanceof Node && at.getRootNode() === this.shadowRoot);
    if (own && this.disabled) event.stopImmediatePropagation();
  };

  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector("button")?.focus(options);
  }

  override render(): TemplateResult {
    return html`<button type="button" part="button" ?disabled=${this.disabled} aria-label=${this.caption}>${this.face()}</button
      ><slot @slotchange=${() => this.requestUpdate()}></slot>`;
  }
}
