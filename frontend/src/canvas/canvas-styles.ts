import { css } from "lit";

export const canvasStyles = css`
  .target {
    display: flex;
    flex-direction: column;
    overflow: hidden;
  }

  .surface {
    position: relative;
    flex: 1;
    min-height: 220px;
    overflow: hidden;
    background: var(--pl-sunken);
  }

  .surface canvas {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    transform-origin: 0 0;
    pointer-events: none;
  }

  .surface .upper-canvas {
    touch-action: none;
    pointer-events: auto;
    cursor: var(--tool-cursor, crosshair);
  }

  .surface.space .upper-canvas {
    cursor: grab;
  }

  .surface.panning .upper-canvas {
    cursor: grabbing;
  }

  .upper-canvas:focus-visible {
    outline-offset: -3px;
  }

  .loading {
    position: absolute;
    inset: auto auto 12px 12px;
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 6px 12px;
    border-radius: var(--pl-radius);
    background: var(--pl-raised);
    box-shadow: var(--pl-shadow);
    color: var(--pl-text-soft);
    font-size: 14px;
    pointer-events: none;
  }

  .holder {
    position: relative;
    display: flex;
    flex: 1;
    min-height: 0;
  }

  .spoken {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }

  @media (max-width: 760px) {
    .scroll > .target {
      height: 100%;
      min-height: 320px;
      overflow: hidden;
    }

    .scroll > .pane:not([hidden]) + .target {
      height: calc(100% - 48px);
    }
  }
`;
