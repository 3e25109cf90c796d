import { html, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { PageWidget } from "./page-widget";
import { WritingWidget } from "./plumb-writing";
import { writingStyles } from "./plumb-writing-styles";
import type { Shortcut } from "./shortcuts";

/**
 * `<plumb-text-translation>`: a text and, beside it, its translation.
 *
 * Attributes: `text`, `source-language`, `target-language` (BCP 47 tags), `placeholder`, `min-length`, `max-length`,
 * `header`, `name`, `initial-value`. Answer: `{<name>: {text: "<the translation>"}}`. Event: `change`.
 */
export class PlumbTextTranslation extends WritingWidget {
  static override styles = [PageWidget.styles, writingStyles];

  /** What is to be translated. */
  @property({ reflect: true, useDefault: true }) text = "";

  @property({ attribute: "source-language" }) sourceLanguage = "";
  @property({ attribute: "target-language" }) targetLanguage = "";

  protected override get thing(): string {
    return "the translation";
  }

  protected override shortcuts(): Shortcut[] {
    return [...super.shortcuts(), { key: "c", label: "Copy the original", run: this.#copy }];
  }

  /** For texts of which most stays: names, numbers, addresses. Nothing that was written is lost. */
  readonly #copy = (): void => {
    if (this.written.trim() === "") this.write(this.text);
    this.field?.focus();
  };

  protected override target(): TemplateResult {
    return html`
      <div class="two">
        <section class="column" aria-labelledby="original">
          <div class="writing-head"><h2 id="original">${languageName(this.sourceLanguage, "Original")}</h2></div>
          <p class="read" dir="auto" lang=${this.sourceLanguage}>${this.text}</p>
        </section>
        <div class="column">
          ${this.renderField({
            label: languageName(this.targetLanguage, "Translation"),
            language: this.targetLanguage,
            tools: html`<button type="button" class="link" ?disabled=${this.written.trim() !== ""} @click=${this.#copy}>
              Copy the original <kbd>c</kbd>
            </button>`,
          })}
        </div>
      </div>
    `;
  }
}

/** “German” for `de`; what is no tag stands for itself. */
function languageName(tag: string, otherwise: string): string {
  if (tag === "") return otherwise;
  try {
    return new Intl.DisplayNames("en", { type: "language" }).of(tag) ?? tag;
  } catch (error) {
    if (error instanceof RangeError) return tag;
    throw error;
  }
}
