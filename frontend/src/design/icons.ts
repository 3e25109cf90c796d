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
  select: "M6 3.5l12.5 10.3-6 .9-3.3 5.3z",
  box: "M5 6.5h14v11H5zM3.6 5.1h2.8v2.8H3.6zM17.6 5.1h2.8v2.8h-2.8zM3.6 16.1h2.8v2.8H3.6zM17.6 16.1h2.8v2.8h-2.8z",
  polygon: "M12 3.5l8.5 6.2-3.2 10H6.7l-3.2-10z",
  polyline: "M3.5 18l5.5-9 5 6 6.5-9.5",
  line: "M5 19L19 5M5 20.4a1.4 1.4 0 1 0 0-2.8 1.4 1.4 0 0 0 0 2.8zM19 6.4a1.4 1.4 0 1 0 0-2.8 1.4 1.4 0 0 0 0 2.8z",
  keypoint: "M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM12 2.5v4M12 17.5v4M2.5 12h4M17.5 12h4",
  undo: "M8.5 4.5L4 9l4.5 4.5M4 9h10a6 6 0 0 1 0 12H9",
  redo: "M15.5 4.5L20 9l-4.5 4.5M20 9H10a6 6 0 0 0 0 12h5",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  fit: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4",
  "eye-off": "M4 4l16 16M9.9 5.8A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a16 16 0 0 1-2.6 3.4M6.2 7.4A15 15 0 0 0 2.5 12S6 18.5 12 18.5a9 9 0 0 0 4.3-1.1M9.9 10.1a2.7 2.7 0 0 0 3.9 3.7",
  trash: "M4 7h16M9.5 7V4h5v3M6.5 7l.8 13h9.4l.8-13M10 10.5v6M14 10.5v6",
  copy: "M9 9h11v11H9zM5.5 15H4V4h11v1.5",
  split: "M4 20L20 4M6 4h6M4 6v6M18 20h-6M20 18v-6",
  merge: "M9 15a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM15 20a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11z",
  magnet: "M5 4v8a7 7 0 0 0 14 0V4h-4.5v8a2.5 2.5 0 0 1-5 0V4zM5 8h4.5M14.5 8H19",
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
