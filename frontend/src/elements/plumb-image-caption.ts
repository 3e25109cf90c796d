import { css, html, type PropertyValues, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { ImageSource } from "./image-source";
import { imageStage } from "./image-stage";
import { imageStageStyles } from "./image-stage-styles";
import { PageWidget } from "./page-widget";
import { WritingWidget } from "./plumb-writing";
import { writingStyles } from "./plumb-writing-styles";

/**
 * `<plumb-image-caption>`: a text about the picture at `src`.
 *
 * Attributes: `src`, `placeholder`, `min-length`, `max-length`, `header`, `name`, `initial-value`.
 * Answer: `{<name>: {text: "<the caption>"}}`. Event: `change`.
 */
export class PlumbImageCaption extends WritingWidget {
  static override styles = [
    PageWidget.styles,
    imageStageStyles,
    writingStyles,
    css`
      .target {
        padding: 20px;
      }

      .side {
        gap: 8px;
      }

      .side textarea.writing {
        max-height: 420px;
      }

      @media (max-width: 760px) {
        .target {
          display: flex;
          padding: 12px;
        }

        .stage {
          height: auto;
        }

        .side {
          max-height: none;
          padding: 8px 12px 0;
        }
      }
    `,
  ];

  /** Address of the picture. */
  @property({ reflect: true, useDefault: true }) src = "";

  readonly #image = new ImageSource(this, (url) => this.emit("crowd-problem", `The image could not be loaded: ${url}`));

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has("src")) this.#image.load(this.src);
  }

  protected override get thing(): string {
    return "the caption";
  }

  protected override target(): TemplateResult {
    return imageStage(this.#image, null, () => this.#image.load(this.src));
  }

  protected override side(): TemplateResult {
    return html`<div class="side side-column">${this.renderField({ label: "Caption" })}</div>`;
  }
}
