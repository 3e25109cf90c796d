import { css } from "lit";

/** The column beside a text: labels, the chosen mark, the list of marks; and the tools over the text. */
export const markingSideStyles = css`
  .target {
    padding: 0 20px 24px;
  }

  .tools {
    position: sticky;
    top: 0;
    z-index: 2;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    max-width: 940px;
    margin: 0 auto;
    padding: 10px 0;
    background: var(--pl-ground);
  }

  .tools .switch {
    display: inline-flex;
    padding: 3px;
    border-radius: var(--pl-radius);
    background: var(--pl-sunken);
  }

  .switch button {
    min-height: 34px;
    padding: 0 12px;
    border: 0;
    border-radius: 7px;
    background: none;
    color: var(--pl-text-soft);
    font-size: 14px;
    font-weight: 550;
  }

  .switch button[aria-pressed="true"] {
    background: var(--pl-raised);
    color: var(--pl-text);
    box-shadow: var(--pl-shadow);
  }

  .find {
    display: flex;
    flex: 1 1 240px;
    align-items: center;
    gap: 4px;
    min-width: 0;
    padding-inline-start: 12px;
    border: 1px solid var(--pl-line-strong);
    border-radius: var(--pl-radius);
    background: var(--pl-surface);
    color: var(--pl-text-soft);
  }

  .find:focus-within {
    outline: 2px solid var(--pl-focus);
  }

  .find input {
    flex: 1;
    min-width: 60px;
    height: 38px;
    padding: 0 4px;
    border: 0;
    background: none;
    color: var(--pl-text);
    outline: 0;
  }

  .find .count {
    font-size: 13px;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }

  .find .round {
    width: 36px;
    min-height: 36px;
  }

  .back .icon {
    rotate: 180deg;
  }

  .find .link {
    padding: 0 10px;
    font-size: 14px;
    white-space: nowrap;
  }

  .marking-side {
    display: flex;
    flex-direction: column;
    min-height: 0;
    border-inline-start: 1px solid var(--pl-line);
    background: var(--pl-surface);
  }

  .marking-side h2 {
    margin: 0;
    padding: 16px 20px 8px;
    color: var(--pl-text-soft);
    font-size: 13px;
    font-weight: 620;
  }

  .marking-side .label-pane {
    flex: 0 1 auto;
    min-height: 96px;
    overflow: auto;
  }

  .labels {
    display: grid;
    gap: 4px;
    padding: 0 14px 12px;
  }

  .label-button button {
    display: flex;
    align-items: center;
    gap: 10px;
    width: 100%;
    min-height: 44px;
    padding: 6px 10px;
    border: 1px solid transparent;
    border-radius: var(--pl-radius);
    background: none;
    text-align: start;
    user-select: none;
    transition: background var(--pl-quick), border-color var(--pl-quick);
  }

  .label-button button:hover {
    background: var(--pl-sunken);
  }

  .label-button.selected button {
    border-color: var(--pl-accent);
    background: var(--pl-accent-soft);
  }

  .swatch {
    flex: none;
    width: 14px;
    height: 14px;
    border-radius: 4px;
    background: var(--mark);
    box-shadow: inset 0 0 0 1px rgb(0 0 0 / 12%);
  }

  .label-name {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
    line-height: 1.3;
  }

  .label-count {
    color: var(--pl-text-soft);
    font-size: 13px;
    font-variant-numeric: tabular-nums;
  }

  .said {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }

  .none {
    margin: 0;
    padding: 4px 20px 16px;
    color: var(--pl-text-soft);
    font-size: 14px;
  }

  @media (max-width: 760px) {
    .target {
      padding: 0 12px 16px;
    }

    .marking-side {
      flex: none;
      max-height: 42dvh;
      border-inline-start: 0;
      border-top: 1px solid var(--pl-line);
    }
  }
`;
