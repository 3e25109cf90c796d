/**
 * Attributes that hold JSON, as requesters really write them: strict JSON, JSON5 (single quotes, bare keys, trailing
 * commas, comments), lists with doubled commas, or a plain string. Nothing is ever evaluated as code.
 */
import JSON5 from "json5";
import type { PropertyDeclaration } from "lit";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type Fields = Record<string, Json>;

export function isObject(value: Json | undefined): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object's fields; none if it is no object. */
export function fieldsOf(value: Json | undefined): Fields {
  return isObject(value) ? value : {};
}

/** The list's items; none if it is no list. */
export function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

/** The texts of a list; what has none is left out. */
export function textsOf(value: Json | undefined): string[] {
  return listOf(value).flatMap((each) => (typeof each === "string" || typeof each === "number" ? [String(each)] : []));
}

/** What an attribute may hold: a list, an object, or anything (then a plain string is fine too). */
export type Shape = "array" | "object" | "any";

export type Parsed = { value: Json | undefined; problem: string | null };

/** A Lit property declaration that knows the shape of its JSON attribute. */
export interface JsonDeclaration extends PropertyDeclaration {
  readonly shape: Shape;
}

const STRING_OR_COMMENT = /"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|\/\/[^\n]*|\/\*[\s\S]*?\*\/|,/g;
const EXAMPLES: Record<Shape, string> = { array: '["cat", "dog"]', object: '{"key": "value"}', any: '{"key": "value"}' };

/**
 * Drop commas that stand for nothing (`[a,,b]`, `[,a]`), leaving strings alone and turning comments into spaces.
 * JSON5 takes one trailing comma but no elided items.
 */
export function dropElidedItems(text: string): string {
  let kept = "";
  let from = 0;
  for (const match of text.matchAll(STRING_OR_COMMENT)) {
    kept += text.slice(from, match.index);
    from = match.index + match[0].length;
    if (match[0].startsWith("/")) kept += " ";
    else if (match[0] !== "," || !/(?:^|[[{,])\s*$/.test(kept)) kept += match[0];
  }
  return kept + text.slice(from);
}

function firstThatParses(text: string): Json | undefined {
  const attempts = [() => JSON.parse(text), () => JSON5.parse(text), () => JSON5.parse(dropElidedItems(text))];
  for (const attempt of attempts) {
    try {
      return attempt() as Json;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return undefined;
}

function fits(value: Json, shape: Shape): boolean {
  if (shape === "array") return Array.isArray(value);
  if (shape === "object") return isObject(value);
  return true;
}

/**
 * Read one attribute's text: JSON, then JSON5, then JSON5 without elided items, then (shape `any` only) the text itself.
 *
 * @returns the value, or `undefined` and a sentence that says what is wrong and what would be right.
 */
export function parseAttribute(name: string, text: string, shape: Shape): Parsed {
  const trimmed = text.trim();
  if (trimmed === "") return { value: undefined, problem: null };
  const value = firstThatParses(trimmed);
  if (value !== undefined && fits(value, shape)) return { value, problem: null };
  if (value === undefined && shape === "any" && !/^[[{]/.test(trimmed)) return { value: trimmed, problem: null };
  const wanted = shape === "array" ? "a list" : shape === "object" ? "an object" : "JSON";
  const shown = trimmed.length > 80 ? `${trimmed.slice(0, 80)}…` : trimmed;
  const problem = `The attribute “${name}” should hold ${wanted}, for example ${EXAMPLES[shape]}, but it holds: ${shown}`;
  return { value: undefined, problem };
}

/** The text a JSON attribute reads back as: compact strict JSON, or a plain string as it is. */
export function formatAttribute(value: Json | undefined): string | null {
  if (value === undefined) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/**
 * Declare a reactive property whose attribute holds JSON: `@property(jsonAttribute("array", "labels")) labels: Json[] = [];`
 *
 * The property needs an initial value, `null` for nothing: Lit takes the first value it sees for the default, which it
 * does not reflect and to which it returns when the attribute goes or cannot be read.
 */
export function jsonAttribute(shape: Shape, attribute: string): JsonDeclaration {
  return {
    attribute,
    shape,
    reflect: true,
    useDefault: true,
    converter: {
      fromAttribute: (text: string | null) => (text === null ? undefined : parseAttribute(attribute, text, shape).value),
      toAttribute: (value: unknown) => (value === null ? null : formatAttribute(value as Json | undefined)),
    },
  };
}

export function isJsonDeclaration(declaration: PropertyDeclaration | undefined): declaration is JsonDeclaration {
  return declaration !== undefined && "shape" in declaration;
}
