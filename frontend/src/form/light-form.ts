/** The one light `<form>` of a `crowd-form`, and what a native form must not do here: navigate. */
import type { ReactiveController } from "lit";
import type { CrowdElement } from "../elements/crowd-element";
import { INSTRUCTIONS } from "../elements/regions";
import { isTyping } from "../elements/shortcuts";

export class LightForm implements ReactiveController {
  readonly form: HTMLFormElement = document.createElement("form");
  readonly #host: CrowdElement;
  readonly #submit: () => void;
  #moved = false;

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
    if (!this.#moved) this.#move();
    this.#moved = true;
  }

  hostDisconnected(): void {
    this.form.removeEventListener("submit", this.#intercept);
    this.form.removeEventListener("keydown", this.#enter);
  }

  /** All children but the instructions of the form itself move in; the nodes stay the same. */
  #move(): void {
    const own = new Set<string>(INSTRUCTIONS);
    const children = [...this.#host.childNodes].filter((node) => !(node instanceof Element && own.has(node.localName)));
    this.#host.append(this.form);
    this.form.append(...children);
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
    if (!(at instanceof HTMLInputElement) || !isTyping(event) || at.form !== this.form) return;
    if (this.form.querySelector("button:not([type]), button[type=submit], input[type=submit]")) return;
    event.preventDefault();
    this.#submit();
  };
}
