/** The list of categories beside a classifier's target: big buttons with their keys, and a filter if there are many. */
import { html, nothing, type ReactiveController, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { icon } from "../design/icons";
import type { CrowdElement } from "./crowd-element";
import { keysOf, type Shortcut } from "./shortcuts";

/** From this many on, nobody finds a category by looking. */
const FILTER_FROM = 20;
/** Labels this short fit beside each other. */
const COLUMNS: readonly (readonly [length: number, columns: string])[] = [
  [3, "tiny"],
  [14, "short"],
];

export interface PickerModel {
  /** All categories, in the template's order. */
  readonly options: () => readonly string[];
  /** The one that excludes the others and stands apart from them; `null` for none. */
  readonly exclusion: () => string | null;
  readonly isChosen: (option: string) => boolean;
  /** Cannot be chosen while another one is. */
  readonly isLocked: (option: string) => boolean;
  readonly choose: (option: string) => void;
  /** One of them, or any number of them? */
  readonly many: () => boolean;
}

export class CategoryPicker implements ReactiveController {
  readonly #host: CrowdElement;
  readonly #model: PickerModel;
  #filter = "";

  constructor(host: CrowdElement, model: PickerModel) {
    this.#host = host;
    this.#model = model;
    host.addController(this);
  }

  hostConnected(): void {}

  /** The keys of the first 36 categories, and `/` for the filter where there is one. */
  shortcuts(): Shortcut[] {
    const options = this.#model.options();
    const keys = keysOf(options).flatMap((key, at) => {
      const option = options[at]!;
      return key === undefined ? [] : [{ key, label: option, run: () => this.#model.choose(option) }];
    });
    return this.#filtered ? [...keys, { key: "/", label: "Find a category", run: () => this.#input?.focus() }] : keys;
  }

  /** One line on the keys, for the footer. */
  hint(): TemplateResult | typeof nothing {
    const keys = keysOf(this.#model.options()).filter((key) => key !== undefined);
    if (keys.length < 2) return nothing;
    return html`<kbd>${keys[0]}</kbd> to <kbd>${keys.at(-1)}</kbd> choose`;
  }

  get #filtered(): boolean {
    return this.#model.options().length >= FILTER_FROM;
  }

  get #input(): HTMLInputElement | null {
    return this.#host.renderRoot.querySelector(".category-filter input");
  }

  get #shown(): readonly string[] {
    const wanted = this.#filter.trim().toLocaleLowerCase();
    if (wanted === "") return this.#model.options();
    return this.#model.options().filter((option) => option.toLocaleLowerCase().includes(wanted));
  }

  /** @param below shown under the list, such as the link to a comment. */
  render(below: TemplateResult | typeof nothing = nothing): TemplateResult {
    const options = this.#model.options();
    const shown = this.#shown;
    const longest = Math.max(0, ...options.map((option) => option.length));
    const columns = COLUMNS.find(([length]) => longest <= length)?.[1] ?? "long";
    const keys = keysOf(options);
    const focusable = shown.find((option) => this.#model.isChosen(option)) ?? shown[0];
    return html`
      <section class="category-picker-wrapper side-column" part="categories" aria-labelledby="picker-heading">
        <h2 id="picker-heading" class="side-heading">${this.#model.many() ? "Select all that apply" : "Select an option"}</h2>
        ${this.#filtered ? this.#filterBox() : nothing}
        <div
          class="categories ${columns}" role=${this.#model.many() ? "group" : "radiogroup"}
          aria-labelledby="picker-heading" @keydown=${this.#moved}
        >
          ${repeat(shown, (option) => option, (option) => this.#button(option, keys[options.indexOf(option)], option === focusable))}
        </div>
        ${shown.length === 0 ? html`<p class="none">${this.#emptyText(options.length)}</p>` : nothing}
        ${below}
      </section>
    `;
  }

  #button(option: string, key: string | undefined, focusable: boolean): TemplateResult {
    const chosen = this.#model.isChosen(option);
    const apart = option === this.#model.exclusion() ? "apart" : "";
    return html`
      <button
        type="button" class="category-button ${chosen ? "selected" : ""} ${apart}" data-testid=${option}
        ?disabled=${this.#model.isLocked(option)}
        role=${this.#model.many() ? "checkbox" : "radio"} aria-checked=${chosen ? "true" : "false"}
        tabindex=${focusable || this.#model.many() ? 0 : -1} @click=${() => this.#model.choose(option)}
      >
        ${key ? html`<sup class="category-hotkey ${key === option ? "same" : ""}" aria-hidden="true">${key}</sup>` : nothing}
        <span class="category-label" dir="auto">${option}</span>
        <span class="category-check">${icon("check", 18)}</span>
      </button>
    `;
  }

  #emptyText(options: number): string {
    return options === 0 ? "This template names no categories." : `No category matches “${this.#filter}”.`;
  }

  #filterBox(): TemplateResult {
    return html`
      <label class="category-filter">
        ${icon("search", 18)}
        <input
          type="search" placeholder="Find a category" aria-label="Find a category" autocomplete="off" .value=${this.#filter}
          @input=${this.#typed} @keydown=${this.#typedKey} @change=${(event: Event) => event.stopPropagation()}
        />
      </label>
    `;
  }

  readonly #typed = (event: Event): void => {
    this.#filter = (event.target as HTMLInputElement).value;
    this.#host.requestUpdate();
  };

  /** Enter takes the first match, if anything was typed; Escape empties the filter and gives the keys back to the page. */
  readonly #typedKey = (event: KeyboardEvent): void => {
    if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
    const [first] = this.#shown;
    if (event.key === "Enter" && first !== undefined && this.#filter.trim() !== "") this.#model.choose(first);
    event.preventDefault();
    event.stopPropagation();
    this.#filter = "";
    this.#input?.blur();
    this.#host.requestUpdate();
  };

  /** Arrows walk through the list; in a list of one choice they choose, as with native radios. */
  readonly #moved = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const buttons = [...this.#host.renderRoot.querySelectorAll<HTMLButtonElement>(".category-button")];
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    const next = buttons[(at + step + buttons.length) % buttons.length];
    event.preventDefault();
    next?.focus();
    if (!this.#model.many()) next?.click();
  };
}
