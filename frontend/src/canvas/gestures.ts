/**
 * From pointers and wheels to what the worker means: the wheel zooms at the pointer, two fingers pinch and pan, the
 * middle button or Space with a drag pans, and everything else goes to the tool in hand.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { isTyping } from "../elements/shortcuts";
import type { Point } from "../geometry/point";
import type { Surface } from "./surface";
import type { Press, Tool } from "./tool";

/** Wheel units for doubling the scale. */
const WHEEL_DOUBLES = 360;
/** Units of a pinch on a trackpad, which comes as a wheel with Ctrl, are finer. */
const PINCH_DOUBLES = 80;
const LINE = 33;

export class Gestures implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #surface: Surface;
  readonly #tool: () => Tool | null;
  readonly #fingers = new Map<number, Point>();
  #panning: number | null = null;
  #drawing: number | null = null;
  #last: Point = { x: 0, y: 0 };
  #space = false;

  constructor(host: ReactiveControllerHost, surface: Surface, tool: () => Tool | null) {
    this.#host = host;
    this.#surface = surface;
    this.#tool = tool;
    const { top } = surface;
    top.addEventListener("pointerdown", this.#down);
    top.addEventListener("pointermove", this.#move);
    top.addEventListener("pointerup", this.#up);
    top.addEventListener("pointercancel", this.#lost);
    top.addEventListener("pointerleave", this.#left);
    top.addEventListener("dblclick", (event) => this.#tool()?.doubleClick(this.#press(event, "mouse")));
    top.addEventListener("wheel", this.#wheel, { passive: false });
    // Only the middle button's scrolling is kept from the browser: mouse events must reach the template's scripts.
    top.addEventListener("mousedown", (event) => event.button === 1 && event.preventDefault());
    top.addEventListener("contextmenu", (event) => event.preventDefault());
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener("keydown", this.#spaceDown);
    document.addEventListener("keyup", this.#spaceUp);
    window.addEventListener("blur", this.#spaceAway);
  }

  hostDisconnected(): void {
    document.removeEventListener("keydown", this.#spaceDown);
    document.removeEventListener("keyup", this.#spaceUp);
    window.removeEventListener("blur", this.#spaceAway);
  }

  /** Is a tool being used or the picture moved at this moment? */
  get busy(): boolean {
    return this.#drawing !== null || this.#panning !== null || this.#fingers.size > 1;
  }

  #screen(event: MouseEvent): Point {
    const { left, top } = this.#surface.element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }

  #press(event: MouseEvent, kind: string): Press {
    const screen = this.#screen(event);
    return {
      at: this.#surface.view.toImage(screen),
      screen,
      kind: kind === "touch" || kind === "pen" ? kind : "mouse",
      shift: event.shiftKey,
      alt: event.altKey,
      ctrl: event.ctrlKey || event.metaKey,
    };
  }

  readonly #down = (event: PointerEvent): void => {
    const screen = this.#screen(event);
    if (event.pointerType === "touch") this.#fingers.set(event.pointerId, screen);
    capture(this.#surface.top, event.pointerId);
    if (this.#fingers.size === 2) this.#abandon();
    else if (event.button === 1 || (event.button === 0 && this.#space)) this.#pan(event.pointerId, screen);
    else if (event.button === 0 && this.#fingers.size < 2) {
      this.#drawing = event.pointerId;
      this.#tool()?.down(this.#press(event, event.pointerType));
    }
  };

  readonly #move = (event: PointerEvent): void => {
    const screen = this.#screen(event);
    if (this.#fingers.size > 1) this.#pinch(event.pointerId, screen);
    else if (this.#panning === event.pointerId) this.#drag(screen);
    else if (this.#drawing === event.pointerId) {
      const samples = event.getCoalescedEvents?.() ?? [];
      const between = (samples.length > 0 ? samples : [event]).map((sample) => this.#surface.view.toImage(this.#screen(sample)));
      this.#tool()?.move(this.#press(event, event.pointerType), between);
    } else if (this.#drawing === null) this.#tool()?.hover(this.#press(event, event.pointerType));
  };

  readonly #up = (event: PointerEvent): void => {
    this.#fingers.delete(event.pointerId);
    if (this.#drawing === event.pointerId) this.#tool()?.up(this.#press(event, event.pointerType));
    this.#release(event.pointerId);
    // What a tool has begun decides what Undo can do.
    this.#host.requestUpdate();
  };

  readonly #lost = (event: PointerEvent): void => {
    this.#fingers.delete(event.pointerId);
    if (this.#drawing === event.pointerId) this.#abandon();
    this.#release(event.pointerId);
  };

  readonly #left = (): void => {
    if (this.#drawing === null) this.#tool()?.hover(null);
  };

  #release(pointer: number): void {
    if (this.#drawing === pointer) this.#drawing = null;
    if (this.#panning === pointer) this.#pan(null, this.#last);
  }

  /** A second finger came, or the pointer was lost: what this press began was no drawing. */
  #abandon(): void {
    if (this.#drawing !== null) this.#tool()?.abandon();
    this.#drawing = null;
  }

  #pan(pointer: number | null, screen: Point): void {
    this.#panning = pointer;
    this.#last = screen;
    this.#surface.element.classList.toggle("panning", pointer !== null);
  }

  #drag(screen: Point): void {
    const { x, y } = this.#last;
    this.#last = screen;
    this.#surface.view.pan(screen.x - x, screen.y - y);
  }

  #pinch(pointer: number, screen: Point): void {
    const before = [...this.#fingers.values()];
    if (!this.#fingers.has(pointer) || before.length !== 2) return;
    this.#fingers.set(pointer, screen);
    const after = [...this.#fingers.values()];
    const [from, to] = [middle(before[0]!, before[1]!), middle(after[0]!, after[1]!)];
    const apart = Math.max(1, from.apart);
    this.#surface.view.pan(to.x - from.x, to.y - from.y);
    this.#surface.view.zoom(Math.max(1, to.apart) / apart, to);
  }

  readonly #wheel = (event: WheelEvent): void => {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1;
    if (event.shiftKey && !event.ctrlKey) this.#surface.view.pan(-(event.deltaX || event.deltaY) * unit, 0);
    else {
      const doubles = event.ctrlKey && Math.abs(event.deltaY) < 50 ? PINCH_DOUBLES : WHEEL_DOUBLES;
      this.#surface.view.zoom(2 ** ((-event.deltaY * unit) / doubles), this.#screen(event));
    }
  };

  readonly #spaceDown = (event: KeyboardEvent): void => {
    if (event.key !== " " || isTyping(event)) return;
    this.#space = true;
    this.#surface.element.classList.add("space");
  };

  readonly #spaceUp = (event: KeyboardEvent): void => {
    if (event.key === " ") this.#spaceAway();
  };

  /** Let go, here or in another window. */
  readonly #spaceAway = (): void => {
    this.#space = false;
    this.#surface.element.classList.remove("space");
  };
}

/** Keep a pointer's events also outside the canvas; one that scripts made up cannot be captured. */
function capture(canvas: HTMLCanvasElement, pointer: number): void {
  try {
    canvas.setPointerCapture(pointer);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

function middle(one: Point, other: Point): Point & { apart: number } {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2, apart: Math.hypot(one.x - other.x, one.y - other.y) };
}
