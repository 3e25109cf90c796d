/** The one light `<form>` of a `crowd-form`, and what a native form must not do here: navigate. */
import type { ReactiveController } from "lit";
import type { CrowdElement } from "../elements/crowd-element";
import { INSTRUCTIONS } from "../elements/regions";
import { isTyping } from "../elements/shortcuts";

const NATIVE_SUBMIT = "button:not([type]), button[type=submit], input[type=submit], input[type=image]";

/** The form of a native input, or of one of our fields with the input in its shadow root. */
function formOf(target: EventTarget | null): unknown {
  return target !== null && "form" in target ? target.form : null;
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
    this.form.addEventListener("keydown", this.#enter);
  }

  hostDisconnected(): void {
    this.form.removeEventListener("submit", this.#intercept);
    this.form.removeEventListener("keydown", this.#enter);
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

  /** A native button of the template, or `requestSubmit()`. */
  readonly #intercept = (event: Event): void => {
    if (event.target !== this.form) return;
    event.preventDefault();
    event.stopPropagation();
    this.#submit();
  };

  /** Enter in a text field submits; where there is a native submit button the browser presses that one. */
  readonly #enter = (event: KeyboardEvent): void => {
    const at = event.composedPath()[0];
    if (event.key !== "Enter" || event.defaultPrevented || event.isComposing || event.repeat) return;
    if (!(at instanceof HTMLInputElement) || !isTyping(event) || formOf(event.target) !== this.form) return;
    if (at.form === this.form && this.form.querySelector(NATIVE_SUBMIT)) return;
    event.preventDefault();
    this.#submit();
  };
}
