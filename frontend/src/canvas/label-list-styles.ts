import { css } from "lit";

export const labelListStyles = css`
  .label-buttons {
    display: grid;
    gap: 6px;
  }

  .label-button {
    display: flex;
    align-items: stretch;
    min-width: 0;
    border: 1px solid var(--pl-line);
    border-radius: var(--pl-radius);
    background: var(--pl-raised);
    transition: background var(--pl-quick), border-color var(--pl-quick);
  }

  .label-button:hover {
    border-color: var(--pl-line-strong);
  }

  .label-button.selected {
    border-color: var(--pl-accent);
    background: var(--pl-accent-soft);
    box-shadow: inset 0 0 0 1px var(--pl-accent);
  }

  .label-choice {
    display: flex;
    flex: 1;
    align-items: center;
    gap: 12px;
    min-width: 0;
    min-height: 44px;
    padding: 6px 0 6px 10px;
    border: 0;
    border-radius: inherit;
    background: none;
    font-size: 15px;
    font-weight: 520;
    text-align: start;
  }

  .swatch {
    display: grid;
    flex: none;
    place-items: center;
    width: 26px;
    height: 26px;
    border-radius: var(--pl-radius-small);
    background: var(--swatch);
    box-shadow: inset 0 0 0 1px rgb(0 0 0 / 18%);
  }

  .swatch span {
    padding: 0 4px;
    border-radius: 4px;
    background: rgb(255 255 255 / 88%);
    color: #10131a;
    font: 650 12px / 16px var(--pl-mono);
  }

  .label-name {
    flex: 1;
    min-width: 0;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }

  .label-count {
    color: var(--pl-text-soft);
    font-size: 13px;
    font-variant-numeric: tabular-nums;
  }

  .label-eye {
    display: grid;
    flex: none;
    place-items: center;
    width: 40px;
    border: 0;
    border-radius: inherit;
    background: none;
    color: var(--pl-text-soft);
  }

  .label-eye:hover,
  .label-eye[aria-pressed="true"] {
    color: var(--pl-text);
  }

  .nothing {
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 44px;
    padding: 0 4px;
    font-size: 15px;
  }

  .nothing:has(:disabled) {
    color: var(--pl-text-soft);
    opacity: 0.7;
  }

  .nothing input {
    width: 18px;
    height: 18px;
    margin: 0;
    accent-color: var(--pl-accent);
  }

  @media (max-width: 760px) {
    .labels {
      gap: 4px;
      max-height: 40dvh;
      padding: 8px 12px 0;
    }

    h2#labels-heading {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }

    .label-buttons {
      display: flex;
      flex-wrap: wrap;
      max-height: 116px;
      overflow-y: auto;
    }

    .label-choice {
      gap: 8px;
    }
  }

  @media (hover: none) and (pointer: coarse) {
    .swatch span {
      display: none;
    }
  }
`;
