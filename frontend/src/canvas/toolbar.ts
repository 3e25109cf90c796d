/** The bar over the picture: tools, what can be done with the drawing, and how the picture is shown. */
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from "lit";
import { icon, type IconName } from "../design/icons";
import type { Undoable } from "./history";
import type { Picture } from "./picture";
import type { Tool } from "./tool";
import type { View } from "./view";

/** Something the worker can do at once: a button, and a key. */
export interface Action {
  /** The id of its button. */
  readonly name: string;
  readonly title: string;
  readonly icon: IconName;
  /** Such as `Ctrl+D`; left out: a button only. */
  readonly keys?: string;
  /** False: shown, but cannot be pressed now. */
  readonly enabled: boolean;
  /** For switches. */
  readonly pressed?: boolean;
  readonly run: () => void;
}

export interface ToolbarModel {
  readonly tools: () => readonly Tool[];
  readonly current: () => Tool | null;
  readonly take: (tool: Tool) => void;
  readonly history: () => Undoable;
  /** Buttons between tools and zoom. */
  readonly actions: () => readonly Action[];
  /** More at the end of the bar, such as a brush's size. */
  readonly more: () => TemplateResult | typeof nothing;
  readonly view: View;
  readonly picture: Picture;
}

export const ZOOM_STEP = 1.5;

export class Toolbar implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #model: ToolbarModel;
  #lightOpen = false;

  constructor(host: ReactiveControllerHost, model: ToolbarModel) {
    this.#host = host;
    this.#model = model;
    host.addController(this);
  }

  hostConnected(): void {}

  /** Undo and redo, with their keys. */
  get steps(): Action[] {
    const history = this.#model.history();
    return [
      { name: "undo", title: "Undo", icon: "undo", keys: "Ctrl+Z", enabled: history.canUndo, run: () => history.undo() },
      { name: "redo", title: "Redo", icon: "redo", keys: "Ctrl+Shift+Z", enabled: history.canRedo, run: () => history.redo() },
    ];
  }

  /** Zoom, with its keys. */
  get zooms(): Action[] {
    const { view } = this.#model;
    return [
      { name: "zoom-out", title: "Zoom out", icon: "minus", keys: "-", enabled: true, run: () => view.zoom(1 / ZOOM_STEP) },
      { name: "zoom-in", title: "Zoom in", icon: "plus", keys: "+", enabled: true, run: () => view.zoom(ZOOM_STEP) },
      { name: "fit", title: "Fit to the window", icon: "fit", keys: "f", enabled: true, run: () => view.fit() },
    ];
  }

  render(): TemplateResult {
    const tools = this.#model.tools();
    return html`
      <div class="toolbar" role="toolbar" aria-label="Drawing tools">
        <div class="group tools" ?hidden=${tools.length < 2}>${tools.map((tool) => this.#tool(tool))}</div>
        <div class="group">${[...this.steps, ...this.#model.actions()].map((action) => actionButton(action))}</div>
        ${this.#model.more()}
        <div class="group end">
          ${this.zooms.map((action) => actionButton(action))}
          ${actionButton({
            name: "light", title: "Brightness and contrast", icon: "sun", enabled: true, pressed: this.#lightOpen,
            run: () => this.#toggleLight(),
          })}
        </div>
        ${this.#lightOpen ? this.#light() : nothing}
      </div>
    `;
  }

  #tool(tool: Tool): TemplateResult {
    const pressed = this.#model.current() === tool;
    return html`
      <button
        type="button" id=${tool.name} class="tool" aria-pressed=${pressed ? "true" : "false"} aria-keyshortcuts=${tool.key}
        title="${tool.title} (${tool.key.toUpperCase()})" @click=${() => this.#model.take(tool)}
      >${icon(tool.icon)}<span>${tool.title}</span><kbd aria-hidden="true">${tool.key}</kbd></button>
    `;
  }

  #light(): TemplateResult {
    const { picture } = this.#model;
    const slider = (name: string, value: number, set: (value: number) => void): TemplateResult => html`
      <label>
        <span>${name}</span>
        <input
          type="range" min="0.2" max="3" step="0.05" .value=${String(value)}
          @input=${(event: Event) => set(Number((event.target as HTMLInputElement).value))}
          @change=${(event: Event) => event.stopPropagation()}
        />
      </label>
    `;
    return html`
      <div class="light" role="group" aria-label="Brightness and contrast" @keydown=${this.#lightKey}>
        ${slider("Brightness", picture.brightness, (value) => picture.adjust(value, picture.contrast))}
        ${slider("Contrast", picture.contrast, (value) => picture.adjust(picture.brightness, value))}
        <button type="button" class="normal" @click=${() => picture.adjust(1, 1)}>As the file is</button>
      </div>
    `;
  }

  readonly #lightKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    this.#toggleLight();
  };

  #toggleLight(): void {
    this.#lightOpen = !this.#lightOpen;
    this.#host.requestUpdate();
  }
}

/** A button that shows its icon, and says the rest to a mouse that rests on it and to screen readers. */
export function actionButton(action: Action): TemplateResult {
  const keys = action.keys ? ` (${action.keys.length === 1 ? action.keys.toUpperCase() : action.keys})` : "";
  return html`
    <button
      type="button" id=${action.name} class="tool" ?disabled=${!action.enabled} aria-label=${action.title}
      title=${action.title + keys} aria-pressed=${action.pressed === undefined ? nothing : action.pressed ? "true" : "false"}
      @click=${action.run}
    >${icon(action.icon)}</button>
  `;
}
