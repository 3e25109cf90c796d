/** A ranking of responses: which is first, which share a rank, which have none yet. Immutable. */
import type { Json } from "../elements/attributes";

/** What responses are ranked by. */
export interface RankingDimension {
  readonly name: string;
  /** May several responses share a rank? */
  readonly allowTie: boolean;
}

/** Places of responses, best first; those that stand together share a rank. */
export type Ranking = readonly (readonly number[])[];

/** The dimensions of `ordinal-ranking-dimensions`; plain texts are names of dimensions without ties. */
export function readRankingDimensions(value: readonly Json[]): RankingDimension[] {
  return value.flatMap((item) => {
    if (typeof item === "string") return [{ name: item, allowTie: false }];
    if (typeof item !== "object" || item === null || Array.isArray(item) || typeof item.name !== "string") return [];
    return [{ name: item.name, allowTie: item.allowTie === true || item.allowTie === "true" }];
  });
}

/** The rank of a response, from 1; `null` while it has none. */
export function rankOf(ranking: Ranking, response: number): number | null {
  const at = ranking.findIndex((group) => group.includes(response));
  return at < 0 ? null : at + 1;
}

/** The responses without a rank, of `count` in all. */
export function unranked(ranking: Ranking, count: number): number[] {
  return Array.from({ length: count }, (_, at) => at).filter((at) => rankOf(ranking, at) === null);
}

export function without(ranking: Ranking, response: number): Ranking {
  return ranking.map((group) => group.filter((each) => each !== response)).filter((group) => group.length > 0);
}

/** Put a response between the groups, before the one at this place; past the end it is the last. */
export function insert(ranking: Ranking, response: number, before: number): Ranking {
  const next = ranking[before];
  const anchor = next?.find((each) => each !== response) ?? ranking[before + 1]?.[0];
  const others = without(ranking, response);
  const at = next === undefined || anchor === undefined ? others.length : others.findIndex((group) => group.includes(anchor));
  return [...others.slice(0, at), [response], ...others.slice(at)];
}

/** Give a response the rank of the group at this place. */
export function join(ranking: Ranking, response: number, group: number): Ranking {
  const anchor = ranking[group]?.find((each) => each !== response);
  if (anchor === undefined) return ranking;
  return without(ranking, response).map((each) => (each.includes(anchor) ? [...each, response].sort((a, b) => a - b) : each));
}

/** One step better (-1) or worse (1): through the ties where those are allowed, past a group where not. */
export function step(ranking: Ranking, response: number, by: 1 | -1, allowTie: boolean): Ranking {
  const at = ranking.findIndex((group) => group.includes(response));
  if (at < 0) return ranking;
  if (ranking[at]!.length > 1) return insert(ranking, response, by < 0 ? at : at + 1);
  if (ranking[at + by] === undefined) return ranking;
  return allowTie ? join(ranking, response, at + by) : insert(ranking, response, by < 0 ? at - 1 : at + 2);
}

/** One rank for each response in their order, 1 is the best; `null` without one. */
export function ranksOf(ranking: Ranking, count: number): (number | null)[] {
  return Array.from({ length: count }, (_, at) => rankOf(ranking, at));
}

/** The ranking that these ranks tell. Ranks that are no whole numbers, and ties where none are allowed, are left out. */
export function readRanking(ranks: Json | undefined, count: number, allowTie: boolean): Ranking {
  const given = Array.isArray(ranks) ? ranks.slice(0, count) : [];
  const groups = new Map<number, number[]>();
  given.forEach((rank, response) => {
    if (typeof rank !== "number" || !Number.isInteger(rank)) return;
    const group = groups.get(rank);
    if (!group) groups.set(rank, [response]);
    else if (allowTie) group.push(response);
  });
  return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group);
}
