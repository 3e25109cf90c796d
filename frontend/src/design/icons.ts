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
  pieces: "M4 4h16v16H4zM4 11l5-2 2-5M9 9l3 5 8-3M12 14l-2 6",
  snap: "M4 4v16h16M20 4l-8.5 8.5M11.5 7.5v5h5",
  magnet: "M5 4v8a7 7 0 0 0 14 0V4h-4.5v8a2.5 2.5 0 0 1-5 0V4zM5 8h4.5M14.5 8H19",
  play: "M7 4.5v15l12-7.5z",
  pause: "M8 5v14M16 5v14",
  loop: "M17 3.5l3 3-3 3M20 6.5H8A4.5 4.5 0 0 0 3.5 11v1M7 20.5l-3-3 3-3M4 17.5h12a4.5 4.5 0 0 0 4.5-4.5v-1",
  cut: "M6.5 9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM6.5 20a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM8.6 7.8L20 17M8.6 16.2L20 7",
  back: "M11 17l-5-5 5-5M18 17l-5-5 5-5",
  forward: "M13 7l5 5-5 5M6 7l5 5-5 5",
  brush: "M20 4l-8.5 8.5M11.5 12.5l-1.8-1.8L18 3.2a1.7 1.7 0 0 1 2.6 2.3zM9.2 11.8c-2.4-.4-4 1-4.2 3.2-.1 1.8-.9 3-2 3.6 3 1.8 8.4 1.4 8.6-3.6 0-1.4-.9-2.8-2.4-3.2z",
  eraser: "M9 20H20M4.2 15.2l9.6-9.6a2 2 0 0 1 2.8 0l3 3a2 2 0 0 1 0 2.8L11.5 20H8l-3.8-3.2a1.2 1.2 0 0 1 0-1.6zM9 10.4l6 6",
  fill: "M11 3.5l8.5 8.5-7.5 7.5a1.5 1.5 0 0 1-2.1 0L3.5 13a1.5 1.5 0 0 1 0-2.1zM3.5 12h16M20.8 16.5c.9 1.3 1.3 2 1.3 2.7a1.3 1.3 0 0 1-2.6 0c0-.7.4-1.4 1.3-2.7z",
  click: "M9.5 9.5l10.5 4-4.6 1.9L13.5 20zM8.6 3.5l.7 3M3.5 8.6l3 .7M4.9 4.9l2.3 2.3M4 13.4l2.6-1.2M12.2 6.6L13.4 4",
  wand: "M4.5 19.5l9-9M16 3v3M16 10v3M11.5 8h3M17.5 8h3M19.2 4.8l-1.4 1.4M19.2 11.2l-1.4-1.4M12.8 4.8l1.4 1.4",
  sparkle: "M11 4l1.9 5.6 5.6 1.9-5.6 1.9L11 19l-1.9-5.6-5.6-1.9 5.6-1.9zM19 3v4M17 5h4M19.5 17v3M18 18.5h3",
  outline: "M5.5 6.5L17 4.5l2.5 12-12.5 3zM4 5h3v3H4zM15.5 3h3v3h-3zM18 15h3v3h-3zM5.5 18h3v3h-3z",
  outlines: "M12 4.5c4.5 0 8 2.6 8 6.5s-2.5 8.5-8 8.5S4 15.5 4 11.5s3.5-7 8-7z",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  bracket: "M9 4H5v16h4M15 4h4v16h-4",
} as const;

export type IconName = keyof typeof PATHS;

/** An icon's name in words (`icons:zoom-in` → “zoom in”, `/a/stop.svg` → “stop”), for a button that shows nothing else. */
export function iconWords(name: string | null | undefined): string {
  return (name ?? "").replace(/^data:.*|^.*[:/]|\.\w+$/g, "").replaceAll("-", " ");
}

export function icon(name: IconName, size = 20): TemplateResult {
  return html`<svg
    class="icon icon-${name}" width=${size} height=${size} viewBox="0 0 24 24" aria-hidden="true" fill="none"
    stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"
  >${svg`<path d=${PATHS[name]} />`}</svg>`;
}
