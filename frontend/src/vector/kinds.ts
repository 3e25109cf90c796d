/** What can be drawn, and how each kind is held and changed. */
import { bounds, insertVertex, nearestOnEdges, type Polygon } from "../geometry/polygon";
import { distance, nearestOnSegment, type Point } from "../geometry/point";
import type { IconName } from "../design/icons";

/** A place where a shape can be taken hold of. */
export interface Handle {
  readonly at: Point;
  /** Which one of its kind: for `vertex` the index of the point, for `between` the place of a new one. */
  readonly place: number;
  readonly kind: "side" | "vertex" | "between";
  readonly cursor: string;
}

export interface Kind {
  readonly name: "box" | "polygon" | "polyline" | "line" | "keypoint";
  readonly title: string;
  readonly icon: IconName;
  readonly key: string;
  /** Has an inside. */
  readonly closed: boolean;
  /** Points it needs, and may have. */
  readonly fewest: number;
  readonly most: number;
  /** What is seen of it: the points of its outline or line. */
  outline(points: readonly Point[]): Polygon;
  handles(points: readonly Point[]): Handle[];
  /** The points after a handle of theirs was brought to a place. */
  drag(points: readonly Point[], handle: Handle, to: Point): readonly Point[];
}

/** The shape of a kind that stands for an outline: the box around it, its ends, its middle, or itself. */
export function fromOutline(kind: Kind, outline: Polygon): readonly Point[] {
  const { left, top, right, bottom } = bounds(outline);
  if (kind.name === "box") return [{ x: left, y: top }, { x: right, y: bottom }];
  if (kind.name === "keypoint") return [{ x: (left + right) / 2, y: (top + bottom) / 2 }];
  return kind.name === "line" ? [outline[0]!, outline.at(-1)!] : outline;
}

const SIDES: readonly (readonly [x: number, y: number, cursor: string])[] = [
  [0, 0, "nwse-resize"], [0.5, 0, "ns-resize"], [1, 0, "nesw-resize"], [1, 0.5, "ew-resize"],
  [1, 1, "nwse-resize"], [0.5, 1, "ns-resize"], [0, 1, "nesw-resize"], [0, 0.5, "ew-resize"],
];

/** Two corners in any order as top left and bottom right. */
export function boxOf(one: Point, other: Point): [Point, Point] {
  return [
    { x: Math.min(one.x, other.x), y: Math.min(one.y, other.y) },
    { x: Math.max(one.x, other.x), y: Math.max(one.y, other.y) },
  ];
}

function vertices(points: readonly Point[]): Handle[] {
  return points.map((at, place) => ({ at, place, kind: "vertex", cursor: "move" }));
}

function betweens(points: readonly Point[], closed: boolean): Handle[] {
  const edges = closed ? points.length : points.length - 1;
  return Array.from({ length: Math.max(0, edges) }, (_, edge) => {
    const [a, b] = [points[edge]!, points[(edge + 1) % points.length]!];
    return { at: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, place: edge + 1, kind: "between", cursor: "copy" };
  });
}

function dragPoint(points: readonly Point[], { kind, place }: Handle, to: Point): readonly Point[] {
  return kind === "between" ? insertVertex(points, place - 1, to) : points.map((point, at) => (at === place ? to : point));
}

const ofPoints = (closed: boolean) => ({
  closed,
  outline: (points: readonly Point[]) => points,
  handles: (points: readonly Point[]) => [...betweens(points, closed), ...vertices(points)],
  drag: dragPoint,
});

export const BOX: Kind = {
  name: "box", title: "Box", icon: "box", key: "b", closed: true, fewest: 2, most: 2,
  outline: ([a, b]) => [a!, { x: b!.x, y: a!.y }, b!, { x: a!.x, y: b!.y }],
  handles: ([a, b]) =>
    SIDES.map(([x, y, cursor], place) => ({
      at: { x: a!.x + x * (b!.x - a!.x), y: a!.y + y * (b!.y - a!.y) }, place, kind: "side", cursor,
    })),
  drag: ([a, b], { place }, to) => {
    const [x, y] = SIDES[place]!;
    return boxOf(
      { x: x === 0 ? to.x : a!.x, y: y === 0 ? to.y : a!.y },
      { x: x === 1 ? to.x : b!.x, y: y === 1 ? to.y : b!.y },
    );
  },
};

export const POLYGON: Kind = {
  name: "polygon", title: "Polygon", icon: "polygon", key: "p", fewest: 3, most: Infinity, ...ofPoints(true),
};

export const POLYLINE: Kind = {
  name: "polyline", title: "Polyline", icon: "polyline", key: "p", fewest: 2, most: Infinity, ...ofPoints(false),
};

export const LINE: Kind = {
  name: "line", title: "Line", icon: "line", key: "l", fewest: 2, most: 2, ...ofPoints(false), handles: vertices,
};

export const KEYPOINT: Kind = {
  name: "keypoint", title: "Key point", icon: "keypoint", key: "k", fewest: 1, most: 1, ...ofPoints(false), handles: () => [],
};

/** How far a point is from the shape's line, in image pixels. */
export function distanceTo(kind: Kind, points: readonly Point[], at: Point): number {
  if (points.length === 1) return distance(points[0]!, at);
  const outline = kind.outline(points);
  if (kind.closed) return nearestOnEdges(at, outline)?.distance ?? Infinity;
  return Math.min(...outline.slice(1).map((to, place) => distance(at, nearestOnSegment(at, outline[place]!, to))));
}

/** The place of a new vertex on the edge nearest to a point. */
export function nearestEdge(kind: Kind, points: readonly Point[], at: Point): number {
  const edges = betweens(points, kind.closed).map(({ place }) => place);
  const away = (place: number): number => distance(at, nearestOnSegment(at, points[place - 1]!, points[place % points.length]!));
  return edges.reduce((best, place) => (away(place) < away(best) ? place : best), edges[0]!);
}
