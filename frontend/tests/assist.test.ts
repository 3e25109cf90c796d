import { describe, expect, test } from "vitest";
import { offerBuiltIn } from "../src/assist/built-in";
import { CuttingOut } from "../src/assist/cutting-out";
import { EdgeFollowing } from "../src/assist/edge-following";
import { labOf } from "../src/assist/lab";
import { RegionPicking } from "../src/assist/region-picking";
import { inSlices, type Sliced } from "../src/assist/slices";
import { superpixels } from "../src/assist/superpixels";
import { assistantsFor, type AssistKind, type AssistRequest } from "../src/canvas/assist";
import { distance, type Point } from "../src/geometry/point";
import { area, containsPoint, nearestOnEdges } from "../src/geometry/polygon";
import { fillPolygon } from "../src/geometry/raster";

const [WIDTH, HEIGHT] = [300, 200];
const MIDDLE = { x: 150, y: 100 };
const RADIUS = 60;
const onCircle = (angle: number, radius = RADIUS) => ({ x: MIDDLE.x + radius * Math.cos(angle), y: MIDDLE.y + radius * Math.sin(angle) });

/** A reddish disc on greenish ground, with noise that is the same each time. */
function discBytes(): Uint8ClampedArray<ArrayBuffer> {
  const bytes = new Uint8ClampedArray(WIDTH * HEIGHT * 4);
  let seed = 7;
  const noise = () => ((seed = (seed * 16807) % 2147483647) / 2147483647 - 0.5) * 30;
  for (let at = 0; at < WIDTH * HEIGHT; at++) {
    const inside = distance({ x: (at % WIDTH) + 0.5, y: Math.floor(at / WIDTH) + 0.5 }, MIDDLE) < RADIUS;
    const [red, green, blue] = inside ? [190, 90, 70] : [110, 130, 90];
    bytes.set([red! + noise(), green! + noise(), blue! + noise(), 255], at * 4);
  }
  return bytes;
}

const DISC = discBytes();

/** A request on the disc's picture; parts are cut out as the canvas would, at full size. */
function request(kind: AssistKind, points: readonly Point[], signal = new AbortController().signal): AssistRequest {
  const pixels: AssistRequest["pixels"] = (_, area = { left: 0, top: 0, right: WIDTH, bottom: HEIGHT }) => {
    const [left, top] = [Math.max(0, Math.floor(area.left)), Math.max(0, Math.floor(area.top))];
    const [width, height] = [Math.min(WIDTH, Math.ceil(area.right)) - left, Math.min(HEIGHT, Math.ceil(area.bottom)) - top];
    const data = new Uint8ClampedArray(width * height * 4);
    for (let y = 0; y < height; y++) {
      const from = ((top + y) * WIDTH + left) * 4;
      data.set(DISC.subarray(from, from + width * 4), y * width * 4);
    }
    return { data: { data, width, height, colorSpace: "srgb" } as ImageData, scale: 1, left, top };
  };
  return { kind, points, label: "disc", labels: ["disc"], size: { width: WIDTH, height: HEIGHT }, src: "disc.png", pixels, signal };
}

/** Run a computation in one go. */
function finish<Result>(work: Sliced<Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

test("colours are those of CIE L*a*b*", () => {
  const lab = finish(labOf(new Uint8ClampedArray([255, 255, 255, 255, 0, 0, 0, 255, 255, 0, 0, 255])));
  const wanted = [100, 0, 0, 0, 0, 0, 53.24, 80.09, 67.2];
  lab.forEach((value, at) => expect(Math.abs(value - wanted[at]!), `number ${at}`).toBeLessThan(0.5));
});

describe("following edges", () => {
  test("runs along the disc's edge and keeps the ends that were clicked", async () => {
    const [from, to] = [onCircle(Math.PI), onCircle(1.5 * Math.PI)];
    const { outlines } = await new EdgeFollowing().suggest(request("path", [from, to]));
    const line = outlines[0]!.points;
    expect([line[0], line.at(-1)]).toEqual([from, to]);
    for (const point of line) expect(Math.abs(distance(point, MIDDLE) - RADIUS)).toBeLessThan(2.5);
    expect(line.length).toBeLessThan(40);
  });

  test("finds its way again from the same start to another end", async () => {
    const following = new EdgeFollowing();
    const start = onCircle(0);
    for (const angle of [0.5, 1, 2]) {
      const { outlines } = await following.suggest(request("path", [start, onCircle(angle)]));
      expect(Math.max(...outlines[0]!.points.map((point) => Math.abs(distance(point, MIDDLE) - RADIUS)))).toBeLessThan(2.5);
    }
  });

  test("stops when it is told to", async () => {
    const stopped = AbortSignal.abort(new Error("moved on"));
    await expect(new EdgeFollowing().suggest(request("path", [onCircle(0), onCircle(3)], stopped))).rejects.toThrow("moved on");
  });
});

describe("picking regions", () => {
  test("gives a piece around the click that does not cross the disc's edge", async () => {
    const picking = new RegionPicking();
    for (const click of [onCircle(0.3, RADIUS - 6), onCircle(0.3, RADIUS + 6)]) {
      const { outlines } = await picking.suggest(request("region", [click]));
      expect(containsPoint(outlines[0]!.points, click)).toBe(true);
      const farthest = outlines[0]!.points.map((point) => distance(point, MIDDLE) - RADIUS);
      if (distance(click, MIDDLE) < RADIUS) expect(Math.max(...farthest)).toBeLessThan(3);
      else expect(Math.min(...farthest)).toBeGreaterThan(-3);
    }
  });

  test("pieces cover the picture, hang together and are of about one size", () => {
    const pieces = finish(superpixels(finish(labOf(DISC)), WIDTH, HEIGHT, 24));
    const sizes = new Map<number, number>();
    for (const piece of pieces) sizes.set(piece, (sizes.get(piece) ?? 0) + 1);
    expect(sizes.has(0)).toBe(false);
    expect(sizes.size).toBeGreaterThan(60);
    expect(sizes.size).toBeLessThan(160);
    expect(Math.max(...sizes.values())).toBeLessThan(4 * 24 * 24);
  });
});

describe("cutting out", () => {
  /** Share of pixels that are in both, among those in either. */
  function overlap(points: readonly Point[]): number {
    const values = new Uint8Array(WIDTH * HEIGHT);
    fillPolygon({ width: WIDTH, height: HEIGHT, values }, [points], 1);
    let [both, either] = [0, 0];
    values.forEach((value, at) => {
      const inside = distance({ x: (at % WIDTH) + 0.5, y: Math.floor(at / WIDTH) + 0.5 }, MIDDLE) < RADIUS;
      both += value === 1 && inside ? 1 : 0;
      either += value === 1 || inside ? 1 : 0;
    });
    return both / either;
  }

  test("finds the disc between its four extreme points, in whatever order", async () => {
    const extremes = [onCircle(0.5 * Math.PI), onCircle(0), onCircle(1.5 * Math.PI), onCircle(Math.PI)];
    const { outlines } = await new CuttingOut().suggest(request("extremes", extremes));
    expect(overlap(outlines[0]!.points)).toBeGreaterThan(0.95);
    expect(outlines[0]!.holes).toEqual([]);
  });

  test("finds it inside a box dragged around it with some room", async () => {
    const { outlines } = await new CuttingOut().suggest(request("drag", [{ x: 84, y: 34 }, { x: 216, y: 166 }]));
    expect(overlap(outlines[0]!.points)).toBeGreaterThan(0.9);
    const farthest = outlines[0]!.points.map((point) => Math.abs(distance(point, MIDDLE) - RADIUS));
    expect(Math.max(...farthest)).toBeLessThan(9);
  });

  test("finds nothing in a box without room", async () => {
    expect(await new CuttingOut().suggest(request("drag", [MIDDLE, MIDDLE]))).toEqual({ outlines: [] });
  });
});

describe("all of them", () => {
  test("say what to do where the picture's pixels cannot be read", async () => {
    const tools = [new EdgeFollowing(), new RegionPicking(), new CuttingOut()];
    for (const tool of tools) {
      const blind = { ...request(tool.kinds[0], [onCircle(0), onCircle(1), onCircle(2), onCircle(3)]), pixels: () => null };
      await expect(tool.suggest(blind)).rejects.toThrow("Draw by hand");
    }
  });

  test("are offered to the tools of their kinds, and withdrawn again", () => {
    const withdraw = offerBuiltIn();
    offerBuiltIn();
    expect(assistantsFor("path").map(({ title }) => title)).toEqual(["Follow edges"]);
    expect(assistantsFor("region").map(({ title }) => title)).toEqual(["Pick region"]);
    expect(assistantsFor("extremes", "drag").map(({ title }) => title)).toEqual(["Cut out"]);
    withdraw();
    expect(assistantsFor("path")).toHaveLength(1);
    offerBuiltIn()();
    expect(assistantsFor("path", "region", "extremes")).toEqual([]);
  });

  test("give way to the page while they compute", async () => {
    let turns = 0;
    const beat = setInterval(() => (turns += 1));
    /** Ends only once others had their turns, or much too late. */
    function* work(): Sliced<string> {
      const until = performance.now() + 4000;
      while (turns < 3 && performance.now() < until) yield;
      return "done";
    }
    expect(await inSlices(work(), new AbortController().signal)).toBe("done");
    clearInterval(beat);
    expect(turns).toBeGreaterThanOrEqual(3);
  });

  test("outline lies where the pixels are, not half a pixel beside", async () => {
    const extremes = [onCircle(0.5 * Math.PI), onCircle(0), onCircle(1.5 * Math.PI), onCircle(Math.PI)];
    const { outlines } = await new CuttingOut().suggest(request("extremes", extremes));
    expect(Math.abs(area(outlines[0]!.points) / (Math.PI * RADIUS ** 2) - 1)).toBeLessThan(0.04);
    expect(nearestOnEdges(onCircle(2.2), outlines[0]!.points)!.distance).toBeLessThan(2);
  });
});
