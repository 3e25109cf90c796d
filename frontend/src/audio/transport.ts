/** The bar under the waveform: play, jump, speed, loop, segments, undo, zoom. */
import { html, type TemplateResult } from "lit";
import type { Undoable } from "../canvas/history";
import { actionButton, type Action } from "../canvas/toolbar";
import { icon } from "../design/icons";
import { SPEEDS, type Player } from "./player";
import { clockOf } from "./segments";

export interface Cutting {
  /** Was a segment begun that is not ended yet? */
  readonly begun: boolean;
  readonly begin: () => void;
  readonly cut: () => void;
}

export function transport(player: Player, history: Undoable, cutting: Cutting): TemplateResult {
  const ready = player.state === "ready";
  const act = (name: string, title: string, sign: Action["icon"], keys: string, run: () => void, enabled = ready): TemplateResult =>
    actionButton({ name, title, icon: sign, keys, enabled, run });
  return html`
    <div class="toolbar" role="toolbar" aria-label="Recording">
      <div class="group">
        ${act("back", "Back 2 seconds", "back", "←", () => player.skip(-2))}
        <button
          type="button" id="play" class="tool play" ?disabled=${!ready} aria-label=${player.playing ? "Pause" : "Play"}
          title="${player.playing ? "Pause" : "Play"} (Space)" @click=${() => player.toggle()}
        >${icon(player.playing ? "pause" : "play")}</button>
        ${act("forward", "On 2 seconds", "forward", "→", () => player.skip(2))}
      </div>
      <span class="times"><span class="clock" .textContent=${clockOf(0)}></span> / ${clockOf(player.duration).slice(0, -4)}</span>
      <div class="group">
        <select class="speed" aria-label="Speed" title="Speed (, and .)" @change=${(event: Event) => chosenSpeed(event, player)}>
          ${SPEEDS.map((speed) => html`<option value=${speed} .selected=${speed === player.speed}>${speed} ×</option>`)}
        </select>
        ${actionButton({
          name: "loop", title: "Loop", icon: "loop", keys: "l", enabled: ready, pressed: player.looping, run: () => player.toggleLoop(),
        })}
      </div>
      <div class="group">
        <button
          type="button" id="begin" class="tool" ?disabled=${!ready} aria-pressed=${cutting.begun ? "true" : "false"} aria-label="Begin or end a segment"
          title="Begin or end a segment (B)" @click=${cutting.begin}
        >${icon("bracket")}<span>${cutting.begun ? "End" : "Begin"}</span></button>
        ${act("cut", "Cut at the playhead", "cut", "x", cutting.cut)}
      </div>
      <div class="group end">
        ${act("undo", "Undo", "undo", "Ctrl+Z", () => history.undo(), history.canUndo)}
        ${act("redo", "Redo", "redo", "Ctrl+Shift+Z", () => history.redo(), history.canRedo)}
        ${act("wave-out", "Zoom out", "minus", "-", () => player.zoom(0.5))}
        ${act("wave-in", "Zoom in", "plus", "+", () => player.zoom(2))}
      </div>
    </div>
  `;
}

function chosenSpeed(event: Event, player: Player): void {
  event.stopPropagation();
  player.setSpeed(Number((event.target as HTMLSelectElement).value));
}
