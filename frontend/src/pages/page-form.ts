/** The fields of one page, and the row of all pages. */
import { html, type TemplateResult } from "lit";
import { icon } from "../design/icons";
import type { FieldSpec, PageAnswer } from "./page-answers";

export interface FormParts {
  readonly page: number;
  readonly specs: readonly FieldSpec[];
  readonly answer: PageAnswer;
  /** The text as it is being written. */
  readonly type: (name: string, text: string) => void;
  /** The text once the field is left. */
  readonly fill: (name: string, text: string) => void;
  /** The last field was left with Enter. */
  readonly done: () => void;
}

export function pageForm(parts: FormParts): TemplateResult {
  return html`<div class="fields" @keydown=${(event: KeyboardEvent) => enter(event, parts.done)}>
    ${parts.specs.map((spec) => field(spec, parts))}
  </div>`;
}

function field(spec: FieldSpec, { page, answer, type: typed, fill }: FormParts): TemplateResult {
  const { name, type, options, required } = spec;
  const text = answer.fields[name] ?? "";
  const hear = (tell: (name: string, text: string) => void) => (event: Event): void => {
    event.stopPropagation();
    tell(name, (event.target as HTMLInputElement | HTMLSelectElement).value);
  };
  const control =
    type === "choice"
      ? html`<select .value=${text} ?required=${required} @change=${hear(fill)} @input=${hear(typed)}>
          <option value="" ?selected=${text === ""}></option>
          ${options.map((option) => html`<option value=${option} ?selected=${option === text}>${option}</option>`)}
        </select>`
      : html`<input
          type=${type === "date" ? "date" : "text"} inputmode=${type === "number" ? "decimal" : "text"} dir="auto" autocomplete="off"
          ?required=${required} .value=${text} @input=${hear(typed)} @change=${hear(fill)}
        />`;
  return html`<label class="field" data-page=${page}><span dir="auto">${name}${required ? html`<i title="needed"> *</i>` : ""}</span>${control}</label>`;
}

/** Enter goes on to the next field, after the last one to the next page; Escape gives the keys back to the page. */
function enter(event: KeyboardEvent, done: () => void): void {
  const at = event.target as HTMLElement;
  if (event.key !== "Enter" && event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === "Escape") return at.blur();
  const controls = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("input, select")];
  const next = controls[controls.indexOf(at) + 1];
  if (next) next.focus();
  else done();
}

export interface PageRowParts {
  readonly count: number;
  readonly page: number;
  readonly isDone: (place: number) => boolean;
  readonly go: (place: number) => void;
}

export function pageRow({ count, page, isDone, go }: PageRowParts): TemplateResult {
  const places = Array.from({ length: count }, (_, place) => place);
  return html`
    <nav class="pages" aria-label="Pages">
      <button type="button" class="tool" aria-label="Previous page" title="Previous page (PageUp)" ?disabled=${page === 0} @click=${() => go(page - 1)}>
        <span class="turned">${icon("chevron", 18)}</span>
      </button>
      <ol>
        ${places.map((place) => html`<li>
          <button
            type="button" class="page-button ${isDone(place) ? "done" : ""}" aria-current=${place === page ? "page" : "false"}
            aria-label="Page ${place + 1}${isDone(place) ? ", done" : ""}" @click=${() => go(place)}
          >${place + 1}${isDone(place) ? icon("check", 12) : ""}</button>
        </li>`)}
      </ol>
      <button
        type="button" class="tool" aria-label="Next page" title="Next page (PageDown)" ?disabled=${page >= count - 1} @click=${() => go(page + 1)}
      >${icon("chevron", 18)}</button>
    </nav>
  `;
}
