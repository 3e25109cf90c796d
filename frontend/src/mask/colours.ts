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
  const first = labelColour(at).toLowerCase();
  if (!taken.has(first) && first !== NOTHING) return first;
  for (let turn = 0; ; turn++) {
    const colour = turned(turn);
    if (!taken.has(colour) && colour !== NOTHING) return colour;
  }
}

/** Colours far apart from their neighbours: hues by the golden angle, and three degrees of light in turn. */
function turned(turn: number): string {
  const light = [0.62, 0.45, 0.78][turn % 3]!;
  return fromHsl((turn * 137.508 + 20) % 360, 0.72 - (turn % 7) * 0.02, light);
}

/** @param hue degrees; @param saturation 0 … 1; @param light 0 … 1 */
function fromHsl(hue: number, saturation: number, light: number): string {
  const strength = saturation * Math.min(light, 1 - light);
  const part = (offset: number) => {
    const k = (offset + hue / 30) % 12;
    return Math.round(255 * (light - strength * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return `#${[part(0), part(8), part(4)].map((value) => value.toString(16).padStart(2, "0")).join("")}`;
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
