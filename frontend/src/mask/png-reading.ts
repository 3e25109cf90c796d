/**
 * Reads label PNGs at once and to the last bit: pixels of a canvas go through colour management and opacity, and come
 * back a little different.
 */
import { unzlibSync } from "fflate";
import { chunksOf } from "./png-chunks";

/** A picture's pixels in memory order (`pixelOf`), one number each. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly values: Uint32Array;
}

interface Head {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly kind: number;
}

/** Channels of each kind of PNG: grey, true colour, palette, grey with opacity, true colour with opacity. */
const CHANNELS = new Map([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
]);
const [GREY, COLOUR, PALETTE, GREY_AND_OPACITY] = [0, 2, 3, 4];

/** Pixels that a mask may have: pictures of today's cameras, and no file that unpacks to fill the memory. */
const MOST_PIXELS = 200_000_000;

/**
 * The pixels of a PNG with up to 8 bits a channel; `null` for what is none, is broken, or is of a rarer kind (16 bits,
 * interlaced), which is left to the browser.
 */
export function readPng(file: Uint8Array): Pixels | null {
  const chunks = [...chunksOf(file)];
  const head = readHead(chunks.find(({ type }) => type === "IHDR")?.data);
  if (!head) return null;
  const rows = unpacked(chunks.filter(({ type }) => type === "IDAT").map(({ data }) => data), head);
  if (!rows) return null;
  const channels = CHANNELS.get(head.kind)!;
  unfilter(rows, head.height, Math.ceil((head.width * channels * head.depth) / 8), Math.max(1, (channels * head.depth) >> 3));
  const colours = chunks.find(({ type }) => type === "PLTE")?.data ?? new Uint8Array();
  const opacity = chunks.find(({ type }) => type === "tRNS")?.data ?? new Uint8Array();
  return { width: head.width, height: head.height, values: pixelsOf(rows, head, colours, opacity) };
}

function readHead(data: Uint8Array | undefined): Head | null {
  if (data?.length !== 13) return null;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const head = { width: view.getUint32(0), height: view.getUint32(4), depth: data[8]!, kind: data[9]! };
  const readable = CHANNELS.has(head.kind) && head.depth <= 8 && data[12] === 0;
  const pixels = head.width * head.height;
  return readable && pixels > 0 && pixels <= MOST_PIXELS ? head : null;
}

function unpacked(parts: readonly Uint8Array[], { width, height, depth, kind }: Head): Uint8Array | null {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  const size = height * (1 + Math.ceil((width * CHANNELS.get(kind)! * depth) / 8));
  try {
    const rows = unzlibSync(whole, { out: new Uint8Array(size) });
    return rows.length === size ? rows : null;
  } catch (error) {
    if (error instanceof Error) return null; // fflate's own errors are plain ones
    throw error;
  }
}

/** Take the filters off, in place (PNG specification, section 9). `back` is the bytes of a pixel. */
function unfilter(rows: Uint8Array, height: number, length: number, back: number): void {
  let above: Uint8Array = new Uint8Array(length);
  for (let y = 0; y < height; y++) {
    const start = y * (length + 1);
    const row = rows.subarray(start + 1, start + 1 + length);
    FILTERS[rows[start]!]?.(row, above, back);
    above = row;
  }
}

/** Bytes before a row's first pixel count as 0. */
const FILTERS: readonly (((row: Uint8Array, above: Uint8Array, back: number) => void) | null)[] = [
  null,
  (row, _, back) => {
    for (let x = back; x < row.length; x++) row[x]! += row[x - back]!;
  },
  (row, above) => {
    for (let x = 0; x < row.length; x++) row[x]! += above[x]!;
  },
  (row, above, back) => {
    for (let x = 0; x < row.length; x++) row[x]! += ((x < back ? 0 : row[x - back]!) + above[x]!) >> 1;
  },
  (row, above, back) => {
    for (let x = 0; x < back; x++) row[x]! += above[x]!;
    for (let x = back; x < row.length; x++) row[x]! += paeth(row[x - back]!, above[x]!, above[x - back]!);
  },
];

function paeth(left: number, above: number, corner: number): number {
  const [byLeft, byAbove, byCorner] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)];
  if (byLeft <= byAbove && byLeft <= byCorner) return left;
  return byAbove <= byCorner ? above : corner;
}

function pixelsOf(rows: Uint8Array, head: Head, colours: Uint8Array, opacity: Uint8Array): Uint32Array {
  const { width, height, depth, kind } = head;
  const length = Math.ceil((width * CHANNELS.get(kind)! * depth) / 8);
  const values = new Uint32Array(width * height);
  const write = rowWriter(head, colours, opacity);
  for (let y = 0; y < height; y++) {
    const start = y * (length + 1) + 1;
    write(rows.subarray(start, start + length), values.subarray(y * width, (y + 1) * width));
  }
  return values;
}

type RowWriter = (row: Uint8Array, pixels: Uint32Array) => void;

/** How a row's bytes become pixels. */
function rowWriter({ kind, depth }: Head, colours: Uint8Array, opacity: Uint8Array): RowWriter {
  if (kind === PALETTE) return fromTable(depth, paletteTable(colours, opacity));
  if (kind === GREY) return fromTable(depth, greyTable((1 << depth) - 1, opacity));
  if (kind === GREY_AND_OPACITY) {
    return (row, pixels) => pixels.forEach((_, x) => (pixels[x] = pack(row[2 * x]!, row[2 * x]!, row[2 * x]!, row[2 * x + 1]!)));
  }
  if (kind === COLOUR) {
    const clear = opacity.length === 6 ? pack(opacity[1]!, opacity[3]!, opacity[5]!, 255) : -1;
    return (row, pixels) => {
      for (let x = 0, at = 0; x < pixels.length; x++, at += 3) {
        const pixel = pack(row[at]!, row[at + 1]!, row[at + 2]!, 255);
        pixels[x] = pixel === clear ? pixel & 0xffffff : pixel;
      }
    };
  }
  return (row, pixels) => new Uint8Array(pixels.buffer, pixels.byteOffset, row.length).set(row);
}

/** Pixels that are numbers of a table, `depth` bits each. */
function fromTable(depth: number, table: Uint32Array): RowWriter {
  const mask = (1 << depth) - 1;
  return (row, pixels) => {
    for (let x = 0; x < pixels.length; x++) pixels[x] = table[(row[(x * depth) >> 3]! >> (8 - depth - ((x * depth) & 7))) & mask]!;
  };
}

function paletteTable(colours: Uint8Array, opacity: Uint8Array): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, at) => pack(colours[3 * at] ?? 0, colours[3 * at + 1] ?? 0, colours[3 * at + 2] ?? 0, opacity[at] ?? 255));
}

function greyTable(most: number, opacity: Uint8Array): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, at) => {
    const grey = Math.round((255 * at) / most);
    return pack(grey, grey, grey, opacity.length === 2 && opacity[1] === at ? 0 : 255);
  });
}

function pack(red: number, green: number, blue: number, opacity: number): number {
  return ((opacity << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
