/** Where pages come from: a list of pictures, or a PDF. */

export interface PageSource {
  readonly count: number;
  /** Address of a picture of the page at `place` (from 0). */
  address(place: number): Promise<string>;
  close(): void;
}

export function listSource(addresses: readonly string[]): PageSource {
  return { count: addresses.length, address: (place) => Promise.resolve(addresses[place]!), close: () => undefined };
}

/** A document that cannot be shown; the message is for the worker. */
export class UnreadableDocument extends Error {}
