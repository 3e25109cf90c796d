/** One question with its answer, tags and references, to be written. */
import { html, nothing, type TemplateResult } from "lit";
import { labelColour } from "../design/label-colours";
import { icon } from "../design/icons";
import { counted, countWords, wordsFault, type Limits, type Pair } from "./pairs";
import type { Stretch } from "./spans";

/** Characters of a reference that a card shows. */
const SHOWN = 90;

export interface PairCard {
  readonly pair: Pair;
  /** Its number for the worker, from 1. */
  readonly number: number;
  readonly text: string;
  readonly limits: Limits;
  /** Tags that the template offers. */
  readonly tags: readonly string[];
  readonly customTags: boolean;
  readonly active: boolean;
  /** Something is selected in the text. */
  readonly selecting: boolean;
  /** Also say what is wrong with fields that are still empty. */
  readonly strict: boolean;
  readonly activate: () => void;
  readonly write: (field: "question" | "answer", text: string) => void;
  readonly toggleTag: (tag: string) => void;
  readonly refer: () => void;
  readonly reveal: (reference: Stretch) => void;
  readonly forget: (reference: Stretch) => void;
  readonly remove: () => void;
}

export function pairCard(card: PairCard): TemplateResult {
  const { number, active } = card;
  return html`
    <section
      class="pair ${active ? "active" : ""}" aria-label="Question ${number}" style="--mark: ${labelColour(number - 1)}"
      @focusin=${card.activate} @pointerdown=${card.activate}
    >
      <header>
        <i class="swatch"></i><h3>Question ${number}</h3>
        <button type="button" class="quiet round" title="Remove" aria-label="Remove question ${number}" @click=${card.remove}>${icon("trash", 18)}</button>
      </header>
      ${field(card, "question", "Question", 2)} ${field(card, "answer", "Answer", 3)} ${tags(card)} ${references(card)}
    </section>
  `;
}

function allowed({ min, max }: Limits["question"]): string {
  if (max === null) return min > 1 ? `, at least ${min}` : "";
  return min > 1 ? `, ${min} to ${max}` : `, at most ${max}`;
}

function field(card: PairCard, name: "question" | "answer", title: string, rows: number): TemplateResult {
  const text = card.pair[name];
  const fault = text.trim() !== "" || card.strict ? wordsFault(text, card.limits[name]) : null;
  const id = `${name}-${card.pair.id}`;
  return html`
    <label class="written" for=${id}>
      <span>${title}</span>
      <output id="${id}-count" class=${fault ? "bad" : ""}>${counted(countWords(text), "word")}${allowed(card.limits[name])}</output>
    </label>
    <textarea
      id=${id} rows=${rows} dir="auto" aria-invalid=${fault ? "true" : "false"} aria-describedby="${id}-count" .value=${text}
      @input=${(event: Event) => card.write(name, (event.target as HTMLTextAreaElement).value)}
      @change=${(event: Event) => event.stopPropagation()}
    ></textarea>
  `;
}

function tags(card: PairCard): TemplateResult | typeof nothing {
  const all = [...new Set([...card.tags, ...card.pair.tags])];
  if (all.length === 0 && !card.customTags) return nothing;
  return html`
    <div class="tags" role="group" aria-label="Tags of question ${card.number}">
      ${all.map((tag) => {
        const given = card.pair.tags.includes(tag);
        return html`<button type="button" class="tag-chip ${given ? "given" : ""}" aria-pressed=${given ? "true" : "false"} dir="auto" @click=${() => card.toggleTag(tag)}>${tag}</button>`;
      })}
      ${card.customTags
        ? html`<input class="own-tag" placeholder="Another tag" aria-label="Another tag for question ${card.number}, Enter adds it" @keydown=${ownTag(card)} @change=${ownTag(card)} />`
        : nothing}
    </div>
  `;
}

/** Enter, or leaving the field, takes the tag that was written. */
function ownTag(card: PairCard) {
  return (event: Event): void => {
    if (event instanceof KeyboardEvent && event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    const input = event.target as HTMLInputElement;
    const tag = input.value.trim();
    input.value = "";
    if (tag !== "" && !card.pair.tags.includes(tag)) card.toggleTag(tag);
  };
}

function references(card: PairCard): TemplateResult {
  const { pair, text, active, selecting } = card;
  return html`
    ${pair.references.length === 0
      ? nothing
      : html`<ul class="references" aria-label="Passages of question ${card.number}">
          ${pair.references.map(
            (reference) => html`<li>
              <button type="button" class="passage" title="Show it in the text" @click=${() => card.reveal(reference)}>
                <q dir="auto">${text.slice(reference.start, Math.min(reference.end, reference.start + SHOWN))}${reference.end - reference.start > SHOWN ? "…" : ""}</q>
              </button>
              <button type="button" class="quiet round" aria-label="Remove this passage" @click=${() => card.forget(reference)}>${icon("close", 16)}</button>
            </li>`,
          )}
        </ul>`}
    ${active
      ? html`<button type="button" class="normal refer" ?disabled=${!selecting} @mousedown=${(event: Event) => event.preventDefault()} @click=${card.refer}>
          ${selecting ? "Add the selected passage" : "Select a passage to add it"}<kbd aria-hidden="true">r</kbd>
        </button>`
      : nothing}
  `;
}
