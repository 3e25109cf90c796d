/** From pairs to the answer and back. */
import { isObject, type Json } from "../elements/attributes";
import { isOpen, reads, type Pair, type Part } from "./pair";
import { readBlocks, readPairs } from "./reading";

/**
 * `{blocks, keysNotFound?}`: two blocks for each pair, key and value. A blank value has the text "", a key that the
 * worker did not find in the document has no blocks and stands in `keysNotFound` (the original's form of these two is
 * not known; this is ours). A value about which nothing is said yet has no text, which only drafts can hold. Geometry is
 * written where the worker drew.
 */
export function writePairs(pairs: readonly Pair[]): Record<string, Json> {
  const notFound = pairs.filter(({ outcome }) => outcome === "not-found");
  const blocks = pairs.filter((pair) => pair.outcome !== "not-found" && !isUntouched(pair)).flatMap(blocksOf);
  return notFound.length === 0 ? { blocks } : { blocks, keysNotFound: notFound.map(({ key }) => ({ id: key.id, text: key.text })) };
}

function isUntouched(pair: Pair): boolean {
  return pair.origin !== "found" && isOpen(pair) && !pair.key.box && !pair.value.box && (pair.origin === "wanted" || !pair.key.text);
}

function blocksOf(pair: Pair): Json[] {
  const { key, value } = pair;
  const relations = key.given?.relationships ?? [];
  const toValue = relations.some(isValueRelation) ? [] : [{ type: "VALUE", ids: [value.id] }];
  const text: Record<string, Json> = pair.outcome === "blank" ? { text: "" } : isOpen(pair) ? {} : { text: value.text };
  return [
    { ...blockOf(key, [...relations, ...toValue], "KEY"), text: key.text, ...geometryOf(key) },
    { ...blockOf(value, value.given?.relationships ?? [], "VALUE"), ...text, ...geometryOf(value) },
  ];
}

function isValueRelation(relation: Json): boolean {
  return isObject(relation) && (relation.type ?? relation.Type) === "VALUE";
}

function blockOf({ id, given }: Part, relationships: readonly Json[], type: "KEY" | "VALUE"): Record<string, Json> {
  const entityTypes = given && given.entityTypes.length > 0 ? given.entityTypes : [type];
  return { blockType: "KEY_VALUE_SET", id, relationships: [...relationships], entityTypes: [...entityTypes] };
}

function geometryOf({ box, drawn }: Part): Record<string, Json> {
  if (!box || !drawn) return {};
  const { left, top, width, height } = box;
  const [right, bottom] = [left + width, top + height];
  const corners = [[left, top], [right, top], [right, bottom], [left, bottom]] as const;
  return { geometry: { boundingBox: { width, height, left, top }, polygon: corners.map(([x, y]) => ({ x, y })) } };
}

/** Lay an answer over the pairs as they were at the start: pairs are known again by id, wanted ones also by their text. */
export function layOver(start: readonly Pair[], answer: Json | undefined): Pair[] {
  if (!isObject(answer)) return [...start];
  const told = readPairs(readBlocks(answer), true);
  const notFound = (Array.isArray(answer.keysNotFound) ? answer.keysNotFound : []).filter(isObject);
  const same = (pair: Pair, id: Json | undefined, text: Json | undefined) =>
    pair.key.id === id || (pair.origin === "wanted" && typeof text === "string" && reads(pair.key.text, text));
  const known = start.map((pair): Pair => {
    if (notFound.some(({ id, text }) => same(pair, id, text))) return { ...pair, outcome: "not-found" };
    const now = told.find(({ key }) => same(pair, key.id, key.text));
    return now ? { ...pair, outcome: now.outcome, key: laid(pair.key, now.key), value: laid(pair.value, now.value) } : pair;
  });
  const added = told.filter(({ key }) => !start.some((pair) => same(pair, key.id, key.text)));
  return [...known, ...added.map((pair): Pair => ({ ...pair, origin: "added" }))];
}

function laid(start: Part, now: Part): Part {
  return { ...now, box: now.box ?? start.box };
}
