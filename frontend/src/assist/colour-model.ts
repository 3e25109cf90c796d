/** Which colours a thing has and which the ground around it: two histograms in L*a*b*. */

/** Bins along L, a and b. */
const [LIGHTNESS, ACROSS] = [12, 16];
/** Colours that neither has seen are as likely here as there. */
const UNSEEN = 1;

/**
 * How likely each pixel's colour is the thing's, from pixels that are taken to be the thing or the ground.
 *
 * @param lab three numbers a pixel (`labOf`)
 * @param examples 1 the thing, 0 the ground, anything else is no example
 * @returns 0..1 for each pixel
 */
export function colourChances(lab: Float32Array, examples: Uint8Array): Float32Array {
  const bins = new Uint16Array(examples.length);
  for (let at = 0; at < bins.length; at++) bins[at] = binOf(lab[at * 3]!, lab[at * 3 + 1]!, lab[at * 3 + 2]!);
  const [ground, thing] = [histogramOf(bins, examples, 0), histogramOf(bins, examples, 1)];
  const share = thing.map((likely, bin) => likely / (likely + ground[bin]!));
  const chances = new Float32Array(bins.length);
  for (let at = 0; at < bins.length; at++) chances[at] = share[bins[at]!]!;
  return chances;
}

function binOf(l: number, a: number, b: number): number {
  return (binWithin(l / 100, LIGHTNESS) * ACROSS + binWithin((a + 64) / 128, ACROSS)) * ACROSS + binWithin((b + 64) / 128, ACROSS);
}

/** @param share 0..1; what is beyond goes to the first or last bin */
function binWithin(share: number, bins: number): number {
  return Math.min(bins - 1, Math.max(0, Math.floor(share * bins)));
}

/** Shares of the bins among the examples of one kind, softened over neighbouring bins. */
function histogramOf(bins: Uint16Array, examples: Uint8Array, kind: number): Float32Array {
  let histogram = new Float32Array(LIGHTNESS * ACROSS * ACROSS);
  let count = 0;
  for (let at = 0; at < bins.length; at++) {
    if (examples[at] !== kind) continue;
    histogram[bins[at]!]! += 1;
    count += 1;
  }
  for (const step of [1, ACROSS, ACROSS * ACROSS]) histogram = softened(histogram, step);
  return histogram.map((one) => (one + UNSEEN / histogram.length) / (count + UNSEEN));
}

function softened(histogram: Float32Array<ArrayBuffer>, step: number): Float32Array<ArrayBuffer> {
  return histogram.map((one, at) => one / 2 + ((histogram[at - step] ?? 0) + (histogram[at + step] ?? 0)) / 4);
}
