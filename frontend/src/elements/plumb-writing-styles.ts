import { css } from "lit";

export const writingStyles = css`
  .writing-head {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 4px 12px;
    min-height: 32px;
  }

  .writing-head > label,
  .writing-head > h2 {
    margin: 0;
    color: var(--pl-text-soft);
    font-size: 13px;
    font-weight: 620;
  }

  textarea.writing {
    display: block;
    flex: 1;
    width: 100%;
    min-height: 120px;
    padding: 12px 14px;
    border: 1px solid var(--pl-line-strong);
    border-radius: var(--pl-radius);
    background: var(--pl-raised);
    color: var(--pl-text);
    font-size: 17px;
    line-height: 1.6;
    resize: none;
  }

  textarea.writing:focus-visible {
    border-color: var(--pl-accent);
    outline: 1px solid var(--pl-accent);
    outline-offset: 0;
  }

  textarea.writing::placeholder {
    color: var(--pl-text-soft);
  }

  .count {
    flex: none;
    margin: 0;
    color: var(--pl-text-soft);
    font-size: 13px;
    font-variant-numeric: tabular-nums;
  }

  .count.over {
    color: var(--pl-bad);
    font-weight: 600;
  }

  /* Two texts beside each other, below each other where there is no room. */
  .two {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 20px;
    min-height: 100%;
    padding: 20px;
  }

  .column {
    display: flex;
    flex-direction: column;
    gap: 8px;
    min-width: 0;
  }

  .read {
    flex: 1;
    margin: 0;
    padding: 12px 14px;
    border: 1px solid var(--pl-line);
    border-radius: var(--pl-radius);
    background: var(--pl-surface);
    font-size: 17px;
    line-height: 1.6;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  .tools {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
  }

  @media (max-width: 760px) {
    .two {
      display: flex;
      flex-direction: column;
      gap: 12px;
      padding: 12px;
    }

    .two .read {
      flex: none;
    }

    .two textarea.writing {
      min-height: 180px;
    }
  }
`;
