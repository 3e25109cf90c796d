/** The messages between a template's frame and the page around it (docs/portal-protocol.md, section 2). */
import type { ShortcutLine } from "../elements/shortcuts";
import type { Answer } from "../form/answer-source";
import { readSegmented, type Prompt, type Segmented } from "./segmenter";

export type FrameMessage =
  | { type: "ready"; shortcuts: ShortcutLine[] }
  | { type: "change"; answer: Answer }
  | { type: "submit"; answer: Answer }
  | { type: "key"; key: string }
  | { type: "segment"; seq: number; prompt: Prompt }
  | { type: "problem"; message: string };

export type PageMessage =
  | { type: "restore"; answer: Answer }
  | { type: "show"; focus: boolean }
  | { type: "submit" }
  | { type: "busy"; busy: boolean }
  | { type: "segmenter" }
  | { type: "segmented"; answer: Segmented }
  | { type: "theme"; theme: "light" | "dark" };

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The page's message in `data`, or `null` if it is none: unknown types and wrong shapes are ignored. */
export function readPageMessage(data: unknown): PageMessage | null {
  if (!isObject(data)) return null;
  switch (data.type) {
    case "show":
      return { type: "show", focus: data.focus !== false };
    case "submit":
    case "segmenter":
      return { type: data.type };
    case "segmented": {
      const answer = readSegmented(data);
      return answer && { type: "segmented", answer };
    }
    case "restore":
      return isObject(data.answer) ? { type: "restore", answer: data.answer as Answer } : null;
    case "busy":
      return typeof data.busy === "boolean" ? { type: "busy", busy: data.busy } : null;
    case "theme":
      return data.theme === "light" || data.theme === "dark" ? { type: "theme", theme: data.theme } : null;
    default:
      return null;
  }
}

/**
 * The page around this frame. Not `parent`: templates write `var parent`, which replaces it; `top` cannot be replaced,
 * and our pages forbid to be framed, so the page is always at the top.
 */
export function pageAround(): Window {
  return window.top!;
}

/** Is there a page around this frame? If not, the template was opened by itself, as a preview. */
export function hasPage(): boolean {
  return pageAround() !== window;
}

/** Tell the page. Its origin cannot be known here (the frame's own is opaque); nothing secret is in a message. */
export function tellPage(message: FrameMessage): void {
  if (hasPage()) pageAround().postMessage({ plumbline: 1, ...message }, "*");
}
