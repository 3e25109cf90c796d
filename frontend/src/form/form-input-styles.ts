/** What form elements share: their place in the text, and how they say what is wrong. */
import { css } from "lit";

export const formInputStyles = css`
  :host {
    display: inline-block;
    max-width: 100%;
    vertical-align: top;
    color: inherit;
  }

  /* Its content only stands in it because the tag was not closed: it flows as if it stood beside it. */
  :host([unclosed]) {
    display: inline;
  }

  .fault {
    display: flex;
    gap: 6px;
    align-items: flex-start;
    margin-top: 4px;
    color: var(--pl-bad);
    font-size: 14px;
    line-height: 1.4;
  }

  .fault .icon {
    margin-top: 2px;
  }
`;
