/** Questions and answers while somebody writes them: which is worked on, what can be undone. */
import { History } from "../canvas/history";
import { Lanes } from "./lanes";
import { emptyPair, isEmpty, withReference, type Pair } from "./pairs";
import type { Stretch } from "./spans";

/** A reference and the pair whose it is. */
export interface Reference extends Stretch {
  readonly pair: Pair;
}

/** Pairs, texts, tags and references can be undone; what is typed into one field without doing something else is one step. */
export class PairWork {
  /** The pair that tags and references go to. */
  active = 0;

  readonly #changed: () => void;
  readonly #history: History<readonly Pair[]>;
  /** The field that the last step was typed into. */
  #field = "";
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
    return this.#history.state;
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
    this.#field = "";
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

  write(id: number, field: "question" | "answer", text: string): void {
    const [place, goesOn] = [`${field} ${id}`, this.#field];
    const pairs = this.pairs.map((pair) => (pair.id === id ? { ...pair, [field]: text } : pair));
    if (goesOn === place) this.#history.amend(pairs);
    else this.#history.push(pairs);
    this.#field = place;
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
    this.#field = "";
    if (this.#place < 0) this.active = this.#history.state[0]!.id;
    this.#arrange();
    this.#changed();
  }

  #arrange(): void {
    const references = this.#history.state.flatMap((pair) => pair.references.map(({ start, end }) => ({ start, end, pair })));
    this.#lanes = new Lanes(references.sort((a, b) => a.start - b.start || a.end - b.end));
  }
}
