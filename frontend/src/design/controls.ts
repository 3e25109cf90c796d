/** Shared looks inside shadow roots: buttons, keys, focus. */
import { css } from "lit";
import { notices } from "./notices";

export const controls = css`
  :host {
    box-sizing: border-box;
    color: var(--pl-text);
    font: 16px / 1.5 var(--pl-font);
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  *,
  *::before,
  *::after {
    box-sizing: inherit;
  }

  button,
  input,
  textarea {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }

  button {
    -webkit-tap-highlight-color: transparent;
    touch-action: manipulation;
    cursor: pointer;
  }

  button:disabled {
    cursor: not-allowed;
  }

  :focus-visible {
    outline: 2px solid var(--pl-focus);
    outline-offset: 2px;
  }

  .icon {
    flex: none;
  }

  .quiet,
  .link,
  .primary,
  .normal {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-height: 40px;
    padding: 0 14px;
    border: 1px solid transparent;
    border-radius: var(--pl-radius);
    background: none;
    font-weight: 550;
    text-decoration: none;
    transition: background var(--pl-quick), border-color var(--pl-quick), color var(--pl-quick), opacity var(--pl-quick);
  }

  .quiet {
    color: var(--pl-text-soft);
  }

  .quiet:hover {
    background: var(--pl-sunken);
    color: var(--pl-text);
  }

  .round {
    width: 40px;
    padding: 0;
  }

  .link {
    min-height: 32px;
    padding: 0;
    color: var(--pl-accent);
    border-radius: var(--pl-radius-small);
  }

  .link:hover {
    text-decoration: underline;
    text-underline-offset: 3px;
  }

  .normal {
    border-color: var(--pl-line-strong);
    background: var(--pl-raised);
  }

  .normal:hover {
    border-color: var(--pl-accent);
    color: var(--pl-accent);
  }

  .primary {
    background: var(--pl-accent);
    color: var(--pl-on-accent);
  }

  .primary:hover {
    background: var(--pl-accent-strong);
  }

  .primary:disabled,
  .normal:disabled,
  .link:disabled {
    opacity: 0.55;
  }

  kbd {
    display: inline-grid;
    place-items: center;
    min-width: 24px;
    height: 24px;
    padding: 0 6px;
    border: 1px solid var(--pl-line-strong);
    border-bottom-width: 2px;
    border-radius: var(--pl-radius-small);
    background: var(--pl-raised);
    color: var(--pl-text-soft);
    font: 600 12px / 1 var(--pl-mono);
  }

  /* Where the template's own content shows: its colours may have been chosen for a white page. */
  .paper {
    background: var(--pl-paper);
    color: var(--pl-paper-text);
    color-scheme: var(--pl-paper-scheme, inherit);
  }

  ${notices}
`;
