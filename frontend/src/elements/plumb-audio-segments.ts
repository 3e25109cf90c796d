import { html, type TemplateResult } from "lit";
import { AudioWidget } from "../audio/audio-widget";

/**
 * `<plumb-audio-segments>`: parts of a recording, each with a label; they may overlap.
 *
 * Attributes: `src`, `labels`, `header`, `name`, `initial-value`.
 * Answer: `{<name>: {segments: [{start: 0.52, end: 1.84, label: "speech"}, …]}}`, times in seconds. Event: `change`.
 */
export class PlumbAudioSegments extends AudioWidget {
  protected override readonly texts = false;
  protected override readonly nothingText = "Nothing to mark";
  protected override readonly asked = "Mark at least one segment, or choose “Nothing to mark”.";

  protected override lacking(): string | null {
    return null;
  }

  protected override hint(): TemplateResult {
    return html`Drag to mark, over the chosen one with <kbd>Shift</kbd>; or <kbd>b</kbd> begins and ends`;
  }
}
