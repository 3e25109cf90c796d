/** The marks of a text as a list, and what can be done with the chosen one. */
import { html, nothing, type TemplateResult } from "lit";
import type { CrowdElement } from "../elements/crowd-element";
import type { LabelEntry } from "./label-set";
import { RowWindow } from "./row-window";
import type { SpanWork } from "./span-work";
import { same, type Span, type Stretch } from "./spans";

/** Characters of a mark that a row shows; the rest would not fit. */
const SHOWN = 120;

export interface SpanListModel {
  readonly entry: (label: string) => LabelEntry;
  readonly choose: (span: Span) => void;
  readonly remove: () => void;
  readonly markEqual: (stretches: readonly Stretch[]) => void;
}

export class SpanList {
  readonly #work: SpanWork;
  readonly #model: SpanListModel;
  readonly #rows: RowWindow<Span>;

  constructor(host: CrowdElement, work: SpanWork, model: SpanListModel) {
    this.#work = work;
    this.#model = model;
    this.#rows = new RowWindow(host, (span, at, count) => this.#row(span, at, count));
  }

  reveal(span: Span): void {
    this.#rows.reveal(this.#work.spans.findIndex((each) => same(each, span)));
  }

  render(): TemplateResult {
    const { spans, chosen } = this.#work;
    return html`
      ${chosen ? this.#card(chosen) : nothing}
      <h2>${spans.length === 0 ? "Nothing is marked yet" : `${spans.length} marked`}</h2>
      ${this.#rows.render(spans, (span) => span, "Marks")}
    `;
  }

  #wordsOf(span: Span): string {
    return this.#work.text.slice(span.start, Math.min(span.end, span.start + SHOWN));
  }

  #row(span: Span, at: number, count: number): TemplateResult {
    const { name, colour } = this.#model.entry(span.label);
    const chosen = span === this.#work.chosen;
    return html`
      <div class="row ${chosen ? "chosen" : ""}" role="listitem" aria-posinset=${at + 1} aria-setsize=${count}>
        <button type="button" tabindex=${chosen || at === 0 ? 0 : -1} aria-current=${chosen ? "true" : nothing} @click=${() => this.#model.choose(span)} @keydown=${walk}>
          <i class="swatch" style="--mark: ${colour}"></i>
          <span class="words-of" dir="auto">${this.#wordsOf(span)}</span>
          <small dir="auto">${name}</small>
        </button>
      </div>
    `;
  }

  #card(span: Span): TemplateResult {
    const { name, colour } = this.#model.entry(span.label);
    const equal = this.#work.equals();
    return html`
      <div class="chosen-mark">
        <p><i class="swatch" style="--mark: ${colour}"></i><q dir="auto">${this.#wordsOf(span)}</q><span dir="auto">${name}</span></p>
        <div class="actions">
          <button type="button" class="normal" @click=${this.#model.remove}>Remove</button>
          ${equal.length === 0
            ? nothing
            : html`<button type="button" class="normal" @click=${() => this.#model.markEqual(equal)}>
                ${equal.length === 1 ? "Mark 1 equal" : `Mark all ${equal.length} equal`}
              </button>`}
        </div>
      </div>
    `;
  }
}

/** Up and down go from row to row. */
function walk(event: KeyboardEvent): void {
  const row = (event.currentTarget as Element).closest(".row");
  const other = event.key === "ArrowDown" ? row?.nextElementSibling : event.key === "ArrowUp" ? row?.previousElementSibling : null;
  const button = other?.querySelector("button");
  if (!button) return;
  event.preventDefault();
  button.focus();
  button.click();
}
