/** Everything drawn on one picture: the shapes with their history, which are selected, and which are in the worker's hand. */
import { History } from "../canvas/history";
import { area, containsPoint, type Bounds } from "../geometry/polygon";
import type { Point } from "../geometry/point";
import { distanceTo, type Kind } from "./kinds";
import { boundsOfAll, grown, rounded, type Shape } from "./shape";
import { ShapeIndex } from "./shape-index";

/** How a label is drawn. */
export interface LabelStyle {
  readonly colour: string;
  readonly dash: readonly number[];
  readonly hidden: boolean;
}

export interface DrawingEvents {
  /** Shapes changed in this area; `null`: anywhere. */
  readonly repaint: (area: Bounds | null) => void;
  /** What is selected or in hand looks different. */
  readonly repaintActive: () => void;
  /** Others are selected. */
  readonly selected: () => void;
  /** The worker changed the answer. */
  readonly changed: () => void;
}

const NO_STYLE: LabelStyle = { colour: "#8b93a5", dash: [], hidden: false };
/** From this many shapes on, repainting single areas costs more than painting all. */
const MANY = 400;

export class Drawing {
  readonly kind: Kind;
  readonly history: History<readonly Shape[]>;
  readonly index: ShapeIndex = new ShapeIndex();
  readonly #events: DrawingEvents;
  readonly #byId = new Map<number, Shape>();
  #before: readonly Shape[] = [];
  #styles: ReadonlyMap<string, LabelStyle> = new Map();
  #selected: ReadonlySet<number> = new Set();
  #inHand: ReadonlyMap<number, Shape> = new Map();
  #vertex: number | null = null;
  #fresh = false;
  #counts: ReadonlyMap<string, number> | null = null;
  #nextId = 1;

  constructor(kind: Kind, events: DrawingEvents) {
    this.kind = kind;
    this.#events = events;
    this.history = new History<readonly Shape[]>([], () => this.#moved());
  }

  get shapes(): readonly Shape[] {
    return this.history.state;
  }

  /** Those that count for the answer. */
  get counted(): Shape[] {
    return this.shapes.filter((shape) => this.isCounted(shape));
  }

  /** Selected shapes, as they are without what is in hand. */
  get selection(): Shape[] {
    return [...this.#selected].map((id) => this.#byId.get(id)!);
  }

  /** The selected shape if it is the only one. */
  get single(): Shape | null {
    return this.#selected.size === 1 ? this.selection[0]! : null;
  }

  /** Are the selected ones those that were just drawn, and not yet chosen by the worker? */
  get fresh(): boolean {
    return this.#fresh;
  }

  /** How many shapes there are of each label. */
  get counts(): ReadonlyMap<string, number> {
    if (this.#counts) return this.#counts;
    const counts = new Map<string, number>();
    for (const { label } of this.counted) counts.set(label, (counts.get(label) ?? 0) + 1);
    return (this.#counts = counts);
  }

  /** The vertex of the single selected shape that keys move. */
  get vertex(): number | null {
    return this.#vertex;
  }

  set vertex(place: number | null) {
    this.#vertex = place;
    this.#events.repaintActive();
  }

  /** Shapes as they would be if the worker let go now. */
  get inHand(): ReadonlyMap<number, Shape> {
    return this.#inHand;
  }

  styleOf(label: string): LabelStyle {
    return this.#styles.get(label) ?? NO_STYLE;
  }

  isSelected(shape: Shape): boolean {
    return this.#selected.has(shape.id);
  }

  isCounted(shape: Shape): boolean {
    return !shape.given || this.#styles.has(shape.label);
  }

  isShown(shape: Shape): boolean {
    return this.isCounted(shape) && !this.styleOf(shape.label).hidden;
  }

  /** The labels' looks; a label that is not among them is none of the template's. */
  restyle(styles: ReadonlyMap<string, LabelStyle>): void {
    this.#styles = styles;
    this.#counts = null;
    this.#selected = new Set(this.selection.filter((shape) => this.isShown(shape)).map(({ id }) => id));
    this.#events.repaint(null);
    this.#events.repaintActive();
  }

  /** Start anew, without a past. */
  start(shapes: readonly Omit<Shape, "id">[]): void {
    this.history.reset(shapes.map((shape) => this.made(shape)));
    this.#inHand = new Map();
    this.#byId.clear();
    this.#sync(true);
  }

  /** A shape with a number of its own; it is not drawn yet. */
  made(shape: Omit<Shape, "id">): Shape {
    return { ...shape, id: this.#nextId++ };
  }

  /** Add shapes. They can be changed by their handles at once, but are not meant by what comes next. */
  add(shapes: readonly { readonly label: string; readonly points: readonly Point[] }[]): void {
    const added = shapes.map(({ label, points }) => this.made({ label, points: rounded(points), given: false }));
    this.history.push([...this.shapes, ...added]);
    this.select(added);
    this.#fresh = true;
  }

  /** Put others in the places of shapes with the same number. Those that are the same again are no step. */
  replace(changed: readonly Shape[]): void {
    const others = changed.map((shape) => ({ ...shape, points: rounded(shape.points), given: false }));
    const byId = new Map(others.filter((shape) => this.#differs(shape)).map((shape) => [shape.id, shape]));
    if (byId.size === 0) return;
    this.history.push(this.shapes.map((shape) => byId.get(shape.id) ?? shape));
  }

  /** Take shapes away and put others in, in one step. */
  exchange(removed: readonly Shape[], added: readonly { readonly label: string; readonly points: readonly Point[] }[]): void {
    const gone = new Set(removed.map(({ id }) => id));
    const fresh = added.map(({ label, points }) => this.made({ label, points: rounded(points), given: false }));
    this.history.push([...this.shapes.filter(({ id }) => !gone.has(id)), ...fresh]);
    this.select(fresh);
  }

  select(shapes: readonly Shape[]): void {
    this.#selected = new Set(shapes.map(({ id }) => id));
    this.#fresh = false;
    this.vertex = null;
    this.#events.selected();
  }

  /** Take shapes into the hand, changed as given; they rest nowhere until `drop` or `letGo`. */
  hold(shapes: readonly Shape[]): void {
    const lifted = shapes.filter(({ id }) => !this.#inHand.has(id));
    this.#inHand = new Map(shapes.map((shape) => [shape.id, shape]));
    const resting = lifted.flatMap(({ id }) => this.#byId.get(id) ?? []);
    if (resting.length > 0) this.#events.repaint(resting.length > MANY ? null : boundsOfAll(resting));
    this.#events.repaintActive();
  }

  /** What is in the hand stays as it is now. */
  drop(): void {
    const held = [...this.#inHand.values()];
    this.letGo();
    if (held.length > 0) this.replace(held);
  }

  /** What is in the hand goes back to where it was. */
  letGo(): void {
    const resting = [...this.#inHand.keys()].flatMap((id) => this.#byId.get(id) ?? []);
    this.#inHand = new Map();
    if (resting.length > 0) this.#events.repaint(resting.length > MANY ? null : boundsOfAll(resting));
    this.#events.repaintActive();
  }

  /** Shown shapes whose bounds overlap the area, the lowest first. */
  within(area: Bounds): Shape[] {
    return this.index.within(area).filter((shape) => this.isShown(shape));
  }

  /**
   * The shape meant by a point: of those whose line is within `tolerance` image pixels the nearest, otherwise of those
   * around it the smallest, so that nothing is out of reach behind a larger one.
   */
  find(at: Point, tolerance: number): Shape | null {
    const near = this.within(grown({ left: at.x, top: at.y, right: at.x, bottom: at.y }, tolerance));
    const away = new Map(near.map((shape) => [shape, distanceTo(this.kind, shape.points, at)]));
    const onLine = near.filter((shape) => away.get(shape)! <= tolerance);
    if (onLine.length > 0) return onLine.reduce((best, shape) => (away.get(shape)! <= away.get(best)! ? shape : best));
    const outline = (shape: Shape) => this.kind.outline(shape.points);
    const around = this.kind.closed ? near.filter((shape) => containsPoint(outline(shape), at)) : [];
    if (around.length === 0) return null;
    return around.reduce((best, shape) => (area(outline(shape)) <= area(outline(best)) ? shape : best));
  }

  #differs({ id, label, points }: Shape): boolean {
    const before = this.#byId.get(id);
    if (before?.label !== label || before.points.length !== points.length) return true;
    return points.some(({ x, y }, at) => x !== before.points[at]!.x || y !== before.points[at]!.y);
  }

  #moved(): void {
    this.#sync(false);
    this.#events.changed();
  }

  /** Bring index and selection up to the shapes, and repaint what is different. */
  #sync(anew: boolean): void {
    this.#counts = null;
    const [had, has] = [new Set(this.#before), new Set(this.shapes)];
    const removed = this.#before.filter((shape) => !has.has(shape));
    const added = this.shapes.filter((shape) => !had.has(shape));
    const many = anew || removed.length + added.length > MANY;
    if (many) this.index.fill(this.shapes);
    else this.index.exchange(removed, added);
    for (const { id } of removed) this.#byId.delete(id);
    for (const shape of added) this.#byId.set(shape.id, shape);
    this.#before = this.shapes;
    const kept = [...this.#selected].filter((id) => this.#byId.has(id));
    if (kept.length !== this.#selected.size || removed.some(({ id }) => this.#selected.has(id))) this.#vertex = this.#keptVertex(kept);
    this.#selected = new Set(kept);
    this.#events.repaint(many ? null : boundsOfAll([...removed, ...added]));
    this.#events.repaintActive();
  }

  /** The vertex stays chosen while its shape still has one of that place. */
  #keptVertex(selected: readonly number[]): number | null {
    const shape = selected.length === 1 ? this.#byId.get(selected[0]!) : undefined;
    return this.#vertex !== null && shape && this.#vertex < shape.points.length ? this.#vertex : null;
  }
}
