import { describe, expect, test } from "vitest";
import { distance, nearestOnSegment } from "../src/geometry/point";
import { area, bounds, containsPoint, insertVertex, nearestOnEdges, removeVertex, signedArea } from "../src/geometry/polygon";
import { simplifyLine, simplifyPolygon } from "../src/geometry/simplify";
import { snapPoint } from "../src/geometry/snap";

const SQUARE = [
  { x: 0, y: 0 },
  { x: 10, y: 0 },
  { x: 10, y: 10 },
  { x: 0, y: 10 },
];

describe("a polygon", () => {
  test("has an area whose sign says which way round it runs", () => {
    expect(signedArea(SQUARE)).toBe(100);
    expect(signedArea(SQUARE.toReversed())).toBe(-100);
    expect(area(SQUARE.toReversed())).toBe(100);
    expect(area([])).toBe(0);
  });

  test("has bounds, also with a hundred thousand points", () => {
    expect(bounds(SQUARE)).toEqual({ left: 0, top: 0, right: 10, bottom: 10 });
    expect(bounds(Array.from({ length: 200_000 }, (_, at) => ({ x: at, y: -at }))).right).toBe(199_999);
    expect(bounds([])).toEqual({ left: 0, top: 0, right: 0, bottom: 0 });
  });

  test("contains what is inside, by the even-odd rule", () => {
    expect(containsPoint(SQUARE, { x: 5, y: 5 })).toBe(true);
    expect(containsPoint(SQUARE, { x: 11, y: 5 })).toBe(false);
    const twice = [...SQUARE, ...SQUARE];
    expect(containsPoint(twice, { x: 5, y: 5 })).toBe(false);
  });

  test("finds the nearest place on its edges, also on the one that closes it", () => {
    expect(nearestOnEdges({ x: 4, y: 1 }, SQUARE)).toEqual({ edge: 0, point: { x: 4, y: 0 }, distance: 1 });
    expect(nearestOnEdges({ x: -2, y: 7 }, SQUARE)).toEqual({ edge: 3, point: { x: 0, y: 7 }, distance: 2 });
    expect(nearestOnEdges({ x: 0, y: 0 }, [])).toBeNull();
    expect(nearestOnEdges({ x: 3, y: 4 }, [{ x: 0, y: 0 }])).toEqual({ edge: 0, point: { x: 0, y: 0 }, distance: 5 });
  });

  test("takes a vertex in and gives it up again, but never the third last", () => {
    const more = insertVertex(SQUARE, 3, { x: 0, y: 5 });
    expect(more).toHaveLength(5);
    expect(more[4]).toEqual({ x: 0, y: 5 });
    expect(removeVertex(more, 4)).toEqual(SQUARE);
    expect(removeVertex(SQUARE.slice(0, 3), 0)).toBeNull();
  });
});

test("the nearest point of a segment is an end where the foot is beyond it", () => {
  expect(nearestOnSegment({ x: -5, y: 3 }, { x: 0, y: 0 }, { x: 10, y: 0 })).toEqual({ x: 0, y: 0 });
  expect(nearestOnSegment({ x: 4, y: 3 }, { x: 0, y: 0 }, { x: 10, y: 0 })).toEqual({ x: 4, y: 0 });
  expect(nearestOnSegment({ x: 3, y: 4 }, { x: 0, y: 0 }, { x: 0, y: 0 })).toEqual({ x: 0, y: 0 });
});

describe("simplifying", () => {
  test("drops points on the way and keeps corners", () => {
    const line = [0, 1, 2, 3, 4].map((x) => ({ x, y: 0.1 * (x % 2) }));
    expect(simplifyLine([...line, { x: 4, y: 9 }], 0.2)).toEqual([line[0], line[4], { x: 4, y: 9 }]);
  });

  test("drops the first point of a polygon too, where it is no corner", () => {
    const ring = [{ x: 5, y: 0 }, ...SQUARE.slice(1), SQUARE[0]!];
    expect(new Set(simplifyPolygon(ring, 0.5))).toEqual(new Set(SQUARE));
  });

  test("gives a polygon back that would lose its area", () => {
    expect(simplifyPolygon(SQUARE, 50)).toBe(SQUARE);
  });

  test("keeps within its tolerance of every point it drops", () => {
    const circle = Array.from({ length: 720 }, (_, at) => ({ x: 100 * Math.cos(at / 114.6), y: 100 * Math.sin(at / 114.6) }));
    const simple = simplifyPolygon(circle, 1);
    expect(simple.length).toBeLessThan(60);
    for (const point of circle) expect(nearestOnEdges(point, simple)!.distance).toBeLessThanOrEqual(1);
  });
});

describe("snapping", () => {
  const candidates = { lines: [{ points: SQUARE, closed: true }], size: { width: 100, height: 50 } };

  test.each([
    ["a vertex before the edge that is nearer", { x: 9, y: 0.5 }, { x: 10, y: 0 }, "vertex"],
    ["an edge", { x: 5, y: 11 }, { x: 5, y: 10 }, "edge"],
    ["the closing edge", { x: 1, y: 5 }, { x: 0, y: 5 }, "edge"],
    ["the border", { x: 98.5, y: 30 }, { x: 100, y: 30 }, "border"],
    ["a corner of the picture", { x: 101, y: 51 }, { x: 100, y: 50 }, "border"],
    ["nothing", { x: 50, y: 30 }, { x: 50, y: 30 }, "none"],
  ])("goes to %s", (_, point, to, kind) => {
    expect(snapPoint(point, candidates, 2)).toEqual({ point: to, kind });
  });

  test("leaves a point alone where nothing is to snap to", () => {
    expect(snapPoint({ x: 0, y: 0 }, { lines: [], size: null }, 5).kind).toBe("none");
    expect(distance({ x: 0, y: 0 }, { x: 3, y: 4 })).toBe(5);
  });

  test("knows no closing edge of an open line", () => {
    const open = { lines: [{ points: SQUARE, closed: false }], size: null };
    expect(snapPoint({ x: 1, y: 5 }, open, 2).kind).toBe("none");
  });
});
