import { css } from "lit";

export const crowdFormStyles = css`
  :host {
    height: auto;
    background: none;
  }

  :host([paged]) #crowd-form-content {
    height: max(100dvh, 320px);
  }

  #react-mount-point,
  crowd-array,
  crowd-task {
    display: contents;
  }

  /* The page shows through: a template may colour it, the form itself, or stand a picture behind a canvas of its own. */
  :host(:not([paged], [filled])) #crowd-form-content {
    padding: 8px 20px 24px;
    background: none;
  }

  .sheet {
    --pl-page-height: calc(100dvh - 180px);

    padding: 24px;
  }

  /* What a template makes 100% high fills the page; what is longer makes it longer. */
  .sheet,
  :host([paged]) ::slotted(form) {
    height: 100%;
    min-height: max-content;
  }

  /* In sight wherever the first bad field was scrolled to. */
  #errors-box {
    position: sticky;
    bottom: 12px;
    z-index: 5;
  }

  /* A widget fills the page: over its footer, so that Submit stays free. */
  :host([filled]) #errors-box {
    position: fixed;
    inset: auto 0 84px;
  }

  #errors-box .alert {
    margin: 0 16px;
    padding-block: 12px;
    box-shadow: var(--pl-shadow);
  }

  #answers-box {
    position: fixed;
    inset: auto 16px 16px;
    z-index: 10;
    display: grid;
    gap: 12px;
    max-width: 640px;
    max-height: 70dvh;
    margin: 0 auto;
    padding: 20px;
    border: 1px solid var(--pl-line);
    border-radius: 16px;
    background: var(--pl-raised);
    box-shadow: var(--pl-shadow-big);
  }

  #answers-box pre {
    margin: 0;
    padding: 14px 16px;
    border-radius: var(--pl-radius);
    background: var(--pl-sunken);
    font: 13px / 1.55 var(--pl-mono);
    overflow: auto;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  #answers-box .normal {
    justify-self: end;
  }
`;
