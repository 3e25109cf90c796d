import { css } from "lit";

export const pairListStyles = css`
  .body.with-side {
    grid-template-columns: auto minmax(0, 1fr) minmax(320px, 30vw);
  }

  .pairs h2 {
    display: flex;
    justify-content: space-between;
  }

  .pairs h2 span {
    font-variant-numeric: tabular-nums;
  }

  .pairs ol {
    display: grid;
    gap: 10px;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .pair {
    display: grid;
    gap: 4px;
    padding: 8px 12px 4px;
    border: 1px solid var(--pl-line);
    border-radius: var(--pl-radius);
    background: var(--pl-raised);
    transition: border-color var(--pl-quick), box-shadow var(--pl-quick);
  }

  .pair.open {
    border-style: dashed;
    border-color: var(--pl-warn);
  }

  .pair.selected {
    border-color: var(--pl-accent);
    box-shadow: inset 0 0 0 1px var(--pl-accent);
  }

  .field {
    display: flex;
    align-items: center;
    gap: 8px;
    min-width: 0;
  }

  .field .dot {
    flex: none;
    width: 10px;
    height: 10px;
    border-radius: 3px;
    background: #0072b2;
  }

  .field.value .dot {
    border-radius: 50%;
    background: #d55e00;
  }

  .field input {
    flex: 1;
    min-width: 0;
    height: 38px;
    padding: 0 10px;
    border: 1px solid var(--pl-line-strong);
    border-radius: var(--pl-radius-small);
    background: var(--pl-ground);
    color: var(--pl-text);
  }

  .field.key input {
    font-weight: 600;
  }

  .field input:disabled {
    border-style: dashed;
    background: none;
  }

  .field strong {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }

  .field .round {
    flex: none;
    width: 38px;
    min-height: 38px;
  }

  .draw[aria-pressed="true"] {
    background: var(--pl-accent-soft);
    color: var(--pl-accent-strong);
  }

  .aliases {
    margin: 0;
    padding-inline-start: 18px;
    color: var(--pl-text-soft);
    font-size: 13px;
  }

  .outcomes {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 16px;
    padding-inline-start: 18px;
    font-size: 14px;
  }

  .outcomes label {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-height: 32px;
    cursor: pointer;
  }

  .outcomes input {
    width: 18px;
    height: 18px;
    margin: 0;
    accent-color: var(--pl-accent);
  }

  .outcomes .round {
    width: 38px;
    min-height: 32px;
    margin-inline-start: auto;
  }

  .pairs .add {
    flex: none;
  }

  .drawing {
    position: absolute;
    inset: 12px auto auto 12px;
    max-width: calc(100% - 24px);
    margin: 0;
    padding: 6px 12px;
    border-radius: var(--pl-radius);
    box-shadow: var(--pl-shadow);
    pointer-events: none;
    background: var(--pl-accent-soft);
    color: var(--pl-accent-strong);
    font-size: 14px;
    font-weight: 550;
  }

  .group[hidden] + .group {
    padding: 0;
    border: 0;
  }

  @media (pointer: coarse) {
    .field input,
    .field .round,
    .outcomes label,
    .outcomes .round {
      min-height: 44px;
    }
  }
`;
