/**
 * A thing outlined by clicks: one at it or a box around it, then a click into what is suggested takes the place out of
 * it and a click beside it adds the place, until it is right. So a finger needs no second button.
 */
import type { IconName } from "../design/icons";
import type { Point } from "../geometry/point";
import { bounds, type Bounds } from "../geometry/polygon";
import type { Assistant, Outline } from "./assist";
import { AssistTool, isIn, paintSuggestion, strokeIn, type AssistBoard } from "./assist-tool";
import { askingOf, type AssistedTool } from "./assisted-tools";
import type { CanvasKey } from "./canvas-keys";
import { PlainTool, type Press } from "./tool";
import type { View } from "./view";

/** Screen pixels from which a press is a box and no click. */
const DRAGGED = 8;

/** Milliseconds after which it is shown that something is still being looked for, and between two looks of that. */
const [SLOW, TURN] = [250, 50];

const FOUND = "An outline was found. Enter takes it; click what is wrong; Escape gives it up.";
const LOOKING = "The outline is still being looked for. Wait for it, or give it up with Escape.";
const NOT_FOUND = "Nothing was found there. Click another place, or draw by hand.";

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

/** What the worker said: a box, or a point on the thing or beside it. */
type Mark = { readonly at: Point; readonly belongs: boolean } | { readonly box: Bounds };

export class ClickTool extends PlainTool {
  readonly name: string;
  readonly title: string;
  readonly icon: IconName;
  key: string;
  override readonly hint: string;
  readonly #board: AssistBoard;
  readonly #assistant: Assistant;
  #marks: readonly Mark[] = [];
  #outlines: readonly Outline[] = [];
  #asking: AbortController | null = null;
  #pressed: Press | null = null;
  #dragged: Bounds | null = null;
  /** The picture that the assistant was told of. */
  #prepared = "";
  #askedAt = 0;
  #turning: ReturnType<typeof setInterval> | undefined;

  constructor(board: AssistBoard, assistant: Assistant, key: string) {
    super();
    [this.name, this.title, this.icon, this.key] = [assistant.name, assistant.title, assistant.icon, key];
    this.#board = board;
    this.#assistant = assistant;
    this.hint = askingOf(assistant).hint;
  }

  override get begun(): string | null {
    if (this.#marks.length === 0) return null;
    return this.#asking ? LOOKING : FOUND;
  }

  override hover(press: Press | null): void {
    if (!press || !this.#assistant.prepare) return;
    const request = this.#board.request("clicks", [], new AbortController().signal);
    if (request.src === this.#prepared || request.size.width === 0) return;
    this.#prepared = request.src;
    this.#assistant.prepare(request);
  }

  override down(press: Press): void {
    this.#pressed = press;
  }

  /** A box is the first thing that is said, or none. */
  override move(press: Press): void {
    const start = this.#pressed;
    if (!start || this.#marks.length > 0) return;
    const dragged = Math.hypot(press.screen.x - start.screen.x, press.screen.y - start.screen.y) >= DRAGGED;
    this.#dragged = dragged ? bounds([start.at, press.at].map((at) => this.#board.place(at))) : null;
    this.#board.repaint();
  }

  override up(press: Press): void {
    const box = this.#dragged;
    this.#forgetPress();
    if (box) return this.#say({ box });
    this.#say({ at: this.#board.place(press.at), belongs: !press.alt && !isIn(this.#outlines, press.at) });
  }

  override abandon(): void {
    this.#forgetPress();
  }

  override takeBack(): boolean {
    if (this.#marks.length === 0) return false;
    this.#marks = this.#marks.slice(0, -1);
    void this.#suggest();
    return true;
  }

  override cancel(): boolean {
    const begun = this.#marks.length > 0;
    this.#forgetPress();
    this.#end();
    return begun;
  }

  override keys(): CanvasKey[] {
    if (this.#marks.length === 0) return [];
    const taking: CanvasKey[] = [
      { keys: "Enter", label: "Take what is suggested", run: () => this.#take(false) },
      { keys: "Alt+Enter", label: "Erase what is suggested", run: () => this.#take(true) },
    ];
    return [
      ...(this.#outlines.length > 0 && !this.#asking ? taking : []),
      { keys: "Backspace", label: "Take the last click back", run: () => this.takeBack() },
      { keys: "Escape", label: "Give the suggestion up", run: () => this.cancel() },
    ];
  }

  override paint(context: CanvasRenderingContext2D, view: View): void {
    const colour = this.#board.colour();
    paintSuggestion(context, view, this.#outlines, colour);
    for (const mark of this.#marks) if ("at" in mark) paintClick(context, view, mark.at, mark.belongs);
    this.#paintLooking(context, view);
    const box = this.#dragged ?? this.#box;
    if (!box) return;
    context.beginPath();
    context.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    strokeIn(context, view, [["rgb(0 0 0 / 60%)", 3], ["#ffffff", 1.5]]);
  }

  /** A ring that turns round what was said last. */
  #paintLooking(context: CanvasRenderingContext2D, view: View): void {
    const last = this.#marks.at(-1);
    const waited = performance.now() - this.#askedAt;
    if (!this.#asking || !last || waited < SLOW) return;
    const { x, y } = "at" in last ? last.at : { x: (last.box.left + last.box.right) / 2, y: (last.box.top + last.box.bottom) / 2 };
    const start = calm.matches ? 0 : waited / 150;
    context.beginPath();
    context.arc(x, y, 14 / view.scale, start, start + 1.5 * Math.PI);
    strokeIn(context, view, [["rgb(0 0 0 / 60%)", 5], ["#ffffff", 2.5]]);
  }

  get #box(): Bounds | undefined {
    return this.#marks.flatMap((mark) => ("box" in mark ? [mark.box] : []))[0];
  }

  #points(belongs: boolean): Point[] {
    return this.#marks.flatMap((mark) => ("at" in mark && mark.belongs === belongs ? [mark.at] : []));
  }

  #say(mark: Mark): void {
    this.#marks = [...this.#marks, mark];
    void this.#suggest();
  }

  async #suggest(): Promise<void> {
    this.#asking?.abort();
    if (this.#marks.length === 0) return this.#end();
    const asking = (this.#asking = new AbortController());
    this.#askedAt = performance.now();
    this.#turning ??= setInterval(() => this.#board.repaint(), TURN);
    this.#board.announce(LOOKING);
    this.#board.repaint();
    try {
      const request = this.#board.request("clicks", this.#points(true), asking.signal);
      const box = this.#box;
      const { outlines } = await this.#assistant.suggest({ ...request, ground: this.#points(false), ...(box ? { box } : {}) });
      if (asking.signal.aborted) return;
      this.#outlines = outlines.filter(({ points }) => points.length >= 3);
      if (this.#outlines.length === 0) this.#board.tell(NOT_FOUND);
      else this.#board.announce(FOUND);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (asking.signal.aborted) return;
      this.#end();
      this.#board.tell(error.message);
    }
    this.#asking = null;
    this.#rest();
    this.#board.repaint();
  }

  #take(erase: boolean): void {
    const outlines = this.#outlines;
    this.#end();
    this.#board.take(outlines, erase);
  }

  #forgetPress(): void {
    [this.#pressed, this.#dragged] = [null, null];
    this.#board.repaint();
  }

  #rest(): void {
    clearInterval(this.#turning);
    this.#turning = undefined;
  }

  #end(): void {
    this.#asking?.abort();
    this.#asking = null;
    this.#rest();
    [this.#marks, this.#outlines] = [[], []];
    this.#board.repaint();
  }
}

/** The tool that asks this assistant for outlines. */
export function assistedTool(board: AssistBoard, assistant: Assistant, key: string): AssistedTool {
  return askingOf(assistant).kind === "clicks" ? new ClickTool(board, assistant, key) : new AssistTool(board, assistant, key);
}

function paintClick(context: CanvasRenderingContext2D, view: View, { x, y }: Point, belongs: boolean): void {
  const [radius, arm] = [7 / view.scale, 3.5 / view.scale];
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = belongs ? "#ffffff" : "#10131a";
  context.fill();
  strokeIn(context, view, [[belongs ? "#10131a" : "#ffffff", 1.5]]);
  context.beginPath();
  context.moveTo(x - arm, y);
  context.lineTo(x + arm, y);
  if (belongs) {
    context.moveTo(x, y - arm);
    context.lineTo(x, y + arm);
  }
  strokeIn(context, view, [[belongs ? "#10131a" : "#ffffff", 2]]);
}
