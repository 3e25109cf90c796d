import { html, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { readDimensions, readScores, unscored, type Dimension, type Scores } from "../preference/dimensions";
import { prose } from "../preference/prose";
import { isReasonMode, reasonField } from "../preference/reason";
import { responseStyles } from "../preference/response-styles";
import { scoreRows } from "../preference/scores";
import { fieldsOf, jsonAttribute, type Fields, type Json } from "./attributes";
import { PageWidget } from "./page-widget";
import { SteppedWidget } from "./plumb-stepped";
import type { Shortcut } from "./shortcuts";

/** What is asked where the template names no dimension. */
const ONLY: readonly Dimension[] = [{ name: "Quality", description: "", max: 5, low: "", high: "" }];

/**
 * `<plumb-response-rating>`: one response to a prompt, scored in each dimension.
 *
 * Attributes: `text` (prompt), `response`, `dimensions`, `reason` (`none`, `optional`, `required`), `header`, `name`,
 * `initial-value`. Answer: `{<name>: {ratings: {"<dimension>": 4}, reason?: "<text>"}}`. Event: `change`.
 */
export class PlumbResponseRating extends SteppedWidget {
  static override styles = [PageWidget.styles, responseStyles];

  /** What the response answers. */
  @property({ reflect: true, useDefault: true }) text = "";

  @property({ reflect: true, useDefault: true }) response = "";

  /** What is scored: texts, or objects with `name`, `description`, `max`, `low`, `high`. */
  @property(jsonAttribute("array", "dimensions")) dimensions: Json[] = [];

  /** Is a reason asked for? */
  @property() reason = "none";

  @state() private scores: Scores = {};
  @state() private written = "";
  /** The dimension that digits score; the first one without a score if the worker chose none. */
  @state() private chosen: string | null = null;

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!isReasonMode(this.reason)) this.reason = "none";
  }

  get #all(): readonly Dimension[] {
    const read = readDimensions(this.dimensions);
    return read.length > 0 ? read : ONLY;
  }

  get #current(): Dimension {
    const all = this.#all;
    return all.find(({ name }) => name === this.chosen) ?? unscored(all, this.scores) ?? all.at(-1)!;
  }

  protected override shortcuts(): Shortcut[] {
    const { max, name } = this.#current;
    const digits = Array.from({ length: max }, (_, at) => at + 1);
    return [
      ...digits.map((step) => ({ key: String(step), label: `${name}: ${step}`, run: () => this.score(name, step) })),
      { key: "ArrowDown", label: "Next dimension", run: () => this.#move(1) },
      { key: "ArrowUp", label: "Previous dimension", run: () => this.#move(-1) },
    ];
  }

  protected override hint(): TemplateResult {
    return html`<kbd>1</kbd> to <kbd>${this.#current.max}</kbd> score, <kbd>↑</kbd> <kbd>↓</kbd> go to another dimension`;
  }

  protected override missing(): string | null {
    const open = unscored(this.#all, this.scores);
    if (open) return `Score “${open.name}” before you submit.`;
    return this.reason === "required" && this.written.trim() === "" ? "Write your reason before you submit." : null;
  }

  protected override result(): Fields | null {
    const scores = readScores(this.scores as Fields, this.#all);
    const reason: Fields = this.written.trim() === "" ? {} : { reason: this.written };
    const untouched = Object.keys(scores).length === 0 && !("reason" in reason);
    return untouched ? null : { ratings: { ...scores }, ...reason };
  }

  protected override take(value: Json | undefined): void {
    const { ratings, reason } = fieldsOf(value);
    this.scores = readScores(ratings, this.#all);
    this.written = typeof reason === "string" ? reason : "";
    this.chosen = null;
  }

  #move(step: number): void {
    const all = this.#all;
    const at = all.indexOf(all.find(({ name }) => name === this.#current.name)!);
    this.chosen = all[Math.min(Math.max(at + step, 0), all.length - 1)]!.name;
  }

  /** Score as the worker would. */
  score(dimension: string, score: number): void {
    this.scores = { ...this.scores, [dimension]: score };
    this.chosen = null;
    this.changed();
  }

  protected override target(): TemplateResult {
    return html`
      <div class="responses">
        ${this.text ? html`<section class="prompt" aria-label="Prompt"><h2>Prompt</h2>${prose(this.text)}</section>` : ""}
        <section class="response" aria-label="Response"><h2>Response</h2>${prose(this.response)}</section>
      </div>
    `;
  }

  protected override side(): TemplateResult {
    return html`
      <section class="side-column" aria-label="Your scores">
        ${scoreRows({
          dimensions: this.#all,
          scores: this.scores,
          group: "response",
          current: this.#current.name,
          score: (dimension, score) => this.score(dimension, score),
        })}
        ${reasonField(this.reason, this.written, (text) => {
          this.written = text;
          this.typed();
        })}
      </section>
    `;
  }
}
