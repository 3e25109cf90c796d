/**
 * The model that finds things by clicks, where an operator has set one up: the page says that it is there, and has it
 * asked. A question stands alone; only its own number tells which answer is its.
 */
import { tellPage } from "./messages";

/** What a model is asked: about the picture at `picture` (the path of a link to it), in its own pixels. */
export interface Prompt {
  readonly picture: string;
  readonly size: readonly [width: number, height: number];
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly ground: readonly (readonly [x: number, y: number])[];
  readonly box: readonly [left: number, top: number, right: number, bottom: number] | null;
}

/** Pixels as lengths of runs, row by row: by turns of what is not of the thing, and what is. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly runs: readonly number[];
}

export interface Segmented {
  readonly seq: number;
  readonly mask: Mask | null;
  /** Why there is no mask, in a sentence for the worker. */
  readonly reason: string;
}

/** Milliseconds; the server gives a question up after 30 s, but a line may break, or another question may come before. */
const PATIENCE = 35_000;
const LATE = "The model did not answer within half a minute. Try again, or use “Select by clicks” without it.";

let offered = false;
let last = 0;
const interested = new Set<() => void>();
const open = new Map<number, (answer: Segmented) => void>();

/** The page says that there is a model. */
export function offer(): void {
  if (offered) return;
  offered = true;
  for (const listener of interested) listener();
}

/** Be told when there is a model, at once if there is; returns how to stop. */
export function whenOffered(listener: () => void): () => void {
  if (offered) listener();
  interested.add(listener);
  return () => void interested.delete(listener);
}

/** Ask it. @throws Error with a sentence for the worker; whatever is aborted never settles. */
export function segment(prompt: Prompt, signal: AbortSignal): Promise<Mask | null> {
  const seq = ++last;
  const patience = setTimeout(() => answered({ seq, mask: null, reason: LATE }), PATIENCE);
  signal.addEventListener("abort", () => {
    clearTimeout(patience);
    open.delete(seq);
  });
  return new Promise((resolve, reject) => {
    open.set(seq, ({ mask, reason }) => {
      clearTimeout(patience);
      if (reason) reject(new Error(reason));
      else resolve(mask);
    });
    tellPage({ type: "segment", seq, prompt });
  });
}

/** The page has an answer. */
export function answered(answer: Segmented): void {
  open.get(answer.seq)?.(answer);
  open.delete(answer.seq);
}

/** An answer, if it is one. */
export function readSegmented(data: Record<string, unknown>): Segmented | null {
  const { seq, mask, reason } = data;
  if (typeof seq !== "number" || typeof reason !== "string") return null;
  return mask === null || isMask(mask) ? { seq, mask, reason } : null;
}

function isMask(value: unknown): value is Mask {
  const { width, height, runs } = (value ?? {}) as Partial<Mask>;
  return typeof width === "number" && typeof height === "number" && Array.isArray(runs) && runs.reduce((sum, run) => sum + run, 0) === width * height;
}
