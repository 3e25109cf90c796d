/** Reading blocks (as Textract's AnalyzeDocument gives them, with names in camel case) and the keys a template asks for. */
import { isObject, type Json } from "../elements/attributes";
import { emptyPart, reads, type PageBox, type Pair, type Part } from "./pair";

type Fields = Record<string, Json>;

/** A key that the template asks for. */
export interface WantedKey {
  readonly name: string;
  readonly aliases: readonly string[];
}

/** A field in camel case, or as the service itself writes it: `id`, `Id`. */
function field(fields: Fields, name: string): Json | undefined {
  return fields[name] ?? fields[name[0]!.toUpperCase() + name.slice(1)];
}

function list(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

/** Blocks of keys and values: from a list, or an object with `blocks`; what is none is left out. */
export function readBlocks(value: Json | undefined): Fields[] {
  const all = list(isObject(value) ? field(value, "blocks") : value);
  return all.filter(isObject).filter((block) => typeof field(block, "id") === "string");
}

function isKey(block: Fields): boolean {
  return list(field(block, "entityTypes")).includes("KEY");
}

/** Ids of the blocks that this one names as its values. */
function valueIdsOf(block: Fields): Json[] {
  const relations = list(field(block, "relationships")).filter(isObject);
  return relations.filter((relation) => field(relation, "type") === "VALUE").flatMap((relation) => list(field(relation, "ids")));
}

function readBox(block: Fields): PageBox | null {
  const geometry = field(block, "geometry");
  const box = isObject(geometry) ? field(geometry, "boundingBox") : undefined;
  if (!isObject(box)) return null;
  const [left, top, width, height] = ["left", "top", "width", "height"].map((name) => Number(field(box, name))) as [number, number, number, number];
  return [left, top, width, height].every(Number.isFinite) ? { left, top, width, height } : null;
}

/** @param drawn the block comes from an answer, where only boxes that the worker drew are written */
function readPart(block: Fields, drawn: boolean): Part {
  const text = field(block, "text");
  const box = readBox(block);
  return {
    id: String(field(block, "id")),
    text: typeof text === "string" ? text : "",
    box,
    drawn: drawn && box !== null,
    given: { relationships: list(field(block, "relationships")), entityTypes: list(field(block, "entityTypes")) },
  };
}

/**
 * The pairs of a list of blocks, in its order: each key with the first of its values.
 *
 * @param drawn as in `readPart`
 */
export function readPairs(blocks: readonly Fields[], drawn: boolean): Pair[] {
  const byId = new Map(blocks.map((block) => [field(block, "id"), block]));
  return blocks.filter(isKey).map((block) => {
    const value = valueIdsOf(block).map((id) => byId.get(id)).find((each) => each !== undefined);
    const outcome = value && field(value, "text") === "" ? "blank" : "text";
    const part = value ? readPart(value, drawn) : emptyPart(`${String(field(block, "id"))}-value`);
    return { key: readPart(block, drawn), value: part, origin: "found", outcome, aliases: [], important: false };
  });
}

/** The attribute `keys`: objects with `importantFormKey` and `importantFormKeyAliases`, or texts. */
export function readWanted(value: Json | undefined): WantedKey[] {
  return list(value).flatMap((each) => {
    if (typeof each === "string") return [{ name: each, aliases: [] }];
    if (!isObject(each) || typeof each.importantFormKey !== "string") return [];
    const aliases = list(each.importantFormKeyAliases).filter((alias): alias is string => typeof alias === "string");
    return [{ name: each.importantFormKey, aliases }];
  });
}

/** The pairs with those keys marked that the template asks for; the keys that were not found come first, empty. */
export function withWanted(pairs: readonly Pair[], wanted: readonly WantedKey[]): Pair[] {
  const names = ({ name, aliases }: WantedKey) => [name, ...aliases];
  const of = (pair: Pair) => wanted.find((key) => names(key).some((name) => reads(name, pair.key.text)));
  const marked = pairs.map((pair) => {
    const key = of(pair);
    return key ? { ...pair, important: true, aliases: names(key).filter((name) => !reads(name, pair.key.text)) } : pair;
  });
  const found = new Set(pairs.map(of));
  const missing = wanted.flatMap((key, at): Pair[] =>
    found.has(key) ? [] : [{ ...newPair(`wanted-${at + 1}`, "wanted", key.name), aliases: key.aliases, important: true }],
  );
  return [...missing, ...marked];
}

/** A pair without boxes and without a value. */
export function newPair(id: string, origin: "wanted" | "added", text = ""): Pair {
  return { key: emptyPart(`${id}-key`, text), value: emptyPart(`${id}-value`), origin, outcome: "text", aliases: [], important: false };
}
