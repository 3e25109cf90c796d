/** Reading shapes from answers and initial values: leniently, wrong ones are left out. */
import { fieldsOf, type Json } from "../elements/attributes";
import type { Point } from "../geometry/point";
import type { Kind } from "./kinds";
import type { Drawn } from "./vector-widget";

/** The list itself, or the list under this key of an object. */
export function listOf(value: Json | undefined, key: string): Json[] {
  const list = Array.isArray(value) ? value : fieldsOf(value)[key];
  return Array.isArray(list) ? list : [];
}

/** A finite number, also one that is written as text; `null` for anything else. */
export function numberOf(value: Json | undefined): number | null {
  if (typeof value === "string" && value.trim() === "") return null;
  const number = typeof value === "number" || typeof value === "string" ? Number(value) : NaN;
  return Number.isFinite(number) ? number : null;
}

/** The label of an item, `null` where there is none. */
export function labelOf(value: Json | undefined): string | null {
  const { label } = fieldsOf(value);
  return typeof label === "string" || typeof label === "number" ? String(label) : null;
}

export function pointOf(value: Json | undefined): Point | null {
  const [x, y] = [numberOf(fieldsOf(value).x), numberOf(fieldsOf(value).y)];
  return x === null || y === null ? null : { x, y };
}

/** Items of the form `{label, vertices: [{x, y}, …]}` with as many points as the kind needs. */
export function readPaths(value: Json | undefined, key: string, kind: Kind): Drawn[] {
  return listOf(value, key).flatMap((item) => {
    const label = labelOf(item);
    const points = listOf(fieldsOf(item).vertices, "").map(pointOf).filter((point) => point !== null);
    return label === null || points.length < kind.fewest || points.length > kind.most ? [] : [{ label, points }];
  });
}

/** A path as answers hold it. */
export function writePath({ label, points }: Drawn): Json {
  return { label, vertices: points.map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) })) };
}
