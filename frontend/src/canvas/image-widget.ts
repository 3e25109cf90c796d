/**
 * The base of widgets that draw on a picture: the canvases, the bar of tools, the column of labels, keys, and the part
 * of the answer that all have.
 *
 * A widget gives `tools`, `history`, `result`, `take`, `empty` and what it paints (`surface.add`); it calls `changed()`
 * after every change; `redraw()` is called when labels, colours or what is hidden change.
 */
import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { fieldsOf, jsonAttribute, type Fields, type Json } from "../elements/attributes";
import { imageStageStyles } from "../elements/image-stage-styles";
import { brokenImage } from "../elements/image-stage";
import type { Shortcut } from "../elements/shortcuts";
import type { Answer } from "../form/answer-source";
import type { Point } from "../geometry/point";
import type { AssistKind, AssistRequest } from "./assist";
import { CanvasKeys, type CanvasKey } from "./canvas-keys";
import { canvasStyles } from "./canvas-styles";
import { Gestures } from "./gestures";
import type { Undoable } from "./history";
import { KeyCursor } from "./key-cursor";
import { LabelledWidget } from "./labelled-widget";
import { NO_PICTURE, Picture } from "./picture";
import type { Size } from "./picture-levels";
import { Surface } from "./surface";
import type { Tool } from "./tool";
import { Toolbar, type Action } from "./toolbar";
import { toolbarStyles } from "./toolbar-styles";
import { WorkInHand } from "./work-in-hand";

const NOTHING_DRAWN = "You have drawn nothing. If there is nothing to label, submit once more.";

export abstract class ImageWidget extends LabelledWidget {
  static override styles: CSSResultGroup[] = [LabelledWidget.styles, imageStageStyles, canvasStyles, toolbarStyles];

  /** Address of the picture. */
  @property({ reflect: true, useDefault: true }) src = "";

  /** The drawing at the start. */
  @property(jsonAttribute("any", "initial-value")) initialValue: Json = null;

  @state() private wantedTool: string | null = null;
  /** The worker says that there is nothing to label. */
  @state() private nothing = false;
  @state() private spoken = "";

  protected readonly surface: Surface = new Surface(this);
  protected readonly picture: Picture = new Picture(this, this.surface, (url) => this.emit("crowd-problem", `The image could not be loaded: ${url}`));
  protected readonly gestures: Gestures = new Gestures(this, this.surface, () => this.tool);
  protected readonly cursor: KeyCursor;
  protected readonly toolbar: Toolbar;
  /** The size that a draft had, while the picture loads. */
  #restoredSize: Size | null = null;
  #asked = false;
  #touched = false;
  readonly #work = new WorkInHand(() => this.tool, this.layout);

  constructor() {
    super();
    this.surface.add("upper", { paint: (context, view) => this.tool?.paint(context, view) });
    this.cursor = new KeyCursor(this.surface, () => this.tool);
    this.toolbar = new Toolbar(this, {
      tools: () => this.tools,
      current: () => this.tool,
      take: (tool) => this.takeTool(tool.name),
      history: () => this.#work.steps(this.history),
      actions: () => this.#actions,
      more: () => this.moreTools(),
      view: this.surface.view,
      picture: this.picture,
    });
    new CanvasKeys(this, () => this.#allKeys(), () => this.layout.covered);
    this.surface.top.tabIndex = 0;
    this.surface.top.setAttribute("role", "application");
    this.surface.top.setAttribute("aria-label", "The image to draw on");
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has("src")) this.picture.load(this.src);
    if (changed.has("initialValue") && !this.#touched) this.reset();
    this.#work.review();
  }

  /** The tools, the one at start first. */
  protected abstract readonly tools: readonly Tool[];
  protected abstract readonly history: Undoable;

  /** Was nothing drawn? */
  protected abstract get empty(): boolean;

  /** This widget's part of the answer. */
  protected abstract result(): Fields;

  /** Take everything away, in one step of the history. */
  protected abstract clear(): void;

  /** Take over a result, an initial value, or nothing; what cannot be read counts as nothing. Empties the history. */
  protected abstract take(value: Json | undefined): void;

  /** Buttons beside undo and redo. */
  protected actions(): Action[] {
    return [];
  }

  /** More in the bar. */
  protected moreTools(): TemplateResult | typeof nothing {
    return nothing;
  }

  /** Keys of the widget that belong to no tool. */
  protected canvasKeys(): CanvasKey[] {
    return [];
  }

  /** The tool in hand. */
  get tool(): Tool | null {
    return this.tools.find(({ name }) => name === this.wantedTool) ?? this.tools[0] ?? null;
  }

  /** The same object as in the answer, at any time. Takes one too. */
  get value(): Json {
    return this.result();
  }

  set value(value: Json | undefined) {
    this.#restore(value);
    this.changed();
  }

  get _submittableValue(): Json {
    return this.value;
  }

  /** Size of the picture; 0 while it is not known. */
  protected get imageProperties(): { height: number; width: number } {
    const { height, width } = this.picture.size ?? this.#restoredSize ?? { height: 0, width: 0 };
    return { height, width };
  }

  takeTool(name: string): void {
    if (this.tool?.name === name || this.#work.wouldBeLost()) return;
    this.wantedTool = name;
    this.surface.repaint("upper");
  }

  /** Tell those who cannot see the canvas. */
  announce(text: string): void {
    this.spoken = text;
  }

  /** What an assistant is asked about this picture. */
  assistRequest(kind: AssistKind, points: readonly Point[], signal: AbortSignal): AssistRequest {
    return {
      kind, points, label: this.label ?? "", labels: this.labelNames, size: this.imageProperties, src: this.src, signal,
      pixels: (longest, area) => this.picture.pixels(longest, area),
    };
  }

  override answer(): Answer {
    return this.name ? { [this.name]: this.result() } : {};
  }

  /** An answer without this widget's part says nothing of it: the initial value stays. */
  override restore(answer: Answer): void {
    if (this.name && Object.hasOwn(answer, this.name)) this.#restore(answer[this.name]);
    else this.reset();
  }

  override reset(): void {
    this.#touched = false;
    this.#begin(this.initialValue);
  }

  override validate(): boolean {
    if (this.#work.wouldBeLost()) return false;
    const text = this.missing();
    this.layout.message = text;
    this.#asked ||= text === NOTHING_DRAWN;
    return text === null;
  }

  protected override changed(): void {
    this.#touched = true;
    this.#asked = false;
    if (!this.empty) this.nothing = false;
    super.changed();
  }

  protected override missing(): string | null {
    const unasked = this.empty && !this.nothing && !this.#asked;
    return NO_PICTURE[this.picture.state] ?? (unasked ? NOTHING_DRAWN : null);
  }

  protected override get discarding(): (() => void) | null {
    if (this.empty) return null;
    return () => {
      this.tool?.cancel();
      this.clear();
    };
  }

  protected override get answered(): boolean {
    return this.nothing || !this.empty;
  }

  protected override labelChosen(): void {
    this.surface.repaint("upper");
  }

  protected override shortcuts(): Shortcut[] {
    return this.#allKeys().flatMap(({ keys, label, run }) => (label === undefined ? [] : [{ key: keys, label, run: () => run?.() }]));
  }

  get #actions(): Action[] {
    const pressed = this.hiddenLabels.size > 0;
    return [
      ...this.actions(),
      this.#finishing,
      { name: "hide", title: "Hide what is drawn", icon: pressed ? "eye-off" : "eye", keys: "h", enabled: true, pressed, run: () => this.toggleAll() },
    ];
  }

  /**
   * What Enter ends, for who has no keyboard. It has its place before anything is begun, too: a bar that grows by a row
   * under the first click would move the picture away from the second.
   */
  get #finishing(): Action {
    const enter = this.tool?.keys().find(({ keys, run }) => keys === "Enter" && run);
    const run = enter?.run ?? ((): void => undefined);
    return { name: "finish", title: enter?.label ?? "Done", icon: "check", enabled: enter !== undefined, run };
  }

  #restore(value: Json | undefined): void {
    const size = fieldsOf(fieldsOf(value).inputImageProperties);
    const [width, height] = [Number(size.width), Number(size.height)];
    if (width > 0 && height > 0) this.#restoredSize = { width, height };
    this.#touched = true;
    this.#begin(value);
  }

  #begin(value: Json | undefined): void {
    this.tool?.cancel();
    this.#asked = false;
    this.nothing = false;
    this.layout.message = null;
    this.take(value);
    this.requestUpdate();
  }

  #allKeys(): CanvasKey[] {
    const { tool } = this;
    const actions = [...this.toolbar.steps, ...this.#actions, ...this.toolbar.zooms];
    const { begun } = this.#work;
    return [
      ...(tool?.keys() ?? []),
      ...(begun === null ? [] : [{ keys: "Enter", run: () => this.#work.warn(begun) }]),
      ...this.canvasKeys(),
      ...this.labelList.keys(),
      ...this.tools.map(({ name, title, key }) => ({ keys: key, label: title, run: () => this.takeTool(name) })),
      ...actions.flatMap(({ keys, title, enabled, run }) => (keys ? [{ keys, label: title, run: () => enabled && run() }] : [])),
      { keys: "Ctrl+Y", run: () => this.history.redo() },
      { keys: "=", run: () => this.surface.view.zoom(1.5) },
      ...(tool?.setsPoints ? this.cursor.keys() : []),
    ];
  }

  protected override hint(): TemplateResult | typeof nothing {
    return this.tool?.hint ? html`${this.tool.hint}` : nothing;
  }

  readonly #toggleNothing = (event: Event): void => {
    const { checked } = event.target as HTMLInputElement;
    event.stopPropagation();
    this.nothing = checked;
    this.changed();
  };

  protected override target(): TemplateResult {
    const broken = this.picture.state === "broken";
    // Scripts look for the canvas whether or not there is a picture on it.
    return html`
      ${broken ? brokenImage(this.picture.address, () => this.picture.load(this.src)) : this.toolbar.render()}
      <div class="holder" ?hidden=${broken}>
        ${this.surface.element}
        <p class="loading" ?hidden=${this.picture.state !== "loading"}><span class="spinner"></span>Loading the image</p>
      </div>
      <p class="spoken" aria-live="polite">${this.spoken}</p>
    `;
  }

  protected override side(): TemplateResult {
    return this.labelList.render(html`
      <label class="nothing">
        <input type="checkbox" .checked=${this.nothing} ?disabled=${!this.empty} @change=${this.#toggleNothing} />Nothing to label
      </label>
    `);
  }
}
