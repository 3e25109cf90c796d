/** What classifiers of one choice share. */
import { state } from "lit/decorators.js";
import { isObject, type Json } from "./attributes";
import { Categorizer, textOf } from "./categorizer";

export abstract class Classifier extends Categorizer {
  /** What was chosen or set, even if it is no category (yet): scripts may set the value before the categories. */
  @state() private wanted: string | null = null;

  /** The chosen category, `null` if there is none. */
  get chosen(): string | null {
    return this.wanted !== null && this.options.includes(this.wanted) ? this.wanted : null;
  }

  protected override get many(): boolean {
    return false;
  }

  protected override isChosen(option: string): boolean {
    return option === this.chosen;
  }

  protected override missing(): string | null {
    return this.chosen === null ? "Choose one of the options before you submit." : null;
  }

  /** Choose as the worker would. Choosing the chosen one again changes nothing. */
  override choose(option: string): void {
    if (this.chosen === option) return;
    this.wanted = option;
    this.changed();
  }

  protected override choice(): Json {
    return this.chosen === null ? null : { label: this.chosen };
  }

  /** Take over a category, an object with a `label`, or nothing. */
  protected override take(value: Json | undefined): void {
    this.wanted = textOf(isObject(value) ? value.label : value);
  }
}
