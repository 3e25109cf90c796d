import type { TemplateResult } from "lit";
import type { Json } from "./attributes";
import { categoryPickerStyles } from "./category-picker-styles";
import { classificationTarget, classificationTargetStyles } from "./classification-target";
import { MultiClassifier } from "./multi-classifier";
import { PageWidget } from "./page-widget";
import type { RegionName } from "./regions";

/**
 * `<crowd-classifier-multi-select>`: any number of categories for whatever stands in its `classification-target` region.
 *
 * Attributes: `categories`, `header`, `name`, `exclusion-category` (`{ text: '…' }`), `initial-value`.
 * Answer: `{<name>: {labels: ["<category>", …]}}`, `[]` for the exclusion. Event: `change`.
 */
export class CrowdClassifierMultiSelect extends MultiClassifier {
  static override styles = [PageWidget.styles, categoryPickerStyles, classificationTargetStyles];

  static override regionNames: readonly RegionName[] = [...PageWidget.regionNames, "classification-target"];

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

  protected override target(): TemplateResult {
    return classificationTarget();
  }
}
