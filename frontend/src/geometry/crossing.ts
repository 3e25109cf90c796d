/** Where two segments cross. */
import { between, side, type Point } from "./point";

export interface Crossing {
  readonly point: Point;
  /** Share of the way along the first and the second segment, 0..1. */
  readonly first: number;
  readonly second: number;
}

/**
 * Where a–b crosses c–d. An end that lies exactly on the other's line counts as being to its right, so a line through
 * a vertex crosses exactly one of the two edges there, or both or none where it only touches. Parallel ones never cross.
 */
export function crossing(a: Point, b: Point, c: Point, d: Point): Crossing | null {
  const [sideC, sideD, sideA, sideB] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
  if (sideC >= 0 === sideD >= 0 || sideA >= 0 === sideB >= 0) return null;
  const [first, second] = [sideA / (sideA - sideB), sideC / (sideC - sideD)];
  return { point: between(a, b, first), first, second };
}
