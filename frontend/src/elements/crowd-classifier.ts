import type { TemplateResult } from "lit";
import type { Json } from "./attributes";
import { categoryPickerStyles } from "./category-picker-styles";
import { classificationTarget, classificationTargetStyles } from "./classification-target";
import { Classifier } from "./classifier";
import { PageWidget } from "./page-widget";
import type { RegionName } from "./regions";

/**
 * `<crowd-classifier>`: one category for whatever stands in its `classification-target` region.
 *
 * Attributes: `categories`, `header`, `name`, `initial-value`, `exclusion-category`.
 * Answer: `{<name>: {label: "<category>"}}`. Event: `change`; there `event.target.value` is the category itself.
 */
export class CrowdClassifier extends Classifier {
  static override styles = [PageWidget.styles, categoryPickerStyles, classificationTargetStyles];

  static override regionNames: readonly RegionName[] = [...PageWidget.regionNames, "classification-target"];

  /** The category itself, `null` if none is chosen. */
  override get value(): string | null {
    return this.chosen;
  }

  override set value(value: Json | undefined) {
    super.value = value;
  }

  protected override target(): TemplateResult {
    return classificationTarget();
  }
}
