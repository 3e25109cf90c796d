/** Superpixels: pieces of about one size whose borders run along edges (SLIC; Achanta and others, 2012). */
import type { Sliced } from "./slices";

const ROUNDS = 8;
/** How much a piece's roundness weighs against its colour. */
const COMPACTNESS = 20;
/** Pieces smaller than this share of the usual size go to a neighbour. */
const SMALLEST = 0.25;

/** Centre of a piece: L, a, b, x, y. */
type Centres = Float32Array;
const PER_CENTRE = 5;

/**
 * @param lab three numbers a pixel (`labOf`)
 * @param size side of a piece, in pixels
 * @returns for each pixel the number of its piece; each piece hangs together
 */
export function* superpixels(lab: Float32Array, width: number, height: number, size: number): Sliced<Uint16Array> {
  const centres = gridOf(lab, width, height, size);
  let pieces = new Int32Array(width * height);
  for (let round = 0; round < ROUNDS; round++) {
    pieces = yield* nearestCentres(lab, width, height, size, centres);
    yield* moveCentres(lab, width, pieces, centres);
  }
  return yield* connected(pieces, width, height, size * size * SMALLEST);
}

function gridOf(lab: Float32Array, width: number, height: number, size: number): Centres {
  const [columns, rows] = [Math.max(1, Math.round(width / size)), Math.max(1, Math.round(height / size))];
  const centres = new Float32Array(columns * rows * PER_CENTRE);
  for (let number = 0; number < columns * rows; number++) {
    const x = Math.floor((((number % columns) + 0.5) * width) / columns);
    const y = Math.floor(((Math.floor(number / columns) + 0.5) * height) / rows);
    const at = (y * width + x) * 3;
    centres.set([lab[at]!, lab[at + 1]!, lab[at + 2]!, x, y], number * PER_CENTRE);
  }
  return centres;
}

/** Each pixel goes to the centre that is nearest in colour and place, among those not farther than one size. */
function* nearestCentres(lab: Float32Array, width: number, height: number, size: number, centres: Centres): Sliced<Int32Array<ArrayBuffer>> {
  const best = new Float32Array(width * height).fill(Infinity);
  const pieces = new Int32Array(width * height);
  const weight = (COMPACTNESS / size) ** 2;
  for (let from = 0; from < centres.length; from += PER_CENTRE) {
    const [l, a, b, cx, cy] = centres.subarray(from, from + PER_CENTRE) as unknown as [number, number, number, number, number];
    const [left, right] = [Math.max(0, Math.floor(cx - size)), Math.min(width - 1, Math.ceil(cx + size))];
    const [top, bottom] = [Math.max(0, Math.floor(cy - size)), Math.min(height - 1, Math.ceil(cy + size))];
    for (let y = top; y <= bottom; y++) {
      for (let at = y * width + left, x = left; x <= right; x++, at++) {
        const colour = at * 3;
        const [dl, da, db] = [lab[colour]! - l, lab[colour + 1]! - a, lab[colour + 2]! - b];
        const away = dl * dl + da * da + db * db + weight * ((x - cx) ** 2 + (y - cy) ** 2);
        if (away >= best[at]!) continue;
        best[at] = away;
        pieces[at] = from / PER_CENTRE;
      }
    }
    if (from % (8 * PER_CENTRE) === 0) yield;
  }
  return pieces;
}

function* moveCentres(lab: Float32Array, width: number, pieces: Int32Array, centres: Centres): Sliced<void> {
  const sums = new Float64Array(centres.length);
  const counts = new Uint32Array(centres.length / PER_CENTRE);
  for (let at = 0; at < pieces.length; at++) {
    const to = pieces[at]! * PER_CENTRE;
    for (let channel = 0; channel < 3; channel++) sums[to + channel]! += lab[at * 3 + channel]!;
    sums[to + 3]! += at % width;
    sums[to + 4]! += Math.floor(at / width);
    counts[pieces[at]!]! += 1;
    if (at % (1 << 15) === 0) yield;
  }
  centres.forEach((old, at) => {
    const count = counts[Math.floor(at / PER_CENTRE)]!;
    centres[at] = count > 0 ? sums[at]! / count : old;
  });
}

/** Pieces that hang together, numbered anew; crumbs go to the piece that was numbered before them at their side. */
function* connected(pieces: Int32Array, width: number, height: number, smallest: number): Sliced<Uint16Array> {
  const numbers = new Uint16Array(pieces.length);
  const open = new Int32Array(pieces.length);
  let next = 1;
  for (let start = 0; start < pieces.length; start++) {
    if (numbers[start]) continue;
    const beside = start % width > 0 ? numbers[start - 1]! : (numbers[start - width] ?? 0);
    const count = flood(pieces, width, height, start, next, numbers, open);
    if (count >= smallest || beside === 0) next += 1;
    else for (let at = 0; at < count; at++) numbers[open[at]!] = beside;
    yield;
  }
  return numbers;
}

/** Number all pixels of one piece that hang together with `start`; they are then the first of `open`. Returns how many. */
function flood(pieces: Int32Array, width: number, height: number, start: number, number: number, numbers: Uint16Array, open: Int32Array): number {
  let count = 1;
  open[0] = start;
  numbers[start] = number;
  for (let done = 0; done < count; done++) {
    const at = open[done]!;
    const x = at % width;
    for (const next of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]) {
      if (next < 0 || next >= width * height || numbers[next] || pieces[next] !== pieces[start]) continue;
      numbers[next] = number;
      open[count++] = next;
    }
  }
  return count;
}
