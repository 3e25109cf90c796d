/**
 * The base of the two segmentation widgets: a mask over the picture, painted with tools, kept as exact pixels.
 *
 * A widget says which segment is painted for a label (`segmentFor`, `newSegment`) and what its answer holds
 * (`result`); this class does the rest: earlier masks, tools, looks, undo.
 */
import { html, type CSSResultGroup, type PropertyValues, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { assistedTool } from "../canvas/click-tool";
import { AssistedTools, OUTLINE_KINDS } from "../canvas/assisted-tools";
import { ImageWidget } from "../canvas/image-widget";
import type { Tool } from "../canvas/tool";
import type { Action } from "../canvas/toolbar";
import type { Fields, Json } from "../elements/attributes";
import type { Answer } from "../form/answer-source";
import { AreaTool } from "./area-tool";
import { areasFrom } from "./areas-from";
import { clampSize, START_SIZE } from "./brush";
import { BrushTool } from "./brush-tool";
import { indexed, readEarlierMask, type EarlierMask } from "./earlier-mask";
import { FillTool, SimilarTool } from "./fill-tool";
import { LabelMap } from "./label-map";
import { MaskDrawing } from "./mask-drawing";
import { loadPixels } from "./mask-file";
import { maskSettings, maskSettingsStyles } from "./mask-settings";
import type { MaskBoard } from "./mask-tool";
import { OutlineTool } from "./outline-tool";
import { readPng, type Pixels } from "./png-reading";
import { Segments, type Segment } from "./segments";

const LOADING = "The earlier mask is still loading. Wait until you see it.";
const UNREADABLE = "The earlier mask could not be read: it is no PNG that holds labels by colour.";

/** Keys of assistants, in the order in which they were registered. */
const ASSIST_KEYS = "rxcma";

export abstract class MaskWidget extends ImageWidget implements MaskBoard {
  static override styles: CSSResultGroup[] = [ImageWidget.styles, maskSettingsStyles];

  @state() size = START_SIZE;
  @state() tolerance = 24;
  @state() keepOthers = false;
  @state() private loading = false;

  readonly drawing: MaskDrawing;
  declare readonly surface: ImageWidget["surface"];
  declare readonly picture: ImageWidget["picture"];
  readonly #byHand: readonly Tool[];
  readonly #assisted = new AssistedTools(this, OUTLINE_KINDS, ASSIST_KEYS, (assistant, key) => assistedTool(areasFrom(this), assistant, key));
  /** The earlier mask that is asked for; another one, or none, makes what comes for it void. */
  #asked: EarlierMask | null = null;
  /** The file of the initial value's mask as we write it, once it is there. */
  #initialText: string | null = null;
  /** What a draft said, for as long as the initial value's mask is not known. */
  #modified = false;

  constructor() {
    super();
    this.drawing = new MaskDrawing(this.surface, {
      counts: ({ label }) => this.labelNames.includes(label),
      hidden: ({ label }) => this.isHidden(label),
      changed: () => this.changed(),
    });
    this.#byHand = [new BrushTool(this, false), new BrushTool(this, true), new AreaTool(this), new FillTool(this), new SimilarTool(this), new OutlineTool(this)];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#assisted.tools.length === 0) void import("../assist/built-in").then(({ offerBuiltIn }) => offerBuiltIn());
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.#fit();
  }

  protected override get tools(): readonly Tool[] {
    return [...this.#byHand, ...this.#assisted.tools];
  }

  /** The segment that is painted for this label now, `null` if there is none yet. */
  protected abstract segmentFor(label: string): Segment | null;

  /** Where in the list of colours a new segment of this label looks for its own. */
  protected abstract placeOf(label: string): number;

  /** What the answer says of its segments. */
  protected abstract segmentFields(): Fields;

  /** More of the answer, after the mask. */
  protected moreFields(): Fields {
    return {};
  }

  get segment(): Segment | null {
    return this.label === null ? null : this.segmentFor(this.label);
  }

  takeSegment(): Segment | null {
    const { label } = this;
    if (label === null) return null;
    if (this.isHidden(label)) this.toggleLabel(label);
    return this.segmentFor(label) ?? this.newSegment(label);
  }

  /** A new segment of a label, in a colour of its own. */
  protected newSegment(label: string): Segment | null {
    const segment = this.drawing.segments.add(label, this.placeOf(label));
    this.drawing.redraw();
    return segment;
  }

  /** The colour of the segment in hand, or the one that the first will have. */
  override colourOf(label: string): string {
    return this.segmentFor(label)?.colour ?? this.drawing.segments.freeColour(this.placeOf(label));
  }

  tell(text: string): void {
    this.layout.message = text;
  }

  protected override get history(): MaskDrawing {
    return this.drawing;
  }

  protected override get empty(): boolean {
    return this.drawing.used.length === 0;
  }

  protected override clear(): void {
    for (const { index } of this.drawing.used) this.drawing.replace(index, 0);
    this.drawing.commit();
  }

  /** Does the mask differ from the initial value's? */
  protected get modified(): boolean {
    return this.#initialText === null ? this.#modified || this.drawing.canUndo : this.drawing.wholeText !== this.#initialText;
  }

  protected override redraw(): void {
    this.drawing.redraw();
  }

  /** While the mask or the picture loads, there is nothing to say; an empty mask would take the place of the earlier one. */
  override answer(): Answer {
    return this.drawing.map ? super.answer() : {};
  }

  protected override result(): Fields {
    return {
      inputImageProperties: this.imageProperties,
      ...this.segmentFields(),
      labeledImage: { pngImageData: this.drawing.text },
      ...this.moreFields(),
    };
  }

  protected override take(value: Json | undefined): void {
    const earlier = readEarlierMask(value);
    const initial = value === this.initialValue;
    if (initial) this.#initialText = null;
    this.#modified = modifiedIn(value);
    this.#asked = earlier;
    this.loading = typeof earlier.file === "string";
    this.drawing.begin(null, new Segments(earlier.mappings));
    if (typeof earlier.file === "string") void this.#load(earlier, earlier.file);
    else if (earlier.file) this.#place(earlier, readPng(earlier.file), initial);
    this.#fit();
  }

  async #load(earlier: EarlierMask, src: string): Promise<void> {
    let pixels: Pixels | null = null;
    try {
      pixels = await loadPixels(src);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (this.#asked === earlier) this.#complain(error.message);
    }
    if (this.#asked !== earlier) return;
    this.loading = false;
    if (pixels) this.#place(earlier, pixels, true);
    this.requestUpdate();
  }

  /** Begin with the pixels of an earlier mask. */
  #place(earlier: EarlierMask, pixels: Pixels | null, initial: boolean): void {
    if (!pixels) return this.#complain(UNREADABLE);
    const { cells, unknown } = indexed(pixels, this.drawing.segments, earlier.nothing);
    if (unknown > 0) this.#complain(`${unknown} pixels of the earlier mask have colours that stand for no label, so they were left out.`);
    this.drawing.begin(new LabelMap(pixels.width, pixels.height, cells), this.drawing.segments);
    if (initial) this.#initialText = this.drawing.wholeText;
  }

  /** The map has the picture's size; one that has another is no mask of it. */
  #fit(): void {
    const { map } = this.drawing;
    if (!this.picture.size || this.loading) return;
    const { width, height } = this.picture.size;
    if (map?.width === width && map.height === height) return;
    if (map) this.#initialText = null;
    if (map) this.#complain(`The earlier mask has ${map.width} × ${map.height} pixels, but the image ${width} × ${height}, so it was left out.`);
    this.drawing.begin(new LabelMap(width, height), this.drawing.segments);
  }

  #complain(text: string): void {
    this.layout.message = text;
    this.emit("crowd-problem", `<${this.localName}>: ${text}`);
  }

  protected override missing(): string | null {
    return this.loading ? LOADING : super.missing();
  }

  protected override actions(): Action[] {
    const outlined = this.drawing.look === "outlined";
    return [
      {
        name: "keep-others", title: "Keep other labels", icon: "lock", keys: "k", enabled: true, pressed: this.keepOthers,
        run: () => (this.keepOthers = !this.keepOthers),
      },
      {
        name: "outlines", title: "Show outlines only", icon: "outlines", keys: "o", enabled: true, pressed: outlined,
        run: () => this.#look(outlined ? "filled" : "outlined"),
      },
    ];
  }

  #look(look: "filled" | "outlined"): void {
    this.drawing.look = look;
    this.requestUpdate();
  }

  protected override moreTools(): TemplateResult {
    const { tool } = this;
    return html`${maskSettings({
      size: tool instanceof BrushTool ? this.size : null,
      resize: (size) => (this.size = clampSize(size)),
      tolerance: tool instanceof SimilarTool ? this.tolerance : null,
      tolerate: (tolerance) => (this.tolerance = tolerance),
      opacity: this.drawing.opacity,
      fade: (opacity) => {
        this.drawing.opacity = opacity;
        this.requestUpdate();
      },
    })}`;
  }
}

function modifiedIn(value: Json | undefined): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && value.initialValueModified === true;
}
