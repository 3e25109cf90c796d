/** A cross in the picture that arrows move, for drawing without a pointer. */
import type { CanvasKey } from "./canvas-keys";
import type { Point } from "../geometry/point";
import type { Layer } from "./plane";
import type { Surface } from "./surface";
import type { Press, Tool } from "./tool";
import type { View } from "./view";

/** Screen pixels of a plain step; with Alt a step is one image pixel, with Shift this many plain ones. */
const STEP = 10;
const LONG = 8;
const POINT = "Set a point at the cursor; held down while dragging: move the picture";
const ARROWS: readonly (readonly [key: string, dx: number, dy: number])[] = [
  ["ArrowLeft", -1, 0],
  ["ArrowRight", 1, 0],
  ["ArrowUp", 0, -1],
  ["ArrowDown", 0, 1],
];

/** The arrow keys with and without modifiers; `move` gets a direction and which step is meant. */
export function arrowKeys<T>(steps: Readonly<Record<string, T>>, move: (dx: number, dy: number, step: T) => void): { keys: string; run: () => void }[] {
  return Object.entries(steps).flatMap(([modifier, step]) =>
    ARROWS.map(([key, dx, dy]) => ({ keys: modifier + key, run: () => move(dx, dy, step) })),
  );
}

export class KeyCursor implements Layer {
  readonly #surface: Surface;
  readonly #tool: () => Tool | null;
  #at: Point | null = null;

  constructor(surface: Surface, tool: () => Tool | null) {
    this.#surface = surface;
    this.#tool = tool;
    surface.add("upper", this);
    surface.top.addEventListener("pointermove", () => this.hide());
    surface.top.addEventListener("pointerdown", () => this.hide());
  }

  /** Where it is in image pixels, `null` while the pointer is used instead. */
  get at(): Point | null {
    return this.#at;
  }

  /** Arrows move the cursor, which begins in the middle of what is seen; then Space sets a point. */
  keys(): CanvasKey[] {
    return [
      { keys: "Arrows", label: "Move the cursor; with Shift further, with Alt by one pixel" },
      ...arrowKeys({ "": STEP, "Shift+": STEP * LONG, "Alt+": 0 }, (dx, dy, step) => this.#move(dx, dy, step)),
      this.#at ? { keys: "Space", label: POINT, run: () => this.press() } : { keys: "Space", label: POINT },
    ];
  }

  /** Press and let go of the tool here. */
  press(): void {
    if (!this.#at) return;
    const press = this.#pressHere(this.#at);
    this.#tool()?.down(press);
    this.#tool()?.up(press);
  }

  hide(): void {
    if (!this.#at) return;
    this.#at = null;
    this.#surface.repaint("upper");
  }

  #move(dx: number, dy: number, step: number): void {
    const { view } = this.#surface;
    const { width, height } = view.picture;
    const pixels = step === 0 ? 1 : Math.max(1, Math.round(step / view.scale));
    const from = this.#at ?? middleOf(view);
    const at = { x: limited(from.x + dx * pixels, width), y: limited(from.y + dy * pixels, height) };
    this.#at = at;
    view.reveal(at);
    this.#tool()?.hover(this.#pressHere(at));
    this.#surface.repaint("upper");
  }

  #pressHere(at: Point): Press {
    return { at, screen: this.#surface.view.toScreen(at), kind: "keyboard", shift: false, alt: false, ctrl: false };
  }

  paint(context: CanvasRenderingContext2D, view: View): void {
    if (!this.#at) return;
    const { x, y } = this.#at;
    const arm = 14 / view.scale;
    for (const [width, colour] of [[4, "#000c"], [2, "#fff"]] as const) {
      context.lineWidth = width / view.scale;
      context.strokeStyle = colour;
      context.beginPath();
      context.moveTo(x - arm, y);
      context.lineTo(x + arm, y);
      context.moveTo(x, y - arm);
      context.lineTo(x, y + arm);
      context.stroke();
    }
  }
}

function limited(at: number, most: number): number {
  return Math.min(most, Math.max(0, at));
}

function middleOf(view: View): Point {
  const { width, height } = view.picture;
  const { left, top, right, bottom } = view.roomless ? { left: 0, top: 0, right: width, bottom: height } : view.visible;
  const x = (Math.max(0, left) + Math.min(width, right)) / 2;
  const y = (Math.max(0, top) + Math.min(height, bottom)) / 2;
  return { x: Math.round(limited(x, width)), y: Math.round(limited(y, height)) };
}
