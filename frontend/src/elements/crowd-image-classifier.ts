import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { icon } from "../design/icons";
import { jsonAttribute, type Json } from "./attributes";
import { categoryPickerStyles } from "./category-picker-styles";
import { Classifier } from "./classifier";
import { ImageSource } from "./image-source";
import { imageStage } from "./image-stage";
import { imageStageStyles } from "./image-stage-styles";
import { readOverlay } from "./overlay";
import { PageWidget } from "./page-widget";
import type { RegionName } from "./regions";
import { WorkerComment, workerCommentStyles } from "./worker-comment";

/**
 * `<crowd-image-classifier>`: one category for the picture at `src`.
 *
 * Attributes: `categories`, `header`, `name`, `src`, `overlay` (earlier boxes or masks to judge), `initial-value`.
 * Answer: `{<name>: {label: "<category>", workerComment?: "<text>"}}`. Event: `change`.
 */
export class CrowdImageClassifier extends Classifier {
  static override styles = [
    PageWidget.styles,
    categoryPickerStyles,
    imageStageStyles,
    workerCommentStyles,
    css`
      .target {
        display: flex;
        flex-direction: column;
        gap: 12px;
        padding: 20px;
      }

      .stage {
        flex: 1;
        height: auto;
      }

      .legend {
        display: flex;
        flex: none;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 16px;
        font-size: 14px;
      }

      .legend i {
        display: inline-block;
        width: 12px;
        height: 12px;
        margin-inline-end: 6px;
        border-radius: 3px;
      }

      @media (max-width: 760px) {
        .target {
          padding: 12px;
        }
      }
    `,
  ];

  static override regionNames: readonly RegionName[] = [...PageWidget.regionNames, "worker-comment"];

  /** Address of the picture. */
  @property({ reflect: true, useDefault: true }) src = "";

  /** Earlier labels to draw over the picture. */
  @property(jsonAttribute("object", "overlay")) overlay: Json = null;

  @state() private overlayShown = true;

  readonly #image = new ImageSource(this, (url) => this.emit("crowd-problem", `The image could not be loaded: ${url}`));
  readonly #comment = new WorkerComment(this, this.regions);

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has("src")) this.#image.load(this.src);
  }

  /** The same object as in the answer, `null` if no category is chosen. Takes a category too. */
  get value(): Json {
    return this.result();
  }

  set value(value: Json | undefined) {
    this.take(value);
  }

  get _submittableValue(): Json {
    return this.value;
  }

  protected override result(): Record<string, Json> | null {
    const part = super.result();
    const { text } = this.#comment;
    return part === null || text === undefined ? part : { ...part, workerComment: text };
  }

  protected override take(value: Json | undefined): void {
    super.take(value);
    const comment = typeof value === "object" && value !== null && "workerComment" in value ? value.workerComment : undefined;
    this.#comment.text = typeof comment === "string" ? comment : undefined;
  }

  protected override belowPicker(): TemplateResult | typeof nothing {
    return this.#comment.link();
  }

  protected override modals(): TemplateResult {
    return this.#comment.window();
  }

  protected override target(): TemplateResult {
    const overlay = this.overlay === null ? null : readOverlay(this.overlay);
    return html`
      ${imageStage(this.#image, this.overlayShown ? overlay : null, () => this.#image.load(this.src))}
      ${overlay
        ? html`<div class="legend">
            ${overlay.legend.map(({ label, colour }) => html`<span><i style="background: ${colour}"></i>${label}</span>`)}
            <button
              type="button" class="quiet" aria-pressed=${this.overlayShown ? "true" : "false"}
              @click=${() => (this.overlayShown = !this.overlayShown)}
            >${icon("eye", 18)}${this.overlayShown ? "Hide labels" : "Show labels"}</button>
          </div>`
        : nothing}
    `;
  }
}
