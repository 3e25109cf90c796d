/** One segment in the list under the waveform: its label, its times, and what can be done with it. */
import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../design/icons";
import type { Change, Segment } from "./segments";

export interface RowParts {
  readonly segment: Segment;
  /** In the list, from 0. */
  readonly place: number;
  readonly colour: string;
  readonly chosen: boolean;
  /** Buttons of the tool. */
  readonly tools: TemplateResult | typeof nothing;
  /** Below the times, such as a text. */
  readonly body: TemplateResult | typeof nothing;
  readonly choose: () => void;
  readonly play: () => void;
  readonly change: (change: Change) => void;
  readonly remove: () => void;
}

export function segmentRow(parts: RowParts): TemplateResult {
  const { segment, place, colour, chosen, tools, body, choose, play, remove } = parts;
  const name = `segment ${place + 1}`;
  return html`
    <div
      class="segment ${chosen ? "chosen" : ""}" role="listitem" aria-label="Segment ${place + 1}" style="--swatch: ${colour}"
      @focusin=${choose} @click=${choose}
    >
      <div class="segment-head">
        <button type="button" class="tool" aria-label="Play ${name}" title="Play" @click=${play}>${icon("play", 18)}</button>
        <span class="place" aria-hidden="true">${place + 1}</span>
        <span class="segment-label" dir="auto">${segment.label ?? ""}</span>
        ${time("Start", parts, "start")}${time("End", parts, "end")}
        ${tools}
        <button type="button" class="tool" aria-label="Delete ${name}" title="Delete" @click=${remove}>${icon("trash", 18)}</button>
      </div>
      ${body}
    </div>
  `;
}

function time(title: string, { segment, change }: RowParts, edge: "start" | "end"): TemplateResult {
  const typed = (event: Event): void => {
    event.stopPropagation();
    const wanted = Number((event.target as HTMLInputElement).value);
    if (Number.isFinite(wanted)) change({ [edge]: wanted });
  };
  return html`<input
    class="time" type="number" min="0" step="0.01" inputmode="decimal" aria-label="${title} in seconds" title="${title} in seconds"
    .value=${segment[edge].toFixed(3)} @change=${typed} @input=${(event: Event) => event.stopPropagation()}
  />`;
}

export function brokenRecording(again: () => void): TemplateResult {
  return html`
    <div class="broken" role="alert">
      <strong>This recording could not be loaded</strong>
      <p>Check your connection and try again. If it still fails, decline this item and go on with the next.</p>
      <button type="button" class="normal" @click=${again}>Try again</button>
    </div>
  `;
}
