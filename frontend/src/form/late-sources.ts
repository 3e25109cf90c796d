/** Parts of a restored answer whose inputs or widgets scripts add only later. */
import { FULL_PAGE_TAGS } from "../elements/registry";
import type { Answer } from "./answer-source";
import { restore, serialise, type Source } from "./serialise";

export class LateSources {
  /** Parts that nothing has taken yet. */
  #left: Answer = {};
  #known = new WeakSet<Source>();

  /** Is there a part that nothing has taken? */
  get waiting(): boolean {
    return Object.keys(this.#left).length > 0;
  }

  /** Begin with an answer that these sources have just been filled from. */
  begin(answer: Answer, sources: readonly Source[]): void {
    this.#left = answer;
    this.#settle(sources);
  }

  /** Nothing is handed out any more: submitted, or back at the start. */
  end(): void {
    this.#left = {};
  }

  /** What the worker or a script has changed keeps its value. */
  leave(target: EventTarget | null): void {
    if (target instanceof HTMLElement) this.#known.add(target as Source);
  }

  /** Hand the sources that are new their parts, each part once. */
  serve(sources: readonly Source[]): void {
    const wanting = sources.filter((source) => !this.#known.has(source) && this.#holdsFor(source));
    restore(wanting, this.#left);
    this.#settle(sources);
  }

  /** A widget without a name knows its key itself. */
  #holdsFor(source: Source): boolean {
    const name = source.getAttribute("name");
    return name ? Object.hasOwn(this.#left, name) : FULL_PAGE_TAGS.has(source.localName);
  }

  #settle(sources: readonly Source[]): void {
    for (const source of sources) this.#known.add(source);
    const taken = serialise(sources);
    this.#left = Object.fromEntries(Object.entries(this.#left).filter(([key]) => !Object.hasOwn(taken, key)));
  }
}
