import { css } from "lit";

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
