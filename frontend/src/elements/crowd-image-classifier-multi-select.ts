import type { nothing, TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { jsonAttribute, type Json } from "./attributes";
import { categoryPickerStyles } from "./category-picker-styles";
import { ClassifiedPicture, classifiedPictureStyles } from "./classified-picture";
import { MultiClassifier } from "./multi-classifier";
import { PageWidget } from "./page-widget";
import type { RegionName } from "./regions";
import type { Shortcut } from "./shortcuts";
import { WorkerComment, workerCommentStyles } from "./worker-comment";

/**
 * `<crowd-image-classifier-multi-select>`: any number of categories for the picture at `src`.
 *
 * Attributes: `categories`, `header`, `name`, `src`, `exclusion-category` (`{ text: '…' }`), `overlay`, `initial-value`.
 * Answer: `{<name>: {labels: ["<category>", …], workerComment?: "<text>"}}`, labels `[]` for the exclusion. Event: `change`.
 */
export class CrowdImageClassifierMultiSelect extends MultiClassifier {
  static override styles = [PageWidget.styles, categoryPickerStyles, ...classifiedPictureStyles, workerCommentStyles];

  static override regionNames: readonly RegionName[] = [...PageWidget.regionNames, "worker-comment"];

  /** Address of the picture. */
  @property({ reflect: true, useDefault: true }) src = "";

  /** Earlier labels to draw over the picture. */
  @property(jsonAttribute("object", "overlay")) overlay: Json = null;

  readonly #picture = new ClassifiedPicture(this);
  readonly #comment = new WorkerComment(this, this.regions);

  /** The same object as in the answer, `null` if nothing is chosen. Takes a list of categories too. */
  get value(): Json {
    return this.result();
  }

  set value(value: Json | undefined) {
    this.take(value);
  }

  get _submittableValue(): Json {
    return this.value;
  }

  protected override result(): Json {
    return this.#comment.addTo(super.result());
  }

  protected override take(value: Json | undefined): void {
    super.take(value);
    this.#comment.takeFrom(value);
  }

  protected override shortcuts(): Shortcut[] {
    return [...super.shortcuts(), ...this.#picture.shortcuts()];
  }

  protected override belowPicker(): TemplateResult | typeof nothing {
    return this.#comment.link();
  }

  protected override modals(): TemplateResult {
    return this.#comment.window();
  }

  protected override target(): TemplateResult {
    return this.#picture.render(this.overlay);
  }
}
