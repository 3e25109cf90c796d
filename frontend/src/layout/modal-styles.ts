import { css } from "lit";

export const modalStyles = css`
  dialog {
    width: min(680px, calc(100vw - 32px));
    max-height: min(760px, calc(100dvh - 48px));
    padding: 0;
    border: 1px solid var(--pl-line);
    border-radius: 16px;
    background: var(--pl-surface);
    color: var(--pl-text);
    box-shadow: var(--pl-shadow-big);
    overflow: hidden;
  }

  dialog[open] {
    display: flex;
    animation: appear var(--pl-quick);
  }

  dialog::backdrop {
    background: rgb(10 12 18 / 48%);
  }

  dialog[data-name="shortcuts"] {
    width: min(460px, calc(100vw - 32px));
  }

  @keyframes appear {
    from {
      opacity: 0;
      translate: 0 8px;
    }
  }

  .modal-box {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-width: 0;
  }

  .modal-header {
    display: flex;
    flex: none;
    align-items: center;
    justify-content: space-between;
    gap: 16px;
    padding: 14px 14px 10px 24px;
  }

  .modal-header h2 {
    margin: 0;
    font-size: 19px;
    font-weight: 640;
    letter-spacing: -0.01em;
    overflow-wrap: anywhere;
  }

  .modal-body {
    flex: 1;
    min-height: 0;
    padding: 4px 24px 24px;
    overflow: auto;
    overflow-wrap: anywhere;
  }

  .modal-actions {
    display: flex;
    flex: none;
    justify-content: flex-end;
    gap: 8px;
    padding: 12px 24px 20px;
  }

  .shortcuts {
    margin: 0;
  }

  .shortcuts > div {
    display: flex;
    align-items: center;
    gap: 16px;
    padding: 7px 0;
    border-bottom: 1px solid var(--pl-line);
  }

  .shortcuts > div:last-child {
    border-bottom: 0;
  }

  .shortcuts dt {
    flex: none;
    min-width: 108px;
    white-space: nowrap;
  }

  .shortcuts dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
`;
