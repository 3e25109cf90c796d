/** When a template has no way to submit, its form gets one. */
import { FULL_PAGE_TAGS } from "../elements/registry";

const OWN = "crowd-button[form-action=submit], button[type=submit], input[type=submit], input[type=image]";

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
    return form.querySelector([OWN, ...FULL_PAGE_TAGS].join(",")) !== null;
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
    if (!this.#button || !host.querySelector([...FULL_PAGE_TAGS].join(","))) return;
    this.#button.remove();
    this.#button = null;
  }
}
