import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { CanvasKeys, type CanvasKey } from "../canvas/canvas-keys";
import { canvasStyles } from "../canvas/canvas-styles";
import { History } from "../canvas/history";
import { Toolbar } from "../canvas/toolbar";
import { toolbarStyles } from "../canvas/toolbar-styles";
import { documentStyles } from "../pages/document-styles";
import { DocumentView } from "../pages/document-view";
import {
  lackingOn, NO_ANSWER, readFieldSpecs, readPages, withCategory, withField, writePages, type FieldSpec, type PageAnswer,
  type PageAnswers,
} from "../pages/page-answers";
import { pageForm, pageRow } from "../pages/page-form";
import { fieldsOf, jsonAttribute, textsOf, type Fields, type Json } from "./attributes";
import { CategoryPicker } from "./category-picker";
import { categoryPickerStyles } from "./category-picker-styles";
import { PageWidget } from "./page-widget";
import { PlumbWidget } from "./plumb-widget";
import type { Shortcut } from "./shortcuts";

const NONE: PageAnswers = new Map();

/**
 * `<plumb-document-pages>`: the pages of a PDF or of a list of pictures, each with a category and fields.
 *
 * Attributes: `src` (PDF) or `pages` (addresses of pictures), `categories`, `fields` (texts, or objects with `name`,
 * `type`, `options`, `required`), `header`, `name`, `initial-value`.
 * Answer: `{<name>: {pages: [{page: 1, category?: "Invoice", fields?: {"Total": "12.50"}}, …]}}`. Event: `change`.
 */
export class PlumbDocumentPages extends PlumbWidget {
  static override styles = [PageWidget.styles, categoryPickerStyles, canvasStyles, toolbarStyles, documentStyles];

  /** Address of a PDF. */
  @property({ reflect: true, useDefault: true }) src = "";

  /** Addresses of the pages as pictures; they go before `src`. */
  @property(jsonAttribute("array", "pages")) pages: Json[] = [];

  /** What a page can be. */
  @property(jsonAttribute("array", "categories")) categories: Json[] = [];

  /** What is filled in on each page. */
  @property(jsonAttribute("array", "fields")) fields: Json[] = [];

  /** A field that is being written; a step of undo once it is left. */
  @state() private typing: { readonly page: number; readonly name: string; readonly text: string } | null = null;

  readonly #history = new History<PageAnswers>(NONE, () => this.changed());
  readonly #view = new DocumentView(this, (problem) => this.emit("crowd-problem", problem));
  readonly #toolbar = new Toolbar(this, {
    tools: () => [],
    current: () => null,
    take: () => undefined,
    history: () => this.#history,
    actions: () => [],
    more: () => nothing,
    view: this.#view.surface.view,
    picture: this.#view.picture,
  });

  readonly #picker = new CategoryPicker(this, {
    options: () => textsOf(this.categories),
    exclusion: () => null,
    isChosen: (option) => option === this.#answer.category,
    isLocked: () => false,
    choose: (option) => this.choose(option),
    many: () => false,
  });

  constructor() {
    super();
    new CanvasKeys(this, () => this.#keys(), () => this.layout.covered);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    void this.#view.open(this.src, textsOf(this.pages));
  }

  get #specs(): FieldSpec[] {
    return readFieldSpecs(this.fields);
  }

  get #answers(): PageAnswers {
    const { typing } = this;
    return typing === null ? this.#history.state : withField(this.#history.state, typing.page, typing.name, typing.text);
  }

  get #answer(): PageAnswer {
    return this.#answers.get(this.#view.page) ?? NO_ANSWER;
  }

  #lacking(place: number): string | null {
    return lackingOn(this.#answers, place, textsOf(this.categories), this.#specs);
  }

  /** The first page that still needs something, from 0; `undefined` if none does. */
  get #open(): number | undefined {
    return Array.from({ length: this.#view.count }, (_, place) => place).find((place) => this.#lacking(place) !== null);
  }

  protected override missing(): string | null {
    if (this.#view.count === 0) return "The document is still loading. Wait until you see it.";
    const open = this.#open;
    return open === undefined ? null : this.#lacking(open);
  }

  /** The page with what is missing is shown. */
  override validate(): boolean {
    const complete = super.validate();
    const open = this.#open;
    if (!complete && open !== undefined) void this.#view.go(open);
    return complete;
  }

  protected override result(): Fields | null {
    const pages = writePages(this.#answers, this.#specs);
    return pages.length === 0 ? null : { pages };
  }

  protected override take(value: Json | undefined): void {
    this.typing = null;
    this.#history.reset(readPages(fieldsOf(value).pages, textsOf(this.categories), this.#specs));
  }

  /** Say what the shown page is, as the worker would. */
  choose(category: string): void {
    if (this.#answer.category !== category) this.#put(withCategory(this.#answers, this.#view.page, category));
  }

  /** Fill in a field of the shown page, as the worker would. */
  fill(name: string, text: string): void {
    this.#put(withField(this.#answers, this.#view.page, name, text));
  }

  #put(answers: PageAnswers): void {
    this.typing = null;
    this.#history.push(answers);
  }

  #type(name: string, text: string): void {
    this.typing = { page: this.#view.page, name, text };
    this.changed();
  }

  #go(page: number): void {
    void this.#view.go(page);
  }

  /** To the next page, and into its first field. */
  readonly #next = async (): Promise<void> => {
    await this.#view.go(this.#view.page + 1);
    await this.updateComplete;
    this.#write();
  };

  #write(): void {
    this.renderRoot.querySelector<HTMLElement>(".field input, .field select")?.focus();
  }

  #keys(): CanvasKey[] {
    const { page } = this.#view;
    const actions = [...this.#toolbar.steps, ...this.#toolbar.zooms];
    return [
      ...this.#picker.shortcuts().map(({ key, label, run }) => ({ keys: key, label, run })),
      { keys: "PageDown", label: "Next page", run: () => this.#go(page + 1) },
      { keys: "PageUp", label: "Previous page", run: () => this.#go(page - 1) },
      { keys: "ArrowRight", run: () => this.#go(page + 1) },
      { keys: "ArrowLeft", run: () => this.#go(page - 1) },
      ...(this.#specs.length > 0 ? [{ keys: "w", label: "Write into the first field", run: () => this.#write() }] : []),
      ...actions.flatMap(({ keys, title, enabled, run }) => (keys ? [{ keys, label: title, run: () => enabled && run() }] : [])),
      { keys: "Ctrl+Y", run: () => this.#history.redo() },
      { keys: "=", run: () => this.#view.surface.view.zoom(1.5) },
    ];
  }

  protected override shortcuts(): Shortcut[] {
    return this.#keys().flatMap(({ keys, label, run }) => (label === undefined ? [] : [{ key: keys, label, run: () => run?.() }]));
  }

  protected override hint(): TemplateResult {
    return html`<kbd>PageDown</kbd> next page`;
  }

  protected override target(): TemplateResult {
    const { count, page, state, reason, surface, picture } = this.#view;
    if (state === "broken" || picture.state === "broken") return this.#broken(reason);
    return html`
      ${count > 1 ? pageRow({ count, page, isDone: (place) => this.#isDone(place), go: (place) => this.#go(place) }) : nothing}
      ${this.#toolbar.render()}
      <div class="holder">
        ${surface.element}
        <p class="loading" ?hidden=${state === "shown" && picture.state !== "loading"}><span class="spinner"></span>Loading the document</p>
      </div>
    `;
  }

  #isDone(place: number): boolean {
    return this.#answers.has(place) && this.#lacking(place) === null;
  }

  #broken(reason: string): TemplateResult {
    return html`
      <div class="unreadable" role="alert">
        <strong>This document could not be shown</strong>
        <p>${reason} If it still fails, decline this item and go on with the next.</p>
        <button type="button" class="normal" @click=${() => this.#view.again()}>Try again</button>
      </div>
    `;
  }

  protected override side(): TemplateResult {
    return html`
      <section class="form side-column" aria-label="Page ${this.#view.page + 1}">
        ${textsOf(this.categories).length > 0 ? this.#picker.render() : nothing}
        ${this.#specs.length > 0
          ? pageForm({
              page: this.#view.page,
              specs: this.#specs,
              answer: this.#answer,
              type: (name, text) => this.#type(name, text),
              fill: (name, text) => this.fill(name, text),
              done: () => void this.#next(),
            })
          : nothing}
      </section>
    `;
  }
}
