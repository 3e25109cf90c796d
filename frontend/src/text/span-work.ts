/** The spans of one text while somebody marks it: what is marked, what is chosen, what the next selection becomes. */
import { History } from "../canvas/history";
import { Lanes } from "./lanes";
import { ordered, same, type Span, type Stretch } from "./spans";
import { cutsWord, occurrences } from "./words";

export class SpanWork {
  /** The text that the spans are in. */
  text = "";

  /** The span that keys and buttons act on. */
  chosen: Span | null = null;

  /** The label that every further selection gets. */
  armed: string | null = null;

  readonly #changed: () => void;
  readonly #history: History<readonly Span[]>;
  #lanes = new Lanes<Span>([]);
  #counts = new Map<string, number>();
  #equal: { chosen: Span; lanes: Lanes<Span>; found: Stretch[] } | null = null;

  /** @param changed told after every change by the worker, undo and redo too. */
  constructor(changed: () => void) {
    this.#changed = changed;
    this.#history = new History<readonly Span[]>([], () => {
      this.#arrange();
      this.#changed();
    });
  }

  /** All spans, in order. */
  get spans(): readonly Span[] {
    return this.#history.state;
  }

  get lanes(): Lanes<Span> {
    return this.#lanes;
  }

  get history(): Pick<History<unknown>, "canUndo" | "canRedo" | "undo" | "redo"> {
    return this.#history;
  }

  /** How many spans each label has. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /** Begin anew with these spans; nothing can be undone. */
  begin(spans: readonly Span[]): void {
    this.#history.reset(spans);
    this.chosen = null;
    this.#arrange();
  }

  /** Mark a stretch; it is the chosen one then. The same span twice is one. */
  mark({ start, end }: Stretch, label: string): void {
    const span = { label, start, end };
    this.chosen = span;
    this.#add([span]);
  }

  /** Mark several stretches in one step. */
  markAll(stretches: readonly Stretch[], label: string): void {
    this.#add(stretches.map(({ start, end }) => ({ label, start, end })));
  }

  /** Give the chosen span another label. */
  relabel(label: string): void {
    if (!this.chosen || this.chosen.label === label) return;
    const others = this.#without(this.chosen);
    this.chosen = { ...this.chosen, label };
    this.#history.push(ordered([...others, this.chosen]));
  }

  /** Take the chosen span away; the next one is chosen then. */
  remove(): void {
    if (!this.chosen) return;
    const at = this.#placeOf(this.chosen);
    const others = this.#without(this.chosen);
    this.chosen = others[Math.min(at, others.length - 1)] ?? null;
    this.#history.push(others);
  }

  /** Take all spans away in one step. */
  clear(): void {
    this.chosen = null;
    this.#history.push([]);
  }

  /** Stretches with the same words as the chosen span that do not have its label yet. */
  equals(): Stretch[] {
    const chosen = this.chosen;
    if (!chosen) return [];
    // Asked with every render, while the text may be long.
    if (this.#equal?.chosen !== chosen || this.#equal.lanes !== this.#lanes) {
      this.#equal = { chosen, lanes: this.#lanes, found: this.#findEquals(chosen) };
    }
    return this.#equal.found;
  }

  #findEquals(chosen: Span): Stretch[] {
    const { text } = this;
    const wholeWords = !cutsWord(text, chosen.start) && !cutsWord(text, chosen.end);
    const found = occurrences(text, text.slice(chosen.start, chosen.end), { wholeWords });
    return found.filter((stretch) => !this.has({ ...stretch, label: chosen.label }));
  }

  has(span: Span): boolean {
    return this.#lanes.within(span).some(({ stretch }) => same(stretch, span));
  }

  /** Choose the next (1) or the one before (-1), seen from the chosen one or else from an offset; `null` past the ends. */
  step(by: 1 | -1, from: number): Span | null {
    const at = this.chosen ? this.#placeOf(this.chosen) + by : this.#nearest(by, from);
    const span = this.spans[at];
    if (span) this.chosen = span;
    return span ?? null;
  }

  #nearest(by: 1 | -1, from: number): number {
    return by > 0 ? this.spans.findIndex(({ start }) => start >= from) : this.spans.findLastIndex(({ start }) => start < from);
  }

  #placeOf(span: Span): number {
    return this.spans.findIndex((each) => same(each, span));
  }

  #without(span: Span): Span[] {
    return this.spans.filter((each) => !same(each, span));
  }

  #add(added: readonly Span[]): void {
    const fresh = added.filter((span) => !this.has(span));
    if (fresh.length > 0) this.#history.push(ordered([...this.spans, ...fresh]));
    else this.#changed();
  }

  #arrange(): void {
    this.#lanes = new Lanes(this.spans);
    this.#counts = new Map();
    for (const { label } of this.spans) this.#counts.set(label, (this.#counts.get(label) ?? 0) + 1);
    if (this.chosen && !this.has(this.chosen)) this.chosen = null;
  }
}
