/**
 * The layout of a full page: header bar, instructions pane, target, side column, footer with Submit, and the windows
 * that open over it. Full-page widgets and a `crowd-form` with instructions of its own draw it into their shadow root.
 *
 * The class names and test ids are a public surface: templates reach for them (`.awsui-app-layout__navigation`,
 * `.awsui-modal-dialog`, `awsui-button[data-testid=crowd-submit]` …).
 */
import { html, nothing, type ReactiveController, type TemplateResult } from "lit";
import type { Undoable } from "../canvas/history";
import { icon } from "../design/icons";
import type { CrowdElement } from "../elements/crowd-element";
import type { Regions } from "../elements/regions";
import { isTyping } from "../elements/shortcuts";
import { modal, openModal, type ModalName } from "./modal";
import { shortcutList } from "./shortcut-list";
import { undoButtons } from "./undo-buttons";

/** Milliseconds after which a press of Submit that was swallowed is made again. */
const SWALLOWED = 30;

export interface LayoutParts {
  readonly title: string;
  /** Undo and redo, where no bar of the tool has them. */
  readonly steps?: Undoable | null;
  /** What is worked on. */
  readonly target: TemplateResult;
  /** The column beside it: categories, labels. */
  readonly side?: TemplateResult;
  /** A line on keys, in the footer. */
  readonly hint?: TemplateResult | typeof nothing;
  /** Further windows, closed at start. */
  readonly modals?: TemplateResult;
  /** What the work began with is a machine's. `discard` throws all of it away; `null` where nothing is left of it. */
  readonly proposal?: { readonly discard: (() => void) | null } | null;
  /** `null` draws no Submit button. */
  readonly submit: { readonly busy: boolean; readonly answered: boolean; readonly run: () => void } | null;
}

export class PageLayout implements ReactiveController {
  readonly #host: CrowdElement;
  readonly #regions: Regions;
  #paneOpen = true;
  #message: string | null = null;

  constructor(host: CrowdElement, regions: Regions) {
    this.#host = host;
    this.#regions = regions;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener("keydown", this.#pressed);
    this.#host.addEventListener("crowd-reveal", this.#reveal);
  }

  hostDisconnected(): void {
    document.removeEventListener("keydown", this.#pressed);
    this.#host.removeEventListener("crowd-reveal", this.#reveal);
  }

  /** The alert above the footer; `null` takes it away. */
  get message(): string | null {
    return this.#message;
  }

  set message(text: string | null) {
    this.#message = text;
    this.#host.requestUpdate();
  }

  /** Is a window open over the page? Keys of the page rest while one is. */
  get covered(): boolean {
    return this.#host.renderRoot.querySelector("dialog[open]") !== null;
  }

  /** Press Submit as the worker would: scripts may have put listeners on the button. */
  pressSubmit(): void {
    const button = this.#host.renderRoot.querySelector<HTMLButtonElement>("[data-testid=crowd-submit] button");
    if (!button || button.disabled) return;
    let arrived = false;
    const arrive = (): void => void (arrived = true);
    button.addEventListener("click", arrive, { capture: true });
    button.click();
    button.removeEventListener("click", arrive, { capture: true });
    // What was drawn on a waveform swallows all clicks of the page for 10 ms, meant for the one that ends the drawing.
    if (!arrived) setTimeout(() => button.click(), SWALLOWED);
  }

  open(name: ModalName): void {
    openModal(this.#host.renderRoot, name);
  }

  render(parts: LayoutParts): TemplateResult {
    return html`
      <div class="page" part="page">
        ${this.#header(parts)} ${this.#proposal(parts)}
        <div id="annotation-area-container" class="body annotation-area container ${parts.side ? "with-side" : ""}">
          <div class="scroll">
            ${this.#pane()}
            <main class="annotation-area main target" part="target" tabindex="0" aria-label="Work area">${parts.target}</main>
          </div>
          ${parts.side ?? nothing}
        </div>
        <div class="messages">${this.#messages()}</div>
        ${this.#footer(parts)}
      </div>
      ${this.#fullInstructions()} ${modal({ name: "shortcuts", title: "Keyboard shortcuts", body: shortcutList() })}
      ${parts.modals ?? nothing}
    `;
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.key !== "?" || event.defaultPrevented || isTyping(event)) return;
    // A form that draws a page itself lists the keys of the widgets in it, too.
    if (this.#host.parentElement?.closest("crowd-form[paged]")) return;
    const list = this.#host.renderRoot.querySelector<HTMLDialogElement>("dialog[data-name=shortcuts]");
    if (list?.open) list.close();
    else this.#showShortcuts();
  };

  #showShortcuts = (): void => {
    this.#host.requestUpdate();
    this.open("shortcuts");
  };

  #showInstructions = (): void => {
    if (this.#regions.get("full-instructions")) this.open("instructions");
    else this.#togglePane();
  };

  /** A field that must be seen may stand in the instructions. */
  readonly #reveal = (event: Event): void => {
    const at = event.target as Node;
    if (this.#regions.get("full-instructions")?.contains(at)) this.open("instructions");
    if (this.#paneOpen || !this.#regions.get("short-instructions")?.contains(at)) return;
    this.#togglePane();
    // At once: the focus follows.
    this.#host.renderRoot.querySelector("#pane-content")?.removeAttribute("hidden");
  };

  #togglePane = (): void => {
    this.#paneOpen = !this.#paneOpen;
    this.#host.requestUpdate();
  };

  #header({ title, steps }: LayoutParts): TemplateResult {
    const instructions = this.#regions.get("full-instructions") ?? this.#regions.get("short-instructions");
    return html`
      <header class="headerContainer" part="header">
        <h1 class="title" dir="auto">${title}</h1>
        ${steps ? html`<div class="undo-redo" role="group" aria-label="Undo and redo">${undoButtons(steps)}</div>` : nothing}
        <div class="headerButtonsContainer">
          <awsui-button data-testid="instructions-button" ?hidden=${!instructions}>
            <button type="button" class="quiet" @click=${this.#showInstructions}>${icon("book")}<span>Instructions</span></button>
          </awsui-button>
          <awsui-button data-testid="shortcuts-button">
            <button type="button" class="quiet" aria-keyshortcuts="?" @click=${this.#showShortcuts}>
              ${icon("keyboard")}<span>Shortcuts</span>
            </button>
          </awsui-button>
        </div>
      </header>
    `;
  }

  #proposal({ proposal }: LayoutParts): TemplateResult | typeof nothing {
    if (!proposal) return nothing;
    const { discard } = proposal;
    return html`
      <p class="proposal" data-testid="proposal">
        ${icon("wand")}<span><b>Proposed by the machine:</b> check and correct.</span>
        <button type="button" class="quiet" ?disabled=${discard === null} @click=${() => discard?.()}>Discard all</button>
      </p>
    `;
  }

  #pane(): TemplateResult {
    const short = this.#regions.get("short-instructions");
    const state = this.#paneOpen ? "open" : "closed";
    return html`
      <nav class="pane awsui-app-layout__navigation ${state}" aria-label="Instructions" ?hidden=${!short}>
        <button
          type="button" class="pane-toggle" aria-expanded=${this.#paneOpen ? "true" : "false"} aria-controls="pane-content"
          title=${this.#paneOpen ? "Hide instructions" : "Show instructions"} @click=${this.#togglePane}
        >
          <span>${short?.getAttribute("header") || "Instructions"}</span>${icon("chevron", 18)}
        </button>
        <div id="pane-content" class="label-pane-content paper" ?hidden=${!this.#paneOpen}>
          <slot name="short-instructions"></slot>
          ${this.#regions.get("full-instructions")
            ? html`<button type="button" class="link" @click=${this.#showInstructions}>View full instructions</button>`
            : nothing}
        </div>
      </nav>
    `;
  }

  #fullInstructions(): TemplateResult {
    const title = this.#regions.get("full-instructions")?.getAttribute("header") || "Instructions";
    return modal({ name: "instructions", title, body: html`<slot name="full-instructions"></slot>` });
  }

  #messages(): TemplateResult {
    return html`
      ${this.#host.problems.map((problem) => html`<p class="alert bad" role="alert">${icon("warning")}${problem}</p>`)}
      <div role="alert">
        ${this.#message === null ? nothing : html`<p class="alert warn" data-testid="message">${icon("info")}${this.#message}</p>`}
      </div>
    `;
  }

  #footer(parts: LayoutParts): TemplateResult {
    const { submit } = parts;
    return html`
      <footer id="footerContainer" part="footer" ?hidden=${!submit}>
        <p class="hint">${parts.hint ?? nothing}</p>
        <div id="actionsContainer">
          ${submit
            ? html`<awsui-button data-testid="crowd-submit" variant="primary">
                <button
                  type="submit" class="primary ${submit.answered ? "answered" : ""}" ?disabled=${submit.busy}
                  aria-busy=${submit.busy ? "true" : "false"} @click=${this.#submitClicked(submit.run)}
                >${submit.busy ? html`<span class="spinner"></span>` : nothing}Submit</button>
              </awsui-button>`
            : nothing}
        </div>
      </footer>
    `;
  }

  #submitClicked(run: () => void) {
    return (event: Event): void => {
      if (!event.defaultPrevented) run();
    };
  }
}
