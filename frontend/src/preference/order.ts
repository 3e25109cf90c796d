/** In which order responses stand on the screen. */
import type { Json } from "../elements/attributes";

/** The places 0 to `count` - 1 as they come. */
export function inOrder(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at);
}

/** The places 0 to `count` - 1 in an order drawn at random, each as likely as any other (Fisher and Yates). */
export function drawOrder(count: number, random: () => number = Math.random): number[] {
  const order = inOrder(count);
  for (let at = count - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order;
}

/** `value` as an order of `count` places, `null` if it is none. */
export function readOrder(value: Json | undefined, count: number): number[] | null {
  if (!Array.isArray(value) || value.length !== count) return null;
  const places = new Set(value);
  return inOrder(count).every((at) => places.has(at)) ? (value as number[]) : null;
}

/** What workers call the response at this place of the screen: A, B, C … */
export function letterOf(place: number): string {
  return String.fromCharCode(65 + place);
}
