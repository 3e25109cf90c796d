import { css } from "lit";

/** The column beside the target: categories, labels, fields. Below the target where there is no room. */
export const sideColumnStyles = css`
  .side-column {
    display: flex;
    flex-direction: column;
    gap: 12px;
    min-width: 0;
    min-height: 0;
    padding: 16px;
    border-left: 1px solid var(--pl-line);
    background: var(--pl-surface);
    overflow: auto;
  }

  .side-heading {
    margin: 0;
    padding: 0 4px;
    color: var(--pl-text-soft);
    font-size: 13px;
    font-weight: 620;
  }

  .side-column .none {
    margin: 0;
    padding: 0 4px;
    color: var(--pl-text-soft);
  }

  @media (max-width: 760px) {
    .side-column {
      flex: none;
      gap: 8px;
      max-height: 46dvh;
      padding: 10px 12px 4px;
      border-top: 1px solid var(--pl-line);
      border-left: 0;
    }
  }
`;
