import { html, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { CanvasKeys } from "../canvas/canvas-keys";
import { icon } from "../design/icons";
import { labelColour } from "../design/label-colours";
import type { Answer } from "../form/answer-source";
import { CodePoints } from "../text/code-points";
import { FindBar } from "../text/find-bar";
import type { Mark } from "../text/mark-painter";
import { markingSideStyles } from "../text/marking-side-styles";
import { markingTools } from "../text/marking-tools";
import { pairCard } from "../text/pair-card";
import { pairStyles } from "../text/pair-styles";
import { PairWork, type Reference } from "../text/pair-work";
import { faultIn, readLimit, readPairs, writePairs, type Limits, type Pair } from "../text/pairs";
import type { Stretch } from "../text/spans";
import { TextMarking } from "../text/text-marking";
import { textStyles } from "../text/text-styles";
import { listed, undoKeys } from "../text/undo-keys";
import { jsonAttribute, type Json } from "./attributes";
import { textOf } from "./categorizer";
import { PageWidget } from "./page-widget";
import type { Shortcut } from "./shortcuts";

const SWITCH = { fromAttribute: (text: string | null) => text !== null && text.trim().toLowerCase() !== "false" };

/**
 * `<crowd-question-answer-generation>`: questions on a text with their answers, and the passages these come from.
 *
 * Attributes: `text`, `min-questions` (1), `max-questions`, `question-min-words` (1), `question-max-words`,
 * `answer-min-words` (1), `answer-max-words`, `question-tags` (texts), `allow-custom-question-tags` (also written
 * `allow-custom-tags`), `instructions` (text, where there is no region), `name`, `header`.
 * Answer, in a form of our own since the original's is not documented: `{<name>: {questionAndAnswers: [{question, answer,
 * questionTags: ["<tag>"], passageReferences: [{startOffset, endOffset}]}]}}`, offsets in Unicode code points, the end
 * exclusive; without a `name` the inner object is the answer. Event: `change`.
 */
export class CrowdQuestionAnswerGeneration extends PageWidget {
  static override styles = [PageWidget.styles, markingSideStyles, textStyles, pairStyles];

  /** The text; its white space and line breaks stay. */
  @property() text = "";

  /** Tags for questions. */
  @property(jsonAttribute("array", "question-tags")) questionTags: Json[] = [];

  /** May workers write tags of their own? */
  @property({ attribute: "allow-custom-question-tags", converter: SWITCH }) allowCustomQuestionTags = false;

  /** The other spelling of `allow-custom-question-tags`. */
  @property({ attribute: "allow-custom-tags", converter: SWITCH }) allowCustomTags = false;

  @property({ attribute: "min-questions" }) minQuestions: string | null = null;
  @property({ attribute: "max-questions" }) maxQuestions: string | null = null;
  @property({ attribute: "question-min-words" }) questionMinWords: string | null = null;
  @property({ attribute: "question-max-words" }) questionMaxWords: string | null = null;
  @property({ attribute: "answer-min-words" }) answerMinWords: string | null = null;
  @property({ attribute: "answer-max-words" }) answerMaxWords: string | null = null;

  /** The worker has tried to submit: what is missing is said at its place. */
  @state() private strict = false;
  @state() private news = "";

  readonly #work = new PairWork(() => this.changed());
  readonly #marking: TextMarking = new TextMarking(this, {
    marksIn: (stretch) => [...this.#find.marksIn(stretch), ...this.#marksIn(stretch)],
    selected: () => this.requestUpdate(),
    moved: () => undefined,
    clicked: (of) => this.#clicked(of),
    pointed: () => undefined,
    pressed: () => false,
  });
  readonly #find = new FindBar(this, this.#marking);
  #points = new CodePoints("");
  /** The worker has changed something since the last answer was restored. */
  #touched = false;
  /** What was restored, read anew when the text comes. */
  #restored: Json | undefined = undefined;

  constructor() {
    super();
    new CanvasKeys(
      this,
      () => undoKeys(this.#work.history),
      () => this.layout.covered,
    );
  }

  override connectedCallback(): void {
    this.#writeInstructions();
    super.connectedCallback();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!changed.has("text")) return;
    this.#points = new CodePoints(this.text);
    this.#marking.text = this.text;
    // Questions stay with whatever text; passages of another one mean nothing.
    const written = this.#work.written.map((pair) => ({ ...pair, references: [] }));
    this.#begin(this.#touched ? written : readPairs(this.#restored, this.#points));
  }

  protected override updated(): void {
    this.#marking.paint();
  }

  protected override changed(): void {
    this.#touched = true;
    super.changed();
  }

  /** The same object as in the answer, `null` while nothing is written. */
  get value(): Json {
    const { written } = this.#work;
    return written.length === 0 ? null : writePairs(written, this.#points);
  }

  set value(value: Json | undefined) {
    this.#touched = false;
    this.#restored = value;
    this.#begin(readPairs(value, this.#points));
  }

  get _submittableValue(): Json {
    return this.value;
  }

  get #limits(): Limits {
    return {
      minQuestions: readLimit(this.minQuestions, 0) ?? 1,
      maxQuestions: readLimit(this.maxQuestions, 1),
      question: { min: readLimit(this.questionMinWords, 0) ?? 1, max: readLimit(this.questionMaxWords, 1) },
      answer: { min: readLimit(this.answerMinWords, 0) ?? 1, max: readLimit(this.answerMaxWords, 1) },
    };
  }

  /** May there be another question? */
  get #room(): boolean {
    const { maxQuestions } = this.#limits;
    return maxQuestions === null || this.#work.pairs.length < maxQuestions;
  }

  protected override shortcuts(): Shortcut[] {
    return [
      { key: "n", label: "Write another question", run: () => this.#write() },
      { key: "r", label: "Add the selected passage to the question", run: () => this.#refer() },
      ...this.#marking.shortcuts(),
      { key: "f", label: "Find in the text", run: () => this.#find.focus() },
      ...listed(undoKeys(this.#work.history)),
    ];
  }

  protected override missing(): string | null {
    return faultIn(this.#work.pairs, this.#limits)?.message ?? null;
  }

  /** Shows the question that is not complete, too. */
  override validate(): boolean {
    const fault = faultIn(this.#work.pairs, this.#limits);
    this.strict = fault !== null;
    if (fault?.pair) this.#activate(fault.pair);
    return super.validate();
  }

  /** Instructions that stand in the attribute become the region that they are elsewhere. */
  #writeInstructions(): void {
    const text = this.getAttribute("instructions");
    if (text === null || this.querySelector("short-instructions")) return;
    const region = document.createElement("short-instructions");
    region.style.whiteSpace = "pre-line";
    region.textContent = text;
    this.append(region);
  }

  #activate(pair: Pair): void {
    if (this.#work.active === pair.id) return;
    this.#work.active = pair.id;
    this.requestUpdate();
  }

  /** Another question, and the focus into it. */
  #write(): void {
    if (this.#room) this.#work.add();
    this.requestUpdate();
    void this.updateComplete.then(() => {
      const card = this.renderRoot.querySelector(".pair.active");
      card?.scrollIntoView?.({ block: "nearest" });
      card?.querySelector("textarea")?.focus();
    });
  }

  #refer(): void {
    const { selection } = this.#marking;
    if (!selection) return;
    this.#work.refer(selection);
    this.news = `Passage added: “${this.text.slice(selection.start, selection.end).slice(0, 80)}”`;
    this.#marking.collapse();
  }

  #clicked(of: readonly unknown[]): void {
    const reference = of.find((each) => each !== null) as Reference | undefined;
    if (reference) this.#activate(reference.pair);
    this.requestUpdate();
  }

  #marksIn(stretch: Stretch): Mark[] {
    const { selection } = this.#marking;
    const { pairs } = this.#work;
    const pending = selection && !this.#marking.focused && selection.start < stretch.end && selection.end > stretch.start;
    return [
      ...this.#work.lanes.within(stretch).map(({ stretch: reference, lane }): Mark => {
        const at = pairs.findIndex(({ id }) => id === reference.pair.id);
        const state = reference.pair.id === this.#work.active ? "" : "other";
        return { start: reference.start, end: reference.end, lane, tag: `Question ${at + 1}`, colour: labelColour(at), state, of: reference };
      }),
      // The document shows no selection while somebody types elsewhere.
      ...(pending ? [{ ...selection, lane: 0, tag: "", colour: "", state: "pending", of: null }] : []),
    ];
  }

  override answer(): Answer {
    const { value } = this;
    if (value === null) return {};
    return this.name ? { [this.name]: value } : (value as Answer);
  }

  override restore(answer: Answer): void {
    if (!this.name) this.value = answer;
    else this.value = Object.hasOwn(answer, this.name) ? answer[this.name] : undefined;
  }

  override reset(): void {
    this.value = undefined;
  }

  #begin(pairs: readonly Pair[]): void {
    this.#work.begin(pairs);
    this.strict = false;
    this.layout.message = null;
  }

  protected override hint(): TemplateResult {
    return html`<kbd>n</kbd> new question, <kbd>r</kbd> adds a passage`;
  }

  protected override target(): TemplateResult {
    return html`
      ${markingTools({ history: this.#work.history, marking: this.#marking, find: this.#find.render(), changed: () => this.requestUpdate() })}
      <div class="card paper">${this.#marking.view.element}</div>
      <slot></slot>
    `;
  }

  protected override side(): TemplateResult {
    const { pairs, written } = this.#work;
    const { minQuestions, maxQuestions } = this.#limits;
    const wanted = maxQuestions === null ? `at least ${minQuestions}` : minQuestions === maxQuestions ? `${maxQuestions}` : `${minQuestions} to ${maxQuestions}`;
    return html`
      <section class="marking-side asking" aria-label="Questions and answers">
        <h2>${written.length} written, ${wanted} wanted</h2>
        <div class="pairs">
          ${repeat(pairs, ({ id }) => id, (pair, at) => this.#card(pair, at + 1))}
          <button type="button" class="normal further" ?disabled=${!this.#room} @click=${() => this.#write()}>${icon("plus", 18)}Another question</button>
        </div>
        <div class="said" role="status">${this.news}</div>
      </section>
    `;
  }

  #card(pair: Pair, number: number): TemplateResult {
    const { id } = pair;
    return pairCard({
      pair,
      number,
      text: this.text,
      limits: this.#limits,
      tags: (this.questionTags ?? []).map(textOf).filter((tag) => tag !== null),
      customTags: this.allowCustomQuestionTags || this.allowCustomTags,
      active: id === this.#work.active,
      selecting: this.#marking.selection !== null,
      strict: this.strict && id === this.#work.active,
      activate: () => this.#activate(pair),
      write: (field, text) => this.#work.write(id, field, text),
      toggleTag: (tag) => this.#work.toggleTag(id, tag),
      refer: () => this.#refer(),
      reveal: (reference) => this.#marking.reveal(reference.start),
      forget: (reference) => this.#work.forget(id, reference),
      remove: () => this.#work.remove(id),
    });
  }
}
