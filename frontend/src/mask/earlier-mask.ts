/** Earlier masks, as answers, drafts and requesters give them: which colour is which segment, and where the pixels are. */
import { fieldsOf, type Json } from "../elements/attributes";
import { exactColour, NOTHING } from "./colours";
import type { Pixels } from "./png-reading";
import type { Mapping, Segments } from "./segments";

/** The class of pixels of nothing in consolidated masks. */
const BACKGROUND = "BACKGROUND";

export interface EarlierMask {
  readonly mappings: readonly Mapping[];
  /** Colours of pixels that belong to nothing. */
  readonly nothing: ReadonlySet<string>;
  /** The file's bytes, or where it is; `null` if there is no mask. */
  readonly file: Uint8Array | string | null;
}

/**
 * Read `{labelMappings: {<label>: {color}}}`, `{instances: [{color, label}]}` or a consolidated
 * `{"internal-color-map": {"<index>": {"class-name", "hex-color"}}}`, each with `src` (an address) or
 * `labeledImage: {pngImageData}`. Wrong parts are left out.
 */
export function readEarlierMask(value: Json | undefined): EarlierMask {
  const fields = fieldsOf(value);
  const all = [...fromMappings(fields.labelMappings), ...fromInstances(fields.instances), ...fromColourMap(fields["internal-color-map"])];
  const clear = all.filter(({ label }) => label === BACKGROUND).map(({ colour }) => exactColour(colour));
  return {
    mappings: all.filter(({ label, colour }) => label !== BACKGROUND && exactColour(colour) !== null),
    nothing: new Set([NOTHING, ...clear.filter((colour) => colour !== null)]),
    file: fileOf(fields.labeledImage) ?? addressOf(fields.src),
  };
}

function fromMappings(value: Json | undefined): Mapping[] {
  return Object.entries(fieldsOf(value)).map(([label, entry]) => ({ label, colour: typeof entry === "string" ? entry : fieldsOf(entry).color }));
}

function fromInstances(value: Json | undefined): Mapping[] {
  const instances = Array.isArray(value) ? value.map(fieldsOf) : [];
  return instances.flatMap(({ label, color }) => (typeof label === "string" ? [{ label, colour: color }] : []));
}

function fromColourMap(value: Json | undefined): Mapping[] {
  const entries = Object.values(fieldsOf(value)).map(fieldsOf);
  return entries.map((entry) => ({ label: String(entry["class-name"] ?? ""), colour: entry["hex-color"] }));
}

function fileOf(image: Json | undefined): Uint8Array | null {
  const text = fieldsOf(image).pngImageData;
  // A value that was read while the mask was loading holds an empty file.
  return typeof text === "string" && text !== "" ? bytesOf(text) : null;
}

/** A `data:` address is read at once, without the network. */
function addressOf(src: Json | undefined): Uint8Array | string | null {
  if (typeof src !== "string" || src === "") return null;
  return /^data:[^,]*;base64,/i.test(src) ? bytesOf(src) : src;
}

function bytesOf(text: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(text.slice(text.indexOf(",") + 1)), (character) => character.charCodeAt(0));
  } catch (error) {
    if (error instanceof Error && error.name === "InvalidCharacterError") return null;
    throw error;
  }
}

/** Indices by colour. */
export interface Indexed {
  readonly cells: Uint16Array<ArrayBuffer>;
  /** Pixels of a colour that stands for no segment; they are left out. */
  readonly unknown: number;
}

/** Which segment each pixel belongs to, by its colour; transparent pixels belong to nothing. */
export function indexed(pixels: Pixels, segments: Segments, nothing: ReadonlySet<string>): Indexed {
  const known = new Map<number, number>();
  for (const colour of nothing) known.set(rgb(colour), 0);
  for (const { index, colour } of segments.all) known.set(rgb(colour), index);
  const cells = new Uint16Array(pixels.values.length);
  let unknown = 0;
  let [last, index] = [-1, 0];
  for (let at = 0; at < cells.length; at++) {
    const pixel = pixels.values[at]!;
    if (pixel >>> 24 === 0) continue;
    if (pixel !== last) [last, index] = [pixel, known.get(pixel & 0xffffff) ?? -1];
    if (index < 0) unknown++;
    else cells[at] = index;
  }
  return { cells, unknown };
}

/** A colour as the lower three bytes of a pixel. */
function rgb(colour: string): number {
  const value = Number.parseInt(colour.slice(1), 16);
  return ((value & 0xff) << 16) | (value & 0xff00) | (value >> 16);
}
