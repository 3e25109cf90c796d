/** Colours as people see their differences: CIE L*a*b* of 1976 under D65, from sRGB (IEC 61966-2-1). */
import type { Sliced } from "./slices";

/** Pixels between two pauses. */
const STRIDE = 1 << 14;
/** Steps of the table for the cube root. */
const STEPS = 4096;

const LINEAR = Float32Array.from({ length: 256 }, (_, byte) => {
  const share = byte / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});
const ROOT = Float32Array.from({ length: STEPS + 1 }, (_, step) => {
  const share = step / STEPS;
  return share > (6 / 29) ** 3 ? Math.cbrt(share) : share / (3 * (6 / 29) ** 2) + 4 / 29;
});

/**
 * @param bytes red, green, blue, alpha of each pixel, as `ImageData` has them; alpha is not looked at.
 * @returns L (0..100), a and b (about -128..127) of each pixel, three numbers a pixel.
 */
export function* labOf(bytes: Uint8ClampedArray): Sliced<Float32Array> {
  const lab = new Float32Array((bytes.length / 4) * 3);
  for (let from = 0, to = 0; from < bytes.length; from += 4, to += 3) {
    const [red, green, blue] = [LINEAR[bytes[from]!]!, LINEAR[bytes[from + 1]!]!, LINEAR[bytes[from + 2]!]!];
    const x = root((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
    const y = root(0.2126729 * red + 0.7151522 * green + 0.072175 * blue);
    const z = root((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883);
    lab[to] = 116 * y - 16;
    lab[to + 1] = 500 * (x - y);
    lab[to + 2] = 200 * (y - z);
    if (from % (4 * STRIDE) === 0) yield;
  }
  return lab;
}

function root(share: number): number {
  return ROOT[Math.min(STEPS, Math.round(share * STEPS))]!;
}
