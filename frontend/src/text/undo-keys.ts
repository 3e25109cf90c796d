/** The keys of undo and redo, and keys with modifiers in the list that `?` shows. */
import type { CanvasKey } from "../canvas/canvas-keys";
import type { Undoable } from "../canvas/history";
import type { Shortcut } from "../elements/shortcuts";

export function undoKeys(history: Undoable): CanvasKey[] {
  return [
    { keys: "Ctrl+Z", label: "Undo", run: () => history.undo() },
    { keys: "Ctrl+Shift+Z", label: "Redo", run: () => history.redo() },
    { keys: "Ctrl+Y", run: () => history.redo() },
  ];
}

/** Those with a label, for the list; they are pressed through `CanvasKeys`. */
export function listed(keys: readonly CanvasKey[]): Shortcut[] {
  return keys.flatMap(({ keys: key, label, run = () => undefined }) => (label ? [{ key, label, run }] : []));
}
