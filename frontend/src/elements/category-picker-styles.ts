import { css } from "lit";

export const categoryPickerStyles = css`
  .categories {
    display: grid;
    grid-auto-rows: minmax(52px, auto);
    gap: 8px;
  }

  .categories.tiny {
    grid-template-columns: repeat(2, minmax(0, 1fr));
  }

  .category-button {
    display: flex;
    align-items: center;
    gap: 12px;
    min-width: 0;
    padding: 8px 12px;
    border: 1px solid var(--pl-line);
    border-radius: var(--pl-radius);
    background: var(--pl-raised);
    font-size: 16px;
    font-weight: 520;
    text-align: start;
    transition: background var(--pl-quick), border-color var(--pl-quick), box-shadow var(--pl-quick);
  }

  .category-button:hover {
    border-color: var(--pl-line-strong);
    background: color-mix(in srgb, var(--pl-accent-soft) 45%, var(--pl-raised));
  }

  .category-button.selected {
    border-color: var(--pl-accent);
    background: var(--pl-accent-soft);
    box-shadow: inset 0 0 0 1px var(--pl-accent);
  }

  .category-button:disabled {
    border-color: var(--pl-line);
    background: none;
    color: var(--pl-text-soft);
    opacity: 0.6;
  }

  .category-button.apart {
    grid-column: 1 / -1;
    margin-top: 8px;
    border-style: dashed;
    border-color: var(--pl-line-strong);
  }

  .category-button.apart.selected {
    border-style: solid;
    border-color: var(--pl-accent);
  }

  .category-label {
    flex: 1;
    min-width: 0;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }

  .category-hotkey {
    display: inline-grid;
    flex: none;
    place-items: center;
    width: 26px;
    height: 26px;
    border: 1px solid var(--pl-line);
    border-radius: var(--pl-radius-small);
    background: var(--pl-ground);
    color: var(--pl-text-soft);
    font: 600 13px / 1 var(--pl-mono);
    vertical-align: baseline;
  }

  .selected .category-hotkey {
    border-color: transparent;
    background: var(--pl-accent);
    color: var(--pl-on-accent);
  }

  /* A category that is its own key needs no badge. */
  .category-hotkey.same {
    display: none;
  }

  .category-hotkey.same + .category-label {
    font-size: 19px;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    text-indent: 6px;
  }

  .category-check {
    display: grid;
    flex: none;
    color: var(--pl-accent);
    opacity: 0;
    scale: 0.6;
    transition: opacity var(--pl-quick), scale var(--pl-quick);
  }

  .selected .category-check {
    opacity: 1;
    scale: 1;
  }

  .category-filter {
    position: sticky;
    top: -16px;
    z-index: 1;
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 44px;
    padding: 0 12px;
    border: 1px solid var(--pl-line-strong);
    border-radius: var(--pl-radius);
    background: var(--pl-surface);
    color: var(--pl-text-soft);
  }

  .category-filter:focus-within {
    border-color: var(--pl-accent);
    box-shadow: 0 0 0 1px var(--pl-accent);
  }

  .category-filter input {
    flex: 1;
    min-width: 0;
    min-height: 42px;
    padding: 0;
    border: 0;
    outline: 0;
    background: none;
    color: var(--pl-text);
  }

  @media (max-width: 760px) {
    .category-filter {
      top: -10px;
    }

    .categories.tiny {
      grid-template-columns: repeat(5, minmax(0, 1fr));
    }

    .categories.short {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }

    .categories.tiny .category-check {
      display: none;
    }

    .categories.tiny .category-button {
      justify-content: center;
      padding: 8px 4px;
      font-size: 18px;
    }

    .categories.tiny .category-label {
      flex: none;
      text-indent: 0;
    }
  }

  /* A finger has no keyboard: the badge would only take room. */
  @media (hover: none) and (pointer: coarse) {
    .category-hotkey {
      display: none;
    }
  }
`;
