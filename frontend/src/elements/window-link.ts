/** What `crowd-modal` and `crowd-instructions` share: a link or button that opens a window. */
import { css, html, type CSSResultGroup, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { controls } from "../design/controls";
import { modal, openModal } from "../layout/modal";
import { modalStyles } from "../layout/modal-styles";
import { CrowdElement } from "./crowd-element";

export abstract class WindowLink extends CrowdElement {
  static override styles: CSSResultGroup[] = [
    controls,
    modalStyles,
    css`
      :host {
        display: inline-block;
        color: inherit;
        vertical-align: middle;
      }
    `,
  ];

  @property({ attribute: "link-text", reflect: true }) linkText: string | undefined;
  @property({ attribute: "link-type", reflect: true, useDefault: true }) linkType = "link";

  constructor() {
    super();
    this.addEventListener("crowd-reveal", () => this.open());
  }

  /** The link's text where the template gives none. */
  protected abstract get defaultText(): string;

  protected get windowTitle(): string {
    return this.linkText || this.defaultText;
  }

  protected abstract body(): TemplateResult;

  get opened(): boolean {
    return this.#dialog?.open ?? false;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector("dialog");
  }

  readonly open = (): void => openModal(this.renderRoot, "instructions");

  close(): void {
    this.#dialog?.close();
  }

  override render(): TemplateResult {
    const look = this.linkType === "button" ? "normal" : "link";
    return html`
      <button type="button" part="link" class=${look} aria-haspopup="dialog" @click=${this.open}>${this.linkText || this.defaultText}</button>
      ${modal({ name: "instructions", title: this.windowTitle, body: this.body() })}
    `;
  }
}
