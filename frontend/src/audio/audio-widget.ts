/** The base of tools for recordings: waveform, playback, segments with undo, keys, and what both have in the answer. */
import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { CanvasKeys, type CanvasKey } from "../canvas/canvas-keys";
import { History } from "../canvas/history";
import { toolbarStyles } from "../canvas/toolbar-styles";
import { icon } from "../design/icons";
import { fieldsOf, type Fields, type Json } from "../elements/attributes";
import type { Shortcut } from "../elements/shortcuts";
import { audioStyles } from "./audio-styles";
import { LabelledRecording } from "./labelled-recording";
import { Player } from "./player";
import { at, clockOf, cutAt, readSegments, segmentFields, withChange, without, withNew, type Change, type Segment, type Segments } from "./segments";
import { brokenRecording, segmentRow } from "./segment-row";
import { transport } from "./transport";

/** What is worked on: one state of undo and redo. */
export interface Marks {
  readonly segments: Segments;
  /** The worker says that the recording holds nothing to mark. */
  readonly nothing: boolean;
}

const EMPTY: Marks = { segments: [], nothing: false };

export abstract class AudioWidget extends LabelledRecording {
  static override styles: CSSResultGroup[] = [LabelledRecording.styles, toolbarStyles, audioStyles];

  /** Address of the recording. */
  @property({ reflect: true, useDefault: true }) src = "";

  @state() protected chosen: number | null = null;
  /** Shift is held: a new segment is drawn over the chosen one. */
  @state() private over = false;
  /** Where a segment was begun by key, in seconds. */
  @state() private begun: number | null = null;
  /** A text that is being written; a step of undo once its field is left. */
  @state() private typing: { readonly id: number; readonly text: string } | null = null;

  protected readonly history = new History<Marks>(EMPTY, () => this.changed());
  protected readonly player: Player = new Player(this, {
    ready: (duration) => this.opened(duration),
    moved: (time) => this.#showTime(time),
    clicked: (time) => this.choose(at(this.#visible, time)?.id ?? null),
    dragged: (id, start, end) => this.change(id, { start, end }),
    drawn: (start, end) => this.add(start, end),
    stretch: () => this.chosenSegment,
    failed: () => this.emit("crowd-problem", `The recording could not be loaded: ${this.src.split("?")[0]}`),
  });

  constructor() {
    super();
    new CanvasKeys(this, () => this.keys(), () => this.layout.covered);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    for (const type of ["keydown", "keyup"]) window.addEventListener(type, this.#shifted);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const type of ["keydown", "keyup"]) window.removeEventListener(type, this.#shifted);
  }

  readonly #shifted = (event: Event): void => {
    this.over = (event as KeyboardEvent).shiftKey;
  };

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (changed.has("src")) this.#open();
    this.player.show(this.#visible.map(({ id, start, end, label }) => ({
      id, start, end, title: label ?? "", colour: this.colourOf(label), chosen: id === this.chosen,
    })), this.over);
  }

  #open(): void {
    const wave = this.renderRoot.querySelector<HTMLElement>(".wave");
    if (wave) this.player.open(wave, this.src, this.texts);
  }

  /** Does each segment have a text of its own? */
  protected abstract readonly texts: boolean;

  /** What the button for recordings without anything is called. */
  protected abstract readonly nothingText: string;

  /** What a segment still needs, in the worker's words; `null` if nothing. */
  protected abstract lacking(segment: Segment, place: number): string | null;

  /** What is asked while there is no segment. */
  protected abstract readonly asked: string;

  /** More in a segment's row. */
  protected rowBody(_segment: Segment): TemplateResult | typeof nothing {
    return nothing;
  }

  /** Buttons of the tool in a segment's row. */
  protected rowTools(_segment: Segment): TemplateResult | typeof nothing {
    return nothing;
  }

  /** The recording can be played. */
  protected opened(_duration: number): void {
    this.requestUpdate();
  }

  protected get segments(): Segments {
    const { segments } = this.history.state;
    const { typing } = this;
    return typing === null ? segments : segments.map((each) => (each.id === typing.id ? { ...each, text: typing.text } : each));
  }

  get #visible(): Segments {
    return this.segments.filter(({ label }) => label === null || !this.isHidden(label));
  }

  protected get chosenSegment(): Segment | null {
    return this.segments.find(({ id }) => id === this.chosen) ?? null;
  }

  /** Is there nothing that an answer should hold? */
  protected get untouched(): boolean {
    return this.segments.length === 0;
  }

  protected override missing(): string | null {
    if (this.history.state.nothing) return null;
    if (this.untouched) return this.asked;
    return this.segments.map((each, place) => this.lacking(each, place)).find((lack) => lack !== null) ?? null;
  }

  protected override result(): Fields | null {
    if (this.history.state.nothing) return { segments: [] };
    return this.untouched ? null : { segments: this.segments.map((each) => segmentFields(each, this.texts)) };
  }

  protected override take(value: Json | undefined): void {
    const { segments } = fieldsOf(value);
    const read = readSegments(segments);
    this.history.reset({ segments: read, nothing: Array.isArray(segments) && segments.length === 0 });
    this.chosen = null;
    this.begun = null;
    this.typing = null;
  }

  /** Choose a segment as the worker would; what plays in a loop is this one then. */
  choose(id: number | null): void {
    this.chosen = id;
  }

  protected override countOf(label: string): number {
    return this.segments.filter((each) => each.label === label).length;
  }

  override chooseLabel(label: string): void {
    super.chooseLabel(label);
    if (this.chosen !== null) this.change(this.chosen, { label });
  }

  /** Add a segment from `start` to `end` seconds, with the label in hand. */
  add(start: number, end: number): void {
    const { segments, id } = withNew(this.segments, { start, end: Math.min(end, this.player.duration || end), label: this.label, text: "" });
    this.chosen = id;
    this.put(segments);
  }

  change(id: number, change: Change): void {
    this.put(withChange(this.segments, id, change, this.player.duration));
  }

  removeSegment(id: number): void {
    const place = this.segments.findIndex((each) => each.id === id);
    this.put(without(this.segments, id));
    this.chosen = this.segments[Math.min(place, this.segments.length - 1)]?.id ?? null;
  }

  /** Cut the segment under the playhead. */
  cut(): void {
    const { time } = this.player;
    const under = [this.chosenSegment, ...this.segments].find((each) => each !== null && each.start < time && time < each.end);
    if (!under) return;
    const { segments, id } = cutAt(this.segments, under.id, time);
    this.chosen = id;
    this.put(segments);
  }

  protected put(segments: Segments): void {
    const same = segments === this.history.state.segments;
    this.typing = null;
    if (!same) this.history.push({ segments, nothing: false });
  }

  /** A text as it is being written; `put` makes it a step. */
  protected type(id: number, text: string): void {
    this.typing = { id, text };
    this.changed();
  }

  readonly #toggleNothing = (): void => {
    if (!this.untouched) return;
    this.history.push({ ...this.history.state, nothing: !this.history.state.nothing });
  };

  readonly #begin = (): void => {
    const { time } = this.player;
    if (this.begun === null) {
      this.begun = time;
      return;
    }
    const [start, end] = [Math.min(this.begun, time), Math.max(this.begun, time)];
    this.begun = null;
    if (end > start) this.add(start, end);
  };

  #step(step: number): void {
    const place = this.segments.findIndex(({ id }) => id === this.chosen);
    const next = this.segments[place < 0 ? (step > 0 ? 0 : this.segments.length - 1) : place + step];
    if (!next) return;
    this.choose(next.id);
    this.player.seek(next.start);
  }

  #edge(edge: "start" | "end"): void {
    if (this.chosen !== null) this.change(this.chosen, { [edge]: this.player.time });
  }

  #showTime(time: number): void {
    // Many times a second: not by way of a render.
    const clock = this.renderRoot.querySelector(".clock");
    if (clock) clock.textContent = clockOf(time);
  }

  protected keys(): CanvasKey[] {
    return [...this.player.keys(), ...this.#markingKeys(), ...this.labelList.keys()];
  }

  #markingKeys(): CanvasKey[] {
    const remove = (): void => void (this.chosen !== null && this.removeSegment(this.chosen));
    return [
      { keys: "b", label: this.begun === null ? "Begin a segment" : "End the segment", run: this.#begin },
      { keys: "x", label: "Cut at the playhead", run: () => this.cut() },
      { keys: "[", label: "Start at the playhead", run: () => this.#edge("start") },
      { keys: "]", label: "End at the playhead", run: () => this.#edge("end") },
      { keys: "ArrowDown", label: "Next segment", run: () => this.#step(1) },
      { keys: "ArrowUp", label: "Previous segment", run: () => this.#step(-1) },
      { keys: "Delete", label: "Delete the segment", run: remove },
      { keys: "Backspace", run: remove },
      { keys: "n", label: this.nothingText, run: this.#toggleNothing },
      { keys: "Ctrl+Z", label: "Undo", run: () => this.history.undo() },
      { keys: "Ctrl+Shift+Z", label: "Redo", run: () => this.history.redo() },
      { keys: "Ctrl+Y", run: () => this.history.redo() },
    ];
  }

  protected override shortcuts(): Shortcut[] {
    return this.keys().flatMap(({ keys, label, run }) => (label === undefined ? [] : [{ key: keys, label, run: () => run?.() }]));
  }

  protected override target(): TemplateResult {
    const { nothing: none } = this.history.state;
    return html`
      <div class="recorder">
        ${this.player.state === "broken" ? brokenRecording(() => this.#open()) : nothing}
        <div class="wave ${this.texts ? "" : "drawn"}" ?hidden=${this.player.state === "broken"} aria-busy=${this.player.state === "loading" ? "true" : "false"}></div>
        ${transport(this.player, this.history, { begun: this.begun !== null, begin: this.#begin, cut: () => this.cut() })}
      </div>
      <div class="rows">
        <div class="list" role=${none || this.segments.length === 0 ? nothing : "list"}>
          ${none ? nothing : repeat(this.segments, ({ id }) => id, (each, place) => this.#row(each, place))}
        </div>
        <button
          type="button" class="normal none-button" aria-pressed=${none ? "true" : "false"} ?hidden=${!this.untouched} @click=${this.#toggleNothing}
        >${icon("check", 18)}${this.nothingText} <kbd>n</kbd></button>
      </div>
    `;
  }

  #row(segment: Segment, place: number): TemplateResult {
    const { id, start, end, label } = segment;
    return segmentRow({
      segment,
      place,
      colour: this.colourOf(label),
      chosen: id === this.chosen,
      tools: this.rowTools(segment),
      body: this.rowBody(segment),
      choose: () => this.choose(id),
      play: () => this.player.playStretch(start, end),
      change: (change) => this.change(id, change),
      remove: () => this.removeSegment(id),
    });
  }
}
