/** A picture in the room it has: fitted, its shape kept, small ones enlarged with their pixels visible. */
import { css, html, nothing, type TemplateResult } from "lit";
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

function brokenImage(address: string, retry: () => void): TemplateResult {
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

export const imageStageStyles = css`
  .stage {
    display: grid;
    place-items: center;
    width: 100%;
    height: 100%;
    min-height: 160px;
    container-type: size;
  }

  .stage[aria-busy="true"] {
    background: linear-gradient(100deg, transparent 30%, var(--pl-line) 50%, transparent 70%) 0 0 / 300% 100%;
    border-radius: var(--pl-radius);
    animation: shimmer 1.4s ease-in-out infinite;
  }

  @keyframes shimmer {
    from {
      background-position: 120% 0;
    }

    to {
      background-position: -20% 0;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .stage[aria-busy="true"] {
      animation: none;
    }
  }

  .picture {
    position: relative;
    width: min(100cqw, calc(100cqh * var(--ratio)), var(--widest));
    border-radius: 4px;
    box-shadow: 0 0 0 1px var(--pl-line), var(--pl-shadow);
    user-select: none;
  }

  .picture img {
    display: block;
    width: 100%;
    height: 100%;
    border-radius: inherit;
    image-orientation: none;
  }

  .picture.tiny img,
  .picture .mask {
    image-rendering: pixelated;
  }

  .picture .mask,
  .picture .boxes {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    overflow: visible;
    pointer-events: none;
  }

  .picture .mask {
    opacity: 0.5;
  }

  .boxes rect {
    fill-opacity: 0.12;
    stroke-width: 2.5px;
    vector-effect: non-scaling-stroke;
  }

  .tag {
    position: absolute;
    max-width: 14em;
    padding: 2px 7px;
    border-radius: 4px 4px 4px 0;
    background: var(--tag);
    color: #10131a;
    font-size: 12px;
    font-weight: 650;
    line-height: 1.3;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
    translate: -1px -100%;
    pointer-events: none;
  }

  .broken {
    display: grid;
    justify-items: center;
    gap: 8px;
    max-width: 440px;
    padding: 32px 24px;
    border: 1px dashed var(--pl-line-strong);
    border-radius: 16px;
    text-align: center;
  }

  .broken .icon {
    color: var(--pl-text-soft);
  }

  .broken p {
    margin: 0;
    color: var(--pl-text-soft);
  }

  .broken code {
    max-width: 100%;
    color: var(--pl-text-soft);
    font: 12px / 1.4 var(--pl-mono);
    overflow-wrap: anywhere;
  }
`;
