import { css, html, type PropertyValues, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { CanvasKeys, type CanvasKey } from "../canvas/canvas-keys";
import { controls } from "../design/controls";
import { icon, type IconName } from "../design/icons";
import { CrowdElement } from "./crowd-element";
import { Shortcuts } from "./shortcuts";

const SPEEDS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2] as const;
/** One step, in seconds: the picture of a film at 25 a second. */
const STEP = 1 / 25;
const JUMP = 2;

/**
 * `<plumb-player>`: controls around a `<video>` or `<audio>` of the template: play, speed, loop, steps, and their keys.
 *
 * It has no attributes and no answer.
 */
export class PlumbPlayer extends CrowdElement {
  static override styles = [
    controls,
    css`
      :host {
        display: grid;
        gap: 10px;
      }

      ::slotted(:is(video, audio)) {
        display: block;
        width: 100%;
        max-height: max(200px, 100dvh - 320px);
        border-radius: var(--pl-radius);
        background: #000;
        object-fit: contain;
      }

      .controls {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 6px;
      }

      .controls .quiet {
        min-width: 40px;
        padding: 0 8px;
      }

      .controls [aria-pressed="true"] {
        border-color: var(--pl-accent);
        background: var(--pl-accent-soft);
        color: var(--pl-accent-strong);
      }

      .turned {
        display: inline-flex;
        rotate: 180deg;
      }

      input {
        flex: 1 1 100%;
        height: 24px;
        margin: 0;
        accent-color: var(--pl-accent);
      }

      time {
        margin-inline-start: auto;
        color: var(--pl-text-soft);
        font: 14px / 1 var(--pl-mono);
      }

      select {
        height: 40px;
        padding: 0 6px;
        border: 1px solid var(--pl-line-strong);
        border-radius: var(--pl-radius-small);
        background: var(--pl-raised);
        color: var(--pl-text);
        font: inherit;
        font-size: 14px;
      }
    `,
  ];

  @state() private playing = false;
  @state() private looping = false;
  @state() private speed = 1;
  @state() private time = 0;
  @state() private duration = 0;

  #media: HTMLMediaElement | null = null;

  constructor() {
    super();
    new CanvasKeys(this, () => this.#keys(), () => document.querySelector("dialog[open]") !== null);
    new Shortcuts(this, () => this.#keys().map(({ keys, label = "", run }) => ({ key: keys, label, run: () => run?.() })), () => true);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#media?.pause();
  }

  protected override firstUpdated(changed: PropertyValues): void {
    super.firstUpdated(changed);
    this.#take();
  }

  /** The first one in the slot; it may come later or be another one. */
  readonly #take = (): void => {
    const media = this.querySelector<HTMLMediaElement>("video, audio");
    if (media === this.#media) return;
    for (const type of ["timeupdate", "seeked", "play", "pause", "durationchange", "ratechange"]) {
      this.#media?.removeEventListener(type, this.#heard);
      media?.addEventListener(type, this.#heard);
    }
    this.#media = media;
    this.#heard();
  };

  readonly #heard = (): void => {
    const media = this.#media;
    if (!media) return;
    this.playing = !media.paused;
    this.time = media.currentTime;
    this.duration = Number.isFinite(media.duration) ? media.duration : 0;
    this.speed = media.playbackRate;
  };

  readonly #toggle = (): void => {
    if (!this.#media?.paused) this.#media?.pause();
    // Refused where the file cannot be played; the element itself shows that.
    else this.#media.play().catch(() => this.#heard());
  };

  readonly #loop = (): void => {
    this.looping = !this.looping;
    if (this.#media) this.#media.loop = this.looping;
  };

  #seek(time: number): void {
    if (this.#media) this.#media.currentTime = Math.min(Math.max(time, 0), this.duration);
  }

  #skip(seconds: number): void {
    if (Math.abs(seconds) < 1) this.#media?.pause();
    this.#seek((this.#media?.currentTime ?? 0) + seconds);
  }

  #setSpeed(speed: number): void {
    if (this.#media) this.#media.playbackRate = speed;
  }

  #faster(step: number): void {
    const at = SPEEDS.findIndex((speed) => speed === this.speed);
    this.#setSpeed(SPEEDS[at + step] ?? this.speed);
  }

  #keys(): CanvasKey[] {
    return [
      { keys: "Space", label: "Play or pause", run: this.#toggle },
      { keys: "ArrowLeft", label: "Back 2 seconds", run: () => this.#skip(-JUMP) },
      { keys: "ArrowRight", label: "On 2 seconds", run: () => this.#skip(JUMP) },
      { keys: ",", label: "One picture back", run: () => this.#skip(-STEP) },
      { keys: ".", label: "One picture on", run: () => this.#skip(STEP) },
      { keys: "-", label: "Slower", run: () => this.#faster(-1) },
      { keys: "+", label: "Faster", run: () => this.#faster(1) },
      { keys: "*", label: "Loop", run: this.#loop },
    ];
  }

  override render(): TemplateResult {
    return html`
      <slot @slotchange=${this.#take}></slot>
      <div class="controls" role="toolbar" aria-label="Player">
        <input
          type="range" min="0" max=${this.duration} step="0.01" aria-label="Place" .value=${String(this.time)}
          @input=${this.#dragged} @change=${(event: Event) => event.stopPropagation()}
        />
        ${this.#button("One picture back", "chevron", () => this.#skip(-STEP), true)}
        <button type="button" class="primary" aria-label=${this.playing ? "Pause" : "Play"} title="Space" @click=${this.#toggle}>
          ${icon(this.playing ? "pause" : "play")}
        </button>
        ${this.#button("One picture on", "chevron", () => this.#skip(STEP))}
        <select aria-label="Speed" title="- and +" @change=${this.#speedChosen}>
          ${SPEEDS.map((speed) => html`<option value=${speed} .selected=${speed === this.speed}>${speed} ×</option>`)}
        </select>
        <button type="button" class="quiet" aria-label="Loop" title="*" aria-pressed=${this.looping ? "true" : "false"} @click=${this.#loop}>
          ${icon("loop")}
        </button>
        <time>${clockOf(this.time)} / ${clockOf(this.duration)}</time>
      </div>
    `;
  }

  #button(title: string, sign: IconName, run: () => void, turned = false): TemplateResult {
    return html`<button type="button" class="quiet" aria-label=${title} title=${title} @click=${run}>
      <span class=${turned ? "turned" : ""}>${icon(sign)}</span>
    </button>`;
  }

  readonly #dragged = (event: Event): void => {
    event.stopPropagation();
    this.#seek(Number((event.target as HTMLInputElement).value));
  };

  readonly #speedChosen = (event: Event): void => {
    event.stopPropagation();
    this.#setSpeed(Number((event.target as HTMLSelectElement).value));
  };
}

/** `1:02.3` */
function clockOf(time: number): string {
  const tenths = Math.round(time * 10);
  return `${Math.floor(tenths / 600)}:${((tenths % 600) / 10).toFixed(1).padStart(4, "0")}`;
}
