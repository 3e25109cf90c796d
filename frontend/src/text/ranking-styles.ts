import { css } from "lit";

/** Boards with ranks; beside them the responses of `responseStyles`. */
export const rankingStyles = css`
  .response.pointed {
    border-color: var(--pl-accent);
    box-shadow: 0 0 0 1px var(--pl-accent), var(--pl-shadow);
  }

  .standings {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin: 0;
    padding: 12px 0 0;
    border-top: 1px solid var(--pl-line);
    list-style: none;
    font-size: 13px;
  }

  .standings li {
    display: flex;
    gap: 6px;
    padding: 2px 10px;
    border-radius: 99px;
    background: var(--pl-sunken);
    color: var(--pl-text-soft);
  }

  .standings b {
    color: var(--pl-text);
  }

  .standings .first {
    background: var(--pl-accent-soft);
  }

  .side .tools {
    display: flex;
    align-items: center;
    margin: -8px 0 -8px 2px;
    color: var(--pl-text-soft);
    font-size: 13px;
    font-weight: 620;
  }

  .side .tools span {
    flex: 1;
  }

  .board {
    padding: 12px;
    border: 1px solid var(--pl-line);
    border-radius: 14px;
  }

  .board.active {
    border-color: var(--pl-accent);
    box-shadow: inset 0 0 0 1px var(--pl-accent);
  }

  .board h2 {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: 8px;
    margin: 0 2px 8px;
    font-size: 15px;
    font-weight: 620;
    overflow-wrap: anywhere;
  }

  .board h2 small {
    flex: none;
    color: var(--pl-text-soft);
    font-weight: 400;
  }

  .board ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .rank {
    position: relative;
    display: flex;
    gap: 8px;
    padding: 4px 0;
    border-radius: var(--pl-radius);
  }

  .place {
    display: grid;
    flex: none;
    place-items: center;
    width: 26px;
    color: var(--pl-text-soft);
    font-variant-numeric: tabular-nums;
  }

  .group {
    display: grid;
    flex: 1;
    gap: 2px;
    min-width: 0;
    padding: 2px;
    border: 1px solid var(--pl-line);
    border-radius: var(--pl-radius);
    background: var(--pl-sunken);
  }

  .rank.on .group,
  .unranked.on {
    border-color: var(--pl-accent);
    background: var(--pl-accent-soft);
  }

  .rank.before::before,
  .rank.after::after,
  .rank-hint.before::before {
    position: absolute;
    inset: -1px 0 auto;
    height: 3px;
    border-radius: 2px;
    background: var(--pl-accent);
    content: "";
  }

  .rank.after::after {
    inset: auto 0 -1px;
  }

  .rank-hint {
    position: relative;
    padding: 14px;
    border: 1px dashed var(--pl-line-strong);
    border-radius: var(--pl-radius);
    color: var(--pl-text-soft);
    font-size: 14px;
    text-align: center;
  }

  .unranked {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin-top: 8px;
    padding: 6px;
    border: 1px solid transparent;
    border-radius: var(--pl-radius);
  }

  .chip {
    display: flex;
    align-items: center;
    min-width: 0;
    max-width: 100%;
    border-radius: calc(var(--pl-radius) - 2px);
    background: var(--pl-raised);
    box-shadow: 0 1px 2px rgb(0 0 0 / 14%);
    touch-action: none;
    user-select: none;
  }

  .chip.dragged {
    position: relative;
    z-index: 5;
    box-shadow: var(--pl-shadow-big);
    cursor: grabbing;
  }

  .response-chip {
    display: flex;
    flex: 1;
    align-items: center;
    gap: 10px;
    min-width: 0;
    min-height: 40px;
    padding: 4px 10px 4px 8px;
    border: 0;
    border-radius: inherit;
    background: none;
    text-align: start;
    cursor: grab;
    touch-action: none;
  }

  .unranked .response-chip {
    border: 1px solid var(--pl-line-strong);
  }

  .chip .letter {
    flex: none;
  }

  .unranked .start {
    display: none;
  }

  .start {
    overflow: hidden;
    color: var(--pl-text-soft);
    font-size: 14px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .nudge {
    flex: none;
    width: 32px;
    min-height: 40px;
    padding: 0;
  }

  .nudge.up .icon {
    rotate: -90deg;
  }

  .nudge.down .icon {
    rotate: 90deg;
  }
`;
