/** What was said of each page: a category and fields. Immutable; pages count from 0 here and from 1 in the answer. */
import { fieldsOf, listOf, textsOf, type Fields, type Json } from "../elements/attributes";

export interface FieldSpec {
  readonly name: string;
  readonly type: FieldType;
  /** For `choice`. */
  readonly options: readonly string[];
  readonly required: boolean;
}

const TYPES = ["text", "number", "date", "choice"] as const;

export type FieldType = (typeof TYPES)[number];

export interface PageAnswer {
  readonly category: string | null;
  /** By the field's name, as written. */
  readonly fields: Readonly<Record<string, string>>;
}

export type PageAnswers = ReadonlyMap<number, PageAnswer>;

export const NO_ANSWER: PageAnswer = { category: null, fields: {} };

const NUMBER = /^[-+]?\d[\d\s.,'’]*%?$/;

/** Read `fields` leniently: texts or objects; what has no name or one that was there before is left out. */
export function readFieldSpecs(value: Json): FieldSpec[] {
  const found = new Map<string, FieldSpec>();
  for (const each of listOf(value)) {
    const { name, type, options, required } = typeof each === "string" ? ({ name: each } as Fields) : fieldsOf(each);
    if (typeof name !== "string" || name === "" || found.has(name)) continue;
    found.set(name, {
      name,
      type: TYPES.find((known) => known === type) ?? "text",
      options: textsOf(options),
      required: required === true,
    });
  }
  return [...found.values()];
}

export function withCategory(before: PageAnswers, page: number, category: string): PageAnswers {
  return new Map(before).set(page, { ...(before.get(page) ?? NO_ANSWER), category });
}

export function withField(before: PageAnswers, page: number, name: string, text: string): PageAnswers {
  const answer = before.get(page) ?? NO_ANSWER;
  const { [name]: _old, ...others } = answer.fields;
  return new Map(before).set(page, { ...answer, fields: text.trim() === "" ? others : { ...others, [name]: text } });
}

/** The pages as in the answer, in their order; those with nothing to say are left out. Fields stand in their order. */
export function writePages(answers: PageAnswers, specs: readonly FieldSpec[]): Fields[] {
  const places = [...answers.keys()].sort((a, b) => a - b);
  return places.flatMap((place) => {
    const { category, fields } = answers.get(place)!;
    const written = specs.filter(({ name }) => Object.hasOwn(fields, name)).map(({ name }) => [name, fields[name]!] as const);
    if (category === null && written.length === 0) return [];
    return [{ page: place + 1, ...(category === null ? {} : { category }), ...(written.length > 0 ? { fields: Object.fromEntries(written) } : {}) }];
  });
}

/** The pages of an answer; categories and fields that the template does not have are dropped. */
export function readPages(value: Json | undefined, categories: readonly string[], specs: readonly FieldSpec[]): PageAnswers {
  const read = new Map<number, PageAnswer>();
  for (const each of listOf(value)) {
    const { page, category, fields } = fieldsOf(each);
    if (typeof page !== "number" || !Number.isInteger(page) || page < 1) continue;
    const texts = fieldsOf(fields);
    const known = specs.flatMap(({ name }): [string, string][] => {
      const text = Object.hasOwn(texts, name) ? texts[name] : undefined;
      return typeof text === "string" && text.trim() !== "" ? [[name, text]] : [];
    });
    read.set(page - 1, { category: categories.find((one) => one === category) ?? null, fields: Object.fromEntries(known) });
  }
  return read;
}

/** What the page at `place` still needs, in the worker's words; `null` if nothing. */
export function lackingOn(answers: PageAnswers, place: number, categories: readonly string[], specs: readonly FieldSpec[]): string | null {
  const { category, fields } = answers.get(place) ?? NO_ANSWER;
  if (categories.length > 0 && category === null) return `Choose what page ${place + 1} is.`;
  for (const { name, type, required } of specs) {
    const text = fields[name] ?? "";
    if (required && text === "") return `Fill in “${name}” of page ${place + 1}.`;
    if (type === "number" && text !== "" && !NUMBER.test(text.trim())) return `“${name}” of page ${place + 1} should be a number, but is: ${text}`;
  }
  return null;
}
