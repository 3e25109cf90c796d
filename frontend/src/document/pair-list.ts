/** The pairs beside the page: fields to correct key and value, what else the document may say, and buttons for boxes. */
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { icon } from "../design/icons";
import { isOpen, type Outcome, type Pair, type PartName } from "./pair";

export interface PairListModel {
  readonly pairs: () => readonly Pair[];
  readonly selected: () => Pair | null;
  readonly choose: (pair: Pair) => void;
  /** A field changes while the worker types; `done` comes after the last change. */
  readonly type: (pair: Pair, part: PartName, text: string) => void;
  readonly done: () => void;
  readonly decide: (pair: Pair, outcome: Outcome) => void;
  readonly draw: (pair: Pair, part: PartName) => void;
  /** Which box is to be drawn now. */
  readonly drawing: () => { readonly pair: Pair; readonly part: PartName } | null;
  readonly remove: (pair: Pair) => void;
  readonly add: () => void;
  readonly keyEditable: (pair: Pair) => boolean;
  readonly boxEditable: (pair: Pair) => boolean;
}

export class PairList implements ReactiveController {
  readonly #host: ReactiveControllerHost & { renderRoot: ParentNode };
  readonly #model: PairListModel;

  constructor(host: ReactiveControllerHost & { renderRoot: ParentNode }, model: PairListModel) {
    this.#host = host;
    this.#model = model;
    host.addController(this);
  }

  hostConnected(): void {}

  /** Put the focus into a pair's field, the value if left out; `false` if it has none now. */
  focus(pair: Pair, part: PartName = "value"): boolean {
    const field = this.#host.renderRoot.querySelector<HTMLInputElement>(`[data-pair="${CSS.escape(pair.key.id)}"] .field.${part} input`);
    field?.focus();
    return field !== null && !field.disabled;
  }

  /** Bring a pair into sight. */
  reveal(pair: Pair): void {
    this.#host.renderRoot.querySelector(`[data-pair="${CSS.escape(pair.key.id)}"]`)?.scrollIntoView({ block: "nearest" });
  }

  render(): TemplateResult {
    const pairs = this.#model.pairs();
    const open = pairs.filter(isOpen).length;
    return html`
      <section class="pairs side-column" part="pairs" aria-labelledby="pairs-heading">
        <h2 id="pairs-heading" class="side-heading">Keys and values <span>${open > 0 ? `${open} to decide` : `${pairs.length}`}</span></h2>
        <ol>
          ${repeat(pairs, ({ key }) => key.id, (pair, at) => this.#pair(pair, at))}
        </ol>
        ${pairs.length === 0 ? html`<p class="none">Nothing was found in this document. Add the keys that you see.</p>` : nothing}
        <button type="button" class="normal add" @click=${this.#model.add}>${icon("plus", 18)}Add a key and its value</button>
      </section>
    `;
  }

  #pair(pair: Pair, at: number): TemplateResult {
    const selected = this.#model.selected()?.key.id === pair.key.id;
    return html`
      <li
        class="pair ${selected ? "selected" : ""} ${isOpen(pair) ? "open" : ""}" data-pair=${pair.key.id}
        aria-label="Pair ${at + 1}" @focusin=${() => this.#model.choose(pair)} @click=${() => this.#model.choose(pair)}
      >
        ${this.#field(pair, "key", at)} ${this.#field(pair, "value", at)}
        <div class="outcomes">
          ${this.#outcome(pair, "blank", "Value is blank")} ${this.#outcome(pair, "not-found", "Key not found")}
          ${pair.origin === "added" ? this.#remove(pair) : nothing}
        </div>
      </li>
    `;
  }

  #field(pair: Pair, part: PartName, at: number): TemplateResult {
    const name = part === "key" ? "Key" : "Value";
    const fixed = part === "key" && !this.#model.keyEditable(pair);
    const text = pair[part].text;
    const off = part === "value" && pair.outcome !== "text";
    return html`
      <div class="field ${part}">
        <span class="dot" aria-hidden="true"></span>
        ${fixed
          ? html`<strong dir="auto">${text}</strong>`
          : html`<input
              type="text" dir="auto" aria-label="${name} ${at + 1}" placeholder=${off ? this.#offText(pair) : name}
              autocomplete="off" spellcheck="false" .value=${off ? "" : text} ?disabled=${off}
              @input=${(event: Event) => this.#model.type(pair, part, (event.target as HTMLInputElement).value)}
              @change=${this.#changed} @keydown=${(event: KeyboardEvent) => this.#pressed(event, at)}
            />`}
        ${this.#model.boxEditable(pair) ? this.#drawButton(pair, part, name) : nothing}
      </div>
      ${part === "key" && pair.aliases.length > 0 ? html`<p class="aliases">Also called ${pair.aliases.join(", ")}</p>` : nothing}
    `;
  }

  #offText({ outcome }: Pair): string {
    return outcome === "blank" ? "Blank in the document" : "Not in the document";
  }

  #drawButton(pair: Pair, part: PartName, name: string): TemplateResult {
    const drawing = this.#model.drawing();
    const pressed = drawing?.part === part && drawing.pair.key.id === pair.key.id;
    const title = `${pair[part].box ? "Draw again" : "Draw"} the box of the ${name.toLowerCase()}`;
    return html`
      <button
        type="button" class="quiet round draw" title=${title} aria-label=${title} aria-pressed=${pressed ? "true" : "false"}
        @click=${() => this.#model.draw(pair, part)}
      >${icon("box", 18)}</button>
    `;
  }

  #outcome(pair: Pair, outcome: Outcome, text: string): TemplateResult {
    const chosen = pair.outcome === outcome;
    return html`
      <label>
        <input
          type="checkbox" .checked=${chosen} @change=${(event: Event) => {
            event.stopPropagation();
            this.#model.decide(pair, chosen ? "text" : outcome);
          }}
        />${text}
      </label>
    `;
  }

  #remove(pair: Pair): TemplateResult {
    return html`
      <button type="button" class="quiet round" title="Remove this pair" aria-label="Remove this pair" @click=${() => this.#model.remove(pair)}>
        ${icon("trash", 18)}
      </button>
    `;
  }

  readonly #changed = (event: Event): void => {
    event.stopPropagation();
    this.#model.done();
  };

  /** Enter goes to the next value that can be typed, after the last one out of the list; Escape out of it at once. */
  #pressed(event: KeyboardEvent, at: number): void {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    const [pairs, key] = [this.#model.pairs(), event.key];
    const next = key === "Enter" ? pairs.slice(at + 1).find((pair) => pair.outcome === "text") : undefined;
    if (!next || !this.focus(next)) (event.target as HTMLElement).blur();
  }
}
