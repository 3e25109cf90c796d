/** When a template has no way to submit, its form gets one. */
import { FULL_PAGE_TAGS } from "../elements/registry";

const FULL_PAGE = [...FULL_PAGE_TAGS].join(",");
const OWN = "crowd-button[form-action=submit], button[type=submit], input[type=submit], input[type=image]";

/** Does a full-page widget stand here? Its footer has Submit. */
export function hasFullPage(root: Element): boolean {
  return root.querySelector(FULL_PAGE) !== null;
}

export class SubmitButton {
  readonly #observer: MutationObserver;
  #button: HTMLElement | null = null;
  #placed = false;

  constructor(host: HTMLElement) {
    this.#observer = new MutationObserver(() => this.#withdraw(host));
    this.#observer.observe(host, { childList: true, subtree: true });
  }

  /** Does the template bring a submit button or a widget whose footer has one? */
  ownIn(form: HTMLFormElement): boolean {
    return form.querySelector(OWN) !== null || hasFullPage(form);
  }

  /** Append Submit, once, unless the form or its layout has one. */
  place(form: HTMLFormElement, paged: boolean): void {
    if (this.#placed) return;
    this.#placed = true;
    if (paged || this.ownIn(form)) return;
    const button = document.createElement("crowd-button");
    button.setAttribute("form-action", "submit");
    button.setAttribute("variant", "primary");
    button.setAttribute("data-testid", "crowd-submit");
    button.textContent = "Submit";
    form.append(button);
    this.#button = button;
  }

  /** A script put a full-page widget in later: then Submit is in that one's footer. */
  #withdraw(host: HTMLElement): void {
    if (!this.#button || !hasFullPage(host)) return;
    this.#button.remove();
    this.#button = null;
  }
}
