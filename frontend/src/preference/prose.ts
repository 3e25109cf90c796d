/** A model's text as text: lines as written, blocks between ``` fences as code. Markup in it is only shown. */
import { html, type TemplateResult } from "lit";

export interface Block {
  readonly code: boolean;
  readonly text: string;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})[^`\n]*$/;

/** Cut a text at its fences. A fence that nothing closes takes the rest, as in Markdown. */
export function blocksOf(text: string): Block[] {
  const blocks: { code: boolean; lines: string[] }[] = [{ code: false, lines: [] }];
  let open: string | null = null;
  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    const fence: string | null = FENCE.exec(line)?.[1] ?? null;
    const closes: boolean = open !== null && fence !== null && fence.startsWith(open) && line.trim() === fence;
    if (closes || (open === null && fence !== null)) {
      open = closes ? null : fence;
      blocks.push({ code: open !== null, lines: [] });
    } else {
      blocks.at(-1)!.lines.push(line);
    }
  }
  return blocks.map(({ code, lines }) => ({ code, text: code ? lines.join("\n") : trimmed(lines) })).filter(({ code, text }) => code || text !== "");
}

/** Without the empty lines around it. */
function trimmed(lines: readonly string[]): string {
  return lines.join("\n").replace(/^(?:[ \t]*\n)+/, "").trimEnd();
}

export function prose(text: string): TemplateResult {
  return html`<div class="prose" dir="auto">
    ${blocksOf(text).map(({ code, text: part }) => (code ? html`<pre tabindex="0"><code>${part}</code></pre>` : html`<p>${part}</p>`))}
  </div>`;
}
