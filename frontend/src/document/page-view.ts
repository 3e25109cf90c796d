/** The document's page: its picture with the boxes of all pairs, zoom and pan, choosing, changing and drawing boxes. */
import { html, nothing, type ReactiveController, type TemplateResult } from "lit";
import type { CanvasKey } from "../canvas/canvas-keys";
import { Gestures } from "../canvas/gestures";
import type { Undoable } from "../canvas/history";
import { KeyCursor } from "../canvas/key-cursor";
import { Picture } from "../canvas/picture";
import { Surface } from "../canvas/surface";
import { Toolbar } from "../canvas/toolbar";
import type { CrowdElement } from "../elements/crowd-element";
import { brokenImage } from "../elements/image-stage";
import { Boxes, boundsOf } from "./boxes";
import { PageTool } from "./page-tool";
import type { PageBox, Pair, PartName } from "./pair";
import { bringIntoSight } from "./sight";

export interface PageViewModel {
  readonly pairs: () => readonly Pair[];
  readonly selected: () => Pair | null;
  readonly choose: (pair: Pair) => void;
  /** May the worker change this pair's boxes? */
  readonly editable: (pair: Pair) => boolean;
  readonly setBox: (pair: Pair, part: PartName, box: PageBox) => void;
  readonly history: Undoable;
}

export class PageView implements ReactiveController {
  readonly #host: CrowdElement & { readonly src: string };
  readonly #model: PageViewModel;
  readonly #surface: Surface;
  readonly #picture: Picture;
  readonly #boxes: Boxes;
  readonly #tool: PageTool;
  readonly #cursor: KeyCursor;
  readonly #toolbar: Toolbar;
  #src = "";
  #hovered: Pair | null = null;
  #painted: readonly unknown[] = [];

  constructor(host: CrowdElement & { readonly src: string }, model: PageViewModel) {
    this.#host = host;
    this.#model = model;
    this.#surface = new Surface(host);
    this.#picture = new Picture(host, this.#surface, (url) => host.emit("crowd-problem", `The image could not be loaded: ${url}`));
    this.#boxes = new Boxes({ ...model, hovered: () => this.#hovered, size: () => this.#picture.size });
    this.#tool = this.#newTool();
    this.#cursor = new KeyCursor(this.#surface, () => this.#tool);
    this.#toolbar = this.#newToolbar();
    this.#surface.add("lower", this.#boxes);
    this.#surface.add("upper", { paint: (context, view) => this.#tool.paint(context, view) });
    new Gestures(host, this.#surface, () => this.#tool);
    this.#surface.top.tabIndex = 0;
    this.#surface.top.setAttribute("role", "application");
    this.#surface.top.setAttribute("aria-label", "The document's page");
    host.addController(this);
  }

  #newTool(): PageTool {
    return new PageTool({
      boxes: this.#boxes,
      view: this.#surface.view,
      size: () => this.#picture.size,
      choose: this.#model.choose,
      hover: (pair) => this.#hover(pair),
      setBox: this.#model.setBox,
      repaint: () => this.#surface.repaint("upper"),
      drawingChanged: () => this.#host.requestUpdate(),
    });
  }

  #newToolbar(): Toolbar {
    return new Toolbar(this.#host, {
      tools: () => [],
      current: () => null,
      take: () => undefined,
      history: () => this.#model.history,
      actions: () => [],
      more: () => nothing,
      view: this.#surface.view,
      picture: this.#picture,
    });
  }

  hostUpdate(): void {
    if (this.#host.src !== this.#src) this.#picture.load((this.#src = this.#host.src));
    const shown = [this.#model.pairs(), this.#model.selected(), this.#picture.size];
    if (shown.some((one, at) => one !== this.#painted[at])) this.#surface.repaint("lower");
    this.#painted = shown;
  }

  /** Which box is to be drawn, `null` while none is. */
  get drawing(): { readonly pair: Pair; readonly part: PartName } | null {
    return this.#tool.wanted;
  }

  keys(): CanvasKey[] {
    const actions = [...this.#toolbar.steps, ...this.#toolbar.zooms];
    const corner = { keys: "Space", label: "Set a corner at the cursor", run: () => this.#cursor.press() };
    return [
      ...this.#tool.keys(),
      ...(this.#tool.wanted ? [...this.#cursor.keys(), corner] : []),
      ...actions.map(({ keys = "", title, enabled, run }) => ({ keys, label: title, run: () => enabled && run() })),
      { keys: "Ctrl+Y", run: () => this.#model.history.redo() },
      { keys: "=", run: () => this.#surface.view.zoom(1.5) },
    ];
  }

  /** Let the worker draw this box, or no longer if that is so. */
  draw(pair: Pair, part: PartName): void {
    if (this.drawing?.part === part && this.drawing.pair.key.id === pair.key.id) this.#tool.cancel();
    else this.#tool.draw(pair, part);
    this.#surface.top.focus();
  }

  /** Give up what was begun. */
  cancel(): void {
    this.#tool.cancel();
  }

  /** Bring a pair into sight, large enough to be read. */
  reveal(pair: Pair): void {
    const { size } = this.#picture;
    const bounds = size && boundsOf(pair, size);
    if (bounds) bringIntoSight(this.#surface.view, bounds, (pair.value.box ?? pair.key.box)!.height * size.height);
  }

  #hover(pair: Pair | null): void {
    if (pair === this.#hovered) return;
    this.#hovered = pair;
    this.#surface.repaint("lower");
  }

  render(): TemplateResult {
    if (this.#picture.state === "broken") return brokenImage(this.#picture.address, () => this.#picture.load(this.#src));
    const { drawing } = this;
    return html`
      ${this.#toolbar.render()}
      <div class="holder">
        ${this.#surface.element}
        ${drawing
          ? html`<p class="drawing" role="status">Drag a box around the ${drawing.part} of “${drawing.pair.key.text}”</p>`
          : nothing}
      </div>
    `;
  }
}
