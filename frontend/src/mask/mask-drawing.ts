/** The mask that is drawn: its map and segments, how it is shown, how it is undone, and its file. */
import type { Undoable } from "../canvas/history";
import type { Surface } from "../canvas/surface";
import type { Bounds } from "../geometry/polygon";
import type { Run } from "../geometry/raster";
import { LabelMap } from "./label-map";
import { MaskLayer, type Look } from "./mask-layer";
import { MaskPng } from "./png";
import { Segments, type Segment } from "./segments";

/** Milliseconds of an idle pause that writing ahead leaves to others. */
const LEFT_OVER = 6;

export interface MaskModel {
  /** Does a segment count: does the template still have its label? */
  readonly counts: (segment: Segment) => boolean;
  readonly hidden: (segment: Segment) => boolean;
  /** Called after every change that the worker made, undo and redo too. */
  readonly changed: () => void;
}

export class MaskDrawing implements Undoable {
  readonly #surface: Surface;
  readonly #model: MaskModel;
  readonly #layer = new MaskLayer();
  #map: LabelMap | null = null;
  #png: MaskPng | null = null;
  #idle = 0;
  #look: Look = "filled";

  segments = new Segments();

  constructor(surface: Surface, model: MaskModel) {
    this.#surface = surface;
    this.#model = model;
    surface.add("lower", this.#layer);
  }

  /** The map, `null` while the picture's size is not known or an earlier mask loads. */
  get map(): LabelMap | null {
    return this.#map;
  }

  get canUndo(): boolean {
    return this.#map?.canUndo ?? false;
  }

  get canRedo(): boolean {
    return this.#map?.canRedo ?? false;
  }

  /** Segments that count and have pixels, in the order of their indices. */
  get used(): Segment[] {
    return this.segments.all.filter((segment) => this.#model.counts(segment) && this.count(segment) > 0);
  }

  get opacity(): number {
    return this.#layer.opacity;
  }

  set opacity(opacity: number) {
    this.#layer.opacity = opacity;
    this.#surface.repaint("lower");
  }

  get look(): Look {
    return this.#look;
  }

  set look(look: Look) {
    this.#look = look;
    this.redraw();
  }

  /** Begin with this map and these segments, with nothing to undo. */
  begin(map: LabelMap | null, segments = new Segments()): void {
    this.#map = map;
    this.#png = map && new MaskPng(map);
    this.segments = segments;
    this.#layer.show(map);
    this.redraw();
  }

  /** Labels, colours or what is hidden changed. */
  redraw(): void {
    this.#layer.dress(this.segments.palette((segment) => this.#model.counts(segment) && !this.#model.hidden(segment)), this.#look);
    this.#surface.repaint("lower");
  }

  /** How many pixels a segment has. */
  count(segment: Segment): number {
    return this.#map?.count(segment.index) ?? 0;
  }

  /** The segment of a pixel, if it is one that counts. */
  segmentAt(x: number, y: number): Segment | undefined {
    const segment = this.segments.at(this.#map?.at(Math.floor(x), Math.floor(y)) ?? 0);
    return segment && this.#model.counts(segment) ? segment : undefined;
  }

  /** Give pixels an index (0: take them from what they belong to); `over` as in `LabelMap.paint`. */
  paint(runs: Iterable<Run>, index: number, over: number | null = null): void {
    if (!this.#map) return;
    const area = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    for (const run of runs) {
      this.#map.paint(run, index, over);
      area.left = Math.min(area.left, run.from);
      area.right = Math.max(area.right, run.to);
      area.top = Math.min(area.top, run.y);
      area.bottom = Math.max(area.bottom, run.y + 1);
    }
    if (area.left < area.right) this.#repaint(area);
  }

  /** All pixels of one index to another. */
  replace(index: number, by: number): void {
    this.#map?.replace(index, by);
    this.#surface.repaint("lower");
  }

  /** What was painted since the last time is one change. */
  commit(): void {
    if (this.#map?.commit()) this.#changed();
  }

  /** What was painted since the last time never was. */
  cancel(): void {
    this.#map?.cancel();
    this.#surface.repaint("lower");
  }

  undo(): void {
    if (this.#map?.undo()) this.#stepped();
  }

  redo(): void {
    if (this.#map?.redo()) this.#stepped();
  }

  /** The mask as a PNG in Base64, empty while there is no map. */
  get text(): string {
    return this.#png?.encode(this.#palette()) ?? "";
  }

  /** The same with every segment, also those whose label the template does not have now: what the worker can change. */
  get wholeText(): string {
    return this.#png?.encode(this.segments.palette(() => true)) ?? "";
  }

  #palette() {
    return this.segments.palette(this.#model.counts);
  }

  #stepped(): void {
    this.#surface.repaint("lower");
    this.#changed();
  }

  #repaint(area: Bounds): void {
    // Borders reach beyond what was painted.
    this.#surface.repaint("lower", this.#look === "filled" ? area : null);
  }

  #changed(): void {
    this.#model.changed();
    this.#writeAhead();
  }

  /** The answer will be asked for soon: write it in pauses, so that nobody waits for it. */
  #writeAhead(): void {
    if (this.#idle || !("requestIdleCallback" in window)) return;
    this.#idle = requestIdleCallback((deadline) => {
      this.#idle = 0;
      const done = this.#png?.prepare(this.#palette(), () => deadline.timeRemaining() > LEFT_OVER);
      if (done === false) this.#writeAhead();
    });
  }
}
