import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { Run } from "../src/geometry/raster";
import { nextSize, strokeRuns } from "../src/mask/brush";
import { areaRuns, similarRuns } from "../src/mask/fill";
import { LabelMap, TILE } from "../src/mask/label-map";
import { packTile, unpackTile } from "../src/mask/packed-tile";

// Laws over random masks take a second, and far more where the machine is busy.
vi.setConfig({ testTimeout: 60_000 });

/** Compared in one go: the test runner would look at every one of them. */
const same = (one: Uint16Array, other: Uint16Array) => Buffer.compare(Buffer.from(one.buffer), Buffer.from(other.buffer)) === 0;

/** A run that may stick out of the picture on every side. */
const runs = fc
  .record({ y: fc.integer({ min: -3, max: 303 }), from: fc.integer({ min: -3, max: 310 }), length: fc.integer({ min: 0, max: 320 }), index: fc.nat(3) })
  .map(({ y, from, length, index }) => ({ run: { y, from, to: from + length }, index }));
const changes = fc.array(fc.array(runs, { maxLength: 6 }), { maxLength: 8 });

function paintAll(map: LabelMap, all: readonly { run: Run; index: number }[]): void {
  for (const { run, index } of all) map.paint(run, index);
}

function counted(map: LabelMap): Map<number, number> {
  const counts = new Map<number, number>();
  for (const index of map.cells) counts.set(index, (counts.get(index) ?? 0) + 1);
  return counts;
}

describe("the label map", () => {
  test("paints as a plain array would, whatever sticks out", () => {
    fc.assert(
      fc.property(fc.array(runs, { maxLength: 20 }), (all) => {
        const map = new LabelMap(300, 299);
        const plain = new Uint16Array(300 * 299);
        paintAll(map, all);
        for (const { run, index } of all) {
          for (let x = run.from; x < run.to; x++) if (x >= 0 && x < 300 && run.y >= 0 && run.y < 299) plain[run.y * 300 + x] = index;
        }
        expect(same(map.cells, plain)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test("undo leads back through every state, redo forth again, and the counts stay true", () => {
    fc.assert(
      fc.property(changes, (all) => {
        const map = new LabelMap(300, 299);
        const states = [map.cells.slice()];
        for (const change of all) {
          paintAll(map, change);
          if (map.commit()) states.push(map.cells.slice());
        }
        for (const state of states.slice(0, -1).reverse()) {
          expect(map.undo()).toBe(true);
          expect(same(map.cells, state)).toBe(true);
        }
        expect(map.undo()).toBe(false);
        for (const state of states.slice(1)) {
          expect(map.redo()).toBe(true);
          expect(same(map.cells, state)).toBe(true);
        }
        expect(map.redo()).toBe(false);
        for (const [index, count] of counted(map)) expect(map.count(index)).toBe(count);
      }),
      { numRuns: 40 },
    );
  });

  test("cancel takes back what is not committed and leaves nothing to undo", () => {
    const map = new LabelMap(300, 300);
    map.paint({ y: 5, from: 0, to: 300 }, 1);
    map.commit();
    map.paint({ y: 5, from: 10, to: 20 }, 2);
    map.cancel();
    expect(map.count(1)).toBe(300);
    expect(map.count(2)).toBe(0);
    map.undo();
    expect(map.canUndo).toBe(false);
  });

  test("a change that ends as it began is none", () => {
    const map = new LabelMap(10, 10);
    map.paint({ y: 0, from: 0, to: 5 }, 1);
    map.paint({ y: 0, from: 0, to: 5 }, 0);
    expect(map.commit()).toBe(false);
    expect(map.canUndo).toBe(false);
  });

  test("a new change forgets what was taken back", () => {
    const map = new LabelMap(10, 10);
    map.paint({ y: 0, from: 0, to: 5 }, 1);
    map.commit();
    map.undo();
    map.paint({ y: 1, from: 0, to: 5 }, 2);
    map.commit();
    expect(map.redo()).toBe(false);
    expect(map.used()).toEqual([2]);
  });

  test("undo holds no more than it may: the oldest changes go, the last one stays", () => {
    const map = new LabelMap(100, 100, undefined, 4000);
    for (let change = 0; change < 20; change++) {
      for (let x = change % 2; x < 100; x += 2) map.paint({ y: change, from: x, to: x + 1 }, 1);
      map.commit();
    }
    let steps = 0;
    while (map.undo()) steps++;
    expect(steps).toBeGreaterThan(0);
    expect(steps).toBeLessThan(20);
    expect(map.count(1)).toBe(50 * (20 - steps));
    const tight = new LabelMap(10, 10, undefined, 0);
    tight.paint({ y: 0, from: 0, to: 5 }, 1);
    tight.commit();
    expect(tight.undo()).toBe(true);
    expect(() => new LabelMap(10, 10, new Uint16Array(99))).toThrow(RangeError);
  });

  test("paints over one index only, if asked to", () => {
    const map = new LabelMap(10, 1);
    map.paint({ y: 0, from: 2, to: 4 }, 1);
    map.paint({ y: 0, from: 0, to: 10 }, 2, 0);
    expect([...map.cells]).toEqual([2, 2, 1, 1, 2, 2, 2, 2, 2, 2]);
    map.paint({ y: 0, from: 0, to: 5 }, 0, 2);
    expect([...map.cells]).toEqual([0, 0, 1, 1, 0, 2, 2, 2, 2, 2]);
  });

  test("replaces one index by another everywhere, in one step", () => {
    const map = new LabelMap(600, 600);
    for (let y = 0; y < 600; y += 7) map.paint({ y, from: y % 50, to: 600 }, 1 + (y % 2));
    map.commit();
    const before = map.cells.slice();
    map.replace(1, 3);
    map.commit();
    expect(same(map.cells, before.map((index) => (index === 1 ? 3 : index)))).toBe(true);
    map.undo();
    expect(same(map.cells, before)).toBe(true);
  });

  test("tells which tiles changed, and only those", () => {
    const map = new LabelMap(3 * TILE, 2 * TILE);
    const before = map.revision;
    map.paint({ y: TILE, from: TILE - 1, to: TILE + 1 }, 1);
    expect([...map.stamps].map((stamp) => stamp > before)).toEqual([false, false, false, true, true, false]);
  });

  test("a packed tile is the same tile again", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { minLength: 1, maxLength: 400 }), (values) => {
        const tile = Uint16Array.from(values);
        expect(unpackTile(packTile(tile), tile.length)).toEqual(tile);
      }),
    );
    const full = new Uint16Array(TILE * TILE).fill(9);
    expect(packTile(full)).toHaveLength(2);
    expect(unpackTile(packTile(full), full.length)).toEqual(full);
  });
});

describe("the brush", () => {
  const cells = (size: number, from: [number, number], to = from): Set<string> => {
    const found = new Set<string>();
    for (const run of strokeRuns({ x: from[0], y: from[1] }, { x: to[0], y: to[1] }, size)) {
      for (let x = run.from; x < run.to; x++) found.add(`${x},${run.y}`);
    }
    return found;
  };

  test("covers exactly the pixel that is pointed at when it is 1 wide", () => {
    expect(cells(1, [4.1, 7.9])).toEqual(new Set(["4,7"]));
    expect(cells(1, [4.99, 7.01])).toEqual(new Set(["4,7"]));
  });

  test.each([
    [2, 4],
    [3, 9],
    [4, 12],
    [60, 2828],
  ])("is round: %i wide it covers %i pixels, wherever it is", (size, count) => {
    for (const at of [50.2, 50.5, 50.8]) expect(cells(size, [at, at]).size).toBe(count);
  });

  test("covers on its way exactly the pixels no farther from it than half its size", () => {
    const place = fc.integer({ min: 0, max: 40 }).map((value) => value + 0.5);
    fc.assert(
      fc.property(place, place, place, place, fc.integer({ min: 0, max: 15 }), (ax, ay, bx, by, half) => {
        const size = 2 * half + 1;
        const painted = cells(size, [ax, ay], [bx, by]);
        for (let x = -10; x < 60; x++) {
          for (let y = -10; y < 60; y++) {
            const square = (bx - ax) ** 2 + (by - ay) ** 2;
            const share = square === 0 ? 0 : Math.min(1, Math.max(0, ((x + 0.5 - ax) * (bx - ax) + (y + 0.5 - ay) * (by - ay)) / square));
            const away = Math.hypot(x + 0.5 - ax - share * (bx - ax), y + 0.5 - ay - share * (by - ay));
            if (Math.abs(away - size / 2) > 1e-9) expect(painted.has(`${x},${y}`)).toBe(away < size / 2);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  test("changes its size in steps, between 1 and 400", () => {
    expect(nextSize(1, -1)).toBe(1);
    expect(nextSize(1, 1)).toBe(2);
    expect(nextSize(400, 1)).toBe(400);
    expect(nextSize(100, 1)).toBe(110);
  });
});

describe("filling", () => {
  /** A ring of index 1 with a hole of nothing, in the corner of 20 × 20. */
  function ring(): LabelMap {
    const map = new LabelMap(20, 20);
    for (let y = 2; y < 10; y++) map.paint({ y, from: 2, to: 10 }, 1);
    for (let y = 4; y < 8; y++) map.paint({ y, from: 4, to: 8 }, 0);
    return map;
  }
  const size = (all: readonly Run[]) => all.reduce((sum, run) => sum + run.to - run.from, 0);

  test("finds a hole, a segment and what is outside, each for itself", () => {
    const map = ring();
    expect(size(areaRuns(map, 5, 5))).toBe(16);
    expect(size(areaRuns(map, 3, 3))).toBe(64 - 16);
    expect(size(areaRuns(map, 0, 19))).toBe(400 - 64);
    expect(areaRuns(map, 20, 0)).toEqual([]);
  });

  test("does not leak through a corner", () => {
    const map = new LabelMap(4, 4);
    for (let at = 0; at < 4; at++) map.paint({ y: at, from: 3 - at, to: 4 - at }, 1);
    expect(size(areaRuns(map, 0, 0))).toBe(6);
  });

  test("goes by colour as far as the tolerance, and stays in its segment", () => {
    const map = new LabelMap(10, 1);
    const data = new Uint8ClampedArray(40).map((_, at) => (at % 4 === 3 ? 255 : Math.floor(at / 4) * 10));
    const picture = { width: 10, height: 1, data };
    expect(similarRuns(map, picture, 5, 0, 20)).toEqual([{ y: 0, from: 3, to: 8 }]);
    map.paint({ y: 0, from: 6, to: 7 }, 1);
    expect(similarRuns(map, picture, 5, 0, 20)).toEqual([{ y: 0, from: 3, to: 6 }]);
    expect(() => similarRuns(map, { ...picture, width: 5 }, 0, 0, 1)).toThrow(RangeError);
  });
});

