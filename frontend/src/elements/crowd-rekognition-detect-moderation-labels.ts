import type { TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { isObject, type Json } from "./attributes";
import { categoryPickerStyles } from "./category-picker-styles";
import { textOf } from "./categorizer";
import { ClassifiedPicture, classifiedPictureStyles } from "./classified-picture";
import { MultiClassifier } from "./multi-classifier";
import { PageWidget } from "./page-widget";
import type { Shortcut } from "./shortcuts";

const KEY = "AWS/Rekognition/DetectModerationLabels/Image/V3";

/**
 * `<crowd-rekognition-detect-moderation-labels>`: which kinds of unwanted content the picture at `src` shows.
 *
 * Attributes: `categories` (texts, or objects with a `name`, which the answer has whole), `header`, `src`,
 * `exclusion-category` (a button that clears and locks the others), `initial-value`. No `name`: the answer has a key of its own.
 * Answer: `{"AWS/Rekognition/DetectModerationLabels/Image/V3": {ModerationLabels: [<category>, …]}}`. Event: `change`.
 */
export class CrowdRekognitionDetectModerationLabels extends MultiClassifier {
  static override styles = [PageWidget.styles, categoryPickerStyles, ...classifiedPictureStyles];

  /** Address of the picture. */
  @property({ reflect: true, useDefault: true }) src = "";

  readonly #picture = new ClassifiedPicture(this);

  protected override get key(): string {
    return KEY;
  }

  protected override choice(): Json {
    return this.missing() === null ? { ModerationLabels: this.chosen.map((option) => this.#categoryOf(option)) } : null;
  }

  /** The category as the template wrote it. */
  #categoryOf(option: string): Json {
    return this.categories.find((category) => textOf(category) === option) ?? option;
  }

  /** Answers of the original have the list under either name. */
  protected override take(value: Json | undefined): void {
    this.takeList(isObject(value) ? (value.ModerationLabels ?? value.moderationLabels) : value);
  }

  protected override shortcuts(): Shortcut[] {
    return [...super.shortcuts(), ...this.#picture.shortcuts()];
  }

  protected override target(): TemplateResult {
    return this.#picture.render();
  }
}
