/** Search in a text: a field, the places found one after another, and marks on all of them. */
import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../design/icons";
import type { CrowdElement } from "../elements/crowd-element";
import { Lanes } from "./lanes";
import type { Mark } from "./mark-painter";
import type { Stretch } from "./spans";
import type { TextMarking } from "./text-marking";
import { occurrences } from "./words";

/** Places that are counted and marked at most; nobody walks through more. */
const MOST = 10_000;

export class FindBar {
  readonly #host: CrowdElement;
  readonly #marking: TextMarking;
  #wanted = "";
  #found: readonly Stretch[] = [];
  #lanes = new Lanes<Stretch>([]);
  #at = -1;

  constructor(host: CrowdElement, marking: TextMarking) {
    this.#host = host;
    this.#marking = marking;
  }

  /** The places found. */
  get found(): readonly Stretch[] {
    return this.#found;
  }

  marksIn(stretch: Stretch): Mark[] {
    return this.#lanes.within(stretch).map(({ stretch: { start, end } }) => {
      const current = this.#found[this.#at]?.start === start;
      return { start, end, lane: 0, tag: "", colour: "", state: current ? "found current" : "found", of: null };
    });
  }

  focus(): void {
    this.#host.renderRoot.querySelector<HTMLInputElement>(".find input")?.select();
  }

  clear(): void {
    this.#look("");
  }

  /** @param below what can be done with all places found. */
  render(below: TemplateResult | typeof nothing = nothing): TemplateResult {
    const count = this.#found.length;
    const shown = count === 0 ? "None" : `${this.#at + 1} of ${count}${count === MOST ? "+" : ""}`;
    return html`
      <search class="find">
        ${icon("search", 18)}
        <input
          type="search" placeholder="Find in the text" aria-label="Find in the text" autocomplete="off" .value=${this.#wanted}
          @input=${this.#typed} @keydown=${this.#keyed} @change=${(event: Event) => event.stopPropagation()}
        />
        ${this.#wanted === ""
          ? nothing
          : html`
              <output class="count">${shown}</output>
              <button type="button" class="quiet round back" ?disabled=${count === 0} aria-label="Earlier place" @click=${() => this.#go(-1)}>${icon("chevron", 18)}</button>
              <button type="button" class="quiet round" ?disabled=${count === 0} aria-label="Next place" @click=${() => this.#go(1)}>${icon("chevron", 18)}</button>
              ${below}
            `}
      </search>
    `;
  }

  #look(wanted: string): void {
    this.#wanted = wanted;
    this.#found = occurrences(this.#marking.text, wanted, { anyCase: true, limit: MOST });
    this.#lanes = new Lanes(this.#found);
    this.#at = -1;
    if (this.#found.length > 0) this.#go(1);
    this.#marking.paint();
    this.#host.requestUpdate();
  }

  #go(step: 1 | -1): void {
    const { length } = this.#found;
    if (length === 0) return;
    this.#at = (this.#at + step + length) % length;
    // Not selected: with the document's selection elsewhere, nobody could go on typing in the field.
    this.#marking.reveal(this.#found[this.#at]!.end);
    this.#marking.paint();
    this.#host.requestUpdate();
  }

  readonly #typed = (event: Event): void => {
    event.stopPropagation();
    this.#look((event.target as HTMLInputElement).value);
  };

  /** Enter goes to the next place, with Shift to the one before; Escape ends the search, at the place found. */
  readonly #keyed = (event: KeyboardEvent): void => {
    if (event.key === "Enter") this.#go(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") {
      const place = this.#found[this.#at];
      this.clear();
      if (place) this.#marking.select(place);
      this.#marking.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
