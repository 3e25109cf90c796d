/** A picture in the room it has: fitted, its shape kept, small ones enlarged with their pixels visible. */
import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../design/icons";
import type { ImageSource } from "./image-source";
import { drawOverlay, type Overlay } from "./overlay";

/** Longest side, in pixels, up to which a picture is enlarged without limit; its pixels then stay sharp squares. */
const TINY = 128;
/** Larger ones are enlarged to this factor at most; more only looks blurred. */
const LARGEST_FACTOR = 2;

export function imageStage(source: ImageSource, overlay: Overlay | null, retry: () => void): TemplateResult {
  const { image } = source;
  if (source.state === "broken") return brokenImage(source.address, retry);
  if (!image) return html`<div class="stage" aria-busy=${source.state === "loading" ? "true" : "false"}></div>`;
  // A vector picture may have no size of its own.
  const [width, height] = [image.naturalWidth || 300, image.naturalHeight || 300];
  const tiny = Math.max(width, height) <= TINY;
  image.alt = "The image to label";
  const style = `--ratio: ${width / height}; --widest: ${tiny ? "560px" : `${width * LARGEST_FACTOR}px`}; aspect-ratio: ${width} / ${height}`;
  return html`
    <div class="stage">
      <div class="picture ${tiny ? "tiny" : ""}" style=${style}>
        ${image}${overlay ? drawOverlay(overlay, width, height) : nothing}
      </div>
    </div>
  `;
}

/** Says that a picture could not be loaded, and offers to try again. */
export function brokenImage(address: string, retry: () => void): TemplateResult {
  return html`
    <div class="stage">
      <div class="broken" role="alert">
        ${icon("image", 40)}
        <strong>This image could not be loaded</strong>
        <p>Check your connection and try again. If it still fails, decline this item and go on with the next.</p>
        <code>${address}</code>
        <button type="button" class="normal" @click=${retry}>Try again</button>
      </div>
    </div>
  `;
}
