import { css } from "lit";

export const audioStyles = css`
  .recorder {
    position: sticky;
    top: 0;
    z-index: 2;
    background: var(--pl-surface);
  }

  .wave {
    min-height: 146px;
    padding: 8px 12px 0;
    color: var(--pl-text-soft);
  }

  .wave[aria-busy="true"] {
    background: linear-gradient(100deg, transparent 30%, var(--pl-line) 50%, transparent 70%) 0 0 / 300% 100%;
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
    .wave[aria-busy="true"] {
      animation: none;
    }
  }

  /* A finger draws and moves edges; where neither is at hand it scrolls. */
  .wave.drawn > ::part(wrapper) {
    touch-action: pan-y;
  }

  .wave > ::part(region-handle) {
    touch-action: none;
  }

  .wave > ::part(region-content) {
    color: var(--pl-text);
    font: 600 12px / 1.4 var(--pl-font);
    white-space: nowrap;
  }

  .toolbar {
    gap: 4px;
    border-top: 1px solid var(--pl-line);
  }

  .play {
    min-width: 48px;
    background: var(--pl-accent);
    color: var(--pl-on-accent);
  }

  .play:hover:not(:disabled) {
    background: var(--pl-accent-strong);
    color: var(--pl-on-accent);
  }

  .times {
    margin-inline: 4px;
    color: var(--pl-text-soft);
    font: 14px / 1 var(--pl-mono);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }

  .clock {
    color: var(--pl-text);
    font-weight: 600;
  }

  .speed {
    width: 76px;
    height: 38px;
    padding: 0 4px;
    border: 1px solid var(--pl-line-strong);
    border-radius: var(--pl-radius-small);
    background: var(--pl-raised);
    color: var(--pl-text);
    font: inherit;
    font-size: 14px;
  }

  .rows,
  .list {
    display: grid;
    gap: 8px;
  }

  .rows {
    padding: 12px;
  }

  .segment {
    display: grid;
    gap: 6px;
    padding: 6px 10px 6px 12px;
    border: 1px solid var(--pl-line);
    border-inline-start: 5px solid var(--swatch);
    border-radius: var(--pl-radius);
    background: var(--pl-surface);
    scroll-margin-top: 220px;
  }

  .segment.chosen {
    border-color: var(--pl-accent);
    border-inline-start-color: var(--swatch);
    box-shadow: 0 0 0 1px var(--pl-accent);
  }

  .segment-head {
    display: flex;
    align-items: center;
    gap: 6px;
    min-width: 0;
    color: var(--pl-text-soft);
  }

  .place {
    font-size: 13px;
    font-weight: 620;
    font-variant-numeric: tabular-nums;
  }

  .segment-label {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    color: var(--pl-text);
    font-size: 15px;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .time {
    width: 92px;
    height: 36px;
    padding: 0 6px;
    border: 1px solid var(--pl-line-strong);
    border-radius: var(--pl-radius-small);
    background: var(--pl-raised);
    font: 14px / 1 var(--pl-mono);
    text-align: end;
  }

  .segment textarea {
    display: block;
    width: 100%;
    min-height: 44px;
    padding: 8px 10px;
    border: 1px solid var(--pl-line-strong);
    border-radius: var(--pl-radius-small);
    background: var(--pl-raised);
    font-size: 17px;
    line-height: 1.5;
    field-sizing: content;
    resize: vertical;
  }

  .none-button {
    justify-self: start;
    min-height: 44px;
  }

  .none-button[aria-pressed="true"] {
    border-color: var(--pl-accent);
    background: var(--pl-accent-soft);
    color: var(--pl-accent-strong);
  }

  .broken {
    display: grid;
    justify-items: center;
    gap: 8px;
    padding: 32px 24px;
    text-align: center;
  }

  .broken p {
    margin: 0;
    color: var(--pl-text-soft);
  }

  @media (max-width: 760px) {
    .wave {
      padding: 4px 4px 0;
    }

    .rows {
      padding: 8px;
    }

    .time {
      width: 76px;
      height: 40px;
      font-size: 13px;
    }
  }
`;
