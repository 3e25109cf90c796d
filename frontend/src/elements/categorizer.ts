/** What all classifiers share: categories, one that excludes the others, the initial value, keys and the picker. */
import { nothing, type PropertyValues, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { Answer } from "../form/answer-source";
import { AnswerSteps } from "./answer-steps";
import { isObject, jsonAttribute, type Json } from "./attributes";
import { CategoryPicker } from "./category-picker";
import { PageWidget } from "./page-widget";
import type { Shortcut } from "./shortcuts";

export abstract class Categorizer extends PageWidget {
  /** The categories to choose from. Setting it draws the buttons anew. */
  @property(jsonAttribute("array", "categories")) categories: Json[] = [];

  /** One more choice, for items that fit no category: a text, or an object with a `text`. */
  @property(jsonAttribute("any", "exclusion-category")) exclusionCategory: Json = null;

  /** What is chosen at the start. */
  @property(jsonAttribute("any", "initial-value")) initialValue: Json = null;

  /** The worker, a draft or a script has given something: an initial value comes too late. */
  protected touched = false;

  protected override readonly steps: AnswerSteps = new AnswerSteps(this, {
    state: () => this.result(),
    take: (state) => {
      this.begin(state);
      super.changed();
    },
  });

  readonly #picker = new CategoryPicker(this, {
    options: () => this.options,
    exclusion: () => this.exclusion,
    isChosen: (option) => this.isChosen(option),
    isLocked: (option) => this.isLocked(option),
    choose: (option) => this.choose(option),
    many: () => this.many,
  });

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has("initialValue") && !this.touched) this.reset();
  }

  /** The same object as in the answer, `null` while there is nothing. Takes all forms that an initial value may have. */
  get value(): Json {
    return this.result();
  }

  set value(value: Json | undefined) {
    this.touched = true;
    this.#begin(value);
  }

  get _submittableValue(): Json {
    return this.result();
  }

  /** The choice that excludes the others, as a text; `null` where the template has none. */
  get exclusion(): string | null {
    return textOf(this.exclusionCategory);
  }

  /** All choices as texts, without repetitions. */
  get options(): string[] {
    const all = [...(this.categories ?? []), this.exclusionCategory].map(textOf);
    return [...new Set(all.filter((option) => option !== null))];
  }

  /** Key of this widget's part in the answer; empty for none. */
  protected get key(): string {
    return this.name;
  }

  /** May any number of categories be chosen, or one? */
  protected abstract get many(): boolean;

  protected abstract isChosen(option: string): boolean;

  /** Cannot be chosen while something else is. */
  protected isLocked(_option: string): boolean {
    return false;
  }

  protected override shortcuts(): Shortcut[] {
    return this.#picker.shortcuts();
  }

  protected override side(): TemplateResult {
    return this.#picker.render(this.belowPicker());
  }

  protected override hint(): TemplateResult | typeof nothing {
    return this.#picker.hint();
  }

  protected belowPicker(): TemplateResult | typeof nothing {
    return nothing;
  }

  /** Choose as the worker would. */
  abstract choose(option: string): void;

  /** What is chosen, as it stands in the answer; `null` if nothing is. */
  protected abstract choice(): Json;

  /** This widget's part of the answer, or `null` if there is nothing. */
  protected result(): Json {
    return this.choice();
  }

  /** Take over a value of the forms that an attribute, a script or an answer may have. What is no category is left out. */
  protected abstract take(value: Json | undefined): void;

  /** Go on from such a value. */
  protected begin(value: Json | undefined): void {
    this.take(value);
    this.layout.message = null;
  }

  /** The same, with nothing to undo. */
  #begin(value: Json | undefined): void {
    this.begin(value);
    this.steps.begin();
  }

  /** The worker has changed something: an initial value comes too late, and it can be undone. */
  protected noteChange(): void {
    this.touched = true;
    this.steps.note();
  }

  protected override changed(): void {
    this.noteChange();
    super.changed();
  }

  protected override get discarding(): (() => void) | null {
    if (this.choice() === null) return null;
    return () => {
      this.take(undefined);
      this.changed();
    };
  }

  override answer(): Answer {
    const part = this.result();
    return part === null || !this.key ? {} : { [this.key]: part };
  }

  override restore(answer: Answer): void {
    this.touched = true;
    this.#begin(this.key && Object.hasOwn(answer, this.key) ? answer[this.key] : undefined);
  }

  override reset(): void {
    this.touched = false;
    this.#begin(this.initialValue);
  }
}

/** A category as text: strings as they are, numbers and booleans printed, objects by their `text`, `label` or `name`. */
export function textOf(value: Json | undefined): string | null {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (!isObject(value)) return null;
  return textOf(value.text ?? value.label ?? value.name);
}
