/**
 * The one place where something other than the worker's hand can help to draw: a method without a model (edges,
 * superpixels) or a model behind an address. Whoever helps registers an `Assistant`; drawing tools ask for those of the
 * kinds they can use and show a button for each. With none registered nothing is shown.
 *
 * Kinds, and what `points` of the request hold, in image pixels:
 *
 * | kind       | points                                   | what the suggestion's outlines are                    |
 * |------------|------------------------------------------|-------------------------------------------------------|
 * | `path`     | two: where the line starts and ends      | one open line from the first to the second            |
 * | `region`   | one: a click into the thing               | the outline of the thing there                        |
 * | `extremes` | four: left-, top-, right-, bottom-most    | the outline of the thing between them                 |
 * | `drag`     | two corners of a box around the thing    | the outline of the thing in it                        |
 * | `clicks`   | any number, on the thing; `ground`, `box` | the outline of the thing that they mean               |
 * | `all`      | none                                     | everything that was found, each with its label        |
 *
 * A suggestion is shown for the worker to accept or throw away; `all` is asked with a button of its own, and what is
 * found is drawn in one step that can be undone. Nothing goes into an answer that no worker asked for.
 * `suggest` should settle within 50 ms for `path`, which follows the pointer, and should stop when `signal` is aborted.
 */
import type { Bounds, Polygon } from "../geometry/polygon";
import type { Point } from "../geometry/point";
import type { IconName } from "../design/icons";
import type { Pixels, Size } from "./picture-levels";

export type AssistKind = "path" | "region" | "extremes" | "drag" | "clicks" | "all";

export interface AssistRequest {
  readonly kind: AssistKind;
  /** In image pixels; how many there are depends on the kind. */
  readonly points: readonly Point[];
  /** With `clicks`: points beside the thing. */
  readonly ground?: readonly Point[];
  /** With `clicks`: the thing is in it. */
  readonly box?: Bounds;
  /** The label that is being drawn. */
  readonly label: string;
  /** All labels of the template. */
  readonly labels: readonly string[];
  /** Size of the whole picture in pixels. */
  readonly size: Size;
  /** Address of the picture, for assistants behind a network. */
  readonly src: string;
  /**
   * The pixels of a part of the picture (all of it if left out), made smaller so that no side is longer than `longest`.
   * `null` while the picture loads, or if its store does not allow reading it (no CORS).
   */
  readonly pixels: (longest: number, area?: { left: number; top: number; right: number; bottom: number }) => Pixels | null;
  readonly signal: AbortSignal;
}

export interface Outline {
  readonly points: Polygon;
  /** Parts inside that do not belong to it. */
  readonly holes?: readonly Polygon[];
  /** Only where the assistant knows better than the request. */
  readonly label?: string;
  /** 0..1. */
  readonly confidence?: number;
}

export interface Suggestion {
  /** In image pixels; empty if nothing was found. */
  readonly outlines: readonly Outline[];
}

export interface Assistant {
  readonly name: string;
  /** What the button says: a verb, such as “Follow edges”. */
  readonly title: string;
  readonly icon: IconName;
  readonly kinds: readonly AssistKind[];
  /** It will be asked about this picture soon: whoever has to look at it for long may begin. */
  prepare?(request: AssistRequest): void;
  /** Rejects with a sentence for the worker if it cannot be done. */
  suggest(request: AssistRequest): Promise<Suggestion>;
}

const registered = new Map<string, Assistant>();
const listeners = new Set<() => void>();

/** Offer an assistant; one of the same name is replaced. Returns how to take it back. */
export function registerAssistant(assistant: Assistant): () => void {
  registered.set(assistant.name, assistant);
  tell();
  return () => {
    if (registered.get(assistant.name) !== assistant) return;
    registered.delete(assistant.name);
    tell();
  };
}

/** All assistants that can do one of these kinds, in the order in which they were registered. */
export function assistantsFor(...kinds: readonly AssistKind[]): Assistant[] {
  return [...registered.values()].filter((assistant) => assistant.kinds.some((kind) => kinds.includes(kind)));
}

/** Be told when assistants come or go; returns how to stop. */
export function onAssistants(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  for (const listener of listeners) listener();
}
