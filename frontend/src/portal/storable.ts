/** An answer as the server can keep it: plain JSON without the two things that PostgreSQL and UTF-8 have no place for. */

// JSON.stringify writes U+0000 and lone surrogates as escapes, in keys too, and paired surrogates never. The other
// escapes are matched as well, so that a backslash that stands for itself is not taken for the start of one.
const ESCAPE = /\\(u[0-9a-f]{4}|.)/g;
const REPLACEMENT = "\ufffd";

/** A copy without NUL, with U+FFFD for half characters; null if it cannot be written as JSON (a circle, a BigInt). */
export function storable(answer: object): unknown {
  try {
    return JSON.parse(JSON.stringify(answer).replace(ESCAPE, mended));
  } catch {
    return null;
  }
}

function mended(escape: string, what: string): string {
  if (what === "u0000") return "";
  return /^ud[89a-f]/.test(what) ? REPLACEMENT : escape;
}
