/** The labels beside a picture: which one is drawn, its colour and key, how often it was drawn, and whether it shows. */
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from "lit";
import { icon } from "../design/icons";
import { CHOICE_KEYS } from "../elements/shortcuts";
import type { CanvasKey } from "./canvas-keys";

/** Labels beyond these have no key: letters belong to the tools. */
const KEYS = CHOICE_KEYS.slice(0, 10);

export interface LabelListModel {
  /** In the template's order, without repetitions. */
  readonly labels: () => readonly string[];
  /** The label that is drawn now. */
  readonly current: () => string | null;
  readonly choose: (label: string) => void;
  readonly colourOf: (label: string) => string;
  readonly countOf: (label: string) => number;
  readonly hidden: () => ReadonlySet<string>;
  readonly toggle: (label: string) => void;
  /** More under one label, such as its instances. */
  readonly under: (label: string) => TemplateResult | typeof nothing;
}

export class LabelList implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement & { renderRoot: ParentNode };
  readonly #model: LabelListModel;

  constructor(host: ReactiveControllerHost & HTMLElement & { renderRoot: ParentNode }, model: LabelListModel) {
    this.#host = host;
    this.#model = model;
    host.addController(this);
  }

  hostConnected(): void {}

  keys(): CanvasKey[] {
    const labels = this.#model.labels().slice(0, KEYS.length);
    return labels.map((label, at) => ({ keys: KEYS[at]!, label, run: () => this.#model.choose(label) }));
  }

  /** @param below shown under the list. */
  render(below: TemplateResult | typeof nothing = nothing): TemplateResult {
    const labels = this.#model.labels();
    return html`
      <section class="labels side-column" part="labels" aria-labelledby="labels-heading">
        <h2 id="labels-heading" class="side-heading">Labels</h2>
        <div class="label-buttons" role="radiogroup" aria-labelledby="labels-heading" @keydown=${this.#moved}>
          ${labels.map((label, at) => this.#line(label, at))}
        </div>
        ${labels.length === 0 ? html`<p class="none">This template names no labels.</p>` : nothing}
        ${below}
      </section>
    `;
  }

  #line(label: string, at: number): TemplateResult {
    const chosen = this.#model.current() === label;
    const hidden = this.#model.hidden().has(label);
    const count = this.#model.countOf(label);
    return html`
      <div class="label-button ${chosen ? "selected" : ""}" style="--swatch: ${this.#model.colourOf(label)}">
        <button
          type="button" class="label-choice" role="radio" aria-checked=${chosen ? "true" : "false"} tabindex=${chosen ? 0 : -1}
          data-testid=${label} @click=${() => this.#model.choose(label)}
        >
          <span class="swatch">${KEYS[at] ? html`<span aria-hidden="true">${KEYS[at]}</span>` : nothing}</span>
          <span class="label-name" dir="auto">${label}</span>
          <span class="label-count" ?hidden=${count === 0}>${count}</span>
        </button>
        <button
          type="button" class="label-eye" aria-pressed=${hidden ? "true" : "false"} aria-label="Hide ${label}"
          title=${hidden ? "Show" : "Hide"} @click=${() => this.#model.toggle(label)}
        >${icon(hidden ? "eye-off" : "eye", 18)}</button>
      </div>
      ${this.#model.under(label)}
    `;
  }

  /** Arrows choose the next label, as with native radios. */
  readonly #moved = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step === undefined || !(event.target as Element).matches(".label-choice")) return;
    const buttons = [...this.#host.renderRoot.querySelectorAll<HTMLButtonElement>(".label-choice")];
    const next = buttons[(buttons.indexOf(event.target as HTMLButtonElement) + step + buttons.length) % buttons.length];
    event.preventDefault();
    next?.focus();
    next?.click();
  };
}
