import { css } from "lit";

export const documentStyles = css`
  .pages {
    display: flex;
    flex: none;
    align-items: center;
    gap: 4px;
    padding: 6px 10px;
    border-bottom: 1px solid var(--pl-line);
    background: var(--pl-surface);
  }

  .turned {
    display: inline-flex;
    rotate: 180deg;
  }

  .pages .tool .turned {
    display: inline-flex;
  }

  .pages ol {
    display: flex;
    flex: 1;
    gap: 4px;
    min-width: 0;
    margin: 0;
    padding: 3px;
    overflow-x: auto;
    list-style: none;
    scrollbar-width: thin;
  }

  .page-button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 3px;
    min-width: 38px;
    height: 34px;
    padding: 0 6px;
    border: 1px solid var(--pl-line-strong);
    border-radius: var(--pl-radius-small);
    background: var(--pl-raised);
    font-size: 14px;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }

  .page-button.done {
    border-color: var(--pl-good);
    color: var(--pl-good);
  }

  .page-button[aria-current="page"] {
    border-color: var(--pl-accent);
    background: var(--pl-accent-soft);
    color: var(--pl-accent-strong);
    box-shadow: inset 0 0 0 1px var(--pl-accent);
  }

  .fields {
    display: grid;
    gap: 10px;
  }

  .field {
    display: grid;
    gap: 4px;
    font-size: 14px;
    font-weight: 600;
  }

  .field i {
    color: var(--pl-bad);
    font-style: normal;
  }

  .field :is(input, select) {
    width: 100%;
    min-height: 42px;
    padding: 6px 12px;
    border: 1px solid var(--pl-line-strong);
    border-radius: var(--pl-radius-small);
    background: var(--pl-raised);
    color: var(--pl-text);
    font: inherit;
    font-size: 16px;
    font-weight: 400;
    color-scheme: inherit;
  }

  .unreadable {
    display: grid;
    flex: 1;
    place-content: center;
    justify-items: center;
    gap: 8px;
    padding: 32px 24px;
    text-align: center;
  }

  .unreadable p {
    max-width: 440px;
    margin: 0;
    color: var(--pl-text-soft);
  }

  .form {
    gap: 16px;
  }

  .form .category-picker-wrapper {
    flex: none;
    padding: 0;
    border: 0;
    overflow: visible;
  }

  @media (max-width: 760px) {
    .pages {
      padding: 4px;
    }

    .page-button {
      min-width: 44px;
      height: 42px;
    }

    .form {
      gap: 10px;
      max-height: 42dvh;
    }

    .form .category-picker-wrapper {
      max-height: none;
    }

    .fields {
      grid-template-columns: repeat(auto-fit, minmax(150px, 1fr));
    }
  }
`;
