/** What widgets share in which the worker writes one text: the field, its limits and its keys. */
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { fieldsOf, type Fields, type Json } from "./attributes";
import { SteppedWidget } from "./plumb-stepped";
import type { Shortcut } from "./shortcuts";

export interface FieldParts {
  /** Its name, for the worker. */
  readonly label: string;
  /** Language of what is written, as a BCP 47 tag, or "". */
  readonly language?: string;
  /** Shown beside the name. */
  readonly tools?: TemplateResult | typeof nothing;
}

export abstract class WritingWidget extends SteppedWidget {
  /** Grey text in the empty field. */
  @property() placeholder = "";

  /** Fewest characters (code points) of an answer. */
  @property({ type: Number, attribute: "min-length" }) minLength = 0;

  /** Most characters (code points) of an answer; 0 for no limit. */
  @property({ type: Number, attribute: "max-length" }) maxLength = 0;

  @state() protected written = "";

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("focus", this.#shown);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("focus", this.#shown);
  }

  protected override firstUpdated(changed: PropertyValues): void {
    super.firstUpdated(changed);
    if (document.hasFocus()) this.#shown();
  }

  /** Whoever has a keyboard writes at once; on a phone the keyboard would cover what is to be read. */
  readonly #shown = (): void => {
    if (document.activeElement === document.body && matchMedia("(hover: hover)").matches) this.field?.focus();
  };

  protected override shortcuts(): Shortcut[] {
    return [{ key: "w", label: "Write", run: () => this.field?.focus() }];
  }

  protected override hint(): TemplateResult {
    return html`<kbd>Ctrl</kbd> <kbd>Enter</kbd> submits while you write`;
  }

  /** What the text is called in messages: “the caption”. */
  protected abstract get thing(): string;

  protected override missing(): string | null {
    const length = charactersOf(this.written);
    if (this.written.trim() === "") return `Write ${this.thing} before you submit.`;
    if (length < this.minLength) return `Write at least ${this.minLength} characters; there are ${length}.`;
    if (this.maxLength > 0 && length > this.maxLength) return `Write at most ${this.maxLength} characters; there are ${length}.`;
    return null;
  }

  protected override result(): Fields | null {
    return this.written.trim() === "" ? null : { text: this.written };
  }

  protected override take(value: Json | undefined): void {
    const text = typeof value === "string" ? value : fieldsOf(value).text;
    this.written = typeof text === "string" ? text : "";
  }

  /** Change the text as the worker would. */
  protected write(text: string): void {
    this.written = text.replace(/\r\n?/g, "\n");
    this.changed();
  }

  protected get field(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector<HTMLTextAreaElement>("textarea.writing");
  }

  protected renderField({ label, language = "", tools = nothing }: FieldParts): TemplateResult {
    return html`
      <div class="writing-head"><label for="writing">${label}</label>${tools}</div>
      <textarea
        id="writing" class="writing" dir="auto" lang=${language || nothing} spellcheck="true" placeholder=${this.placeholder}
        aria-describedby="count" .value=${this.written} @input=${this.#typed} @keydown=${this.#typedKey}
        @change=${(event: Event) => event.stopPropagation()}
      ></textarea>
      <p id="count" class="count ${this.#tooLong ? "over" : ""}">${this.#count()}</p>
    `;
  }

  get #tooLong(): boolean {
    return this.maxLength > 0 && charactersOf(this.written) > this.maxLength;
  }

  #count(): string {
    const length = charactersOf(this.written);
    const words = this.written.trim() === "" ? 0 : this.written.trim().split(/\s+/).length;
    if (this.maxLength > 0) return `${length} of ${this.maxLength} characters`;
    return `${words} ${words === 1 ? "word" : "words"}, ${length} ${length === 1 ? "character" : "characters"}`;
  }

  readonly #typed = (event: Event): void => {
    event.stopPropagation();
    this.steps.goOn();
    this.write((event.target as HTMLTextAreaElement).value);
  };

  /** Escape gives the keys back to the page. */
  readonly #typedKey = (event: KeyboardEvent): void => {
    const submits = event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.repeat;
    if (!submits && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (submits) this.layout.pressSubmit();
    else this.field?.blur();
  };
}

function charactersOf(text: string): number {
  return [...text].length;
}
