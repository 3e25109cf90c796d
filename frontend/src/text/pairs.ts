/** Questions with their answers on a text, and what a template allows of them. */
import { isObject, type Json } from "../elements/attributes";
import type { CodePoints } from "./code-points";
import { readStretch, writeStretch, type Stretch } from "./spans";

/** One question and its answer; immutable. */
export interface Pair {
  /** Tells pairs apart while they come and go; not in the answer. */
  readonly id: number;
  readonly question: string;
  readonly answer: string;
  readonly tags: readonly string[];
  /** Where in the text the answer comes from, in order. */
  readonly references: readonly Stretch[];
}

/** Counts that are allowed; `null` for no limit. */
export interface Limits {
  readonly minQuestions: number;
  readonly maxQuestions: number | null;
  readonly question: { readonly min: number; readonly max: number | null };
  readonly answer: { readonly min: number; readonly max: number | null };
}

let last = 0;

export function emptyPair(): Pair {
  return { id: ++last, question: "", answer: "", tags: [], references: [] };
}

/** Nothing was written, chosen or marked. */
export function isEmpty({ question, answer, tags, references }: Pair): boolean {
  return question.trim() === "" && answer.trim() === "" && tags.length === 0 && references.length === 0;
}

const words = new Intl.Segmenter(undefined, { granularity: "word" });

/** Words of a text; in scripts without spaces too. */
export function countWords(text: string): number {
  return [...words.segment(text)].filter(({ isWordLike }) => isWordLike).length;
}

/** A limit as a template writes it: a whole number, or nothing. */
export function readLimit(written: string | null, least: number): number | null {
  const number = written === null || written.trim() === "" ? NaN : Number(written);
  return Number.isInteger(number) && number >= least ? number : null;
}

/** Add a reference; those that overlap or touch become one. */
export function withReference(references: readonly Stretch[], added: Stretch): Stretch[] {
  const apart = references.filter(({ start, end }) => end < added.start || start > added.end);
  const touching = references.filter((each) => !apart.includes(each));
  const start = Math.min(added.start, ...touching.map((each) => each.start));
  const end = Math.max(added.end, ...touching.map((each) => each.end));
  return [...apart, { start, end }].sort((a, b) => a.start - b.start);
}

/** The pairs of an answer; what is wrong in it is left out. */
export function readPairs(value: Json | undefined, points: CodePoints): Pair[] {
  const list = isObject(value) ? value.questionAndAnswers : undefined;
  if (!Array.isArray(list)) return [];
  return list.filter(isObject).map(({ question, answer, questionTags, passageReferences }) => ({
    ...emptyPair(),
    question: typeof question === "string" ? question : "",
    answer: typeof answer === "string" ? answer : "",
    tags: Array.isArray(questionTags) ? [...new Set(questionTags.filter((tag) => typeof tag === "string"))] : [],
    references: (Array.isArray(passageReferences) ? passageReferences : [])
      .map((reference) => readStretch(reference, points))
      .filter((stretch) => stretch !== null)
      .reduce<Stretch[]>(withReference, []),
  }));
}

/** The pairs as answers have them. Our own form: the original's is not documented. */
export function writePairs(pairs: readonly Pair[], points: CodePoints): Json {
  return {
    questionAndAnswers: pairs.map(({ question, answer, tags, references }) => ({
      question,
      answer,
      questionTags: [...tags],
      passageReferences: references.map((reference) => {
        const { startOffset, endOffset } = writeStretch(reference, points);
        return { startOffset, endOffset };
      }),
    })),
  };
}

/** A number with its noun. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** What is wrong with the length of a text, `null` if nothing is. */
export function wordsFault(text: string, { min, max }: Limits["question"]): string | null {
  const count = countWords(text);
  if (count === 0 && min > 0) return "is empty";
  if (count < min) return `has ${counted(count, "word")}; at least ${min} are needed`;
  if (max !== null && count > max) return `has ${counted(count, "word")}; at most ${max} are allowed`;
  return null;
}

/** The first thing that keeps the pairs from being complete, in the worker's words, and the pair it is about. */
export function faultIn(pairs: readonly Pair[], limits: Limits): { message: string; pair: Pair | null } | null {
  const written = pairs.filter((pair) => !isEmpty(pair));
  for (const pair of written) {
    const number = pairs.indexOf(pair) + 1;
    const [question, answer] = [wordsFault(pair.question, limits.question), wordsFault(pair.answer, limits.answer)];
    if (question !== null) return { message: `Question ${number} ${question}.`, pair };
    if (answer !== null) return { message: `The answer to question ${number} ${answer}.`, pair };
  }
  const { minQuestions, maxQuestions } = limits;
  if (written.length < minQuestions) {
    const begun = written.length === 0 ? "" : `; ${written.length} ${written.length === 1 ? "is" : "are"} written`;
    return { message: `Write at least ${counted(minQuestions, "question")} with ${minQuestions === 1 ? "its answer" : "their answers"}${begun}.`, pair: null };
  }
  if (maxQuestions !== null && written.length > maxQuestions) {
    return { message: `At most ${counted(maxQuestions, "question")} may be given; ${written.length} are written. Take some away.`, pair: null };
  }
  return null;
}
