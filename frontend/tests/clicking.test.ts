import { describe, expect, test, vi } from "vitest";
import { ClickingOut } from "../src/assist/clicking-out";
import { grabCut } from "../src/assist/grab-cut";
import { minCut, type Costs } from "../src/assist/min-cut";
import type { Sliced } from "../src/assist/slices";
import type { AssistRequest, Assistant, Outline } from "../src/canvas/assist";
import { assistedTool } from "../src/canvas/click-tool";
import type { Press } from "../src/canvas/tool";
import { distance, type Point } from "../src/geometry/point";
import type { Bounds } from "../src/geometry/polygon";
import { fillPolygon } from "../src/geometry/raster";

const [WIDTH, HEIGHT] = [240, 160];
const LEFT = { x: 70, y: 80 };
const RIGHT = { x: 170, y: 80 };
const RADIUS = 36;

/** Two reddish discs on greenish ground that gets lighter to the right, with noise that is the same each time. */
function discs(): Uint8ClampedArray {
  const bytes = new Uint8ClampedArray(WIDTH * HEIGHT * 4);
  let seed = 7;
  const noise = () => ((seed = (seed * 16807) % 2147483647) / 2147483647 - 0.5) * 30;
  for (let at = 0; at < WIDTH * HEIGHT; at++) {
    const here = { x: (at % WIDTH) + 0.5, y: Math.floor(at / WIDTH) + 0.5 };
    const inside = [LEFT, RIGHT].some((middle) => distance(here, middle) < RADIUS);
    const [red, green, blue] = inside ? [190, 90, 70] : [90 + here.x / 6, 110 + here.x / 6, 80 + here.x / 6];
    bytes.set([red + noise(), green + noise(), blue + noise(), 255], at * 4);
  }
  return bytes;
}

const PICTURE = discs();

/** As the canvas gives it, but for the size: a part is cut out pixel by pixel. */
function pixels(_longest: number, area: Bounds = { left: 0, top: 0, right: WIDTH, bottom: HEIGHT }): ReturnType<AssistRequest["pixels"]> {
  const [left, top] = [Math.max(0, Math.floor(area.left)), Math.max(0, Math.floor(area.top))];
  const [width, height] = [Math.min(WIDTH, Math.ceil(area.right)) - left, Math.min(HEIGHT, Math.ceil(area.bottom)) - top];
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) data.set(PICTURE.subarray(((top + y) * WIDTH + left) * 4, ((top + y) * WIDTH + left + width) * 4), y * width * 4);
  return { data: { data, width, height, colorSpace: "srgb" } as ImageData, scale: 1, left, top };
}

function request(points: readonly Point[], more: Partial<AssistRequest> = {}): AssistRequest {
  const size = { width: WIDTH, height: HEIGHT };
  return { kind: "clicks", points, label: "disc", labels: ["disc"], size, src: "discs.png", signal: new AbortController().signal, pixels, ...more };
}

/** The share of pixels that are in both, of those in either. */
function overlap(outlines: readonly Outline[], inTruth: (at: Point) => boolean): number {
  const values = new Uint8Array(WIDTH * HEIGHT);
  for (const { points, holes = [] } of outlines) fillPolygon({ width: WIDTH, height: HEIGHT, values }, [points, ...holes], 1);
  let [both, either] = [0, 0];
  values.forEach((value, at) => {
    const inside = inTruth({ x: (at % WIDTH) + 0.5, y: Math.floor(at / WIDTH) + 0.5 });
    both += value === 1 && inside ? 1 : 0;
    either += value === 1 || inside ? 1 : 0;
  });
  return both / either;
}

const inDisc = (middle: Point) => (at: Point) => distance(at, middle) < RADIUS;

function finish<Result>(work: Sliced<Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

describe("the cheapest border", () => {
  const [width, height] = [3, 3];
  const offsets = [[1, 0], [0, 1], [1, 1], [-1, 1]] as const;

  function random(seed: number): Costs {
    let state = seed * 7919 + 1;
    const lot = () => (state = (state * 16807) % 2147483647) / 2147483647;
    const some = () => Float32Array.from({ length: width * height }, () => Math.round(lot() * 20));
    const beside = offsets.map(([right, below]) =>
      some().map((cost, at) => ((at % width) + right < 0 || (at % width) + right >= width || at + below * width >= width * height ? 0 : cost)),
    );
    return { width, toGround: some(), toThing: some(), beside: beside as unknown as Costs["beside"] };
  }

  function priceOf({ toGround, toThing, beside }: Costs, thing: readonly number[]): number {
    let sum = 0;
    thing.forEach((one, at) => {
      sum += one ? toThing[at]! : toGround[at]!;
      offsets.forEach(([right, below], number) => {
        const cost = beside[number]![at]!;
        if (cost > 0 && one !== thing[at + below * width + right]) sum += cost;
      });
    });
    return sum;
  }

  test("costs as little as the best of all there are", () => {
    for (let seed = 1; seed <= 12; seed++) {
      const costs = random(seed);
      const all = Array.from({ length: 2 ** 9 }, (_, bits) => priceOf(costs, Array.from({ length: 9 }, (_, at) => (bits >> at) & 1)));
      expect(priceOf(costs, [...finish(minCut(costs))]), `seed ${seed}`).toBeCloseTo(Math.min(...all), 3);
    }
  });
});

test("flat colours, where all ways are as long as others, are no trouble", () => {
  const [width, height, middle] = [160, 120, { x: 50, y: 50 }];
  const lab = new Float32Array(width * height * 3);
  const inside = (at: number) => distance({ x: (at % width) + 0.5, y: Math.floor(at / width) + 0.5 }, middle) < 25;
  for (let at = 0; at < width * height; at++) lab.set(inside(at) ? [48, 40, 32] : [50, -18, 22], at * 3);
  const found = finish(grabCut({ lab, width, height }, { thing: [middle], ground: [], box: null }));
  const wrong = [...found.keys()].filter((at) => (found[at] === 1) !== inside(at));
  expect(wrong.length).toBeLessThan(20);
});

describe("selecting by clicks", () => {
  test("one click gives the thing it is at, and not the one of the same colours beside it", async () => {
    const { outlines } = await new ClickingOut().suggest(request([{ x: 80, y: 90 }]));
    expect(overlap(outlines, inDisc(LEFT))).toBeGreaterThan(0.93);
  });

  test("a click on the other thing adds it", async () => {
    const { outlines } = await new ClickingOut().suggest(request([LEFT, RIGHT]));
    expect(overlap(outlines, (at) => inDisc(LEFT)(at) || inDisc(RIGHT)(at))).toBeGreaterThan(0.9);
  });

  test("a click beside the thing keeps that place out of it", async () => {
    const wrong = { x: 70, y: 60 };
    const { outlines } = await new ClickingOut().suggest(request([{ x: 70, y: 95 }], { ground: [wrong] }));
    expect(overlap(outlines, (at) => distance(at, wrong) < 1.5)).toBe(0);
  });

  test("a box gives the thing in it", async () => {
    const { outlines } = await new ClickingOut().suggest(request([], { box: { left: 124, top: 36, right: 215, bottom: 125 } }));
    expect(overlap(outlines, inDisc(RIGHT))).toBeGreaterThan(0.93);
  });

  test("finds nothing where nothing was said, and says so where pixels cannot be read", async () => {
    expect(await new ClickingOut().suggest(request([]))).toEqual({ outlines: [] });
    await expect(new ClickingOut().suggest(request([LEFT], { pixels: () => null }))).rejects.toThrow("Draw by hand");
  });

  test("stops when the worker has moved on", async () => {
    await expect(new ClickingOut().suggest(request([LEFT], { signal: AbortSignal.abort(new Error("moved on")) }))).rejects.toThrow("moved on");
  });
});

describe("the tool", () => {
  const SQUARE: Outline = { points: [{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 10 }, { x: 0, y: 10 }] };

  function tool(answer: () => readonly Outline[] = () => [SQUARE]) {
    const asked: AssistRequest[] = [];
    const assistant: Assistant = {
      name: "clicking", title: "Select by clicks", icon: "click", kinds: ["clicks"],
      suggest: async (wanted) => {
        asked.push(wanted);
        return { outlines: answer() };
      },
    };
    const board = { atOnce: true, colour: () => "#f00", request: (_: unknown, points: readonly Point[], signal: AbortSignal) => request(points, { signal }), place: (at: Point) => at, take: vi.fn(), tell: vi.fn(), announce: vi.fn(), repaint: vi.fn() };
    return { made: assistedTool(board, assistant, "c"), asked, board };
  }

  const at = (x: number, y: number, alt = false): Press => ({ at: { x, y }, screen: { x, y }, kind: "mouse", shift: false, alt, ctrl: false });
  async function click({ made }: ReturnType<typeof tool>, x: number, y: number, alt = false): Promise<void> {
    made.down(at(x, y, alt));
    made.up(at(x, y, alt));
    await Promise.resolve();
    await Promise.resolve();
  }
  const last = ({ asked }: ReturnType<typeof tool>) => ({ points: asked.at(-1)!.points, ground: asked.at(-1)!.ground });
  const press = ({ made }: ReturnType<typeof tool>, keys: string) => made.keys().find((key) => key.keys === keys)?.run?.();

  test("a click beside the suggestion adds, one into it takes away, and Backspace takes the click back", async () => {
    const used = tool();
    await click(used, 5, 5);
    expect(last(used)).toEqual({ points: [{ x: 5, y: 5 }], ground: [] });
    await click(used, 20, 5);
    await click(used, 2, 2);
    expect(last(used)).toEqual({ points: [{ x: 5, y: 5 }, { x: 20, y: 5 }], ground: [{ x: 2, y: 2 }] });
    press(used, "Backspace");
    expect(last(used).ground).toEqual([]);
    await click(used, 30, 5, true);
    expect(last(used).ground).toEqual([{ x: 30, y: 5 }]);
  });

  test("Enter draws what is suggested, Alt and Enter erase it, Escape leaves nothing", async () => {
    const used = tool();
    for (const [keys, erase] of [["Enter", false], ["Alt+Enter", true]] as const) {
      await click(used, 5, 5);
      await Promise.resolve();
      press(used, keys);
      expect(used.board.take).toHaveBeenLastCalledWith([SQUARE], erase);
      expect(used.made.begun).toBeNull();
    }
    await click(used, 5, 5);
    expect(used.made.begun).toContain("Enter takes it");
    expect(used.made.cancel()).toBe(true);
    expect(used.made.keys()).toEqual([]);
    expect(used.board.take).toHaveBeenCalledTimes(2);
  });

  test("a drag is a box, and a hand that shakes a little is a click", async () => {
    const used = tool();
    used.made.down(at(10, 20));
    used.made.move(at(60, 90), []);
    used.made.up(at(60, 90));
    expect(used.asked.at(-1)).toMatchObject({ points: [], box: { left: 10, top: 20, right: 60, bottom: 90 } });
    used.made.cancel();
    used.made.down(at(10, 20));
    used.made.move(at(13, 22), []);
    used.made.up(at(13, 22));
    expect(used.asked.at(-1)!.box).toBeUndefined();
    expect(last(used).points).toEqual([{ x: 13, y: 22 }]);
  });

  test("says what to do where nothing was found", async () => {
    const used = tool(() => []);
    await click(used, 5, 5);
    await vi.waitFor(() => expect(used.board.tell).toHaveBeenCalledWith(expect.stringContaining("Click another place")));
    expect(used.made.keys().map(({ keys }) => keys)).toEqual(["Backspace", "Escape"]);
  });
});
