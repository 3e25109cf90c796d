/** Notices and signs of waiting inside shadow roots. */
import { css } from "lit";

export const notices = css`
  .alert {
    display: flex;
    gap: 10px;
    align-items: flex-start;
    margin: 0;
    padding: 10px 14px;
    border-radius: var(--pl-radius);
    font-size: 15px;
    overflow-wrap: anywhere;
  }

  .alert.info {
    background: var(--pl-accent-soft);
    color: var(--pl-accent-strong);
  }

  .alert.good {
    background: var(--pl-good-soft);
    color: var(--pl-good);
  }

  .alert.warn {
    background: var(--pl-warn-soft);
    color: var(--pl-warn);
  }

  .alert.bad {
    background: var(--pl-bad-soft);
    color: var(--pl-bad);
  }

  .spinner {
    width: 1em;
    height: 1em;
    border: 2px solid currentColor;
    border-right-color: transparent;
    border-radius: 50%;
    animation: turn 0.7s linear infinite;
  }

  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .spinner {
      animation-duration: 4s;
    }
  }
`;
