import { css } from "lit";

/** The list of marks, and the one that is chosen. */
export const spanListStyles = css`
  .chosen-mark {
    display: grid;
    gap: 8px;
    margin: 0 14px;
    padding: 12px 14px;
    border-radius: var(--pl-radius);
    background: var(--pl-sunken);
    font-size: 14px;
  }

  .chosen-mark p {
    display: flex;
    align-items: center;
    gap: 8px;
    min-width: 0;
    margin: 0;
  }

  .chosen-mark q {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-weight: 600;
  }

  .chosen-mark .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }

  .chosen-mark .normal {
    min-height: 36px;
    padding: 0 12px;
    font-size: 14px;
  }

  .rows {
    flex: 1 1 160px;
    min-height: 0;
    padding: 0 14px;
    overflow: auto;
    overflow-anchor: none;
  }

  .row {
    height: 40px;
    padding-bottom: 2px;
  }

  .row button {
    display: flex;
    align-items: center;
    gap: 10px;
    width: 100%;
    height: 38px;
    padding: 0 10px;
    border: 0;
    border-radius: var(--pl-radius-small);
    background: none;
    text-align: start;
    font-size: 14px;
  }

  .row button:hover {
    background: var(--pl-sunken);
  }

  .row.chosen button {
    background: var(--pl-accent-soft);
  }

  .row :is(.swatch, small) {
    flex: none;
  }

  .row .words-of {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .row small {
    max-width: 40%;
    overflow: hidden;
    color: var(--pl-text-soft);
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .more {
    display: block;
    max-width: 940px;
    margin: 16px auto 0;
  }

  @media (max-width: 760px) {
    .marking-side h2,
    .marking-side .rows,
    .marking-side kbd {
      display: none;
    }

    .marking-side .label-pane {
      flex: none;
      min-height: 0;
    }

    .labels {
      display: flex;
      gap: 8px;
      padding: 8px 12px;
      overflow-x: auto;
    }

    .label-button {
      flex: none;
      max-width: 60vw;
    }

    .label-button button {
      border-color: var(--pl-line-strong);
    }

    .chosen-mark {
      order: -1;
      margin: 8px 12px 0;
      padding: 8px 12px;
    }
  }
`;
