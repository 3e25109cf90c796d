/** The two protocols of the work page (docs/portal-protocol.md): messages of the socket and of the template frame. */
import { storable } from "./storable";

export type Answer = Readonly<Record<string, unknown>>;

/** What a frame asks a model about its picture; `null` where a frame gave no number, which the server refuses. */
export interface Prompt {
  readonly picture: string;
  readonly size: Numbers;
  readonly points: readonly Numbers[];
  readonly ground: readonly Numbers[];
  readonly box: Numbers | null;
}

type Numbers = readonly (number | null)[];

export interface Item {
  readonly type: "item";
  readonly slot: "current" | "ahead";
  readonly assignment: number;
  readonly frame: string;
  readonly deadline: string;
  readonly draft: Answer | null;
}

export interface Hello {
  readonly type: "hello";
  readonly job: {
    readonly name: string;
    readonly title: string;
    readonly description: string;
    readonly reference: string;
    readonly labels: readonly string[];
    /** Seconds for one item. */
    readonly time_limit: number;
  };
  readonly worker: { readonly name: string; readonly email: string };
  /** Answers of this worker in this job so far. */
  readonly answered: number;
  /** Can a model be asked what clicks in a picture mean? */
  readonly segmenter: boolean;
  readonly now: string;
}

/** What a model found: a mask for the frame, or why there is none. */
export interface Segmented {
  readonly type: "segmented";
  readonly assignment: number;
  readonly seq: number;
  readonly mask: unknown;
  readonly reason: string;
}

export interface Progress {
  readonly type: "progress";
  readonly labeled: number;
  readonly total: number;
  readonly failed: number;
}

/** What the server would not do; `refused` is the type of our message that it is about. */
export interface Refusal {
  readonly type: "error";
  readonly code: string;
  readonly message: string;
  readonly assignment?: number;
  readonly refused?: ToServer["type"];
}

export type FromServer =
  | Hello
  | Item
  | Progress
  | { readonly type: "started"; readonly assignment: number; readonly deadline: string }
  | { readonly type: "submitted"; readonly assignment: number; readonly answered: number }
  | { readonly type: "declined" | "released" | "expired"; readonly assignment: number }
  | { readonly type: "draft_saved"; readonly assignment: number; readonly seq: number }
  | { readonly type: "waiting"; readonly open: number }
  | { readonly type: "finished"; readonly status: string }
  | Segmented
  | Refusal
  | { readonly type: "heartbeat"; readonly now: string };

export type ToServer =
  | { readonly type: "next" | "heartbeat" }
  | { readonly type: "start" | "decline" | "release"; readonly assignment: number }
  | { readonly type: "submit"; readonly assignment: number; readonly answer: Answer }
  | { readonly type: "draft"; readonly assignment: number; readonly answer: Answer; readonly seq: number }
  | { readonly type: "segment"; readonly assignment: number; readonly seq: number; readonly prompt: Prompt };

export interface Key {
  readonly keys: string;
  readonly label: string;
}

export type FromFrame =
  | { readonly type: "ready"; readonly shortcuts: readonly Key[] }
  | { readonly type: "change" | "submit"; readonly answer: Answer }
  | { readonly type: "key"; readonly key: string }
  | { readonly type: "segment"; readonly seq: number; readonly prompt: Prompt }
  | { readonly type: "problem"; readonly message: string };

export type ToFrame =
  | { readonly type: "restore"; readonly answer: Answer }
  | { readonly type: "show"; readonly focus: boolean }
  | { readonly type: "submit" }
  | { readonly type: "busy"; readonly busy: boolean }
  | { readonly type: "segmenter" }
  | Omit<Segmented, "assignment">
  | { readonly type: "theme"; readonly theme: "light" | "dark" };

/** Close codes of the socket after which the page does not try again (docs/portal-protocol.md 1). */
export const SIGNED_OUT = 4401;
export const REFUSED = 4403;

/** An answer may be this many bytes of JSON; the server refuses longer ones too. */
const LONGEST_ANSWER = 10 * 1024 * 1024;
const MOST_KEYS = 200;
const LONGEST_TEXT = 500;
/** As many as the server takes of a question to the model (`portal/prompts.py`). */
const MOST_CLICKS = 64;
const LONGEST_PATH = 4_000;

/** May it be sent? A character is at most three bytes a UTF-16 unit, so most need not be counted. */
export function fits(answer: Answer): boolean {
  const text = JSON.stringify(answer);
  return text.length * 3 <= LONGEST_ANSWER || new TextEncoder().encode(text).length <= LONGEST_ANSWER;
}

/** What the server said, or null if it is not an object with a type. */
export function fromServer(text: unknown): FromServer | null {
  if (typeof text !== "string") return null;
  const message: unknown = JSON.parse(text);
  return isRecord(message) && typeof message["type"] === "string" ? (message as unknown as FromServer) : null;
}

/** What a frame said, checked field by field and copied: requesters write these pages. Null for anything else. */
export function fromFrame(data: unknown): FromFrame | null {
  if (!isRecord(data) || data["plumbline"] !== 1) return null;
  switch (data["type"]) {
    case "ready":
      return { type: "ready", shortcuts: keysOf(data["shortcuts"]) };
    case "change":
    case "submit":
      return isRecord(data["answer"]) ? answered(data["type"], data["answer"]) : null;
    case "key":
      return data["key"] === "?" || data["key"] === "Escape" ? { type: "key", key: data["key"] } : null;
    case "segment":
      return typeof data["seq"] === "number" && isRecord(data["prompt"]) ? { type: "segment", seq: data["seq"], prompt: promptOf(data["prompt"]) } : null;
    case "problem":
      return typeof data["message"] === "string" ? { type: "problem", message: data["message"].slice(0, LONGEST_TEXT) } : null;
    default:
      return null;
  }
}

function answered(type: "change" | "submit", given: Answer): FromFrame {
  const answer = storable(given);
  return isRecord(answer) ? { type, answer } : { type: "problem", message: "its answer cannot be written as JSON." };
}

/** Its five parts, no longer than a question may be; whether they are what they should be the server looks. */
function promptOf({ picture, size, points, ground, box }: Readonly<Record<string, unknown>>): Prompt {
  return {
    picture: typeof picture === "string" ? picture.slice(0, LONGEST_PATH) : "",
    size: numbersOf(size, 2),
    points: placesOf(points),
    ground: placesOf(ground),
    box: box === null ? null : numbersOf(box, 4),
  };
}

function placesOf(list: unknown): Numbers[] {
  return Array.isArray(list) ? list.slice(0, MOST_CLICKS).map((one: unknown) => numbersOf(one, 2)) : [];
}

function numbersOf(list: unknown, most: number): Numbers {
  return Array.isArray(list) ? list.slice(0, most).map((one: unknown) => (typeof one === "number" ? one : null)) : [];
}

function keysOf(list: unknown): Key[] {
  if (!Array.isArray(list)) return [];
  return list.slice(0, MOST_KEYS).flatMap((one: unknown) => {
    if (!isRecord(one) || typeof one["keys"] !== "string" || typeof one["label"] !== "string") return [];
    return [{ keys: one["keys"].slice(0, 40), label: one["label"].slice(0, LONGEST_TEXT) }];
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
