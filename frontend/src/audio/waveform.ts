/** The recording as a waveform with its segments over it, and its playback: wavesurfer.js behind our own words. */
import WaveSurfer from "wavesurfer.js";
import RegionsPlugin, { type Region } from "wavesurfer.js/plugins/regions";
import TimelinePlugin from "wavesurfer.js/plugins/timeline";
import { SHORTEST } from "./segments";

export interface WaveformEvents {
  /** The recording can be played; its length in seconds. */
  readonly ready: (duration: number) => void;
  readonly failed: () => void;
  /** The playhead moved, many times a second while playing. */
  readonly moved: (time: number) => void;
  readonly played: (playing: boolean) => void;
  /** The recording ended by itself. */
  readonly finished: () => void;
  /** A click at this time, in seconds. */
  readonly clicked: (time: number) => void;
  /** The chosen segment was dragged or resized. */
  readonly dragged: (id: number, start: number, end: number) => void;
  /** A new one was drawn. */
  readonly drawn: (start: number, end: number) => void;
}

export interface ShownSegment {
  readonly id: number;
  readonly start: number;
  readonly end: number;
  readonly title: string;
  readonly colour: string;
  readonly chosen: boolean;
}

/** Middle tones, 3 : 1 and more against both themes: a canvas knows no theme. */
const COLOURS = { waveColor: "#8a93a8", progressColor: "#5b6cf0", cursorColor: "#e0533d" } as const;
const HEIGHT = 128;
const MOST_ZOOM = 800;
const OURS = "segment-";

export class Waveform {
  readonly #surfer: WaveSurfer;
  readonly #regions = RegionsPlugin.create();
  readonly #events: WaveformEvents;
  readonly #parts: boolean;
  readonly #shown = new Map<number, { region: Region; as: string }>();
  #pixelsPerSecond = 0;
  #over = false;
  /** Where the playhead stands while nothing plays: of several seeks at once the browser may tell an older one. */
  #still = 0;
  #settled = true;

  /**
   * @param url read with CORS: the waveform needs the file's bytes.
   * @param parts segments are parts of the whole: their edges move, but they are neither drawn nor dragged.
   */
  constructor(container: HTMLElement, url: string, parts: boolean, events: WaveformEvents) {
    this.#events = events;
    this.#parts = parts;
    this.#surfer = WaveSurfer.create({
      ...COLOURS, container, height: HEIGHT, cursorWidth: 2, normalize: true, minPxPerSec: 0, dragToSeek: false,
      plugins: [this.#regions, TimelinePlugin.create({ height: 18, style: { fontSize: "11px" } })],
    });
    this.#listen();
    // What goes wrong comes as the event "error" too.
    this.#surfer.load(url).catch(() => undefined);
  }

  #listen(): void {
    const { ready, failed, moved, played, finished, clicked } = this.#events;
    this.#surfer.on("ready", (duration) => {
      if (!this.#parts) this.#regions.enableDragSelection({ color: "rgb(91 108 240 / 25%)", minLength: SHORTEST });
      ready(duration);
    });
    this.#surfer.on("error", failed);
    for (const type of ["timeupdate", "seeking"] as const) this.#surfer.on(type, () => moved(this.time));
    this.#surfer.getMediaElement()?.addEventListener("seeked", () => this.#settle());
    this.#surfer.on("interaction", (time) => (this.#still = time));
    this.#surfer.on("play", () => played(true));
    this.#surfer.on("pause", () => {
      this.#still = this.#surfer.getCurrentTime();
      // The browser tells the time first, while the one before still counts.
      moved(this.#still);
      played(false);
    });
    this.#surfer.on("finish", finished);
    this.#surfer.on("click", (share) => clicked(share * this.duration));
    this.#regions.on("region-updated", (region) => this.#dragged(region));
    this.#regions.on("region-created", (region) => this.#created(region));
  }

  /** Of several seeks at once the browser may end at an older one: then it is sent once more. */
  #settle(): void {
    const off = Math.abs(this.#surfer.getCurrentTime() - this.#still);
    if (this.#settled || this.playing || off < SHORTEST) return;
    this.#settled = true;
    this.#surfer.setTime(this.#still);
  }

  #dragged(region: Region): void {
    const id = idOf(region);
    // Our own list says where it is now, rounded; until then it stands where it was dropped.
    this.#shown.delete(id);
    this.#shown.set(id, { region, as: "" });
    this.#events.dragged(id, region.start, region.end);
  }

  /** One that the worker drew: our own list shows it anew. */
  #created(region: Region): void {
    if (region.id.startsWith(OURS)) return;
    const { start, end } = region;
    region.remove();
    this.#events.drawn(start, end);
  }

  /**
   * Show exactly these segments.
   *
   * @param over none of them takes the pointer: a new one is drawn over them.
   */
  show(segments: readonly ShownSegment[], over: boolean): void {
    this.#over = over;
    const wanted = new Set(segments.map(({ id }) => id));
    for (const [id, { region }] of this.#shown) {
      if (wanted.has(id)) continue;
      region.remove();
      this.#shown.delete(id);
    }
    for (const segment of segments) this.#showOne(segment);
  }

  #showOne(segment: ShownSegment): void {
    const { id, start, end, title } = segment;
    const as = JSON.stringify([segment, this.#over]);
    const before = this.#shown.get(id);
    if (before?.as === as) return;
    const look = { start, end, color: tint(segment), content: title || " " };
    const region = before?.region ?? this.#regions.addRegion({ ...look, id: OURS + id, minLength: SHORTEST, drag: !this.#parts });
    if (before) region.setOptions(look);
    // Only the chosen one is moved: over the others a new one can be drawn.
    region.element!.style.pointerEvents = segment.chosen && !this.#over ? "all" : "none";
    this.#shown.set(id, { region, as });
  }

  /** Of the playhead, in seconds. */
  get time(): number {
    return this.playing ? this.#surfer.getCurrentTime() : this.#still;
  }

  get duration(): number {
    return this.#surfer.getDuration();
  }

  get playing(): boolean {
    return this.#surfer.isPlaying();
  }

  set rate(rate: number) {
    this.#surfer.setPlaybackRate(rate);
  }

  /** From the playhead on, or from `start` (to `end`), in seconds. A browser may refuse before the first click. */
  play(start?: number, end?: number): void {
    this.#surfer.play(start, end).catch(() => this.#events.played(false));
  }

  pause(): void {
    this.#surfer.pause();
  }

  seek(time: number): void {
    this.#still = Math.min(Math.max(time, 0), this.duration);
    this.#settled = false;
    this.#surfer.setTime(this.#still);
  }

  /** By this factor; less than the whole recording in the window is never shown smaller. */
  zoom(factor: number): void {
    const fitting = this.#surfer.getWidth() / Math.max(this.duration, SHORTEST);
    const wanted = Math.max(this.#pixelsPerSecond, fitting) * factor;
    this.#pixelsPerSecond = wanted <= fitting ? 0 : Math.min(wanted, Math.max(MOST_ZOOM, fitting));
    if (this.duration > 0) this.#surfer.zoom(this.#pixelsPerSecond);
  }

  close(): void {
    this.#surfer.destroy();
  }
}

function idOf(region: Region): number {
  return Number(region.id.slice(OURS.length));
}

function tint({ colour, chosen }: ShownSegment): string {
  return `color-mix(in srgb, ${colour} ${chosen ? 58 : 30}%, transparent)`;
}
