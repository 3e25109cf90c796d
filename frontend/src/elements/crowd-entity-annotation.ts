import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { CanvasKeys, type CanvasKey } from "../canvas/canvas-keys";
import type { Answer } from "../form/answer-source";
import type { CrowdForm } from "../form/crowd-form";
import { firstFault } from "../form/validate";
import { CodePoints } from "../text/code-points";
import { FindBar } from "../text/find-bar";
import { labelChoice } from "../text/label-choice";
import { entriesOf, unknownEntry, type LabelEntry } from "../text/label-set";
import { markingSideStyles } from "../text/marking-side-styles";
import { markingTools } from "../text/marking-tools";
import { SpanList } from "../text/span-list";
import { spanListStyles } from "../text/span-list-styles";
import { SpanMarks } from "../text/span-marks";
import { SpanWork } from "../text/span-work";
import { readSpans, writeSpans, type Span, type Stretch } from "../text/spans";
import { TextMarking } from "../text/text-marking";
import { textStyles } from "../text/text-styles";
import { listed, undoKeys } from "../text/undo-keys";
import { wordAt } from "../text/words";
import { jsonAttribute, type Json } from "./attributes";
import { PageWidget } from "./page-widget";
import type { Shortcut } from "./shortcuts";

const EMPTY = "You have marked nothing. Submit once more if there is nothing to mark.";

/**
 * `<crowd-entity-annotation>`: labels on stretches of a text.
 *
 * Attributes: `text`, `labels` (texts, or objects with `label`, `shortDisplayName`, `fullDisplayName`), `initial-value`,
 * `header`, `name`. Answer: `{<name>: {entities: [{endOffset, label, startOffset}]}}`, offsets in Unicode code points,
 * the end exclusive, in the order of start, end and label. Spans may overlap. Event: `change`.
 *
 * It stands alone: the form that submits it is in its own shadow root (`#wrapform`), and inputs that scripts append
 * there take part in the answer. Inside a `crowd-form` of the template, that one submits, those inputs included.
 */
export class CrowdEntityAnnotation extends PageWidget {
  static override styles = [PageWidget.styles, markingSideStyles, spanListStyles, textStyles];

  /** The text; its white space and line breaks stay. */
  @property() text = "";

  /** What stretches can be. Setting it draws the buttons anew. */
  @property(jsonAttribute("array", "labels")) labels: Json[] = [];

  /** Spans at the start: a list of entities, or an object with such a list. */
  @property(jsonAttribute("any", "initial-value")) initialValue: Json = null;

  @state() private entries: readonly LabelEntry[] = [];
  @state() private news = "";

  readonly #work = new SpanWork(() => this.#revise());
  readonly #marks = new SpanMarks(this.#work, (label) => this.#entry(label));
  readonly #marking: TextMarking = new TextMarking(this, {
    marksIn: (stretch) => [...this.#find.marksIn(stretch), ...this.#marks.within(stretch)],
    selected: () => this.#take(),
    moved: () => this.#unchoose(),
    clicked: (of) => this.#clicked(of as Span[]),
    pointed: (of) => this.#point(of as Span[]),
    pressed: (event) => this.#pressed(event),
  });
  readonly #find = new FindBar(this, this.#marking);
  readonly #list = new SpanList(this, this.#work, {
    entry: (label) => this.#entry(label),
    choose: (span) => this.#choose(span, true),
    remove: () => this.#remove(),
    markEqual: (stretches) => this.#markAll(stretches, this.#work.chosen!.label),
  });
  #points = new CodePoints("");
  /** What a draft or a script gave, read anew when the text comes; `null` while the initial value stands. */
  #given: { readonly value: Json | undefined } | null = null;
  /** The worker was asked whether there is nothing to mark. */
  #asked = false;
  /** Tab leaves the text instead of going to the next span. */
  #leaving = false;

  constructor() {
    super();
    new CanvasKeys(
      this,
      () => this.#keys(),
      () => this.layout.covered,
    );
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has("labels")) this.entries = entriesOf(this.labels ?? []);
    if (changed.has("text")) {
      this.#points = new CodePoints(this.text);
      this.#work.text = this.#marking.text = this.text;
    }
    if (changed.has("text") || (changed.has("initialValue") && !this.#given)) this.#begin(this.#given ? this.#given.value : this.initialValue);
    if (changed.has("entries")) this.#marking.paint();
  }

  /** The same object as in the answer. */
  get value(): Json {
    return { entities: writeSpans(this.#work.spans, this.#points) };
  }

  set value(value: Json | undefined) {
    this.#given = { value };
    this.#begin(value);
  }

  get _submittableValue(): Json {
    return this.value;
  }

  protected override get form(): CrowdForm | null {
    return this.closest<CrowdForm>("crowd-form") ?? this.#own;
  }

  /** The form in this shadow root. */
  get #own(): CrowdForm | null {
    return this.renderRoot.querySelector<CrowdForm>("crowd-form");
  }

  /** The inputs that scripts put into the own form, where the form around this element does not see them. */
  get #hidden(): CrowdForm | null {
    const own = this.#own;
    return this.form === own || !own || !("sources" in own) ? null : own;
  }

  protected override shortcuts(): Shortcut[] {
    const labels = this.entries.flatMap(({ key, name, label }) => (key ? [{ key, label: name, run: () => this.#give(label) }] : []));
    return [...labels, ...this.#marking.shortcuts(), { key: "f", label: "Find in the text", run: () => this.#find.focus() }, ...listed(this.#keys())];
  }

  #keys(): CanvasKey[] {
    const run = (): void => this.#remove();
    const remove = [{ keys: "Delete", label: "Take the chosen mark away", run }, { keys: "Backspace", run }];
    return [...(this.#work.chosen ? remove : []), ...undoKeys(this.#work.history)];
  }

  protected override missing(): string | null {
    return this.#work.spans.length > 0 || this.#asked ? null : EMPTY;
  }

  override validate(): boolean {
    const complete = super.validate();
    this.#asked = true;
    const fault = this.#hidden ? firstFault(this.#hidden.sources) : null;
    if (fault) this.layout.message = fault;
    return complete && fault === null;
  }

  protected override get discarding(): (() => void) | null {
    return this.#work.spans.length > 0 ? () => this.#work.clear() : null;
  }

  /** The selection or the chosen mark gets a label; with neither, every further selection will. */
  #give(label: string): void {
    const { selection } = this.#marking;
    if (selection) this.#mark(selection, label);
    else if (this.#work.armed !== null || !this.#work.chosen) {
      this.#work.armed = this.#work.armed === label ? null : label;
      this.news = this.#work.armed === null ? "Selections get no label by themselves" : `Every selection gets ${this.#entry(label).name} now`;
    } else {
      this.#work.relabel(label);
      this.news = `Now ${this.#entry(label).name}`;
    }
    this.requestUpdate();
  }

  #mark(stretch: Stretch, label: string): void {
    this.#work.mark(stretch, label);
    this.news = `“${this.text.slice(stretch.start, stretch.end).slice(0, 80)}” is ${this.#entry(label).name}`;
    this.#marking.collapse();
  }

  #markAll(stretches: readonly Stretch[], label: string): void {
    this.#work.markAll(stretches, label);
    this.news = `${stretches.length} marked as ${this.#entry(label).name}`;
  }

  /** A selection was finished: with a label in hand it is marked at once. */
  #take(): void {
    const { selection } = this.#marking;
    if (selection && this.#work.armed !== null) this.#mark(selection, this.#work.armed);
  }

  /** A click goes through the marks at its place, the shortest first; on a bare word with a label in hand it marks it. */
  #clicked(spans: readonly Span[]): void {
    this.#choose(spans[(spans.indexOf(this.#work.chosen as Span) + 1) % Math.max(1, spans.length)] ?? null, false);
    const word = this.#marking.byWord && this.#work.armed !== null ? wordAt(this.text, this.#marking.caret) : null;
    if (spans.length === 0 && word) this.#mark(word, this.#work.armed!);
  }

  #choose(span: Span | null, reveal: boolean): void {
    this.#work.chosen = span;
    if (span) {
      this.news = `${this.#entry(span.label).name}: “${this.text.slice(span.start, span.end).slice(0, 80)}”`;
      this.#list.reveal(span);
      if (reveal) this.#marking.select({ start: span.end, end: span.end });
    }
    this.#marking.paint();
    this.requestUpdate();
  }

  /** Whoever goes on in the text is through with the mark before. */
  #unchoose(): void {
    if (!this.#work.chosen) return;
    this.#work.chosen = null;
    this.#marking.paint();
  }

  #remove(): void {
    this.#work.remove();
    this.news = "Taken away";
  }

  #point(spans: readonly Span[]): void {
    if (!this.#marks.point(spans)) return;
    this.#marking.view.element.title = this.#marks.names;
    this.#marking.paint();
  }

  /** Tab walks through the marks and leaves at the ends; Escape drops selection, choice and label, then Tab leaves. */
  #pressed(event: KeyboardEvent): boolean {
    if (event.key === "Tab" && !this.#leaving) {
      const span = this.#work.step(event.shiftKey ? -1 : 1, this.#marking.caret);
      if (span) this.#choose(span, true);
      return span !== null;
    }
    this.#leaving = event.key === "Escape";
    if (event.key === " " && this.#marking.selection && this.#work.armed !== null) this.#take();
    else if (event.key !== "Escape") return false;
    else this.#drop();
    return true;
  }

  #drop(): void {
    this.#marking.collapse();
    this.#work.armed = null;
    this.#choose(null, false);
  }

  #revise(): void {
    this.#given ??= { value: undefined };
    this.#asked = false;
    this.#marking.paint();
    this.changed();
  }

  #entry(label: string): LabelEntry {
    return this.entries.find((entry) => entry.label === label) ?? unknownEntry(label);
  }

  override answer(): Answer {
    return { ...this.#hidden?.answer, ...(this.name ? { [this.name]: this.value } : {}) };
  }

  override restore(answer: Answer): void {
    this.#hidden?.restore(answer);
    this.value = this.name && Object.hasOwn(answer, this.name) ? answer[this.name] : undefined;
  }

  override reset(): void {
    this.#hidden?.reset();
    this.#given = null;
    this.#begin(this.initialValue);
  }

  #begin(value: Json | undefined): void {
    this.#work.begin(readSpans(value, this.#points));
    this.#asked = false;
    this.layout.message = null;
    this.#marking.paint();
  }

  protected override hint(): TemplateResult {
    return html`<kbd>w</kbd> next word, <kbd>${this.entries[0]?.key ?? 1}</kbd> labels it`;
  }

  protected override target(): TemplateResult {
    const { armed } = this.#work;
    const { found } = this.#find;
    const all = armed === null || found.length === 0 ? nothing : html`<button type="button" class="link" @click=${() => this.#markAll(found, armed)}>Mark all</button>`;
    return html`
      ${markingTools({ history: this.#work.history, marking: this.#marking, find: this.#find.render(all), changed: () => this.requestUpdate() })}
      <div class="card paper">${this.#marking.view.element}</div>
      <div class="more"><crowd-form id="wrapform"></crowd-form><slot></slot></div>
    `;
  }

  protected override side(): TemplateResult {
    const choice = { entries: this.entries, armed: this.#work.armed, counts: this.#work.counts, give: (label: string) => this.#give(label) };
    return html`
      <section class="marking-side" aria-label="Labels and marks">
        <h2>${this.#work.armed === null ? "Select words, then choose a label" : "Every selection gets the label"}</h2>
        <div class="label-pane">${labelChoice(choice)}</div>
        ${this.#list.render()}
        <div class="said" role="status">${this.news}</div>
      </section>
    `;
  }
}
