/** A row of scores for each dimension: native radios, so that arrows and screen readers work by themselves. */
import { html, nothing, type TemplateResult } from "lit";
import type { Dimension, Scores } from "./dimensions";

export interface ScoreParts {
  readonly dimensions: readonly Dimension[];
  readonly scores: Scores;
  /** Whose scores these are: makes names of groups differ within one page. */
  readonly group: string;
  /** Said before each dimension's name to screen readers: “Response A: ”. */
  readonly whose?: string;
  /** The dimension that digit keys score now. */
  readonly current?: string;
  readonly score: (dimension: string, score: number) => void;
}

export function scoreRows(parts: ScoreParts): TemplateResult {
  return html`<div class="scores">${parts.dimensions.map((dimension) => row(parts, dimension))}</div>`;
}

function row(parts: ScoreParts, dimension: Dimension): TemplateResult {
  const { name, description, max, low, high } = dimension;
  const steps = Array.from({ length: max }, (_, at) => at + 1);
  return html`
    <fieldset class="score ${parts.current === name ? "current" : ""}" data-testid=${name}>
      <legend dir="auto"><span class="unseen">${parts.whose ?? ""}</span>${name}</legend>
      ${description ? html`<p class="score-note" dir="auto">${description}</p>` : nothing}
      <div class="steps">${steps.map((step) => stepOf(parts, name, step))}</div>
      ${low || high ? html`<p class="ends" dir="auto"><span>${low}</span><span>${high}</span></p>` : nothing}
    </fieldset>
  `;
}

function stepOf({ group, scores, score }: ScoreParts, dimension: string, step: number): TemplateResult {
  const chosen = Object.hasOwn(scores, dimension) && scores[dimension] === step;
  return html`<label class="step ${chosen ? "chosen" : ""}">
    <input
      type="radio" name=${`${group} ${dimension}`} .value=${String(step)} .checked=${chosen}
      @change=${(event: Event) => {
        event.stopPropagation();
        score(dimension, step);
      }}
    /><span>${step}</span>
  </label>`;
}
