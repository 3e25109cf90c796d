import { diffWordsWithSpace } from "diff";
import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { icon } from "../design/icons";
import { fieldsOf, type Fields, type Json } from "./attributes";
import { PageWidget } from "./page-widget";
import { WritingWidget } from "./plumb-writing";
import { writingStyles } from "./plumb-writing-styles";
import type { Shortcut } from "./shortcuts";

/** Longest time in milliseconds to look for changes; a text of a megabyte may take longer and is not compared then. */
const LOOK_FOR = 200;

/**
 * `<plumb-text-correction>`: a text corrected in place, with the changes shown word by word.
 *
 * Attributes: `text`, `language` (BCP 47 tag), `header`, `name`, `initial-value`.
 * Answer: `{<name>: {text: "<the corrected text>", changed: true}}`; `changed` is `false` when the worker says that
 * there is nothing to correct. Event: `change`.
 */
export class PlumbTextCorrection extends WritingWidget {
  static override styles = [
    PageWidget.styles,
    writingStyles,
    css`
      ins,
      del {
        border-radius: 3px;
        box-decoration-break: clone;
        padding: 1px 2px;
      }

      ins {
        background: var(--pl-good-soft);
        color: var(--pl-good);
        text-decoration: underline;
        text-underline-offset: 3px;
      }

      del {
        background: var(--pl-bad-soft);
        color: var(--pl-bad);
      }

      .tools button[aria-pressed="true"] {
        border-color: var(--pl-accent);
        background: var(--pl-accent-soft);
        color: var(--pl-accent-strong);
      }

      .none {
        color: var(--pl-text-soft);
      }
    `,
  ];

  /** The text to correct. */
  @property({ reflect: true, useDefault: true }) text = "";

  @property() language = "";

  /** The worker says that the text is right as it is. */
  @state() private right = false;

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has("text") && this.written === "") this.written = this.#original;
  }

  protected override get thing(): string {
    return "the corrected text";
  }

  protected override shortcuts(): Shortcut[] {
    return [...super.shortcuts(), { key: "n", label: "Nothing to correct", run: this.#nothing }];
  }

  protected override missing(): string | null {
    if (this.#edited || this.right) return super.missing();
    return "Correct the text, or say that there is nothing to correct.";
  }

  protected override result(): Fields | null {
    if (this.#edited) return { text: this.written, changed: true };
    return this.right ? { text: this.written, changed: false } : null;
  }

  protected override take(value: Json | undefined): void {
    super.take(value);
    const { text, changed } = fieldsOf(value);
    this.right = changed === false && text === this.#original;
    if (typeof text !== "string") this.written = this.#original;
  }

  protected override write(text: string): void {
    this.right = false;
    super.write(text);
  }

  /** As a text field would hold it. */
  get #original(): string {
    return this.text.replace(/\r\n?/g, "\n");
  }

  get #edited(): boolean {
    return this.written !== this.#original;
  }

  readonly #nothing = (): void => {
    if (this.#edited) return;
    this.right = !this.right;
    this.changed();
  };

  readonly #again = (): void => {
    this.write(this.#original);
    this.field?.focus();
  };

  protected override target(): TemplateResult {
    return html`
      <div class="two">
        <div class="column">
          ${this.renderField({ label: "Text", language: this.language })}
          <div class="tools">
            <button
              type="button" class="normal" aria-pressed=${this.right ? "true" : "false"} ?disabled=${this.#edited} @click=${this.#nothing}
            >${icon("check", 18)}Nothing to correct <kbd>n</kbd></button>
            <button type="button" class="quiet" ?hidden=${!this.#edited} @click=${this.#again}>Back to the original</button>
          </div>
        </div>
        <section class="column" aria-labelledby="changes">
          <div class="writing-head"><h2 id="changes">What you changed</h2></div>
          <p class="read" dir="auto" lang=${this.language || nothing}>${this.#changes()}</p>
        </section>
      </div>
    `;
  }

  #changes(): TemplateResult | TemplateResult[] {
    if (!this.#edited) return html`<span class="none">Nothing yet.</span>`;
    const parts = diffWordsWithSpace(this.#original, this.written, { timeout: LOOK_FOR }) ?? null;
    if (parts === null) return html`<span class="none">There are too many changes to show them one by one.</span>`;
    return parts.map(({ value, added, removed }) => {
      if (added) return html`<ins>${value}</ins>`;
      return removed ? html`<del>${value}</del>` : html`${value}`;
    });
  }
}
