/** The signal templates wait for. */
import { settled } from "./upgrade";

/** Resolves when the parser is through; inline scripts have run by then. */
export function parsed(root: Document): Promise<void> {
  if (root.readyState !== "loading") return Promise.resolve();
  return new Promise((resolve) => root.addEventListener("DOMContentLoaded", () => resolve(), { once: true }));
}

/** Fire `all-crowd-elements-ready` on the document, once everything in it is upgraded and rendered. */
export async function announceReady(root: Document): Promise<void> {
  await settled(root);
  root.dispatchEvent(new Event("all-crowd-elements-ready", { bubbles: true }));
}
