/**
 * The base of the widgets that draw shapes: one kind of shape each, the same tools around it.
 *
 * A widget says its `kind`, reads its shapes from an answer (`read`), writes each (`item`) and all of them (`compose`).
 */
import type { Fields, Json } from "../elements/attributes";
import { labelDash } from "../design/label-colours";
import type { CanvasKey } from "../canvas/canvas-keys";
import { ImageWidget } from "../canvas/image-widget";
import type { Tool } from "../canvas/tool";
import type { Action } from "../canvas/toolbar";
import { assistantsFor } from "../canvas/assist";
import { assistedTool } from "../canvas/click-tool";
import { AssistedTools, OUTLINE_KINDS } from "../canvas/assisted-tools";
import { ActiveLayer } from "./active-layer";
import { BoxTool } from "./box-tool";
import { Drawing } from "./drawing";
import type { Desk } from "./drawing-tool";
import { Finder } from "./finder";
import { PathTool } from "./path-tool";
import { PointTool } from "./point-tool";
import { SelectTool } from "./select-tool";
import { SelectionKeys } from "./selection-keys";
import type { Kind } from "./kinds";
import type { Shape } from "./shape";
import { shapesFrom } from "./shapes-from";
import { ShapePainter } from "./shape-painter";
import { Snapper } from "./snapper";
import { SplitTool } from "./split-tool";

/** Keys of assistants, in the order in which they were registered. */
const ASSIST_KEYS = "qwrty";

export type Drawn = Pick<Shape, "label" | "points">;

export abstract class VectorWidget extends ImageWidget {
  /** What this widget draws. */
  protected static readonly kind: Kind;

  protected readonly drawing: Drawing;
  readonly #finder: Finder;
  readonly #byHand: readonly Tool[];
  readonly #assisted: AssistedTools;
  /** Shapes never change, so each is written once: drafts of thousands are made after every stroke. */
  readonly #known = new WeakMap<Shape, Json>();
  /** The initial value as an answer would hold it with these labels. */
  #given: { readonly value: Json; readonly labels: Json[]; readonly text: string } | null = null;
  readonly #snapper: Snapper;
  readonly #selection: SelectionKeys;

  constructor() {
    super();
    const { kind } = this.constructor as typeof VectorWidget;
    const { surface } = this;
    this.drawing = new Drawing(kind, {
      repaint: (area) => surface.repaint("lower", area && painter.reach(area, surface.view)),
      repaintActive: () => surface.repaint("upper"),
      selected: () => this.requestUpdate(),
      changed: () => this.changed(),
    });
    const painter = new ShapePainter(this.drawing);
    const layer = new ActiveLayer(this.drawing);
    surface.add("lower", painter);
    surface.add("upper", layer);
    this.#snapper = new Snapper(this.drawing, surface.view);
    const desk: Desk = {
      drawing: this.drawing,
      snapper: this.#snapper,
      view: surface.view,
      label: () => this.label,
      announce: (text) => this.announce(text),
      tell: (text) => (this.layout.message = text),
      repaint: () => surface.repaint("upper"),
      leaveCursor: () => this.cursor.hide(),
      request: (kind, points, signal) => this.assistRequest(kind, points, signal),
    };
    this.#selection = new SelectionKeys(desk);
    this.#finder = new Finder(desk);
    this.#byHand = [drawingTool(desk), new SelectTool(desk, layer), ...(kind.name === "polygon" ? [new SplitTool(desk)] : [])];
    const kinds = kind.name === "polygon" ? OUTLINE_KINDS : [];
    this.#assisted = new AssistedTools(this, kinds, ASSIST_KEYS, (assistant, key) => assistedTool(shapesFrom(desk), assistant, key));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.drawing.kind.most === Infinity && assistantsFor("path").length === 0) void import("../assist/built-in").then(({ offerBuiltIn }) => offerBuiltIn());
  }

  protected override get tools(): readonly Tool[] {
    return [...this.#byHand, ...this.#assisted.tools];
  }

  /** The shapes in an answer's value or an initial value; wrong ones are left out. */
  protected abstract read(value: Json | undefined): Drawn[];

  /** One shape as the answer holds it, in the order of keys that the original has. */
  protected abstract item(shape: Drawn): Json;

  /** The widget's part of the answer with these shapes. */
  protected abstract compose(items: Json[]): Fields;

  protected override get history(): Drawing["history"] {
    return this.drawing.history;
  }

  protected override get empty(): boolean {
    return this.drawing.counted.length === 0;
  }

  protected override clear(): void {
    this.drawing.exchange(this.drawing.counted, []);
  }

  protected override result(): Fields {
    return this.compose(this.#items);
  }

  get #items(): Json[] {
    return this.drawing.counted.map((shape) => this.#itemOf(shape));
  }

  #itemOf(shape: Shape): Json {
    const known = this.#known.get(shape);
    if (known !== undefined) return known;
    const item = this.item(shape);
    this.#known.set(shape, item);
    return item;
  }

  /** Did the worker change what the template gave? `undefined` if it gave nothing. */
  protected get initialValueModified(): boolean | undefined {
    if (this.initialValue === null) return undefined;
    return this.#givenText !== JSON.stringify(this.#items);
  }

  /** Read once for an initial value and a list of labels: there may be thousands of shapes, and drafts are many. */
  get #givenText(): string {
    const { initialValue: value, labels } = this;
    if (this.#given?.value === value && this.#given.labels === labels) return this.#given.text;
    const names = new Set(this.labelNames);
    const items = this.read(value).flatMap((shape) => (names.has(shape.label) ? [this.item(shape)] : []));
    this.#given = { value, labels, text: JSON.stringify(items) };
    return this.#given.text;
  }

  protected override take(value: Json | undefined): void {
    const given = value === this.initialValue;
    this.drawing.start(this.read(value).map((shape) => ({ ...shape, given })));
  }

  protected override countOf(label: string): number {
    return this.drawing.counts.get(label) ?? 0;
  }

  protected override redraw(): void {
    const look = (label: string, at: number) => ({ colour: this.colourOf(label), dash: labelDash(at), hidden: this.isHidden(label) });
    this.drawing.restyle(new Map(this.labelNames.map((label, at) => [label, look(label, at)])));
  }

  /** The label of the selection changes too. */
  protected override labelChosen(): void {
    const { label } = this;
    if (label !== null) this.#selection.relabel(label);
    super.labelChosen();
  }

  protected override actions(): Action[] {
    const some = this.drawing.selection.length > 0;
    const selection = this.#selection;
    return [
      { name: "delete", title: "Delete", icon: "trash", keys: "Delete", enabled: some, run: () => selection.remove() },
      { name: "duplicate", title: "Duplicate", icon: "copy", keys: "Ctrl+D", enabled: some, run: () => selection.duplicate() },
      ...(this.drawing.kind.name === "polygon"
        ? [{ name: "merge", title: "Merge", icon: "merge", keys: "m", enabled: selection.mergeable, run: () => selection.merge() } as const]
        : []),
      { name: "snap", title: "Snap to neighbours", icon: "snap", keys: "s", enabled: true, pressed: this.#snapper.on, run: () => this.#toggleSnap() },
      ...this.#following(),
      ...this.#finder.actions,
    ];
  }

  /** A switch, where something offers to follow edges. */
  #following(): Action[] {
    const [tool] = this.#byHand;
    if (!(tool instanceof PathTool) || !tool.guide.assistant || this.drawing.kind.most !== Infinity) return [];
    const { title, icon } = tool.guide.assistant;
    const run = (): void => {
      tool.guide.on = !tool.guide.on;
      this.requestUpdate();
    };
    return [{ name: "follow", title, icon, keys: "e", enabled: true, pressed: tool.guide.on, run }];
  }

  protected override canvasKeys(): CanvasKey[] {
    const focused = this.shadowRoot?.activeElement === this.surface.top;
    const moving = this.cursor.at && this.tool?.setsPoints ? [] : this.#selection.arrows();
    return [...this.#selection.list(focused), ...moving];
  }

  #toggleSnap(): void {
    this.#snapper.on = !this.#snapper.on;
    this.requestUpdate();
  }
}

function drawingTool(desk: Desk): Tool {
  const { kind } = desk.drawing;
  if (kind.name === "box") return new BoxTool(desk);
  return kind.name === "keypoint" ? new PointTool(desk) : new PathTool(desk);
}
