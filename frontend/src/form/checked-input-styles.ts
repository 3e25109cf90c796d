import { css } from "lit";

export const checkedInputStyles = css`
  :host(:not([unclosed])) {
    margin-inline-end: 16px;
    padding: 5px 0;
    border-radius: var(--pl-radius-small);
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
  }

  :host(:focus-visible) {
    outline: none;
  }

  .row {
    display: inline-flex;
    gap: 10px;
    align-items: flex-start;
  }

  .label {
    min-width: 0;
    overflow-wrap: anywhere;
  }

  .mark {
    position: relative;
    display: inline-grid;
    flex: none;
    place-items: center;
    width: 20px;
    height: 20px;
    margin: 2px 0;
    border: 2px solid var(--pl-control-line, light-dark(#767e90, #8d96a8));
    background: var(--pl-raised);
    color: var(--pl-on-accent);
    cursor: pointer;
    transition: background var(--pl-quick), border-color var(--pl-quick), box-shadow var(--pl-quick);
  }

  /* A finger needs more room than the drawing takes. */
  .mark::after {
    position: absolute;
    inset: -8px;
    content: "";
  }

  .mark.alone {
    margin-inline-end: 8px;
    vertical-align: middle;
  }

  :host(:hover) .mark,
  .mark.alone:hover {
    border-color: var(--pl-accent);
  }

  :host(:focus-visible) .mark,
  .mark.alone:focus-visible {
    outline: 2px solid var(--pl-focus);
    outline-offset: 2px;
  }

  :host([checked]) .mark {
    border-color: var(--pl-accent);
    background: var(--pl-accent);
  }

  :host([aria-invalid]) .mark {
    border-color: var(--pl-bad);
  }

  :host([disabled]) .row,
  :host([disabled]) .mark.alone,
  :host([aria-disabled="true"]) .row {
    opacity: 0.55;
    cursor: not-allowed;
  }
`;
