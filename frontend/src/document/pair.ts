/** A key of a document and its value, as the worker corrects them. All of it is immutable. */
import type { Json } from "../elements/attributes";

/** A box on the page; all numbers 0..1 of the page's width or height. */
export interface PageBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export type PartName = "key" | "value";

/** One of the two blocks of a pair. */
export interface Part {
  readonly id: string;
  readonly text: string;
  readonly box: PageBox | null;
  /** The worker drew the box, or changed it. */
  readonly drawn: boolean;
  /** As it was given; `null` for one that the worker adds. */
  readonly given: { readonly relationships: readonly Json[]; readonly entityTypes: readonly Json[] } | null;
}

/** Where a pair comes from: found by the service, a key that the template asks for, or added by the worker. */
export type Origin = "found" | "wanted" | "added";

/** What the document says: a text (nothing is decided while that is empty), a value left blank, or no such key. */
export type Outcome = "text" | "blank" | "not-found";

export interface Pair {
  readonly key: Part;
  readonly value: Part;
  readonly origin: Origin;
  readonly outcome: Outcome;
  /** What else the key may be called in the document; only of keys that the template asks for. */
  readonly aliases: readonly string[];
  /** The template asks for this key. */
  readonly important: boolean;
}

export function emptyPart(id: string, text = ""): Part {
  return { id, text, box: null, drawn: false, given: null };
}

/** Has nothing been said about it yet? */
export function isOpen({ outcome, value }: Pair): boolean {
  return outcome === "text" && value.text.trim() === "";
}

/** Are texts the same to a reader: case, space and a colon at the end aside? */
export function reads(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

function plain(text: string): string {
  return text.trim().replace(/\s*:$/, "").replace(/\s+/g, " ").toLocaleLowerCase();
}
