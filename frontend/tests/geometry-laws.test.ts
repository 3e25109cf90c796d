/** What must hold of every shape, tried with many made at random. */
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { contoursOf } from "../src/geometry/contours";
import { mergePolygons } from "../src/geometry/merge";
import type { Point } from "../src/geometry/point";
import { area, containsPoint, nearestOnEdges, type Polygon } from "../src/geometry/polygon";
import { fillPolygon, runsOf } from "../src/geometry/raster";
import { splitPolygon } from "../src/geometry/split";

/** Many shapes take a while on a busy machine. */
vi.setConfig({ testTimeout: 30_000 });

const point = (most: number) => fc.record({ x: fc.integer({ min: 0, max: most }), y: fc.integer({ min: 0, max: most }) });

/** Stars: points around a middle at different distances; never crossing themselves, often with bays. */
const star = (size: number) =>
  fc
    .record({ middle: point(size), reaches: fc.array(fc.integer({ min: 10, max: size }), { minLength: 3, maxLength: 14 }) })
    .map(({ middle, reaches }): Polygon =>
      reaches.map((reach, at) => ({
        x: middle.x + reach * Math.cos((2 * Math.PI * at) / reaches.length),
        y: middle.y + reach * Math.sin((2 * Math.PI * at) / reaches.length),
      })),
    );

const SIZE = 24;
const mask = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: SIZE * SIZE, maxLength: SIZE * SIZE });
const grid = (values: Uint8Array) => ({ width: SIZE, height: SIZE, values });

describe("splitting", () => {
  const sum = (parts: readonly Polygon[]) => parts.reduce((all, part) => all + area(part), 0);

  test("the parts together have the area of the whole", () => {
    fc.assert(
      fc.property(star(60), fc.array(point(120), { minLength: 2, maxLength: 7 }), (polygon, cut) => {
        const parts = splitPolygon(polygon, cut);
        expect(sum(parts)).toBeCloseTo(area(polygon), 5);
      }),
      { numRuns: 1000 },
    );
  });

  test("every inner point is in exactly one part", () => {
    fc.assert(
      fc.property(star(60), fc.array(point(120), { minLength: 2, maxLength: 5 }), point(100), (polygon, cut, tried) => {
        const parts = splitPolygon(polygon, cut);
        const near = parts.some((part) => nearestOnEdges(tried, part)!.distance < 1e-6);
        if (!near) expect(parts.filter((part) => containsPoint(part, tried))).toHaveLength(containsPoint(polygon, tried) ? 1 : 0);
      }),
      { numRuns: 1000 },
    );
  });

  test("a straight line right across a convex polygon gives two parts", () => {
    const circle = Array.from({ length: 40 }, (_, at) => ({ x: 50 + 40 * Math.cos(at * 0.157), y: 50 + 40 * Math.sin(at * 0.157) }));
    fc.assert(
      fc.property(fc.integer({ min: 15, max: 85 }), fc.integer({ min: 15, max: 85 }), (from, to) => {
        expect(splitPolygon(circle, [{ x: from, y: 0 }, { x: to, y: 100 }])).toHaveLength(2);
      }),
    );
  });

  const square = [{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 10 }, { x: 0, y: 10 }];
  const u = [{ x: 0, y: 0 }, { x: 2, y: 0 }, { x: 2, y: 8 }, { x: 8, y: 8 }, { x: 8, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 10 }, { x: 0, y: 10 }];
  test.each([
    ["from corner to corner", square, [{ x: 0, y: 0 }, { x: 10, y: 10 }], [50, 50]],
    ["from edge to edge", square, [{ x: 4, y: 0 }, { x: 4, y: 10 }], [40, 60]],
    ["along a bent line", square, [{ x: 5, y: -1 }, { x: 5, y: 5 }, { x: 11, y: 5 }], [25, 75]],
    ["in and out of two arms", u, [{ x: -1, y: 4 }, { x: 11, y: 4 }], [8, 8, 36]],
    ["through one arm only", u, [{ x: -1, y: 4 }, { x: 4, y: 4 }], [8, 44]],
    ["not where the line ends inside", square, [{ x: -1, y: 5 }, { x: 5, y: 5 }], [100]],
    ["not along an edge", square, [{ x: 0, y: 0 }, { x: 10, y: 0 }], [100]],
    ["not without a line", square, [{ x: 5, y: 5 }], [100]],
    ["without the loop of a line that crosses itself", square, [{ x: 5, y: -1 }, { x: 5, y: 6 }, { x: 8, y: 6 }, { x: 8, y: 3 }, { x: -1, y: 3 }], [15, 85]],
  ])("cuts %s", (_, polygon, cut, areas) => {
    expect(splitPolygon(polygon, cut).map((part) => Math.round(area(part))).sort((a, b) => a - b)).toEqual(areas);
  });
});

describe("merging", () => {
  test("holds every point that one of them holds, and no other", () => {
    fc.assert(
      fc.property(fc.array(star(40), { minLength: 1, maxLength: 4 }), fc.array(point(80), { minLength: 8, maxLength: 8 }), (polygons, tried) => {
        const merged = mergePolygons(polygons);
        const covers = (at: Point) => merged.some(({ outer, holes }) => containsPoint(outer, at) && !holes.some((hole) => containsPoint(hole, at)));
        for (const at of tried) {
          if (polygons.some((polygon) => nearestOnEdges(at, polygon)!.distance < 0.01)) continue;
          expect(covers(at)).toBe(polygons.some((polygon) => containsPoint(polygon, at)));
        }
      }),
      { numRuns: 100 },
    );
  });

  test("parts of a split polygon make it whole again", () => {
    fc.assert(
      fc.property(star(60), point(120), point(120), (polygon, from, to) => {
        const merged = mergePolygons(splitPolygon(polygon, [from, to]));
        expect(merged.reduce((all, { outer }) => all + area(outer), 0)).toBeCloseTo(area(polygon), 0);
      }),
      { numRuns: 100 },
    );
  });

  test("four bars around a yard have a hole, two apart stay two", () => {
    const bar = (left: number, top: number, right: number, bottom: number) => [
      { x: left, y: top }, { x: right, y: top }, { x: right, y: bottom }, { x: left, y: bottom },
    ];
    const [yard, ...others] = mergePolygons([bar(0, 0, 10, 2), bar(0, 8, 10, 10), bar(0, 0, 2, 10), bar(8, 0, 10, 10)]);
    expect(others).toEqual([]);
    expect(area(yard!.outer)).toBe(100);
    expect(yard!.holes.map(area)).toEqual([36]);
    expect(mergePolygons([bar(0, 0, 1, 1), bar(5, 5, 6, 6)])).toHaveLength(2);
    expect(mergePolygons([])).toEqual([]);
  });
});

describe("pixels", () => {
  test("the contour of a mask gives the mask back, pixel for pixel", () => {
    fc.assert(
      fc.property(mask, (values) => {
        const before = Uint8Array.from(values);
        const after = new Uint8Array(before.length);
        for (const value of [1, 2]) {
          for (const { outer, holes } of contoursOf(grid(before), value)) fillPolygon(grid(after), [outer, ...holes], value);
        }
        expect(after).toEqual(before);
      }),
      { numRuns: 100 },
    );
  });

  test("a polygon covers exactly the pixels whose centres it contains", () => {
    fc.assert(
      fc.property(star(20), (polygon) => {
        const filled = new Uint8Array(SIZE * SIZE);
        fillPolygon(grid(filled), [polygon], 1);
        for (let at = 0; at < filled.length; at++) {
          const centre = { x: (at % SIZE) + 0.5, y: Math.floor(at / SIZE) + 0.5 };
          if (nearestOnEdges(centre, polygon)!.distance > 1e-9) expect(filled[at]).toBe(containsPoint(polygon, centre) ? 1 : 0);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("parts that share an edge share no pixel and leave none out", () => {
    fc.assert(
      fc.property(star(20), point(SIZE), point(SIZE), (polygon, from, to) => {
        const times = new Uint8Array(SIZE * SIZE);
        for (const part of splitPolygon(polygon, [from, to])) {
          for (const run of runsOf([part], SIZE, SIZE)) for (let x = run.from; x < run.to; x++) times[run.y * SIZE + x]! += 1;
        }
        for (let at = 0; at < times.length; at++) {
          const centre = { x: (at % SIZE) + 0.5, y: Math.floor(at / SIZE) + 0.5 };
          // On the outline itself rounding decides; on the cut inside it nothing is left to chance.
          if (nearestOnEdges(centre, polygon)!.distance > 1e-9) expect(times[at]).toBe(containsPoint(polygon, centre) ? 1 : 0);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("a hole belongs to the region around it, also where one lies inside another's hole", () => {
    const values = new Uint8Array(SIZE * SIZE);
    const box = (from: number, to: number) => [{ x: from, y: from }, { x: to, y: from }, { x: to, y: to }, { x: from, y: to }];
    fillPolygon(grid(values), [box(1, 20), box(3, 18), box(6, 12), box(8, 10)], 1);
    const found = contoursOf(grid(values), 1).map(({ outer, holes }) => [area(outer), ...holes.map(area)]);
    expect(found).toEqual([[36, 4], [361, 225]]);
    expect(contoursOf(grid(values), 1, { smallest: 5 }).map(({ holes }) => holes.length)).toEqual([0, 1]);
  });

  test("pixels that share only a corner are two regions, and a slope becomes few points with a tolerance", () => {
    const values = new Uint8Array(SIZE * SIZE);
    values[0] = values[SIZE + 1] = 1;
    expect(contoursOf(grid(values), 1)).toHaveLength(2);
    fillPolygon(grid(values), [[{ x: 0, y: 0 }, { x: 24, y: 24 }, { x: 0, y: 24 }]], 1);
    expect(contoursOf(grid(values), 1, { tolerance: 1 })[0]!.outer.length).toBeLessThan(8);
  });
});
