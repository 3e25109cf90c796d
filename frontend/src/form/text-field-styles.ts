import { css } from "lit";

export const textFieldStyles = css`
  :host(:not([unclosed])) {
    display: block;
    margin: 8px 0;
  }

  .frame {
    position: relative;
    border: 1px solid var(--pl-control-line, light-dark(#8b93a5, #6b7385));
    border-radius: var(--pl-radius);
    background: var(--pl-raised);
    color: var(--pl-text);
    transition: border-color var(--pl-quick), box-shadow var(--pl-quick);
  }

  .frame:hover {
    border-color: var(--pl-text-soft);
  }

  .frame:focus-within {
    border-color: var(--pl-focus);
    box-shadow: 0 0 0 1px var(--pl-focus);
  }

  .frame.bad {
    border-color: var(--pl-bad);
  }

  .frame.bad:focus-within {
    box-shadow: 0 0 0 1px var(--pl-bad);
  }

  label {
    position: absolute;
    inset-inline: 14px;
    top: 15px;
    z-index: 1;
    overflow: hidden;
    color: var(--pl-text-soft);
    line-height: 1.4;
    white-space: nowrap;
    text-overflow: ellipsis;
    pointer-events: none;
    transition: top var(--pl-quick), font-size var(--pl-quick), color var(--pl-quick);
  }

  label i {
    color: var(--pl-bad);
    font-style: normal;
  }

  .floating label {
    top: 6px;
    font-size: 12px;
    font-weight: 550;
  }

  .frame:focus-within label {
    color: var(--pl-accent);
  }

  .frame.bad label {
    color: var(--pl-bad);
  }

  #control {
    display: block;
    width: 100%;
    min-height: 46px;
    margin: 0;
    padding: 10px 14px;
    border: 0;
    border-radius: inherit;
    outline: none;
    background: none;
  }

  .labelled #control {
    min-height: 52px;
    padding-top: 24px;
    padding-bottom: 6px;
  }

  #control::placeholder {
    color: var(--pl-text-soft);
    opacity: 1;
  }

  #control:disabled {
    cursor: not-allowed;
  }

  :host([disabled]) .frame {
    border-style: dashed;
    background: none;
    opacity: 0.7;
  }

  .below {
    display: flex;
    gap: 12px;
    justify-content: space-between;
  }

  .count {
    margin-inline-start: auto;
    padding-top: 4px;
    color: var(--pl-text-soft);
    font-size: 13px;
    font-variant-numeric: tabular-nums;
  }
`;
