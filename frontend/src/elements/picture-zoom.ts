/** A closer look at a picture that is only looked at: wheel, pinch, double click, keys and buttons zoom, a drag pans. */
import { css, html, nothing, type ReactiveController, type TemplateResult } from "lit";
import { styleMap } from "lit/directives/style-map.js";
import { icon } from "../design/icons";
import { distance, type Point } from "../geometry/point";
import type { CrowdElement } from "./crowd-element";
import type { Shortcut } from "./shortcuts";

/** The picture fitted is 1. */
const LARGEST = 32;
const STEP = 1.5;
const DOUBLE_CLICK = 2.5;
/** Wheel units for doubling the size. */
const WHEEL_DOUBLES = 360;

export class PictureZoom implements ReactiveController {
  readonly #host: CrowdElement;
  readonly #fingers = new Map<number, Point>();
  #scale = 1;
  /** How far the picture's middle is from the room's, in screen pixels. */
  #middle: Point = { x: 0, y: 0 };

  constructor(host: CrowdElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  shortcuts(): Shortcut[] {
    return [
      { key: "+", label: "Zoom in", run: () => this.zoom(STEP) },
      { key: "-", label: "Zoom out", run: () => this.zoom(1 / STEP) },
    ];
  }

  /** The whole picture again. */
  fit(): void {
    this.#scale = 1;
    this.#move({ x: 0, y: 0 });
  }

  /** @param at stays where it is: screen pixels from the middle of the room */
  zoom(factor: number, at: Point = { x: 0, y: 0 }): void {
    const scale = Math.min(LARGEST, Math.max(1, this.#scale * factor));
    const grown = scale / this.#scale;
    const { x, y } = this.#middle;
    this.#scale = scale;
    this.#move({ x: at.x - (at.x - x) * grown, y: at.y - (at.y - y) * grown });
  }

  /** No edge of the picture comes further in than the room's edge. */
  #move({ x, y }: Point): void {
    const [room, picture] = [this.#find(".zoom-room"), this.#find(".picture")];
    const most = (length = 0, space = 0) => Math.max(0, (length * this.#scale - space) / 2);
    const within = (value: number, limit: number) => Math.min(limit, Math.max(-limit, value));
    const [right, down] = [most(picture?.offsetWidth, room?.clientWidth), most(picture?.offsetHeight, room?.clientHeight)];
    this.#middle = { x: within(x, right), y: within(y, down) };
    this.#host.requestUpdate();
  }

  #find(selector: string): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>(selector);
  }

  #at(event: MouseEvent): Point {
    const { left, top, width, height } = this.#find(".zoom-room")!.getBoundingClientRect();
    return { x: event.clientX - left - width / 2, y: event.clientY - top - height / 2 };
  }

  readonly #wheel = (event: WheelEvent): void => {
    event.preventDefault();
    this.zoom(2 ** (-event.deltaY / WHEEL_DOUBLES), this.#at(event));
  };

  readonly #doubleClick = (event: MouseEvent): void => {
    if (this.#scale > 1) this.fit();
    else this.zoom(DOUBLE_CLICK, this.#at(event));
  };

  readonly #down = (event: PointerEvent): void => {
    if (event.button !== 0 || (event.target as Element).closest("button")) return;
    this.#fingers.set(event.pointerId, this.#at(event));
    if (this.#scale > 1 || this.#fingers.size > 1) (event.currentTarget as Element).setPointerCapture?.(event.pointerId);
  };

  readonly #drag = (event: PointerEvent): void => {
    const before = this.#fingers.get(event.pointerId);
    if (!before) return;
    const now = this.#at(event);
    const other = [...this.#fingers].find(([id]) => id !== event.pointerId)?.[1];
    this.#fingers.set(event.pointerId, now);
    if (other) this.zoom(Math.max(1, distance(now, other)) / Math.max(1, distance(before, other)), other);
    else if (this.#scale > 1) this.#move({ x: this.#middle.x + now.x - before.x, y: this.#middle.y + now.y - before.y });
  };

  readonly #up = (event: PointerEvent): void => {
    this.#fingers.delete(event.pointerId);
  };

  /** The room around a stage (`imageStage`), with its buttons. */
  render(stage: TemplateResult): TemplateResult {
    const close = this.#scale > 1;
    const place = { "--zoom": String(this.#scale), "--zoom-x": `${this.#middle.x}px`, "--zoom-y": `${this.#middle.y}px` };
    return html`
      <div
        class="zoom-room ${close ? "close" : ""}" style=${styleMap(place)} @wheel=${this.#wheel} @dblclick=${this.#doubleClick}
        @pointerdown=${this.#down} @pointermove=${this.#drag} @pointerup=${this.#up} @pointercancel=${this.#up}
      >
        ${stage}
        <div class="zoom-buttons" role="group" aria-label="Zoom">
          ${close ? zoomButton("minus", "Zoom out (-)", () => this.zoom(1 / STEP)) : nothing}
          ${zoomButton("plus", "Zoom in (+)", () => this.zoom(STEP))}
          ${close ? zoomButton("fit", "Show the whole picture", () => this.fit()) : nothing}
        </div>
      </div>
    `;
  }
}

function zoomButton(name: "minus" | "plus" | "fit", title: string, run: () => void): TemplateResult {
  return html`
    <button type="button" class="quiet round" title=${title} aria-label=${title} @click=${run} @dblclick=${(event: Event) => event.stopPropagation()}>
      ${icon(name, 18)}
    </button>
  `;
}

export const pictureZoomStyles = css`
  .zoom-room {
    position: relative;
    display: flex;
    flex: 1;
    min-height: 160px;
    overflow: hidden;
    touch-action: pan-x pan-y;
  }

  .zoom-room.close {
    touch-action: none;
    cursor: grab;
  }

  .zoom-room.close:active {
    cursor: grabbing;
  }

  .zoom-room .picture {
    transform: translate(var(--zoom-x), var(--zoom-y)) scale(var(--zoom));
  }

  .zoom-room .tag {
    transform: scale(calc(1 / var(--zoom)));
    transform-origin: 0 100%;
  }

  .zoom-buttons {
    position: absolute;
    inset: auto 8px 8px auto;
    display: flex;
    gap: 2px;
    padding: 2px;
    border: 1px solid var(--pl-line);
    border-radius: var(--pl-radius);
    background: var(--pl-raised);
    box-shadow: var(--pl-shadow);
  }
`;
