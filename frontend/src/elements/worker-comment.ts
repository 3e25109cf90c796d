/** The `worker-comment` region: a link under the categories that opens a window with a text area. */
import { css, html, nothing, type ReactiveController, type TemplateResult } from "lit";
import { icon } from "../design/icons";
import { closeModal, modal, openModal } from "../layout/modal";
import { isObject, type Json } from "./attributes";
import type { CrowdElement } from "./crowd-element";
import type { Regions } from "./regions";

const DEFAULT_TEXT = "Add a comment";

export class WorkerComment implements ReactiveController {
  readonly #host: CrowdElement;
  readonly #regions: Regions;
  readonly #changed: () => void;
  #text = "";

  /** @param changed called after every change by the worker. */
  constructor(host: CrowdElement, regions: Regions, changed: () => void) {
    this.#host = host;
    this.#regions = regions;
    this.#changed = changed;
    host.addController(this);
  }

  hostConnected(): void {}

  /** What the worker wrote; `undefined` if that is blank. */
  get text(): string | undefined {
    return this.#text.trim() === "" ? undefined : this.#text;
  }

  set text(text: string | undefined) {
    this.#text = text ?? "";
    this.#host.requestUpdate();
  }

  /** A widget's part of the answer with the comment in it; the comment alone while there is no other part. */
  addTo(part: Json): Json {
    return this.text === undefined ? part : { ...(isObject(part) ? part : {}), workerComment: this.text };
  }

  /** The inverse: the comment of such a part; none if it has none. */
  takeFrom(part: Json | undefined): void {
    const comment = isObject(part) ? part.workerComment : undefined;
    this.text = typeof comment === "string" ? comment : undefined;
  }

  #attribute(name: string, otherwise: string): string {
    return this.#regions.get("worker-comment")?.getAttribute(name) || otherwise;
  }

  /** The link; nothing where the template has no such region. */
  link(): TemplateResult | typeof nothing {
    if (!this.#regions.get("worker-comment")) return nothing;
    return html`
      <button type="button" class="link comment-link" data-testid="comment-link" @click=${this.#open}>
        ${icon("comment", 18)}${this.#attribute("link-text", DEFAULT_TEXT)}
        ${this.text === undefined ? nothing : html`<span class="comment-dot" title="You wrote a comment"></span>`}
      </button>
    `;
  }

  window(): TemplateResult {
    const title = this.#attribute("header", DEFAULT_TEXT);
    return modal({
      name: "comment",
      title,
      body: html`
        <slot name="worker-comment"></slot>
        <textarea
          class="comment" rows="5" autofocus aria-label=${title} placeholder=${this.#attribute("placeholder", "")}
          .value=${this.#text} @input=${this.#typed} @change=${(event: Event) => event.stopPropagation()}
        ></textarea>
      `,
      actions: html`<button type="button" class="primary" @click=${closeModal}>Done</button>`,
    });
  }

  readonly #open = (): void => openModal(this.#host.renderRoot, "comment");

  readonly #typed = (event: Event): void => {
    this.text = (event.target as HTMLTextAreaElement).value;
    this.#changed();
    this.#host.emit("crowd-change");
  };
}

export const workerCommentStyles = css`
  .comment-link {
    flex: none;
    align-self: flex-start;
    min-height: 44px;
    padding: 0 4px;
  }

  .comment-dot {
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: var(--pl-accent);
  }

  .comment {
    display: block;
    width: 100%;
    min-height: 120px;
    margin-top: 8px;
    padding: 10px 14px;
    border: 1px solid var(--pl-line-strong);
    border-radius: var(--pl-radius);
    background: var(--pl-ground);
    color: var(--pl-text);
    resize: vertical;
  }
`;
