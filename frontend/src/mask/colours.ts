/** Colours of segments: `#rrggbb` in lower case, each exactly one segment's, so that a mask can be read back by colour. */
import { labelColour } from "../design/label-colours";

/** What pixels of nothing have in masks; no segment may have it. */
export const NOTHING = "#ffffff";

/** A colour as requesters write it (`#RGB`, `#RRGGBB`, `#rrggbbaa`) as `#rrggbb`, or `null` if it is none. */
export function exactColour(text: unknown): string | null {
  if (typeof text !== "string") return null;
  const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/.exec(text.trim().toLowerCase())?.[1];
  if (digits === undefined) return null;
  return `#${digits.length === 3 ? [...digits].map((digit) => digit + digit).join("") : digits.slice(0, 6)}`;
}

/** A colour for the segment at this place that no other has. */
export function freeColour(at: number, taken: ReadonlySet<string>): string {
  for (let next = at; ; next++) {
    const colour = labelColour(next);
    if (!taken.has(colour) && colour !== NOTHING) return colour;
  }
}

/** `#rrggbb` as the four bytes of an opaque pixel in memory order, read as one number (`ImageData` on any machine of today). */
export function pixelOf(colour: string): number {
  const value = Number.parseInt(colour.slice(1), 16);
  return ((0xff << 24) | ((value & 0xff) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
}

/** The colour of a pixel, whatever its opacity: the inverse of `pixelOf`. */
export function colourOf(pixel: number): string {
  const value = ((pixel & 0xff) << 16) | (pixel & 0xff00) | ((pixel >> 16) & 0xff);
  return `#${value.toString(16).padStart(6, "0")}`;
}
