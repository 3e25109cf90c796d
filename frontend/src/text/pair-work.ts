/** Questions and answers while somebody writes them: which is worked on, what can be undone. */
import { History } from "../canvas/history";
import { Lanes } from "./lanes";
import { emptyPair, isEmpty, withReference, type Pair } from "./pairs";
import type { Stretch } from "./spans";

/** A reference and the pair whose it is. */
export interface Reference extends Stretch {
  readonly pair: Pair;
}

type Written = Pick<Pair, "question" | "answer">;

/** Pairs, tags and references can be undone here; what is typed into a field, in the field itself. */
export class PairWork {
  /** The pair that tags and references go to. */
  active = 0;

  readonly #changed: () => void;
  readonly #history: History<readonly Pair[]>;
  /** What was typed, by the pair's id: a pair that comes back by undo has its texts again. */
  readonly #written = new Map<number, Written>();
  #lanes = new Lanes<Reference>([]);

  /** @param changed told after every change by the worker, undo and redo too. */
  constructor(changed: () => void) {
    this.#changed = changed;
    this.#history = new History<readonly Pair[]>([], () => this.#moved());
  }

  get history(): Pick<History<unknown>, "canUndo" | "canRedo" | "undo" | "redo"> {
    return this.#history;
  }

  get pairs(): readonly Pair[] {
    return this.#history.state.map((pair) => ({ ...pair, ...this.#written.get(pair.id) }));
  }

  /** Pairs in which there is something. */
  get written(): readonly Pair[] {
    return this.pairs.filter((pair) => !isEmpty(pair));
  }

  get lanes(): Lanes<Reference> {
    return this.#lanes;
  }

  get #place(): number {
    return this.#history.state.findIndex(({ id }) => id === this.active);
  }

  /** Begin anew; there is always a pair to write in. */
  begin(pairs: readonly Pair[]): void {
    this.#written.clear();
    this.#history.reset(pairs.length > 0 ? pairs : [emptyPair()]);
    this.active = this.#history.state[0]!.id;
    this.#arrange();
  }

  /** A further pair to write in; one that is still empty will do. */
  add(): void {
    const empty = this.pairs.find(isEmpty);
    const pair = empty ?? emptyPair();
    this.active = pair.id;
    if (!empty) this.#history.push([...this.#history.state, pair]);
  }

  remove(id: number): void {
    const at = this.#history.state.findIndex((pair) => pair.id === id);
    const others = this.#history.state.filter((pair) => pair.id !== id);
    const left = others.length > 0 ? others : [emptyPair()];
    if (this.active === id) this.active = left[Math.min(at, left.length - 1)]!.id;
    this.#history.push(left);
  }

  write(id: number, field: keyof Written, text: string): void {
    const { question, answer } = this.pairs.find((pair) => pair.id === id)!;
    this.#written.set(id, { question, answer, [field]: text });
    this.#changed();
  }

  toggleTag(id: number, tag: string): void {
    this.#revise(id, ({ tags }) => ({ tags: tags.includes(tag) ? tags.filter((each) => each !== tag) : [...tags, tag] }));
  }

  /** The answer of the active pair comes from here, too. */
  refer(stretch: Stretch): void {
    this.#revise(this.active, ({ references }) => ({ references: withReference(references, stretch) }));
  }

  forget(id: number, stretch: Stretch): void {
    this.#revise(id, ({ references }) => ({ references: references.filter(({ start }) => start !== stretch.start) }));
  }

  #revise(id: number, revised: (pair: Pair) => Partial<Pair>): void {
    this.#history.push(this.#history.state.map((pair) => (pair.id === id ? { ...pair, ...revised(pair) } : pair)));
  }

  #moved(): void {
    if (this.#place < 0) this.active = this.#history.state[0]!.id;
    this.#arrange();
    this.#changed();
  }

  #arrange(): void {
    const references = this.#history.state.flatMap((pair) => pair.references.map(({ start, end }) => ({ start, end, pair })));
    this.#lanes = new Lanes(references.sort((a, b) => a.start - b.start || a.end - b.end));
  }
}
