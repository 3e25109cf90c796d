/** A recording for tests: there is no decoder and no canvas, so a waveform that only keeps time and what it shows. */
import type { ShownSegment, WaveformEvents } from "../src/audio/waveform";

/** Stands for the module `src/audio/waveform`; `vi.mock` puts it there. */
export class Waveform {
  /** The last one that was opened. */
  static last: Waveform;

  shown: readonly ShownSegment[] = [];
  over = false;
  time = 0;
  duration = 0;
  playing = false;
  rate = 1;
  closed = false;
  /** What was asked of it besides. */
  readonly asked: string[] = [];

  constructor(
    _container: HTMLElement,
    readonly url: string,
    readonly parts: boolean,
    readonly events: WaveformEvents,
  ) {
    Waveform.last = this;
  }

  /** The file has come, so many seconds long. */
  come(duration: number): void {
    this.duration = duration;
    this.events.ready(duration);
  }

  show(segments: readonly ShownSegment[], over: boolean): void {
    this.shown = segments;
    this.over = over;
  }

  play(start?: number, end?: number): void {
    this.asked.push(`play ${start ?? ""} ${end ?? ""}`.trim());
    this.playing = true;
    this.events.played(true);
  }

  pause(): void {
    this.playing = false;
    this.events.played(false);
  }

  seek(time: number): void {
    this.time = Math.min(Math.max(time, 0), this.duration);
    this.events.moved(this.time);
  }

  zoom(factor: number): void {
    this.asked.push(`zoom ${factor}`);
  }

  close(): void {
    this.closed = true;
  }
}
