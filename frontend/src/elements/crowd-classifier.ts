import { css, html, type TemplateResult } from "lit";
import { categoryPickerStyles } from "./category-picker-styles";
import { Classifier } from "./classifier";
import type { Json } from "./attributes";
import { PageWidget } from "./page-widget";
import type { RegionName } from "./regions";

/**
 * `<crowd-classifier>`: one category for whatever stands in its `classification-target` region.
 *
 * Attributes: `categories`, `header`, `name`, `initial-value`, `exclusion-category`.
 * Answer: `{<name>: {label: "<category>"}}`. Event: `change`; there `event.target.value` is the category itself.
 */
export class CrowdClassifier extends Classifier {
  static override styles = [
    PageWidget.styles,
    categoryPickerStyles,
    css`
      .target {
        padding: 24px;
      }

      .card {
        max-width: 860px;
        min-height: 120px;
        margin: 0 auto;
        padding: 24px 28px;
        border: 1px solid var(--pl-line);
        border-radius: 14px;
        font-size: 17px;
        line-height: 1.6;
        overflow-wrap: anywhere;
        box-shadow: var(--pl-shadow);
      }

      @media (max-width: 760px) {
        .target {
          padding: 12px;
        }

        .card {
          padding: 16px;
          font-size: 16px;
        }
      }
    `,
  ];

  static override regionNames: readonly RegionName[] = [...PageWidget.regionNames, "classification-target"];

  /** The category itself, `null` if none is chosen. */
  get value(): string | null {
    return this.chosen;
  }

  set value(value: Json | undefined) {
    this.take(value);
  }

  get _submittableValue(): Json {
    return this.result();
  }

  protected override target(): TemplateResult {
    return html`<div class="card paper"><slot name="classification-target"></slot><slot></slot></div>`;
  }
}
