import { html, type TemplateResult } from "lit";
import { allShortcuts } from "../elements/shortcuts";

const NAMES: Record<string, string> = { " ": "Space", Escape: "Esc" };

/** The worker's list of keys, as they are at this moment. */
export function shortcutList(): TemplateResult {
  const lines = [...allShortcuts(), { keys: "?", label: "Show or hide this list" }, { keys: "Escape", label: "Close a window" }];
  return html`
    <dl class="shortcuts">
      ${lines.map(({ keys, label }) => html`<div><dt><kbd>${NAMES[keys] ?? keys}</kbd></dt><dd dir="auto">${label}</dd></div>`)}
    </dl>
  `;
}
