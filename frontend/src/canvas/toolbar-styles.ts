import { css } from "lit";

export const toolbarStyles = css`
  .toolbar {
    position: relative;
    z-index: 2;
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    padding: 6px 10px;
    border-bottom: 1px solid var(--pl-line);
    background: var(--pl-surface);
    container-type: inline-size;
  }

  .group {
    display: flex;
    gap: 2px;
  }

  .group + .group {
    padding-inline-start: 8px;
    border-inline-start: 1px solid var(--pl-line);
  }

  .group.end {
    margin-inline-start: auto;
  }

  .tool {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-width: 38px;
    height: 38px;
    padding: 0 8px;
    border: 1px solid transparent;
    border-radius: var(--pl-radius-small);
    background: none;
    color: var(--pl-text-soft);
    font-size: 14px;
    font-weight: 550;
    transition: background var(--pl-quick), color var(--pl-quick);
  }

  .tool:hover:not(:disabled) {
    background: var(--pl-sunken);
    color: var(--pl-text);
  }

  .tool[aria-pressed="true"] {
    background: var(--pl-accent-soft);
    color: var(--pl-accent-strong);
    border-color: var(--pl-accent);
  }

  .tool:disabled {
    opacity: 0.4;
  }

  .tool kbd {
    min-width: 20px;
    height: 20px;
    padding: 0 4px;
    text-transform: uppercase;
  }

  .light {
    position: absolute;
    inset: calc(100% + 8px) 10px auto auto;
    display: grid;
    gap: 12px;
    width: min(280px, calc(100% - 20px));
    padding: 16px;
    border: 1px solid var(--pl-line);
    border-radius: var(--pl-radius);
    background: var(--pl-raised);
    box-shadow: var(--pl-shadow-big);
    font-size: 14px;
  }

  .light label {
    display: grid;
    gap: 2px;
  }

  .light input {
    width: 100%;
    accent-color: var(--pl-accent);
  }

  @container (max-width: 1000px) {
    .group + .group {
      padding-inline-start: 5px;
    }

    .tool span,
    .tool kbd {
      display: none;
    }

    .tool {
      min-width: 34px;
      padding: 0 6px;
    }

    .group {
      gap: 1px;
    }
  }

  @media (max-width: 760px) {
    .toolbar {
      gap: 2px;
      padding: 4px;
    }

    /* One flow of buttons: groups would each begin a row. */
    .group {
      display: contents;
    }

    .tool {
      min-width: 40px;
      height: 42px;
    }
  }

  /* Two fingers zoom. */
  @media (hover: none) and (pointer: coarse) {
    #zoom-in,
    #zoom-out,
    .tool kbd {
      display: none;
    }
  }
`;
