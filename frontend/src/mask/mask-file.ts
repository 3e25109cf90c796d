/** Loads the pixels of a mask from an address, to the last bit. */
import { readPng, type Pixels } from "./png-reading";

/**
 * The pixels of the picture at this address. Its store must allow reading it (CORS).
 *
 * @throws Error with a sentence for the page, without the address's query, which may hold a signature.
 */
export async function loadPixels(src: string): Promise<Pixels> {
  const file = await fetched(src);
  const pixels = file && (readPng(new Uint8Array(await file.arrayBuffer())) ?? (await decoded(file)));
  const loaded = pixels ?? (await throughImage(src));
  if (loaded) return loaded;
  const address = src.split("?")[0]!;
  throw new Error(`The earlier mask at ${address} could not be read. Is it a picture, and does its store allow reading it (CORS)?`);
}

/** The file, `null` if it is not there, or if it may not be fetched (then it may be shown, perhaps). */
async function fetched(src: string): Promise<Blob | null> {
  try {
    const answer = await fetch(src, { mode: "cors", credentials: "omit" });
    return answer.ok ? await answer.blob() : null;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

async function throughImage(src: string): Promise<Pixels | null> {
  const image = new Image();
  image.crossOrigin = "anonymous";
  image.src = src;
  try {
    await image.decode();
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
  return decoded(image);
}

/** The browser's decoder, told to leave colours as they are in the file. */
async function decoded(source: Blob | HTMLImageElement): Promise<Pixels | null> {
  try {
    const bitmap = await createImageBitmap(source, { colorSpaceConversion: "none", premultiplyAlpha: "none" });
    const canvas = document.createElement("canvas");
    const { width, height } = Object.assign(canvas, { width: bitmap.width, height: bitmap.height });
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context?.drawImage(bitmap, 0, 0);
    bitmap.close();
    const data = context?.getImageData(0, 0, width, height).data;
    return data ? { width, height, values: new Uint32Array(data.buffer) } : null;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}
