import type { TemplateResult } from "lit";
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

  protected override target(): TemplateResult {
    return classificationTarget();
  }
}
