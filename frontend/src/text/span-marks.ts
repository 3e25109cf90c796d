/** How spans show in the text: colour and tag by their label, and which are chosen or pointed at. */
import type { LabelEntry } from "./label-set";
import type { Mark } from "./mark-painter";
import type { SpanWork } from "./span-work";
import type { Span, Stretch } from "./spans";

export class SpanMarks {
  readonly #work: SpanWork;
  readonly #entry: (label: string) => LabelEntry;
  #pointed: readonly Span[] = [];

  constructor(work: SpanWork, entry: (label: string) => LabelEntry) {
    this.#work = work;
    this.#entry = entry;
  }

  /** The names of the labels that are pointed at. */
  get names(): string {
    return this.#pointed.map(({ label }) => this.#entry(label).name).join(", ");
  }

  within(stretch: Stretch): Mark[] {
    return this.#work.lanes.within(stretch).map(({ stretch: span, lane }) => {
      const { short, colour } = this.#entry(span.label);
      const state = [span === this.#work.chosen ? "chosen" : "", this.#pointed.includes(span) ? "pointed" : ""].join(" ").trim();
      return { start: span.start, end: span.end, lane, tag: short, colour, state, of: span };
    });
  }

  /** The pointer is over these now; `false` if it was so before. */
  point(spans: readonly Span[]): boolean {
    if (spans.length === this.#pointed.length && spans.every((span, at) => span === this.#pointed[at])) return false;
    this.#pointed = spans;
    return true;
  }
}
