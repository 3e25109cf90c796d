/** The parts of a PNG file that its writer and its reader share (PNG specification, third edition, section 5). */

export const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** Bytes of a chunk besides its data: length, type and checksum. */
const FRAME = 12;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

function checksum(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** One chunk, as it stands in the file. */
export function chunk(type: string, data: Uint8Array): Uint8Array {
  const whole = new Uint8Array(data.length + FRAME);
  const view = new DataView(whole.buffer);
  view.setUint32(0, data.length);
  for (let at = 0; at < 4; at++) whole[4 + at] = type.charCodeAt(at);
  whole.set(data, 8);
  view.setUint32(8 + data.length, checksum(whole.subarray(4, 8 + data.length)));
  return whole;
}

export interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

/** The chunks of a file, up to the first that is cut off; checksums are not looked at. Nothing if it is no PNG. */
export function* chunksOf(file: Uint8Array): Generator<Chunk> {
  if (SIGNATURE.some((byte, at) => file[at] !== byte)) return;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let at = SIGNATURE.length; at + FRAME <= file.length; ) {
    const length = view.getUint32(at);
    if (at + FRAME + length > file.length) return;
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    yield { type, data: file.subarray(at + 8, at + 8 + length) };
    at += FRAME + length;
  }
}
