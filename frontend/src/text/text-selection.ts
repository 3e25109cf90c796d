/** What is selected in a text inside a shadow root, which each browser tells in its own way. */
import type { TextView } from "./text-view";

/** Where a selection began and where it goes to, as offsets; equal for a caret. */
export interface Selected {
  readonly anchor: number;
  readonly focus: number;
}

interface Ranged {
  readonly startContainer: Node;
  readonly startOffset: number;
  readonly endContainer: Node;
  readonly endOffset: number;
}

type AnySelection = Omit<Selection, "getComposedRanges"> & {
  getComposedRanges?: (options: { shadowRoots: ShadowRoot[] }) => Ranged[];
  readonly direction?: string;
};
type OldShadowRoot = ShadowRoot & { getSelection?: () => Selection | null };

/** Selected from start to end; both ends in this text, or `null`. */
export function selectedIn(view: TextView): Selected | null {
  const root = view.element.getRootNode();
  const selection = document.getSelection() as AnySelection | null;
  const range = root instanceof ShadowRoot ? rangeIn(root, selection) : selection?.rangeCount ? selection.getRangeAt(0) : null;
  if (!range) return null;
  const start = view.offsetOf(range.startContainer, range.startOffset);
  const end = view.offsetOf(range.endContainer, range.endOffset);
  if (start === null || end === null) return null;
  return selection?.direction === "backward" ? { anchor: end, focus: start } : { anchor: start, focus: end };
}

function rangeIn(root: OldShadowRoot, selection: AnySelection | null): Ranged | null {
  if (selection?.getComposedRanges) return selection.getComposedRanges({ shadowRoots: [root] })[0] ?? null;
  const inRoot = root.getSelection?.() ?? selection;
  return inRoot?.rangeCount ? inRoot.getRangeAt(0) : null;
}

/** Select in the document what is selected in the text. */
export function show(view: TextView, { anchor, focus }: Selected): void {
  const [from, to] = [view.placeOf(anchor), view.placeOf(focus)];
  document.getSelection()?.setBaseAndExtent(from.node, from.at, to.node, to.at);
}
