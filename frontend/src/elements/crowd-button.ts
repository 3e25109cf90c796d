import { css, html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { ifDefined } from "lit/directives/if-defined.js";
import { controls } from "../design/controls";
import { iconWords } from "../design/icons";
import type { Lockable } from "../form/answer-source";
import { CrowdElement } from "./crowd-element";

/** Where a link may lead: the address may come from the data. */
const PROTOCOLS = new Set(["http:", "https:", "mailto:", "tel:"]);

type Form = Element & { submit?: () => void; reset?: () => void };

/**
 * `<crowd-button>`: a button that submits or resets its form only if `form-action` says so, or a link if it has `href`.
 *
 * Attributes: `disabled`, `form-action` (`submit`, `reset`), `href`, `target`, `icon`, `icon-align` (`left`, `right`),
 * `icon-url`, `loading` (beats `disabled`), `variant` (`primary`, `normal`, `link`, `icon`). Event: `click`.
 */
export class CrowdButton extends CrowdElement implements Lockable {
  static override styles = [
    controls,
    css`
      :host {
        display: inline-block;
        vertical-align: middle;
      }

      button,
      a {
        min-height: 44px;
        padding: 0 18px;
      }

      [aria-disabled="true"] {
        opacity: 0.55;
        cursor: not-allowed;
      }

      .link {
        padding: 0 4px;
      }

      .icon-only {
        width: 44px;
        padding: 0;
      }

      img,
      iron-icon {
        width: 20px;
        height: 20px;
      }
    `,
  ];

  @property({ type: Boolean, reflect: true }) disabled = false;
  @property({ attribute: "form-action", reflect: true }) formAction: string | undefined;
  @property({ reflect: true }) href: string | undefined;
  @property({ reflect: true }) icon: string | undefined;
  @property({ attribute: "icon-align", reflect: true }) iconAlign: string | undefined;
  @property({ attribute: "icon-url", reflect: true }) iconUrl: string | undefined;
  @property({ type: Boolean, reflect: true }) loading = false;
  @property({ reflect: true }) target: string | undefined;
  @property({ reflect: true }) variant: string | undefined;

  /** An answer is being stored: a button that submits is locked. */
  @property({ type: Boolean }) busy = false;

  constructor() {
    super();
    this.addEventListener("click", this.#clicked);
  }

  get #waiting(): boolean {
    return this.loading || (this.busy && this.formAction === "submit");
  }

  /**
   * A click on a disabled button reaches nobody. All else does, as scripts enable a button by a `mouseup` on it; the
   * browser's own `disabled` would keep that back, too.
   */
  readonly #held = {
    capture: true,
    handleEvent: (event: Event): void => {
      if (this.disabled) event.stopImmediatePropagation();
    },
  };

  /** Handlers of the template that come after this one may still prevent the action, as with a native button. */
  readonly #clicked = (event: Event): void => {
    if (this.disabled || this.#waiting) {
      event.stopImmediatePropagation();
      return;
    }
    setTimeout(() => {
      if (!event.defaultPrevented) this.#act();
    });
  };

  #act(): void {
    const form: Form | null = this.closest("crowd-form") ?? document.querySelector("crowd-form");
    if (this.formAction === "submit") form?.submit?.();
    if (this.formAction === "reset") form?.reset?.();
  }

  override render(): TemplateResult {
    const { variant } = this;
    const look = variant === "icon" ? "quiet icon-only" : variant === "primary" || variant === "link" ? variant : "normal";
    const address = this.#address;
    if (address !== null && !this.disabled) {
      return html`<a part="button" class=${look} aria-label=${this.#name} href=${address} target=${ifDefined(this.target)} rel="noopener">${this.#content()}</a>`;
    }
    return html`
      <button
        part="button" class=${look} type=${this.formAction === "submit" ? "submit" : "button"}
        ?disabled=${this.#waiting} aria-disabled=${this.disabled ? "true" : "false"} tabindex=${this.disabled ? -1 : 0}
        aria-label=${this.#name} aria-busy=${this.#waiting ? "true" : "false"} @click=${this.#held}
      >${this.#content()}</button>
    `;
  }

  /** `href` where it leads to another page or a place in this one; a button with any other one, such as a script, leads nowhere. */
  get #address(): string | null {
    // Only the protocol is asked for: a relative address takes that of any page.
    const base = "https://relative.invalid";
    if (this.href === undefined || !URL.canParse(this.href, base)) return null;
    return PROTOCOLS.has(new URL(this.href, base).protocol) ? this.href : null;
  }

  /** A button without a text is called after its icon. */
  get #name(): string | typeof nothing {
    const silent = this.textContent?.trim() === "";
    return this.getAttribute("aria-label") || (silent && (this.title || iconWords(this.icon ?? this.querySelector("iron-icon")?.getAttribute("icon")))) || nothing;
  }

  #content(): TemplateResult {
    const picture = this.#picture();
    const right = this.iconAlign === "right";
    return html`${right ? nothing : picture}<slot @slotchange=${() => this.requestUpdate()}></slot>${right ? picture : nothing}`;
  }

  #picture(): TemplateResult | typeof nothing {
    if (this.#waiting) return html`<span class="spinner"></span>`;
    if (this.iconUrl) return html`<img src=${this.iconUrl} alt="" />`;
    return this.icon ? html`<iron-icon icon=${this.icon}></iron-icon>` : nothing;
  }
}
