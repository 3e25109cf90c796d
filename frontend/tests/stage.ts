/** A stage for tests: a document with elements upgraded as in a template's frame, and a page around it. */
import { vi } from "vitest";
import { LOADERS } from "../src/elements/registry";
import { begin, settled } from "../src/elements/upgrade";
import type { FrameMessage } from "../src/frame/messages";

/** Put markup into the document and wait until everything in it is upgraded and rendered. */
export async function show<T extends Element = HTMLElement>(markup: string, selector = "crowd-form"): Promise<T> {
  document.body.innerHTML = markup;
  begin(LOADERS, document);
  await settled(document);
  await rest();
  return document.querySelector<T>(selector)!;
}

/** Stand a page around the frame; returns what it was told, without the protocol's mark. */
export function standPage(): FrameMessage[] {
  const told: FrameMessage[] = [];
  const page = {
    postMessage: ({ plumbline, ...message }: FrameMessage & { plumbline: number }) => {
      if (plumbline === 1) told.push(message as FrameMessage);
    },
  };
  vi.spyOn(window, "top", "get").mockReturnValue(page as unknown as Window);
  return told;
}

/** Press a key where the focus is, or at `target`; `false` if something prevented its default. */
export function press(key: string, target: Element = document.body, init: KeyboardEventInit = {}): boolean {
  return target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true, cancelable: true, ...init }));
}

export function inShadow<T extends Element = HTMLElement>(host: Element, selector: string): T {
  const found = host.shadowRoot!.querySelector<T>(selector);
  if (!found) throw new Error(`<${host.localName}> has no ${selector} in its shadow root`);
  return found;
}

export type Rendering = HTMLElement & { updateComplete: Promise<boolean> };

/** Let timers of length 0 and renders run. */
export async function rest(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  await Promise.all([...document.querySelectorAll<Rendering>("*")].map((element) => element.updateComplete));
}
