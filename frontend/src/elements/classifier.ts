/** What classifiers of one choice share: categories, the choice, keys and the picker. */
import { nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { Answer } from "../form/answer-source";
import { jsonAttribute, type Json } from "./attributes";
import { CategoryPicker } from "./category-picker";
import { PageWidget } from "./page-widget";
import type { Shortcut } from "./shortcuts";

export abstract class Classifier extends PageWidget {
  /** The categories to choose from. Setting it draws the buttons anew. */
  @property(jsonAttribute("array", "categories")) categories: Json[] = [];

  /** One more choice, for items that fit no category: a text, or an object with a `text`. */
  @property(jsonAttribute("any", "exclusion-category")) exclusionCategory: Json = null;

  /** The category chosen at the start. */
  @property(jsonAttribute("any", "initial-value")) initialValue: Json = null;

  /** What was chosen or set, even if it is no category (yet): scripts may set the value before the categories. */
  @state() private wanted: string | null = null;

  readonly #picker = new CategoryPicker(this, {
    options: () => this.options,
    isChosen: (option) => option === this.chosen,
    choose: (option) => this.choose(option),
    many: false,
  });

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has("initialValue") && this.wanted === null) this.reset();
  }

  /** The chosen category, `null` if there is none. */
  get chosen(): string | null {
    return this.wanted !== null && this.options.includes(this.wanted) ? this.wanted : null;
  }

  /** All choices as texts, without repetitions. */
  get options(): string[] {
    const exclusion = textOf(this.exclusionCategory);
    const all = (this.categories ?? []).map(textOf).filter((option) => option !== null);
    return [...new Set(exclusion === null ? all : [...all, exclusion])];
  }

  protected override shortcuts(): Shortcut[] {
    return this.#picker.shortcuts();
  }

  protected override missing(): string | null {
    return this.chosen === null ? "Choose one of the options before you submit." : null;
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

  /** Choose as the worker would. Choosing the chosen one again changes nothing. */
  choose(option: string): void {
    if (this.chosen === option) return;
    this.wanted = option;
    this.changed();
  }

  /** This widget's part of the answer, or `null` if nothing is chosen. */
  protected result(): Record<string, Json> | null {
    return this.chosen === null ? null : { label: this.chosen };
  }

  override answer(): Answer {
    const part = this.result();
    return part === null || !this.name ? {} : { [this.name]: part };
  }

  override restore(answer: Answer): void {
    this.take(this.name && Object.hasOwn(answer, this.name) ? answer[this.name] : undefined);
  }

  override reset(): void {
    this.take(this.initialValue);
  }

  /** Take over a category, an object with a `label`, or nothing. What is no category counts as nothing. */
  protected take(value: Json | undefined): void {
    this.wanted = textOf(isObject(value) ? value.label : value);
    this.layout.message = null;
  }
}

function isObject(value: Json | undefined): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A category as text: strings as they are, numbers and booleans printed, objects by their `text`, `label` or `name`. */
export function textOf(value: Json | undefined): string | null {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (!isObject(value)) return null;
  return textOf(value.text ?? value.label ?? value.name);
}
