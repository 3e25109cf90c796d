/** What our own widgets share: one object as the answer, an initial value of the same form, `value` for scripts. */
import type { PropertyValues } from "lit";
import { property } from "lit/decorators.js";
import type { Answer } from "../form/answer-source";
import { fieldsOf, jsonAttribute, type Fields, type Json } from "./attributes";
import { PageWidget } from "./page-widget";

export abstract class PlumbWidget extends PageWidget {
  /** An answer to begin with, such as a machine's. */
  @property(jsonAttribute("any", "initial-value")) initialValue: Json = null;

  #touched = false;

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has("initialValue") && !this.#touched) this.reset();
  }

  /** This widget's part of the answer as it stands, `null` while there is nothing. */
  protected abstract result(): Fields | null;

  /** Take over a part of an answer. What is wrong in it counts as nothing. */
  protected abstract take(value: Json | undefined): void;

  /** The same object as in the answer, `null` while there is nothing. */
  get value(): Json {
    return this.result();
  }

  set value(value: Json | undefined) {
    this.#touched = true;
    this.begin(value);
  }

  protected override changed(): void {
    this.#touched = true;
    super.changed();
  }

  override answer(): Answer {
    const part = this.result();
    return part === null || !this.name ? {} : { [this.name]: part };
  }

  override restore(answer: Answer): void {
    const part = this.name && Object.hasOwn(answer, this.name) ? answer[this.name] : undefined;
    this.value = fieldsOf(part);
  }

  override reset(): void {
    this.#touched = false;
    this.begin(this.initialValue);
  }

  /** Begin anew with such a part. */
  protected begin(value: Json | undefined): void {
    this.take(value);
    this.layout.message = null;
  }
}
