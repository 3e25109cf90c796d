/** Characters on keys that Cyrillic, Greek, Hebrew and Arabic layouts use for letters of their own. */
const BRACKETS: Readonly<Record<string, string>> = { BracketLeft: "[", BracketRight: "]" };

/**
 * The key pressed, as `KeyboardEvent.key` gives it. Where a layout's character is not in ASCII, no shortcut can mean
 * it: then it is what the same key has on a Latin keyboard (`я` on the key `KeyZ` is `z`).
 */
export function keyOf({ key, code }: KeyboardEvent): string {
  if ([...key].length !== 1 || /^[ -~]$/.test(key)) return key;
  const latin = /^(?:Key|Digit)(\w)$/.exec(code)?.[1];
  return latin?.toLowerCase() ?? BRACKETS[code] ?? key;
}
