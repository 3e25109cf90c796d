/** What can be done with the selection: moved by keys, copied, taken away, given another label, walked through. */
import { arrowKeys } from "../canvas/key-cursor";
import type { CanvasKey } from "../canvas/canvas-keys";
import type { View } from "../canvas/view";
import { mergePolygons } from "../geometry/merge";
import type { Desk } from "./drawing-tool";
import { removeVertexOf } from "./grip";
import { boundsOf, moved, type Shape } from "./shape";

/** A copy lies this many screen pixels beside what was copied. */
const BESIDE = 14;

type Copied = Pick<Shape, "label" | "points">;

export class SelectionKeys {
  readonly #desk: Desk;
  #copied: readonly Copied[] = [];

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  get #view(): View {
    return this.#desk.view;
  }

  /** Keys for what is selected, and for selecting. `focused`: the canvas has the focus, so Tab walks through shapes. */
  list(focused: boolean): CanvasKey[] {
    const { drawing } = this.#desk;
    const some = drawing.selection.length > 0;
    return [
      ...(focused ? this.#walking() : []),
      { keys: "Ctrl+A", label: "Select all", run: () => drawing.select(drawing.shapes.filter((shape) => drawing.isShown(shape))) },
      ...(this.#copied.length > 0 ? [{ keys: "Ctrl+V", label: "Paste", run: () => this.paste() }] : []),
      ...(some ? this.#ofSelection() : []),
    ];
  }

  #ofSelection(): CanvasKey[] {
    const { drawing } = this.#desk;
    return [
      { keys: "Ctrl+C", label: "Copy", run: () => (this.#copied = drawing.selection) },
      { keys: "Escape", label: "Select nothing", run: () => (drawing.vertex === null ? drawing.select([]) : (drawing.vertex = null)) },
      { keys: "Backspace", run: () => this.remove() },
      ...(drawing.single && drawing.kind.most > 1 ? this.#ofVertices(drawing.single) : []),
    ];
  }

  #ofVertices(shape: Shape): CanvasKey[] {
    const { drawing } = this.#desk;
    const step = (by: number) => (): void => {
      const count = shape.points.length;
      drawing.vertex = ((drawing.vertex ?? (by > 0 ? -1 : 0)) + by + count) % count;
      this.#view.reveal(shape.points[drawing.vertex]!);
    };
    return [
      { keys: ".", label: "Next vertex of the selected shape", run: step(1) },
      { keys: ",", label: "Vertex before", run: step(-1) },
      ...(drawing.vertex === null || drawing.kind.most !== Infinity ? [] : [
        { keys: "i", label: "Insert a vertex after this one", run: () => this.#insert(shape, drawing.vertex!) },
      ]),
    ];
  }

  /** Arrows move the selection, or the chosen vertex. */
  arrows(): CanvasKey[] {
    if (this.#desk.drawing.selection.length === 0) return [];
    const keys = arrowKeys({ "": 1, "Shift+": 10 }, (dx, dy, step) => this.#nudge(dx * step, dy * step));
    return [{ keys: "Arrows", label: "Move what is selected by a pixel, with Shift by ten" }, ...keys];
  }

  /** Take the chosen vertex away, or the whole selection. */
  remove(): void {
    const { drawing } = this.#desk;
    const { single, vertex, selection } = drawing;
    if (single && vertex !== null && drawing.kind.most === Infinity) return removeVertexOf(drawing, single, vertex);
    drawing.exchange(selection, []);
    this.#desk.announce(selection.length === 1 ? "Deleted." : `${selection.length} deleted.`);
  }

  duplicate(): void {
    this.#put(this.#desk.drawing.selection);
  }

  paste(): void {
    this.#put(this.#copied);
  }

  /** Another label for what the worker chose; what was only just drawn keeps its own. */
  relabel(label: string): void {
    const { drawing } = this.#desk;
    if (drawing.fresh) return drawing.select([]);
    const others = drawing.selection.filter((shape) => shape.label !== label);
    if (others.length > 0) drawing.replace(others.map((shape) => ({ ...shape, label })));
  }

  /** Could `merge` do something? */
  get mergeable(): boolean {
    const { selection } = this.#desk.drawing;
    return selection.length > 1 && selection.every(({ label }) => label === selection[0]!.label);
  }

  /** One polygon of several that touch. An answer cannot hold holes, so a ring is refused. */
  merge(): void {
    const { drawing, announce, tell } = this.#desk;
    const { selection } = drawing;
    const regions = mergePolygons(selection.map(({ points }) => points));
    if (regions.some(({ holes }) => holes.length > 0)) return tell("These polygons surround a hole, which one polygon cannot have. Cut one of them first.");
    if (regions.length >= selection.length) return tell("These polygons do not touch, so they cannot be merged.");
    drawing.exchange(selection, regions.map(({ outer }) => ({ label: selection[0]!.label, points: outer })));
    announce("Merged.");
  }

  #insert(shape: Shape, place: number): void {
    const { drawing } = this.#desk;
    const [a, b] = [shape.points[place]!, shape.points[(place + 1) % shape.points.length]!];
    drawing.replace([{ ...shape, points: shape.points.toSpliced(place + 1, 0, { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }) }]);
    drawing.vertex = place + 1;
  }

  #nudge(dx: number, dy: number): void {
    const { drawing, snapper } = this.#desk;
    const { single, vertex, selection } = drawing;
    if (single && vertex !== null) {
      const handle = drawing.kind.handles(single.points).find(({ place, kind }) => place === vertex && kind !== "between")!;
      const to = snapper.inside({ x: handle.at.x + dx, y: handle.at.y + dy });
      drawing.replace([{ ...single, points: drawing.kind.drag(single.points, handle, to) }]);
      drawing.vertex = vertex;
    } else {
      const [x, y] = snapper.step(selection.flatMap(({ points }) => points), dx, dy);
      if (x !== 0 || y !== 0) drawing.replace(selection.map((shape) => ({ ...shape, points: moved(shape.points, x, y) })));
    }
  }

  #put(shapes: readonly Copied[]): void {
    const by = Math.max(1, Math.round(BESIDE / this.#view.scale));
    const points = shapes.flatMap((shape) => shape.points);
    const [right, down] = this.#desk.snapper.step(points, by, by);
    // In the corner there is no room beside: the copy goes to the other side.
    const [dx, dy] = this.#desk.snapper.step(points, right || -by, down || -by);
    this.#desk.drawing.add(shapes.map(({ label, points: at }) => ({ label, points: moved(at, dx, dy) })));
  }

  /** Tab selects one after another; past the last one it leaves the canvas, as everywhere. */
  #walking(): CanvasKey[] {
    const { drawing, announce } = this.#desk;
    const shown = drawing.shapes.filter((shape) => drawing.isShown(shape));
    const at = drawing.single ? shown.indexOf(drawing.single) : -1;
    const walk = (keys: string, label: string, place: number): CanvasKey[] => {
      const shape = shown[place];
      const run = (): void => {
        drawing.select([shape!]);
        this.#desk.leaveCursor();
        const { left, top, right, bottom } = boundsOf(shape!);
        this.#view.reveal({ x: (left + right) / 2, y: (top + bottom) / 2 });
        announce(`${drawing.kind.title} ${place + 1} of ${shown.length}: ${shape!.label}.`);
      };
      return shape ? [{ keys, label, run }] : [];
    };
    // What was just drawn is the first to come by.
    const [next, before] = drawing.fresh ? [at, at] : [at + 1, at < 0 ? -1 : at - 1];
    return [...walk("Tab", "Select the next shape", next), ...walk("Shift+Tab", "Select the shape before", before)];
  }
}
