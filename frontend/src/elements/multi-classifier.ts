/** What classifiers of any number of choices share. */
import { state } from "lit/decorators.js";
import { isObject, type Json } from "./attributes";
import { Categorizer, textOf } from "./categorizer";

export abstract class MultiClassifier extends Categorizer {
  /** What was chosen or set, even if it is no category (yet); `null` before anything was. */
  @state() private wanted: readonly string[] | null = null;

  /** The exclusion is chosen. What was chosen before stays in `wanted` and comes back when this is taken back. */
  @state() private excluded = false;

  /** The chosen categories in the template's order. Empty if the exclusion is chosen, and if nothing is. */
  get chosen(): string[] {
    return this.#excludes ? [] : this.options.filter((option) => option !== this.exclusion && this.wanted?.includes(option));
  }

  get #excludes(): boolean {
    return this.excluded && this.exclusion !== null;
  }

  protected override get many(): boolean {
    return true;
  }

  protected override isChosen(option: string): boolean {
    return option === this.exclusion ? this.#excludes : this.chosen.includes(option);
  }

  protected override isLocked(option: string): boolean {
    return this.#excludes && option !== this.exclusion;
  }

  protected override missing(): string | null {
    if (this.#excludes || this.chosen.length > 0) return null;
    const otherwise = this.exclusion === null ? "" : `, or “${this.exclusion}”,`;
    return `Choose at least one of the options${otherwise} before you submit.`;
  }

  /** Choose as the worker would; what is chosen is taken back. The exclusion locks the others until it is taken back. */
  override choose(option: string): void {
    if (this.isLocked(option)) return;
    const wanted = this.wanted ?? [];
    if (option === this.exclusion) this.excluded = !this.excluded;
    else this.wanted = wanted.includes(option) ? wanted.filter((each) => each !== option) : [...wanted, option];
    this.changed();
  }

  protected override choice(): Json {
    return this.missing() === null ? { labels: this.chosen } : null;
  }

  /** Take over a list of categories, an object with `labels`, one category, or nothing. An empty list is the exclusion. */
  protected override take(value: Json | undefined): void {
    this.takeList(isObject(value) ? value.labels : value);
  }

  protected takeList(value: Json | undefined): void {
    const all = (Array.isArray(value) ? value : [value]).map(textOf).filter((text) => text !== null);
    this.excluded = (Array.isArray(value) && value.length === 0) || (this.exclusion !== null && all.includes(this.exclusion));
    this.wanted = value === undefined || value === null ? null : all;
  }
}
