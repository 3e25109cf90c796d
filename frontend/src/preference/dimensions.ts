/** What a response is scored in. */
import { fieldsOf, listOf, type Fields, type Json } from "../elements/attributes";

export interface Dimension {
  readonly name: string;
  /** What is meant, for the worker; "" for nothing. */
  readonly description: string;
  /** The best score; the worst is 1. */
  readonly max: number;
  /** What the worst and the best score mean; "" for nothing. */
  readonly low: string;
  readonly high: string;
}

/** Scores by the name of their dimension; one that is missing was not given. */
export type Scores = Readonly<Record<string, number>>;

const DEFAULT_MAX = 5;
/** More steps than this nobody tells apart, and no digit key would reach. */
const MOST_STEPS = 9;

/** Read `dimensions` leniently: texts or objects; what has no name or one that was there before is left out. */
export function readDimensions(value: Json): Dimension[] {
  const found = new Map<string, Dimension>();
  for (const each of listOf(value)) {
    const dimension = readDimension(each);
    if (dimension.name !== "" && !found.has(dimension.name)) found.set(dimension.name, dimension);
  }
  return [...found.values()];
}

function readDimension(value: Json): Dimension {
  const fields: Fields = typeof value === "string" ? { name: value } : fieldsOf(value);
  const max = Math.round(Number(fields.max ?? DEFAULT_MAX));
  return {
    name: textOf(fields.name),
    description: textOf(fields.description),
    max: max >= 2 && max <= MOST_STEPS ? max : DEFAULT_MAX,
    low: textOf(fields.low),
    high: textOf(fields.high),
  };
}

/** The scores in `value` that its dimensions allow. */
export function readScores(value: Json | undefined, dimensions: readonly Dimension[]): Scores {
  const fields = fieldsOf(value);
  const allowed = dimensions.flatMap(({ name, max }): [string, number][] => {
    const score = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return typeof score === "number" && Number.isInteger(score) && score >= 1 && score <= max ? [[name, score]] : [];
  });
  return Object.fromEntries(allowed);
}

/** The first dimension without a score, `undefined` if all have one. */
export function unscored(dimensions: readonly Dimension[], scores: Scores): Dimension | undefined {
  return dimensions.find(({ name }) => !Object.hasOwn(scores, name));
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
