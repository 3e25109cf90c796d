import { html, nothing, type TemplateResult } from "lit";
import { AudioWidget } from "../audio/audio-widget";
import { joined, type Segment } from "../audio/segments";
import { keysPressed, type CanvasKey } from "../canvas/canvas-keys";
import { icon } from "../design/icons";
import type { Fields, Json } from "./attributes";

/**
 * `<plumb-audio-transcription>`: what is said in a recording, part by part.
 *
 * Attributes: `src`, `labels` (speakers), `header`, `name`, `initial-value`.
 * Answer: `{<name>: {text: "<all>", segments: [{start: 0, end: 1.84, label?: "<speaker>", text: "<part>"}, …]}}`, times
 * in seconds. Event: `change`.
 */
export class PlumbAudioTranscription extends AudioWidget {
  protected override readonly texts = true;
  protected override readonly nothingText = "No speech";
  protected override readonly asked = "Write down what is said, or choose “No speech”.";

  protected override opened(duration: number): void {
    this.#beginWhole();
    super.opened(duration);
  }

  protected override take(value: Json | undefined): void {
    super.take(value);
    this.#beginWhole();
  }

  /** A recording that can be played begins as one part. */
  #beginWhole(): void {
    const { duration } = this.player;
    if (duration === 0 || this.segments.length > 0) return;
    this.history.reset({ segments: [{ id: 1, start: 0, end: Math.round(duration * 1000) / 1000, label: null, text: "" }], nothing: this.history.state.nothing });
    this.chosen = 1;
  }

  /** One part without a text is what it began with. */
  protected override get untouched(): boolean {
    const { segments } = this;
    return segments.length <= 1 && segments.every(({ text, label }) => text.trim() === "" && label === null);
  }

  protected override lacking({ text }: Segment, place: number): string | null {
    return text.trim() === "" ? `Segment ${place + 1} has no text. Write it, or join it to the one before.` : null;
  }

  protected override result(): Fields | null {
    const part = super.result();
    if (part === null) return null;
    const text = this.history.state.nothing ? "" : this.segments.map((each) => each.text).join("\n");
    return { text, ...part };
  }

  protected override keys(): CanvasKey[] {
    return [
      ...super.keys(),
      { keys: "w", label: "Write", run: () => this.#write() },
      { keys: "j", label: "Join to the segment before", run: () => this.chosen !== null && this.#join(this.chosen) },
    ];
  }

  protected override hint(): TemplateResult {
    return html`<kbd>Ctrl</kbd> <kbd>Space</kbd> plays while you write, <kbd>Ctrl</kbd> <kbd>Enter</kbd> cuts`;
  }

  #join(id: number): void {
    const { segments, id: one } = joined(this.segments, id);
    this.chosen = one;
    this.put(segments);
  }

  #write(): void {
    const [first] = this.renderRoot.querySelectorAll<HTMLTextAreaElement>(".segment textarea");
    (this.renderRoot.querySelector<HTMLTextAreaElement>(".segment.chosen textarea") ?? first)?.focus();
  }

  protected override rowTools({ id }: Segment): TemplateResult | typeof nothing {
    return html`<button
      type="button" class="tool" aria-label="Join to the segment before" title="Join to the segment before (J)"
      ?disabled=${this.segments[0]?.id === id} @click=${() => this.#join(id)}
    >${icon("merge", 18)}</button>`;
  }

  protected override rowBody({ id, text }: Segment): TemplateResult {
    return html`<textarea
      rows="1" dir="auto" aria-label="Text of this segment" placeholder="What is said here" .value=${text}
      @input=${(event: Event) => this.#typed(id, event)} @change=${this.#left} @keydown=${this.#typedKey}
    ></textarea>`;
  }

  #typed(id: number, event: Event): void {
    event.stopPropagation();
    this.type(id, (event.target as HTMLTextAreaElement).value);
  }

  readonly #left = (event: Event): void => {
    event.stopPropagation();
    this.put(this.segments);
  };

  /** Playing goes on under the hands that write. Escape gives the keys back to the page. */
  readonly #typedKey = (event: KeyboardEvent): void => {
    const actions: Record<string, () => void> = {
      "Ctrl+Space": () => this.player.toggle(),
      "Ctrl+B": () => this.player.skip(-2),
      "Ctrl+Enter": () => this.#cutAndGoOn(),
      Escape: () => (event.target as HTMLElement).blur(),
    };
    const act = actions[keysPressed(event)];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  async #cutAndGoOn(): Promise<void> {
    this.cut();
    await this.updateComplete;
    this.#write();
  }
}
