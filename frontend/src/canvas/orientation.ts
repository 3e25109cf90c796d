/**
 * Pictures without their EXIF data. Canvases and decoders turn a picture as its EXIF orientation says, and there is no
 * option left in browsers to keep them from it; but coordinates of labels mean the pixels as they are stored.
 */

/** EXIF data stands before the pixels; this much of a file is looked at. */
const LOOKED_AT = 1 << 20;
const JPEG = [0xff, 0xd8];
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

type Span = readonly [from: number, to: number];

/** The same picture, without the parts that may hold an orientation. */
export async function withoutOrientation(file: Blob): Promise<Blob> {
  const bytes = new Uint8Array(await file.slice(0, LOOKED_AT).arrayBuffer());
  if (ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 4) === "WEBP") return renamed(file, webpExif(bytes, file.size));
  const spans = startsWith(bytes, JPEG) ? jpegExif(bytes) : startsWith(bytes, PNG) ? pngExif(bytes) : [];
  return spans.length > 0 ? without(file, spans) : file;
}

function without(file: Blob, spans: readonly Span[]): Blob {
  const parts: Blob[] = [];
  let at = 0;
  for (const [from, to] of spans) {
    parts.push(file.slice(at, from));
    at = to;
  }
  return new Blob([...parts, file.slice(at)], { type: file.type });
}

/** A chunk with a name nobody knows is skipped; lengths stay as they are. */
function renamed(file: Blob, place: number | null): Blob {
  if (place === null) return file;
  return new Blob([file.slice(0, place), "none", file.slice(place + 4)], { type: file.type });
}

/** The APP1 segments that hold EXIF. */
function jpegExif(bytes: Uint8Array): Span[] {
  const spans: Span[] = [];
  const view = new DataView(bytes.buffer);
  for (let at = 2; at + 10 < bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda; ) {
    const end = at + 2 + view.getUint16(at + 2);
    if (bytes[at + 1] === 0xe1 && ascii(bytes, at + 4, 4) === "Exif") spans.push([at, end]);
    at = end;
  }
  return spans;
}

function pngExif(bytes: Uint8Array): Span[] {
  const spans: Span[] = [];
  const view = new DataView(bytes.buffer);
  for (let at = 8; at + 12 < bytes.length; ) {
    const end = at + 12 + view.getUint32(at);
    if (ascii(bytes, at + 4, 4) === "eXIf") spans.push([at, end]);
    at = end;
  }
  return spans;
}

/** Where the name of the EXIF chunk stands; it comes after the pixels, so all chunks must lie in what was read. */
function webpExif(bytes: Uint8Array, size: number): number | null {
  const view = new DataView(bytes.buffer);
  for (let at = 12; at + 8 <= bytes.length && at < size; ) {
    if (ascii(bytes, at, 4) === "EXIF") return at;
    const length = view.getUint32(at + 4, true);
    at += 8 + length + (length % 2);
  }
  return null;
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, at) => bytes[at] === byte);
}

function ascii(bytes: Uint8Array, from: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(from, from + length));
}
