import { css } from "lit";

export const verdictStyles = css`
  .verdict {
    position: sticky;
    bottom: 0;
    z-index: 1;
    display: grid;
    flex: none;
    gap: 12px;
    margin: 0 -20px -20px;
    padding: 12px 20px 16px;
    border-top: 1px solid var(--pl-line);
    background: var(--pl-surface);
    box-shadow: 0 -6px 18px rgb(0 0 0 / 6%);
  }

  /* What the focus goes to is not hidden behind the bar (WCAG 2.2, 2.4.11). */
  .scroll:has(.verdict),
  .target:has(.verdict) {
    scroll-padding-bottom: 130px;
  }

  .row legend {
    padding: 0 0 8px;
    color: var(--pl-text-soft);
    font-size: 13px;
    font-weight: 620;
  }

  .row legend strong {
    margin-inline-start: 6px;
    color: var(--pl-accent);
    font-weight: 650;
  }

  .choices {
    display: flex;
    gap: 6px;
  }

  .choice {
    position: relative;
    display: flex;
    flex: 1 1 0;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-width: 0;
    min-height: 48px;
    padding: 6px 8px;
    border: 1px solid var(--pl-line-strong);
    border-radius: var(--pl-radius-small);
    font-size: 14px;
    font-weight: 550;
    line-height: 1.2;
    text-align: center;
    cursor: pointer;
    transition: background var(--pl-quick), border-color var(--pl-quick);
  }

  .scale .choice {
    background: color-mix(in srgb, var(--pl-accent-soft) calc(var(--strength) * 100%), var(--pl-raised));
  }

  .choice:hover {
    border-color: var(--pl-accent);
  }

  .choice.chosen {
    border-color: var(--pl-accent);
    background: var(--pl-accent);
    color: var(--pl-on-accent);
  }

  .choice .short {
    display: none;
  }

  .scale .choice .short {
    display: inline;
    font-weight: 700;
  }

  .scale .choice.tie .short {
    display: none;
  }

  .choice kbd {
    position: absolute;
    top: -9px;
    right: 6px;
    min-width: 18px;
    height: 18px;
    padding: 0 4px;
    border-bottom-width: 1px;
    font-size: 11px;
  }

  .choice.chosen kbd {
    border-color: var(--pl-accent);
    color: var(--pl-accent);
  }

  .scale-ends {
    display: none;
    justify-content: space-between;
    margin: 4px 0 0;
    color: var(--pl-text-soft);
    font-size: 12px;
  }

  @media (max-width: 760px) {
    .scale-ends {
      display: flex;
    }

    .verdict {
      margin: 0 -12px -12px;
      padding: 8px 12px 10px;
    }

    .choices {
      gap: 4px;
    }

    .choice {
      padding: 4px;
    }

    .scale .choice .long,
    .choice kbd {
      display: none;
    }

    .scale .choice.tie .short {
      display: inline;
    }
  }

  @media (hover: none) and (pointer: coarse) {
    .choice kbd {
      display: none;
    }
  }
`;
