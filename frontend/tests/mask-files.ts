/** Masks as files, for tests of the widgets that paint them. */
import type { Run } from "../src/geometry/raster";
import { pixelOf } from "../src/mask/colours";
import { LabelMap } from "../src/mask/label-map";
import { EMPTY, MaskPng } from "../src/mask/png";
import { readPng } from "../src/mask/png-reading";

/** A mask in Base64: the runs of each colour, painted one after another. */
export function maskFile(width: number, height: number, ...parts: readonly (readonly [colour: string, runs: Iterable<Run>])[]): string {
  const map = new LabelMap(width, height);
  parts.forEach(([, runs], at) => {
    for (const run of runs) map.paint(run, at + 1);
  });
  return new MaskPng(map).encode(Uint32Array.of(EMPTY, ...parts.map(([colour]) => pixelOf(colour))));
}

/** The pixels of rectangles. */
export function rectangle(left: number, top: number, right: number, bottom: number): Run[] {
  return Array.from({ length: bottom - top }, (_, row) => ({ y: top + row, from: left, to: right }));
}

/** How many pixels of each colour a mask has, without those of nothing. */
export function coloursIn(file: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const pixel of readPng(Uint8Array.from(Buffer.from(file, "base64")))!.values) {
    if (pixel === EMPTY) continue;
    const colour = `#${[pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
    counts[colour] = (counts[colour] ?? 0) + 1;
  }
  return counts;
}
