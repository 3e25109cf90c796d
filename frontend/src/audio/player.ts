/** Playing a recording: open, play, jump, speed, loop. What is shown of it belongs to the waveform. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { CanvasKey } from "../canvas/canvas-keys";
import { Waveform, type ShownSegment, type WaveformEvents } from "./waveform";

export interface PlayerEvents {
  readonly ready: (duration: number) => void;
  readonly moved: (time: number) => void;
  readonly clicked: (time: number) => void;
  readonly dragged: (id: number, start: number, end: number) => void;
  readonly drawn: (start: number, end: number) => void;
  readonly failed: () => void;
  /** What a loop repeats; `null` for the whole recording. */
  readonly stretch: () => { readonly start: number; readonly end: number } | null;
}

export type PlayerState = "none" | "loading" | "ready" | "broken";

/** Seconds of a jump, and of a fine step. */
const JUMP = 2;
const FINE = 0.1;

export const SPEEDS: readonly number[] = [0.5, 0.75, 1, 1.25, 1.5, 2];

export class Player implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #events: PlayerEvents;
  #waveform: Waveform | null = null;
  #shown: readonly ShownSegment[] = [];
  #over = false;

  state: PlayerState = "none";
  playing = false;
  looping = false;
  speed = 1;

  constructor(host: ReactiveControllerHost, events: PlayerEvents) {
    this.#host = host;
    this.#events = events;
    host.addController(this);
  }

  hostConnected(): void {}

  hostDisconnected(): void {
    this.#waveform?.pause();
  }

  /** Length of the recording in seconds; 0 while it is not known. */
  get duration(): number {
    return this.state === "ready" ? (this.#waveform?.duration ?? 0) : 0;
  }

  /** Of the playhead, in seconds. */
  get time(): number {
    return this.#waveform?.time ?? 0;
  }

  /** @param parts segments are parts of the whole (see `Waveform`). */
  open(container: HTMLElement, url: string, parts: boolean): void {
    this.#waveform?.close();
    this.#waveform = null;
    this.state = url === "" ? "none" : "loading";
    this.playing = false;
    if (url !== "") this.#waveform = new Waveform(container, url, parts, this.#listeners());
    this.#host.requestUpdate();
  }

  #listeners(): WaveformEvents {
    const { clicked, dragged, drawn } = this.#events;
    return {
      clicked,
      dragged,
      drawn,
      ready: (duration) => this.#ready(duration),
      failed: () => this.#enter("broken", () => this.#events.failed()),
      moved: (time) => this.#moved(time),
      finished: () => this.looping && this.toggle(),
      played: (playing) => {
        this.playing = playing;
        this.#host.requestUpdate();
      },
    };
  }

  #ready(duration: number): void {
    this.#enter("ready", () => this.#events.ready(duration));
    this.#waveform!.rate = this.speed;
    this.#waveform!.show(this.#shown, this.#over);
  }

  #enter(state: PlayerState, tell: () => void): void {
    this.state = state;
    tell();
    this.#host.requestUpdate();
  }

  #moved(time: number): void {
    const stretch = this.#events.stretch();
    if (this.looping && this.playing && stretch && time >= stretch.end) this.#waveform!.seek(stretch.start);
    this.#events.moved(time);
  }

  /** @param over the pointer draws over them (see `Waveform`). */
  show(segments: readonly ShownSegment[], over: boolean): void {
    [this.#shown, this.#over] = [segments, over];
    if (this.state === "ready") this.#waveform?.show(segments, over);
  }

  toggle(): void {
    if (this.state !== "ready") return;
    if (this.playing) this.#waveform?.pause();
    else this.#waveform?.play();
  }

  /** Once, or over and over while looping. */
  playStretch(start: number, end: number): void {
    if (this.state === "ready") this.#waveform?.play(start, this.looping ? undefined : end);
  }

  seek(time: number): void {
    if (this.state === "ready") this.#waveform?.seek(time);
  }

  skip(seconds: number): void {
    this.seek(this.time + seconds);
  }

  /** To the next speed above or below. */
  faster(step: number): void {
    this.setSpeed(SPEEDS[SPEEDS.indexOf(this.speed) + step] ?? this.speed);
  }

  setSpeed(speed: number): void {
    this.speed = speed;
    if (this.#waveform) this.#waveform.rate = speed;
    this.#host.requestUpdate();
  }

  toggleLoop(): void {
    this.looping = !this.looping;
    this.#host.requestUpdate();
  }

  zoom(factor: number): void {
    if (this.state === "ready") this.#waveform?.zoom(factor);
  }

  keys(): CanvasKey[] {
    return [
      { keys: "Space", label: "Play or pause", run: () => this.toggle() },
      { keys: "ArrowLeft", label: "Back 2 seconds", run: () => this.skip(-JUMP) },
      { keys: "ArrowRight", label: "On 2 seconds", run: () => this.skip(JUMP) },
      { keys: "Shift+ArrowLeft", label: "Back 0.1 seconds", run: () => this.skip(-FINE) },
      { keys: "Shift+ArrowRight", label: "On 0.1 seconds", run: () => this.skip(FINE) },
      { keys: ",", label: "Slower", run: () => this.faster(-1) },
      { keys: ".", label: "Faster", run: () => this.faster(1) },
      { keys: "l", label: "Loop", run: () => this.toggleLoop() },
      { keys: "+", label: "Zoom in", run: () => this.zoom(2) },
      { keys: "=", run: () => this.zoom(2) },
      { keys: "-", label: "Zoom out", run: () => this.zoom(0.5) },
    ];
  }
}
