/** Icons as line drawings on a 24 × 24 grid, in the colour of the text around them. */
import { svg, html, type TemplateResult } from "lit";

const PATHS = {
  book: "M4 5.5A2.5 2.5 0 0 1 6.5 3H20v15H6.5A2.5 2.5 0 0 0 4 20.5zm0 0v15M20 18v3H6.5",
  keyboard: "M3 7h18v10H3zM6.5 10.2h.01M10 10.2h.01M13.7 10.2h.01M17.3 10.2h.01M8 13.8h8",
  close: "M6 6l12 12M18 6L6 18",
  chevron: "M9 6l6 6-6 6",
  check: "M5 12.5l4.5 4.5L19 7.5",
  comment: "M4 5h16v11H11l-4.5 4v-4H4z",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.3 15.3L20 20",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 14.6a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2z",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.5M12 7.6h.01",
  warning: "M12 3.5l9.5 17h-19zM12 10v4.5M12 17.4h.01",
  success: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 12.3l2.8 2.8L16 9.6",
  image: "M4 4h16v16H4zM4 16.5l4.8-4.8 4 4 2.4-2.4L20 18M15.5 9.2h.01",
} as const;

export type IconName = keyof typeof PATHS;

export function isIconName(name: string | undefined): name is IconName {
  return name !== undefined && Object.hasOwn(PATHS, name);
}

export function icon(name: IconName, size = 20): TemplateResult {
  return html`<svg
    class="icon icon-${name}" width=${size} height=${size} viewBox="0 0 24 24" aria-hidden="true" fill="none"
    stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"
  >${svg`<path d=${PATHS[name]} />`}</svg>`;
}
