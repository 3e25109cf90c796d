/** The one light `<form>` of a `crowd-form`, and what a native form must not do here: navigate. */
import type { ReactiveController } from "lit";
import type { CrowdElement } from "../elements/crowd-element";
import { INSTRUCTIONS } from "../elements/regions";
import { isTyping } from "../elements/shortcuts";

const NATIVE_SUBMIT = "button:not([type]), button[type=submit], input[type=submit], input[type=image]";

/** The form of a native input, or of one of our fields with the input in its shadow root. */
function formOf(target: EventTarget | null): HTMLFormElement | null {
  return target !== null && "form" in target && target.form instanceof HTMLFormElement ? target.form : null;
}

/** Submitting it closes the window around it and loads nothing. */
function closesDialog(form: HTMLFormElement): boolean {
  return form.getAttribute("method")?.toLowerCase() === "dialog";
}

export class LightForm implements ReactiveController {
  readonly form: HTMLFormElement = document.createElement("form");
  readonly #host: CrowdElement;
  readonly #submit: () => void;

  constructor(host: CrowdElement, submit: () => void) {
    this.#host = host;
    this.#submit = submit;
    // Handlers run before validation, so the browser must not validate by itself.
    this.form.noValidate = true;
    this.form.submit = submit;
    host.addController(this);
  }

  hostConnected(): void {
    this.form.addEventListener("submit", this.#intercept);
    this.form.addEventListener("submit", this.#reach, true);
    this.form.addEventListener("keydown", this.#enter);
  }

  hostDisconnected(): void {
    this.form.removeEventListener("submit", this.#intercept);
    this.form.removeEventListener("submit", this.#reach, true);
    this.form.removeEventListener("keydown", this.#enter);
  }

  /** All fields back to their initial values, also those of forms that the template has in this one. */
  reset(): void {
    // A field called "reset" would stand in the way of `form.reset`.
    for (const form of [...this.form.querySelectorAll("form"), this.form]) HTMLFormElement.prototype.reset.call(form);
  }

  /**
   * Move all children in, but for the form itself and its own instructions; the nodes stay the same.
   *
   * @param before they go before this child of the light form, or to its end.
   */
  collect(before: Element | null): void {
    const children = [...this.#host.childNodes].filter((node) => !this.#stays(node));
    if (this.form.parentNode !== this.#host) this.#host.append(this.form);
    for (const child of children) this.form.insertBefore(child, before);
  }

  #stays(node: Node): boolean {
    return node === this.form || (node instanceof Element && INSTRUCTIONS.some((name) => name === node.localName));
  }

  /**
   * A native button of the template, or `requestSubmit()`. Some templates have a form of their own in it: that one would
   * load the page anew, and what the worker filled in would be gone.
   */
  readonly #intercept = (event: Event): void => {
    if (!(event.target instanceof HTMLFormElement) || event.defaultPrevented || closesDialog(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    this.#submit();
  };

  /** A form lets no submit of one inside it rise past itself: it must be met where it begins, after its own handlers. */
  readonly #reach = (event: Event): void => {
    if (event.target !== this.form) event.target?.addEventListener("submit", this.#intercept, { once: true });
  };

  /** Enter in a text field submits; where there is a native submit button the browser presses that one. */
  readonly #enter = (event: KeyboardEvent): void => {
    const at = event.composedPath()[0];
    if (event.key !== "Enter" || event.defaultPrevented || event.isComposing || event.repeat) return;
    const form = formOf(event.target);
    if (!(at instanceof HTMLInputElement) || !isTyping(event) || !form || !this.form.contains(form)) return;
    if (at.form === form && form.querySelector(NATIVE_SUBMIT)) return;
    event.preventDefault();
    this.#submit();
  };
}
