import { css, html, type PropertyValues, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { controls } from "../design/controls";
import { CrowdElement } from "./crowd-element";

/**
 * `<crowd-toast>`: a notice at the top, where it covers no button, that goes by itself. Only one is visible at a
 * time.
 *
 * Attributes: `duration` (milliseconds, 3000; 0 and less: it stays), `text`, `opened`. Methods: `open()`, `close()`,
 * `show(text)`, `hide()`, `toggle()`.
 */
export class CrowdToast extends CrowdElement {
  static override styles = [
    controls,
    css`
      :host {
        position: fixed;
        inset: 16px 20px auto;
        z-index: 20;
        width: fit-content;
        max-width: min(480px, calc(100vw - 40px));
        margin: 0 auto;
        padding: 14px 18px;
        border-radius: var(--pl-radius);
        background: light-dark(#20242d, #eceef3);
        color: light-dark(#ffffff, #171a21);
        font-size: 15px;
        overflow-wrap: anywhere;
        box-shadow: var(--pl-shadow-big);
        pointer-events: none;
        transition: opacity var(--pl-quick), translate var(--pl-quick), visibility var(--pl-quick);
      }

      :host(:not([opened])) {
        visibility: hidden;
        opacity: 0;
        translate: 0 -12px;
      }
    `,
  ];

  @property({ type: Number, reflect: true, useDefault: true }) duration = 3000;
  @property({ type: Boolean, reflect: true }) opened = false;
  @property({ reflect: true, useDefault: true }) text = "";

  #timer: ReturnType<typeof setTimeout> | undefined;
  #welcome = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute("role", "status");
    this.setAttribute("aria-live", "polite");
    this.#welcome ||= this.hasAttribute("opened");
    document.addEventListener("crowd-shown", this.#shown);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("crowd-shown", this.#shown);
    clearTimeout(this.#timer);
  }

  /** One that was open from the start may have gone before anybody saw the page. */
  readonly #shown = (): void => {
    if (this.#welcome) this.open();
  };

  protected override updated(changed: PropertyValues): void {
    if (!changed.has("opened")) return;
    if (this.opened) this.#appear();
    else clearTimeout(this.#timer);
    this.dispatchEvent(new CustomEvent("opened-changed", { detail: { value: this.opened } }));
  }

  open(): void {
    this.opened = true;
    this.#wait();
  }

  /** Open with another text, or with any of `{text, duration}`. */
  show(what?: string | { text?: string; duration?: number }): void {
    Object.assign(this, typeof what === "string" ? { text: what } : what);
    this.open();
  }

  close(): void {
    this.opened = false;
  }

  hide(): void {
    this.close();
  }

  toggle(): void {
    if (this.opened) this.close();
    else this.open();
  }

  #appear(): void {
    for (const other of document.querySelectorAll<CrowdToast>("crowd-toast[opened]")) if (other !== this) other.opened = false;
    this.#wait();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    if (this.duration > 0) this.#timer = setTimeout(() => this.close(), this.duration);
  }

  override render(): TemplateResult {
    return html`${this.text}<slot></slot>`;
  }
}
