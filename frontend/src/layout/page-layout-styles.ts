import { css } from "lit";

/** Room enough: pane, target and side column beside each other. */
export const pageLayoutStyles = css`
  :host {
    display: block;
    height: var(--pl-page-height, max(100dvh, 320px));
    background: var(--pl-ground);
  }

  .page {
    display: flex;
    flex-direction: column;
    height: 100%;
    min-width: 0;
  }

  .headerContainer {
    display: flex;
    flex: none;
    align-items: center;
    gap: 12px;
    min-height: 56px;
    padding: 6px 12px 6px 20px;
    border-bottom: 1px solid var(--pl-line);
    background: var(--pl-surface);
  }

  .proposal {
    display: flex;
    flex: none;
    align-items: center;
    gap: 10px;
    min-height: 44px;
    margin: 0;
    padding: 0 12px 0 20px;
    border-bottom: 1px solid var(--pl-line);
    background: var(--pl-accent-soft);
    font-size: 14px;
  }

  .proposal .icon {
    flex: none;
    color: var(--pl-accent);
  }

  .proposal span {
    flex: 1;
    min-width: 0;
  }

  .proposal .quiet {
    flex: none;
    min-height: 44px;
  }

  .title {
    flex: 1;
    min-width: 0;
    margin: 0;
    font-size: 17px;
    font-weight: 620;
    line-height: 1.3;
    letter-spacing: -0.01em;
    text-wrap: balance;
    overflow-wrap: anywhere;
  }

  .undo-redo,
  .headerButtonsContainer {
    display: flex;
    flex: none;
    gap: 2px;
  }

  .undo-redo button:disabled {
    opacity: 0.4;
  }

  .body {
    display: grid;
    flex: 1;
    grid-template-columns: auto minmax(0, 1fr);
    grid-template-rows: minmax(0, 1fr) auto;
    min-height: 0;
  }

  .body.with-side {
    grid-template-columns: auto minmax(0, 1fr) minmax(300px, 25vw);
  }

  .pane,
  .target {
    grid-row: 1 / -1;
  }

  /* What a template's script puts beside the side column stands under it. */
  .with-side > :nth-child(n + 3) {
    grid-column: 3;
    grid-row: 2;
    max-height: 50vh;
    overflow: auto;
  }

  .scroll {
    display: contents;
  }

  .pane {
    display: flex;
    flex-direction: column;
    width: 280px;
    min-height: 0;
    border-right: 1px solid var(--pl-line);
    background: var(--pl-surface);
    transition: width var(--pl-quick);
  }

  .pane.closed {
    width: 52px;
  }

  .pane-toggle {
    display: flex;
    flex: none;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    min-height: 48px;
    padding: 0 16px 0 20px;
    border: 0;
    background: none;
    color: var(--pl-text-soft);
    font-size: 13px;
    font-weight: 620;
    text-align: start;
  }

  .pane-toggle:hover {
    color: var(--pl-text);
  }

  .pane-toggle:focus-visible {
    outline-offset: -3px;
    border-radius: var(--pl-radius);
  }

  .pane-toggle .icon {
    transition: rotate var(--pl-quick);
  }

  .pane.open .pane-toggle .icon {
    rotate: 180deg;
  }

  .pane.closed .pane-toggle {
    flex: 1;
    flex-direction: column-reverse;
    justify-content: flex-end;
    padding: 16px 0;
    writing-mode: vertical-rl;
  }

  .label-pane-content {
    flex: 1;
    min-height: 0;
    padding: 0 20px 20px;
    overflow: auto;
    font-size: 15px;
    overflow-wrap: anywhere;
  }

  .target {
    grid-column: 2;
    min-width: 0;
    min-height: 0;
    overflow: auto;
  }

  .target:focus-visible {
    outline-offset: -3px;
  }

  .pane[hidden] + .target {
    grid-column: 1 / 3;
  }

  .messages {
    flex: none;
    background: var(--pl-surface);
  }

  .messages:has(.alert) {
    border-top: 1px solid var(--pl-line);
  }

  .messages .alert {
    margin: 10px 20px 0;
  }

  #footerContainer {
    display: flex;
    flex: none;
    align-items: center;
    justify-content: flex-end;
    gap: 16px;
    padding: 10px 20px calc(10px + env(safe-area-inset-bottom));
    border-top: 1px solid var(--pl-line);
    background: var(--pl-surface);
  }

  .messages:has(.alert) + #footerContainer {
    border-top-color: transparent;
  }

  .hint {
    display: flex;
    gap: 20px;
    margin: 0;
    color: var(--pl-text-soft);
    font-size: 13px;
  }

  awsui-button {
    display: inline-block;
  }

  #footerContainer .primary {
    min-width: 148px;
    min-height: 44px;
    border-color: var(--pl-line-strong);
    background: var(--pl-raised);
    color: var(--pl-text);
    font-size: 16px;
  }

  #footerContainer .primary.answered {
    border-color: transparent;
    background: var(--pl-accent);
    color: var(--pl-on-accent);
  }

  #footerContainer .primary.answered:hover {
    background: var(--pl-accent-strong);
  }
`;
