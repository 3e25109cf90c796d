import { crc32, deflateSync, inflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { colourOf, exactColour, freeColour, NOTHING, pixelOf } from "../src/mask/colours";
import { LabelMap, TILE } from "../src/mask/label-map";
import { EMPTY, MaskPng } from "../src/mask/png";
import { chunk, chunksOf, SIGNATURE } from "../src/mask/png-chunks";
import { readPng } from "../src/mask/png-reading";

// Laws over random masks and one of 12 million pixels take seconds where the machine is busy.
vi.setConfig({ testTimeout: 60_000 });

const PALETTE = Uint32Array.of(EMPTY, pixelOf("#2ca02c"), pixelOf("#1f77b4"), pixelOf("#ff7f0e"));

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, "base64"));
const decoded = (text: string) => readPng(bytesOf(text))!;

describe("the PNG of a map", () => {
  test("holds exactly the colours of the pixels, whatever was painted", () => {
    const run = fc.record({ y: fc.nat(TILE + 10), from: fc.nat(400), length: fc.nat(700), index: fc.nat(3) });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: TILE + 10 }), fc.array(run, { maxLength: 60 }), (width, height, all) => {
        const map = new LabelMap(width, height);
        for (const { y, from, length, index } of all) map.paint({ y, from, to: from + length }, index);
        const pixels = decoded(new MaskPng(map).encode(PALETTE));
        expect([pixels.width, pixels.height]).toEqual([width, height]);
        expect(pixels.values.findIndex((pixel, at) => pixel !== PALETTE[map.cells[at]!])).toBe(-1);
      }),
      { numRuns: 80 },
    );
  });

  test("is a valid file: signature, checksums, one stream whose sum is right", () => {
    const map = new LabelMap(301, 2 * TILE + 3);
    for (let y = 0; y < map.height; y += 3) map.paint({ y, from: y % 90, to: 300 - (y % 31) }, 1 + (y % 3));
    const file = bytesOf(new MaskPng(map).encode(PALETTE));
    const chunks = [...chunksOf(file)];
    expect(chunks.map(({ type }) => type)).toEqual(["IHDR", "IDAT", "IDAT", "IDAT", "IDAT", "IDAT", "IEND"]);
    // Node's zlib looks at Adler-32; our reader does not.
    const stream = Buffer.concat(chunks.filter(({ type }) => type === "IDAT").map(({ data }) => data));
    expect(inflateSync(stream)).toHaveLength(map.height * (1 + 4 * map.width));
    for (const { type, data } of chunks) {
      const sum = new DataView(data.buffer, data.byteOffset + data.length).getUint32(0);
      expect(sum).toBe(crc32(Buffer.concat([Buffer.from(type), data])));
    }
  });

  test("writes only what changed anew, and the same file as from scratch", () => {
    const map = new LabelMap(100, 3 * TILE);
    const png = new MaskPng(map);
    png.encode(PALETTE);
    map.paint({ y: TILE + 5, from: 3, to: 50 }, 2);
    expect(png.encode(PALETTE)).toBe(new MaskPng(map).encode(PALETTE));
    map.commit();
    map.undo();
    expect(png.encode(PALETTE)).toBe(new MaskPng(new LabelMap(100, 3 * TILE)).encode(PALETTE));
  });

  test("follows a colour that changes, and one that comes later", () => {
    const map = new LabelMap(4, 1);
    map.paint({ y: 0, from: 0, to: 2 }, 1);
    const png = new MaskPng(map);
    png.encode(PALETTE.subarray(0, 2));
    map.paint({ y: 0, from: 2, to: 3 }, 2);
    expect([...decoded(png.encode(PALETTE)).values]).toEqual([PALETTE[1], PALETTE[1], PALETTE[2], EMPTY]);
    const other = PALETTE.slice();
    other[1] = EMPTY;
    expect([...decoded(png.encode(other)).values]).toEqual([EMPTY, EMPTY, PALETTE[2], EMPTY]);
  });

  test("is prepared piece by piece as time allows", () => {
    const map = new LabelMap(50, 4 * TILE);
    const png = new MaskPng(map);
    let left = 3;
    expect(png.prepare(PALETTE, () => left-- > 0)).toBe(false);
    expect(png.prepare(PALETTE, () => left-- > -9)).toBe(true);
    expect(png.prepare(PALETTE, () => false)).toBe(true);
  });

  test("an empty mask of 12 million pixels is short", () => {
    const text = new MaskPng(new LabelMap(4000, 3000)).encode(PALETTE);
    expect(text.length).toBeLessThan(100_000);
    expect(decoded(text).values.every((pixel) => pixel === EMPTY)).toBe(true);
  });
});

describe("reading PNGs", () => {
  /** A PNG of these rows (each with its filter byte), as another program would write it. */
  function file(kind: number, depth: number, width: number, rows: readonly (readonly number[])[], more: readonly Uint8Array[] = [], interlace = 0): Uint8Array {
    const head = new Uint8Array(13);
    new DataView(head.buffer).setUint32(0, width);
    new DataView(head.buffer).setUint32(4, rows.length);
    head.set([depth, kind, 0, 0, interlace], 8);
    const data = new Uint8Array(deflateSync(Uint8Array.from(rows.flat())));
    const middle = Math.floor(data.length / 2);
    const parts = [SIGNATURE, chunk("IHDR", head), ...more, chunk("IDAT", data.subarray(0, middle)), chunk("IDAT", data.subarray(middle)), chunk("IEND", new Uint8Array())];
    return Uint8Array.from(parts.flatMap((part) => [...part]));
  }
  const colours = (bytes: Uint8Array) => [...readPng(bytes)!.values].map(colourOf);

  test("with a palette, also of few bits", () => {
    const palette = chunk("PLTE", Uint8Array.of(255, 255, 255, 44, 160, 44, 31, 119, 180));
    expect(colours(file(3, 8, 3, [[0, 0, 1, 2]], [palette]))).toEqual([NOTHING, "#2ca02c", "#1f77b4"]);
    expect(colours(file(3, 2, 5, [[0, 0b00011000, 0b01000000]], [palette]))).toEqual([NOTHING, "#2ca02c", "#1f77b4", NOTHING, "#2ca02c"]);
  });

  test("in true colour with every filter", () => {
    const rows = [
      [1, 10, 20, 30, 5, 5, 5],
      [2, 1, 1, 1, 1, 1, 1],
      [3, 10, 10, 10, 10, 10, 10],
      [4, 3, 3, 3, 3, 3, 3],
    ];
    const expected = ["#0a141e", "#0f1923", "#0b151f", "#101a24", "#0f1419", "#192128", "#12171c", "#1c242b"];
    expect(colours(file(2, 8, 2, rows))).toEqual(expected);
  });

  test("in grey, with opacity, and with one colour that counts as clear", () => {
    expect(colours(file(0, 1, 3, [[0, 0b10100000]]))).toEqual(["#ffffff", "#000000", "#ffffff"]);
    expect([...readPng(file(4, 8, 1, [[0, 7, 0]]))!.values]).toEqual([0x00070707]);
    expect([...readPng(file(6, 8, 1, [[0, 1, 2, 3, 128]]))!.values]).toEqual([0x80030201]);
    expect([...readPng(file(2, 8, 1, [[0, 1, 2, 3]], [chunk("tRNS", Uint8Array.of(0, 1, 0, 2, 0, 3))]))!.values]).toEqual([0x00030201]);
  });

  test.each([
    ["no picture", Uint8Array.of(1, 2, 3)],
    ["nothing", new Uint8Array()],
    ["a head alone", SIGNATURE],
    ["16 bits", file(2, 16, 1, [[0, 0, 0, 0, 0, 0, 0]])],
    ["interlaced", file(2, 8, 1, [[0, 0, 0, 0]], [], 1)],
    ["rows missing", file(2, 8, 2, [[0, 0, 0, 0]])],
  ])("leaves %s to the browser", (_, bytes) => {
    expect(readPng(bytes)).toBeNull();
  });

  test("survives any cut and any flipped byte", () => {
    const whole = file(2, 8, 2, [[1, 10, 20, 30, 5, 5, 5], [4, 1, 1, 1, 1, 1, 1]]);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.boolean(), (at, byte, cut) => {
        const broken = whole.slice(0, cut ? at : whole.length);
        broken[at] = byte;
        const pixels = readPng(broken);
        if (pixels) expect(pixels.values.length).toBe(pixels.width * pixels.height);
      }),
    );
  });
});

describe("colours", () => {
  test("are read as requesters write them", () => {
    expect(["#2CA02C", "#abc", "#2ca02cff", " 2ca02c "].map(exactColour)).toEqual(["#2ca02c", "#aabbcc", "#2ca02c", "#2ca02c"]);
    expect(["red", "#12", 7, null, {}].map(exactColour)).toEqual([null, null, null, null, null]);
  });

  test("are all different, never that of nothing, and the same way back", () => {
    const taken = new Set([NOTHING]);
    for (let at = 0; at < 500; at++) taken.add(freeColour(at, taken));
    expect(taken.size).toBe(501);
    for (const colour of taken) expect(colourOf(pixelOf(colour))).toBe(colour);
  });
});
