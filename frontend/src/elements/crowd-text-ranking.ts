import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { CanvasKeys } from "../canvas/canvas-keys";
import { History } from "../canvas/history";
import type { Answer } from "../form/answer-source";
import { undoButtons } from "../layout/undo-buttons";
import { letterOf } from "../preference/order";
import { prose } from "../preference/prose";
import { responseStyles } from "../preference/response-styles";
import { RankingBoard } from "../text/ranking-board";
import {
  insert,
  join,
  rankOf,
  ranksOf,
  readRanking,
  readRankingDimensions,
  unranked,
  without,
  type Ranking,
  type RankingDimension,
} from "../text/ranking";
import { rankingStyles } from "../text/ranking-styles";
import { listed, undoKeys } from "../text/undo-keys";
import { fieldsOf, jsonAttribute, listOf, type Json } from "./attributes";
import { textOf } from "./categorizer";
import { PageWidget } from "./page-widget";
import type { Shortcut } from "./shortcuts";

const KEY = "ordinalRankingDimensions";

/**
 * `<crowd-text-ranking>`: responses to a text, ranked in each of some dimensions.
 *
 * Attributes: `text`, `responses` (texts), `ordinal-ranking-dimensions` (`{name, allowTie}`), `name`, `header`.
 * Answer, not under the name: `{ordinalRankingDimensions: [{name, allowTie, responseRankings: [2, 1, 1]}]}`, one rank
 * for each response in their order; 1 is the best, and after a tie the next rank follows without a gap. A draft has
 * `null` for a response without a rank. Event: `change`.
 */
export class CrowdTextRanking extends PageWidget {
  static override styles = [PageWidget.styles, responseStyles, rankingStyles];

  /** What the responses answer. */
  @property({ reflect: true, useDefault: true }) text = "";

  /** The responses, as texts. */
  @property(jsonAttribute("array", "responses")) responses: Json[] = [];

  /** What they are ranked by: objects with `name` and `allowTie`. */
  @property(jsonAttribute("array", "ordinal-ranking-dimensions")) ordinalRankingDimensions: Json[] = [];

  @state() private dimensions: readonly RankingDimension[] = [];
  @state() private texts: readonly string[] = [];
  /** The dimension that keys act on. */
  @state() private active = 0;
  /** The next letter shares the rank of the one before. */
  @state() private tying = false;
  @state() private pointed: number | null = null;

  readonly #history = new History<readonly Ranking[]>([], () => this.changed());
  #boards: readonly RankingBoard[] = [];
  /** What was restored, until the worker changes it: responses and dimensions may come later. */
  #restored: Answer = {};

  constructor() {
    super();
    new CanvasKeys(
      this,
      () => undoKeys(this.#history),
      () => this.layout.covered,
    );
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!changed.has("responses") && !changed.has("ordinalRankingDimensions")) return;
    const texts = (this.responses ?? []).map((response) => textOf(response) ?? "");
    const dimensions = readRankingDimensions(this.ordinalRankingDimensions ?? []);
    const sameTexts = JSON.stringify(texts) === JSON.stringify(this.texts);
    if (sameTexts && JSON.stringify(dimensions) === JSON.stringify(this.dimensions)) return;
    // Ranks of other responses mean nothing; those of the same ones stay where their dimension does.
    const kept = sameTexts && !this.#untouched ? this.answer() : this.#restored;
    this.texts = texts;
    this.dimensions = dimensions;
    this.#boards = dimensions.map(() => new RankingBoard(() => this.requestUpdate()));
    this.#read(kept);
  }

  /** The answer as it stands, `null` while nothing is ranked. */
  get value(): Json {
    return this.#untouched ? null : this.answer();
  }

  get _submittableValue(): Json {
    return this.value;
  }

  get #untouched(): boolean {
    return this.#history.state.every((ranking) => ranking.length === 0);
  }

  #rankingOf(dimension: number): Ranking {
    return this.#history.state[dimension] ?? [];
  }

  #openIn(dimension: number): number[] {
    return unranked(this.#rankingOf(dimension), this.texts.length);
  }

  protected override shortcuts(): Shortcut[] {
    const letters = this.texts.map((_, response) => ({
      key: letterOf(response).toLowerCase(),
      label: `Rank response ${letterOf(response)} next, or take its rank away`,
      run: () => this.#choose(response),
    }));
    const chosen = this.dimensions.length < 2 ? [] : this.dimensions.slice(0, 9).map(({ name }, at) => ({
      key: String(at + 1),
      label: `Rank by ${name}`,
      run: () => this.#activate(at),
    }));
    const tie = { key: "=", label: "The next response ties with the one before", run: () => this.#tie() };
    return [...letters, ...(this.dimensions[this.active]?.allowTie ? [tie] : []), ...chosen, ...listed(undoKeys(this.#history))];
  }

  protected override missing(): string | null {
    const at = this.dimensions.findIndex((_, dimension) => this.#openIn(dimension).length > 0);
    if (at < 0) return null;
    const letters = this.#openIn(at).map(letterOf);
    const last = letters.pop();
    const list = letters.length === 0 ? last : `${letters.join(", ")} and ${last}`;
    return `Rank every response by “${this.dimensions[at]!.name}”: ${list} ${letters.length === 0 ? "has" : "have"} no rank yet.`;
  }

  #activate(dimension: number): void {
    if (this.active !== dimension) this.tying = false;
    this.active = dimension;
  }

  #tie(): void {
    this.tying = this.#rankingOf(this.active).length > 0 && !this.tying;
  }

  /** By its letter: the response gets the next rank, or loses the one it has. */
  #choose(response: number): void {
    const ranking = this.#rankingOf(this.active);
    if (rankOf(ranking, response) !== null) this.#rank(this.active, without(ranking, response));
    else if (this.tying) this.#rank(this.active, join(ranking, response, ranking.length - 1));
    else this.#rank(this.active, insert(ranking, response, ranking.length));
  }

  #rank(dimension: number, ranking: Ranking): void {
    this.tying = false;
    this.#history.push(this.dimensions.map((_, at) => (at === dimension ? ranking : this.#rankingOf(at))));
    const next = this.dimensions.findIndex((_, at) => this.#openIn(at).length > 0);
    if (this.#openIn(dimension).length === 0 && next >= 0) this.active = next;
  }

  protected override changed(): void {
    this.#restored = {};
    super.changed();
  }

  override answer(): Answer {
    if (this.#untouched) return {};
    const { length } = this.texts;
    return {
      [KEY]: this.dimensions.map(({ name, allowTie }, at) => ({ name, allowTie, responseRankings: ranksOf(this.#rankingOf(at), length) })),
    };
  }

  override restore(answer: Answer): void {
    this.#restored = answer;
    this.#read(answer);
  }

  #read(answer: Answer): void {
    const given = answer[KEY];
    const byName = new Map(listOf(given).map(fieldsOf).map(({ name, responseRankings }) => [name, responseRankings]));
    this.#begin(this.dimensions.map(({ name, allowTie }) => readRanking(byName.get(name), this.texts.length, allowTie)));
  }

  override reset(): void {
    this.#restored = {};
    this.#begin(this.dimensions.map(() => []));
  }

  #begin(rankings: readonly Ranking[]): void {
    this.#history.reset(rankings);
    this.active = Math.max(0, this.dimensions.findIndex((_, at) => this.#openIn(at).length > 0));
    this.tying = false;
    this.layout.message = null;
  }

  protected override hint(): TemplateResult {
    const last = letterOf(Math.max(0, this.texts.length - 1)).toLowerCase();
    const ties = this.dimensions[this.active]?.allowTie ? html`, <kbd>=</kbd> ties` : nothing;
    return html`<kbd>a</kbd> to <kbd>${last}</kbd> rank, best first${ties}`;
  }

  protected override target(): TemplateResult {
    return html`
      <div class="responses">
        ${this.text ? html`<section class="prompt" aria-label="Prompt"><h2>Prompt</h2>${prose(this.text)}</section>` : nothing}
        <div class="cards" style="--cards: ${Math.min(this.texts.length, 2)}">${this.texts.map((_, response) => this.#card(response))}</div>
        <slot></slot>
      </div>
    `;
  }

  #card(response: number): TemplateResult {
    const letter = letterOf(response);
    const standings = this.dimensions.map(({ name }, at) => ({ name, rank: rankOf(this.#rankingOf(at), response) })).filter(({ rank }) => rank !== null);
    return html`
      <section class="response ${this.pointed === response ? "pointed" : ""}" aria-label="Response ${letter}">
        <h2><i class="letter">${letter}</i>Response ${letter}</h2>
        ${prose(this.texts[response]!)}
        ${standings.length === 0
          ? nothing
          : html`<ul class="standings">${standings.map(({ name, rank }) => html`<li class=${rank === 1 ? "first" : ""}><span dir="auto">${name}</span><b>${rank}</b></li>`)}</ul>`}
      </section>
    `;
  }

  protected override side(): TemplateResult {
    return html`
      <section class="side" aria-label="Ranking">
        <div class="tools">
          <span>${this.tying ? "The next response ties with the one before" : "Best first"}</span>
          ${undoButtons(this.#history)}
        </div>
        ${this.dimensions.map((dimension, at) =>
          this.#boards[at]!.render({
            dimension,
            ranking: this.#rankingOf(at),
            responses: this.texts,
            active: at === this.active,
            activate: () => this.#activate(at),
            rank: (ranking) => this.#rank(at, ranking),
            point: (response) => (this.pointed = response),
          }),
        )}
        ${this.dimensions.length === 0 ? html`<p class="rank-hint">This template names no dimensions to rank by.</p>` : nothing}
      </section>
    `;
  }
}
