/** A painted area as a polygon: take it up with a click, move, add and remove its points, and put it back as pixels. */
import type { CanvasKey } from "../canvas/canvas-keys";
import type { Press } from "../canvas/tool";
import type { View } from "../canvas/view";
import { contoursOf } from "../geometry/contours";
import { distance, type Point } from "../geometry/point";
import { insertVertex, nearestOnEdges, removeVertex, type Polygon } from "../geometry/polygon";
import { runsOf, type Run } from "../geometry/raster";
import { areaRuns } from "./fill";
import type { LabelMap } from "./label-map";
import { MaskTool, strokeTwice } from "./mask-tool";

/** Screen pixels round a point or an edge in which a press takes hold of it. */
const REACH = 12;
/** Screen pixels by which the polygon may differ from the area at first. */
const ROUGHNESS = 1.2;

interface TakenUp {
  readonly index: number;
  /** The pixels it came from. */
  readonly area: readonly Run[];
  /** Outlines and holes. */
  rings: readonly Polygon[];
  /** How they were before each change, to step back. */
  readonly past: (readonly Polygon[])[];
}

interface Grip {
  readonly ring: number;
  readonly point: number;
}

export class OutlineTool extends MaskTool {
  readonly name = "outline";
  readonly title = "Edit outline";
  readonly icon = "outline";
  readonly key = "v";
  #taken: TakenUp | null = null;
  #grip: Grip | null = null;
  /** The point that Delete takes away. */
  #chosen: Grip | null = null;
  /** The press is at no point: letting go takes up what is there. */
  #taking = false;

  override get begun(): string | null {
    return this.#taken && "You are in the middle of an outline: Enter puts it back as pixels, Escape leaves the area as it was.";
  }

  override down(press: Press): void {
    if (press.kind === "keyboard" && this.#grip) return this.#letGo();
    const before = this.#taken?.rings;
    this.#grip = this.#gripAt(press.at);
    if (this.#grip && before) this.#taken!.past.push(before);
    this.#chosen = this.#grip;
    this.#taking = this.#grip === null;
    this.#seen();
  }

  override move(press: Press): void {
    if (this.#grip) this.#moveTo(press.at);
  }

  override up(press: Press): void {
    // The keyboard's press is over at once: the point follows the cursor until the next one.
    if (press.kind !== "keyboard") this.#letGo();
    if (this.#taking) this.#takeUp(press.at);
    this.#taking = false;
    this.#seen();
  }

  override hover(press: Press | null): void {
    if (press && this.#grip) this.#moveTo(press.at);
  }

  override doubleClick(): void {
    this.#putBack();
  }

  /** Only what this press has moved goes back. */
  override abandon(): void {
    if (this.#grip) this.takeBack();
    this.#taking = false;
  }

  override takeBack(): boolean {
    const before = this.#taken?.past.pop();
    if (!this.#taken || !before) return this.cancel();
    this.#taken.rings = before;
    this.#grip = null;
    this.#chosen = null;
    this.#seen();
    return true;
  }

  override settle(): void {
    this.#putBack();
  }

  override cancel(): boolean {
    const begun = this.#taken !== null;
    this.#taken = null;
    this.#grip = null;
    this.#taking = false;
    this.#chosen = null;
    this.#seen();
    return begun;
  }

  override keys(): CanvasKey[] {
    if (!this.#taken) return [];
    const remove = () => this.#remove();
    return [
      { keys: "Enter", label: "Put the outline back as pixels", run: () => this.#putBack() },
      { keys: "Delete", label: "Remove the chosen point", run: remove },
      { keys: "Backspace", run: remove },
      { keys: "Escape", label: "Leave the area as it was", run: () => this.cancel() },
    ];
  }

  override paint(context: CanvasRenderingContext2D, view: View): void {
    if (!this.#taken) return;
    const colour = this.board.drawing.segments.at(this.#taken.index)?.colour ?? "#fff";
    this.#taken.rings.forEach((ring, at) => {
      context.beginPath();
      for (const { x, y } of ring) context.lineTo(x, y);
      context.closePath();
      strokeTwice(context, view.scale, colour, 2);
      ring.forEach((point, place) => paintHandle(context, view, point, this.#chosen?.ring === at && this.#chosen.point === place));
    });
  }

  #takeUp(at: Point): void {
    const { map } = this.board.drawing;
    const segment = this.board.drawing.segmentAt(at.x, at.y);
    this.#putBack();
    if (!map || !segment) return;
    const area = areaRuns(map, Math.floor(at.x), Math.floor(at.y));
    const rings = ringsOf(area, map, ROUGHNESS / this.board.surface.view.scale);
    this.#taken = { index: segment.index, area, rings, past: [] };
  }

  /** The pixels of the old area go to nothing, those of the polygon to the segment. */
  #putBack(): void {
    this.#letGo();
    const taken = this.#taken;
    const { drawing } = this.board;
    this.cancel();
    if (!taken || taken.past.length === 0 || !drawing.map) return;
    drawing.paint(taken.area, 0, taken.index);
    drawing.paint(runsOf(taken.rings, drawing.map.width, drawing.map.height), taken.index, this.board.keepOthers ? 0 : null);
    drawing.commit();
  }

  /** The point near here, or one newly made on an edge that is near. */
  #gripAt(at: Point): Grip | null {
    const reach = REACH / this.board.surface.view.scale;
    const rings = this.#taken?.rings ?? [];
    for (const [ring, polygon] of rings.entries()) {
      const point = polygon.findIndex((corner) => distance(corner, at) <= reach);
      if (point >= 0) return { ring, point };
    }
    for (const [ring, polygon] of rings.entries()) {
      const near = nearestOnEdges(at, polygon);
      if (!near || near.distance > reach / 2) continue;
      this.#change(ring, insertVertex(polygon, near.edge, at));
      return { ring, point: near.edge + 1 };
    }
    return null;
  }

  /** The point rests where it is; a press that changed nothing is no step. */
  #letGo(): void {
    const { past, rings } = this.#taken ?? { past: [], rings: [] };
    if (past.at(-1) === rings) past.pop();
    this.#grip = null;
  }

  #moveTo(at: Point): void {
    const { ring, point } = this.#grip!;
    const polygon = this.#taken?.rings[ring];
    if (polygon) this.#change(ring, polygon.map((corner, place) => (place === point ? at : corner)));
  }

  #remove(): void {
    const polygon = this.#chosen && this.#taken?.rings[this.#chosen.ring];
    const fewer = polygon && removeVertex(polygon, this.#chosen!.point);
    if (!fewer) return;
    this.#taken!.past.push(this.#taken!.rings);
    this.#change(this.#chosen!.ring, fewer);
    this.#chosen = null;
    this.#grip = null;
  }

  #change(ring: number, polygon: Polygon): void {
    if (!this.#taken) return;
    this.#taken.rings = this.#taken.rings.map((other, at) => (at === ring ? polygon : other));
    this.#seen();
  }

  #seen(): void {
    this.board.surface.repaint("upper");
  }
}

/** Outlines and holes of an area, in image pixels. */
function ringsOf(area: readonly Run[], map: LabelMap, tolerance: number): Polygon[] {
  const left = area.reduce((least, { from }) => Math.min(least, from), map.width);
  const top = area.reduce((least, { y }) => Math.min(least, y), map.height);
  const width = area.reduce((most, { to }) => Math.max(most, to), 0) - left;
  const height = area.reduce((most, { y }) => Math.max(most, y + 1), 0) - top;
  const values = new Uint8Array(width * height);
  for (const { y, from, to } of area) values.fill(1, (y - top) * width + from - left, (y - top) * width + to - left);
  const regions = contoursOf({ width, height, values }, 1, { tolerance });
  const rings = regions.flatMap(({ outer, holes }) => [outer, ...holes]);
  return rings.map((ring) => ring.map(({ x, y }) => ({ x: x + left, y: y + top })));
}

function paintHandle(context: CanvasRenderingContext2D, view: View, { x, y }: Point, chosen: boolean): void {
  const half = (chosen ? 5 : 3.5) / view.scale;
  context.fillStyle = chosen ? "#ffd84d" : "#fff";
  context.strokeStyle = "rgb(0 0 0 / 70%)";
  context.lineWidth = 1 / view.scale;
  context.beginPath();
  context.rect(x - half, y - half, 2 * half, 2 * half);
  context.fill();
  context.stroke();
}
