/** The target of classifiers of pictures: the picture at `src`, earlier labels over it, and their legend. */
import { css, html, nothing, type ReactiveController, type TemplateResult } from "lit";
import { icon } from "../design/icons";
import type { Json } from "./attributes";
import type { CrowdElement } from "./crowd-element";
import { ImageSource } from "./image-source";
import { imageStage } from "./image-stage";
import { imageStageStyles } from "./image-stage-styles";
import { readOverlay, type Overlay } from "./overlay";
import { PictureZoom, pictureZoomStyles } from "./picture-zoom";
import type { Shortcut } from "./shortcuts";

export class ClassifiedPicture implements ReactiveController {
  readonly #host: CrowdElement & { readonly src: string };
  readonly #image: ImageSource;
  readonly #zoom: PictureZoom;
  #overlayShown = true;
  #src = "";

  constructor(host: CrowdElement & { readonly src: string }) {
    this.#host = host;
    this.#image = new ImageSource(host, (url) => host.emit("crowd-problem", `The image could not be loaded: ${url}`));
    this.#zoom = new PictureZoom(host);
    host.addController(this);
  }

  hostUpdate(): void {
    if (this.#host.src === this.#src) return;
    this.#src = this.#host.src;
    this.#image.load(this.#src);
    this.#zoom.fit();
  }

  shortcuts(): Shortcut[] {
    return this.#zoom.shortcuts();
  }

  /** @param overlay earlier labels as the attribute `overlay` has them, `null` for none. */
  render(overlay: Json = null): TemplateResult {
    const labels = overlay === null ? null : readOverlay(overlay);
    const stage = imageStage(this.#image, this.#overlayShown ? labels : null, () => this.#image.load(this.#src));
    return html`
      ${this.#image.state === "shown" ? this.#zoom.render(stage) : stage} ${labels ? this.#legend(labels) : nothing}
    `;
  }

  #legend(overlay: Overlay): TemplateResult {
    return html`
      <div class="legend">
        ${overlay.legend.map(({ label, colour }) => html`<span><i style="background: ${colour}"></i>${label}</span>`)}
        <button
          type="button" class="quiet" aria-pressed=${this.#overlayShown ? "true" : "false"} @click=${this.#toggleOverlay}
        >${icon("eye", 18)}${this.#overlayShown ? "Hide labels" : "Show labels"}</button>
      </div>
    `;
  }

  readonly #toggleOverlay = (): void => {
    this.#overlayShown = !this.#overlayShown;
    this.#host.requestUpdate();
  };
}

export const classifiedPictureStyles = [
  imageStageStyles,
  pictureZoomStyles,
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
