import { css } from "lit";

/** The text with its marks: room under each line for the lanes of marks that overlap. */
export const textStyles = css`
  .card {
    max-width: 940px;
    margin: 0 auto;
    padding: 14px 0 22px;
    border: 1px solid var(--pl-line);
    border-radius: 14px;
    box-shadow: var(--pl-shadow);
  }

  .text {
    --lane: 15px;

    font-size: 17px;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    tab-size: 4;
    cursor: text;
    user-select: text;
    -webkit-user-select: text;
  }

  .text:focus-visible {
    outline: 0;
  }

  .card:has(.text:focus-visible) {
    outline: 2px solid var(--pl-focus);
  }

  .text ::selection {
    background: color-mix(in srgb, var(--pl-accent) 32%, transparent);
  }

  .block {
    position: relative;
    padding-inline: 28px;
    content-visibility: auto;
  }

  /* Half the room of a row would be above its words: they go up, so that all of it is free for the lanes. */
  .line {
    position: relative;
    top: calc(var(--lanes, 1) * -7px);
    line-height: calc(26px + var(--lanes, 1) * var(--lane));
    text-align: start;
    unicode-bidi: plaintext;
  }

  .line.blank {
    --lanes: 0;
  }

  .layer {
    position: absolute;
    inset: 0;
    pointer-events: none;
    direction: ltr;
    white-space: normal;
  }

  .mark {
    position: absolute;
    border-radius: 4px;
    background: color-mix(in srgb, var(--mark) 22%, transparent);
  }

  .mark::after {
    position: absolute;
    inset: calc(100% + var(--lane) * var(--at) + 1px) 0 auto;
    height: 3px;
    border-radius: 2px;
    background: var(--mark);
    content: "";
  }

  .mark.pointed {
    background: color-mix(in srgb, var(--mark) 40%, transparent);
  }

  .mark.chosen {
    outline: 2px solid var(--pl-focus);
    outline-offset: 1px;
  }

  .mark.found {
    background: light-dark(#ffe58a, #6b5600);
  }

  .mark.found.current {
    outline: 2px solid light-dark(#b98900, #ffd84d);
  }

  .mark.found::after {
    content: none;
  }

  .tag {
    position: absolute;
    top: calc(100% + var(--lane) * var(--at) + 4px);
    inset-inline-start: 0;
    font: 600 11px / 11px var(--pl-font);
    letter-spacing: 0.01em;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .caret,
  .beacon {
    position: absolute;
    width: 2px;
    pointer-events: none;
  }

  .caret {
    display: none;
    background: var(--pl-focus);
    animation: blink 1.1s steps(2, jump-none) infinite;
  }

  .text:focus-visible .caret {
    display: block;
  }

  .beacon {
    scroll-margin: 90px 20px;
  }

  @keyframes blink {
    to {
      opacity: 0;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .caret {
      animation: none;
    }
  }

  @media (max-width: 760px) {
    .card {
      padding: 8px 0 16px;
    }

    .block {
      padding-inline: 16px;
    }
  }
`;
