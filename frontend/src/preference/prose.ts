/**
 * A model's text as text: lines as written, blocks between ``` fences as code, and of Markdown what stands within a
 * line and would only be noise to read: `code` and **weight**. All other markup in it is only shown.
 */
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

export interface Span {
  readonly as: "text" | "code" | "strong";
  readonly text: string;
}

/** Within a line, and of so many characters at most. Stars inside of a word or a formula (`x**2`) are none. */
const MARKED = /(?<!`)(`+)(?!`)(.{1,1000}?)(?<!`)\1(?!`)|(?<![\w*])\*\*(?=[^\s*])(.{1,1000}?)(?<=[^\s*])\*\*(?![\w*])/g;

/** What stands between `backticks` and **double stars** of one line, without them, and the text around it as it is. */
export function spansOf(text: string): Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (const found of text.matchAll(MARKED)) {
    const [all, , code, strong] = found;
    if (found.index > end) spans.push({ as: "text", text: text.slice(end, found.index) });
    spans.push(code === undefined ? { as: "strong", text: strong! } : { as: "code", text: code });
    end = found.index + all.length;
  }
  return end < text.length ? [...spans, { as: "text", text: text.slice(end) }] : spans;
}

function shown({ as, text }: Span): TemplateResult | string {
  if (as === "text") return text;
  return as === "code" ? html`<code>${text}</code>` : html`<strong>${text}</strong>`;
}

export function prose(text: string): TemplateResult {
  return html`<div class="prose" dir="auto">
    ${blocksOf(text).map(({ code, text: part }) => (code ? html`<pre tabindex="0"><code>${part}</code></pre>` : html`<p>${spansOf(part).map(shown)}</p>`))}
  </div>`;
}
