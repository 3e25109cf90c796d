/**
 * Design tokens. They are set on the document's root and inherited into every shadow root, so a template may override
 * any of them, and the theme changes in one place. Text on its surface keeps WCAG AA (4.5 : 1) in both themes.
 */
import { css } from "lit";

export const tokens = css`
  @layer plumbline {
    :root {
      color-scheme: light dark;
      --pl-font: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif,
        "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji";
      --pl-mono: ui-monospace, "SF Mono", "Cascadia Code", "Roboto Mono", Menlo, Consolas, monospace;

      --pl-ground: light-dark(#f4f5f8, #101217);
      --pl-surface: light-dark(#ffffff, #181b22);
      --pl-raised: light-dark(#ffffff, #20242d);
      --pl-sunken: light-dark(#eceef3, #0b0d11);
      --pl-line: light-dark(#dfe2ea, #2c313c);
      --pl-line-strong: light-dark(#c3c8d4, #454c5b);
      --pl-text: light-dark(#171a21, #eceef3);
      --pl-text-soft: light-dark(#565d6d, #a3abbb);

      --pl-accent: light-dark(#3b4fd8, #8f9dff);
      --pl-accent-strong: light-dark(#2f40b8, #a9b4ff);
      --pl-on-accent: light-dark(#ffffff, #0e1230);
      --pl-accent-soft: light-dark(#eceffd, #23284a);
      --pl-focus: light-dark(#3b4fd8, #a9b4ff);

      --pl-good: light-dark(#16794a, #5fd39a);
      --pl-good-soft: light-dark(#e6f6ee, #12301f);
      --pl-warn: light-dark(#8a5a00, #f3c063);
      --pl-warn-soft: light-dark(#fdf3dc, #35280d);
      --pl-bad: light-dark(#b3261e, #ff9a90);
      --pl-bad-soft: light-dark(#fdecea, #3c1714);

      --pl-radius: 10px;
      --pl-radius-small: 6px;
      --pl-shadow: 0 1px 2px light-dark(rgb(23 26 33 / 6%), rgb(0 0 0 / 40%)),
        0 4px 16px light-dark(rgb(23 26 33 / 6%), rgb(0 0 0 / 35%));
      --pl-shadow-big: 0 16px 48px light-dark(rgb(23 26 33 / 22%), rgb(0 0 0 / 65%));
      --pl-quick: 140ms cubic-bezier(0.2, 0, 0, 1);

      --pl-paper: var(--pl-surface);
      --pl-paper-text: var(--pl-text);
    }

    :root[data-theme="light"] {
      color-scheme: light;
    }

    :root[data-theme="dark"] {
      color-scheme: dark;
    }

    /* A template that brings its own colours was made for a white page: its content keeps one, in dark too. */
    :root[data-own-colours] {
      --pl-paper: #ffffff;
      --pl-paper-text: #171a21;
      --pl-paper-scheme: light;
    }

    @media (prefers-reduced-motion: reduce) {
      :root {
        --pl-quick: 0ms;
      }
    }
  }
`;
