/** When a template has no way to submit, its form gets one. */
import { FULL_PAGE_TAGS } from "../elements/registry";

const FULL_PAGE = [...FULL_PAGE_TAGS].join(",");
const OWN = "crowd-button[form-action=submit], button[type=submit], input[type=submit], input[type=image]";

/** Does a full-page widget stand here, name this form, or stand around it? The widget's footer has Submit. */
export function hasFullPage(root: Element): boolean {
  return root.querySelector(FULL_PAGE) !== null || widgetsNaming(root).length > 0 || widgetAround(root) !== null;
}

/** Widgets that stand elsewhere and name this form by `crowd-form-element-id`, as templates of version 2 do. */
export function widgetsNaming(form: Element): Element[] {
  if (!form.id) return [];
  const naming = form.ownerDocument.querySelectorAll(`[crowd-form-element-id="${CSS.escape(form.id)}"]`);
  return [...naming].filter((widget) => widget.matches(FULL_PAGE) && widget.closest("crowd-form") === null);
}

/** The full-page widget in whose shadow root an element stands (`crowd-entity-annotation` brings its own form). */
export function widgetAround(element: Element): Element | null {
  const root = element.getRootNode();
  return root instanceof ShadowRoot && root.host.matches(FULL_PAGE) ? root.host : null;
}

export class SubmitButton {
  #button: HTMLElement | null = null;
  #decided = false;

  /** The button, if it was appended; content that comes later goes before it. */
  get element(): HTMLElement | null {
    return this.#button;
  }

  /** Does the template bring a submit button, or a widget whose footer has one? */
  ownIn(form: HTMLFormElement): boolean {
    const own = [...form.querySelectorAll(OWN)].some((button) => button !== this.#button);
    return own || hasFullPage(form.parentElement ?? form);
  }

  /**
   * Append Submit, once, unless there is one elsewhere; take it away if one comes later. A button that a script took
   * away stays away.
   */
  revise(form: HTMLFormElement, paged: boolean): void {
    const wanted = !paged && !this.ownIn(form);
    if (wanted && !this.#decided) this.#append(form);
    else if (!wanted) this.#withdraw();
    this.#decided = true;
  }

  #append(form: HTMLFormElement): void {
    this.#button = document.createElement("crowd-button");
    this.#button.setAttribute("form-action", "submit");
    this.#button.setAttribute("variant", "primary");
    this.#button.setAttribute("data-testid", "crowd-submit");
    this.#button.textContent = "Submit";
    form.append(this.#button);
  }

  #withdraw(): void {
    this.#button?.remove();
    this.#button = null;
  }
}
