import { html, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { readDimensions, readScores, unscored, type Dimension, type Scores } from "../preference/dimensions";
import { drawOrder, inOrder, letterOf, readOrder } from "../preference/order";
import { prose } from "../preference/prose";
import { isReasonMode, reasonField } from "../preference/reason";
import { responseStyles } from "../preference/response-styles";
import { scoreRows } from "../preference/scores";
import { decide, firstRow, missingIn, renderVerdict, secondRow, type Question, type Verdict } from "../preference/verdict";
import { verdictStyles } from "../preference/verdict-styles";
import { fieldsOf, jsonAttribute, listOf, textsOf, type Fields, type Json } from "./attributes";
import { PageWidget } from "./page-widget";
import { SteppedWidget } from "./plumb-stepped";
import type { Shortcut } from "./shortcuts";

const UNDECIDED: Verdict = { preferred: null, degree: null };
const NEVER = "never";

/**
 * `<plumb-preference>`: responses side by side; which is better, by how much, and why.
 *
 * Attributes: `text` (prompt), `responses` (two to six texts), `dimensions`, `degrees` (strongest first), `tie` (its
 * text, or `never`), `reason` (`none`, `optional`, `required`), `shuffle` (`never` keeps the order), `header`, `name`,
 * `initial-value`.
 * Answer, in the order of `responses`: `{<name>: {preferred: 0, degree: "better", ratings?: [{"<dimension>": 4}, …],
 * reason?: "<text>", shown: [1, 0]}}`; a tie has `preferred: null, degree: "tie"`. Event: `change`.
 */
export class PlumbPreference extends SteppedWidget {
  static override styles = [PageWidget.styles, responseStyles, verdictStyles];

  /** What the responses answer. */
  @property({ reflect: true, useDefault: true }) text = "";

  /** The responses, as texts. */
  @property(jsonAttribute("array", "responses")) responses: Json[] = [];

  /** What each response is scored in: texts, or objects with `name`, `description`, `max`, `low`, `high`. */
  @property(jsonAttribute("array", "dimensions")) dimensions: Json[] = [];

  /** By how much a response can be better, strongest first. */
  @property(jsonAttribute("array", "degrees")) degrees: Json[] = ["much better", "better", "slightly better"];

  /** Text of the tie. */
  @property() tie = "About the same";

  /** Is a reason asked for? */
  @property() reason = "none";

  /** `never`: the responses stand in the order of the template. */
  @property() shuffle = "";

  /** `preferred` is a place on the screen here, not in `responses`. */
  @state() private verdict: Verdict = UNDECIDED;
  /** Scores in the order of `responses`. */
  @state() private scores: readonly Scores[] = [];
  @state() private written = "";
  /** Which response stands at each place of the screen. */
  @state() private shown: readonly number[] = [];

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!isReasonMode(this.reason)) this.reason = "none";
    if (this.shown.length !== this.#texts.length) this.shown = this.#order();
  }

  get #texts(): string[] {
    return textsOf(this.responses);
  }

  get #dimensions(): Dimension[] {
    return readDimensions(this.dimensions);
  }

  get #question(): Question {
    return { count: this.#texts.length, degrees: textsOf(this.degrees), tie: this.tie === NEVER ? null : this.tie };
  }

  #order(): number[] {
    const count = this.#texts.length;
    return this.shuffle === NEVER ? inOrder(count) : drawOrder(count);
  }

  protected override shortcuts(): Shortcut[] {
    const question = this.#question;
    return [...firstRow(question), ...secondRow(question, this.verdict)].map((choice) => ({
      key: choice.key,
      label: choice.text,
      run: () => this.decide(choice),
    }));
  }

  protected override hint(): TemplateResult {
    const row = firstRow(this.#question);
    return html`<kbd>${row[0]?.key}</kbd> to <kbd>${row.at(-1)?.key}</kbd> choose`;
  }

  protected override missing(): string | null {
    const open = missingIn(this.#question, this.verdict) ?? this.#unscored();
    if (open !== null) return open;
    return this.reason === "required" && this.written.trim() === "" ? "Write your reason before you submit." : null;
  }

  #unscored(): string | null {
    for (const [place, index] of this.shown.entries()) {
      const open = unscored(this.#dimensions, this.scores[index] ?? {});
      if (open) return `Score “${open.name}” of response ${letterOf(place)}.`;
    }
    return null;
  }

  get #untouched(): boolean {
    const scored = this.scores.some((scores) => Object.keys(scores).length > 0);
    return this.verdict.preferred === null && !scored && this.written.trim() === "";
  }

  protected override result(): Fields | null {
    if (this.#untouched) return null;
    return {
      ...this.#verdictFields(),
      ...(this.#dimensions.length > 0 ? { ratings: this.#texts.map((_, index) => ({ ...this.scores[index] })) } : {}),
      ...(this.written.trim() === "" ? {} : { reason: this.written }),
      shown: [...this.shown],
    };
  }

  /** The order stays that was drawn, also where nothing is said yet. */
  protected override state(): Json {
    return { ...this.result(), shown: [...this.shown] };
  }

  #verdictFields(): Fields {
    const { preferred, degree } = this.verdict;
    if (preferred === null) return {};
    if (preferred === "tie") return { preferred: null, degree: "tie" };
    return { preferred: this.shown[preferred] ?? null, ...(degree === null ? {} : { degree }) };
  }

  protected override take(value: Json | undefined): void {
    const fields = fieldsOf(value);
    const count = this.#texts.length;
    this.shown = readOrder(fields.shown, count) ?? this.#order();
    this.verdict = this.#readVerdict(fields);
    const ratings = listOf(fields.ratings);
    this.scores = this.#texts.map((_, index) => readScores(ratings[index], this.#dimensions));
    this.written = typeof fields.reason === "string" ? fields.reason : "";
  }

  #readVerdict({ preferred, degree }: Fields): Verdict {
    if (preferred === null && degree === "tie") return { preferred: "tie", degree: null };
    const place = typeof preferred === "number" ? this.shown.indexOf(preferred) : -1;
    if (place < 0) return UNDECIDED;
    return { preferred: place, degree: textsOf(this.degrees).find((each) => each === degree) ?? null };
  }

  /** Decide as the worker would. */
  decide(choice: Verdict): void {
    this.verdict = decide(this.#question, this.verdict, choice);
    this.changed();
  }

  /** Score the response at this place of `responses` as the worker would. */
  score(index: number, dimension: string, score: number): void {
    this.scores = this.#texts.map((_, at) => (at === index ? { ...this.scores[at], [dimension]: score } : (this.scores[at] ?? {})));
    this.changed();
  }

  protected override target(): TemplateResult {
    return html`
      <div class="responses">
        ${this.text ? html`<section class="prompt" aria-label="Prompt"><h2>Prompt</h2>${prose(this.text)}</section>` : ""}
        <div class="cards" style="--cards: ${this.shown.length}">${this.shown.map((index, place) => this.#card(index, place))}</div>
        ${reasonField(this.reason, this.written, (text) => {
          this.written = text;
          this.typed();
        })}
        ${renderVerdict(this.#question, this.verdict, (choice) => this.decide(choice))}
      </div>
    `;
  }

  #card(index: number, place: number): TemplateResult {
    const letter = letterOf(place);
    return html`
      <section class="response ${this.verdict.preferred === place ? "preferred" : ""}" aria-label="Response ${letter}">
        <h2><i class="letter">${letter}</i>Response ${letter}</h2>
        ${prose(this.#texts[index] ?? "")}
        ${scoreRows({
          dimensions: this.#dimensions,
          scores: this.scores[index] ?? {},
          group: letter,
          whose: `Response ${letter}: `,
          score: (dimension, score) => this.score(index, dimension, score),
        })}
      </section>
    `;
  }
}
