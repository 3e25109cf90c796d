/** A tool for each assistant that offers itself, for as long as it does. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { assistantsFor, onAssistants, type Assistant, type AssistKind } from "./assist";
import type { Tool } from "./tool";

/** A tool whose key is another one when assistants before it come or go. */
export type AssistedTool = Tool & { key: string };

export interface Asking {
  readonly kind: AssistKind;
  /** How many points it is asked with. */
  readonly count: number;
  readonly hint: string;
}

/** How outlines are asked for; the first kind that an assistant knows is taken. */
const ASKING: readonly Asking[] = [
  { kind: "region", count: 1, hint: "Click into the thing" },
  { kind: "extremes", count: 4, hint: "Click its four outermost points" },
  { kind: "drag", count: 2, hint: "Click two corners around the thing" },
  { kind: "clicks", count: 1, hint: "Drag a box around the thing, or click it; then click what is wrong" },
];

/** Kinds whose suggestions are outlines. */
export const OUTLINE_KINDS: readonly AssistKind[] = ASKING.map(({ kind }) => kind);

/** How an assistant that knows one of `OUTLINE_KINDS` is asked for an outline. */
export function askingOf(assistant: Assistant): Asking {
  return ASKING.find(({ kind }) => assistant.kinds.includes(kind))!;
}

export class AssistedTools implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #kinds: readonly AssistKind[];
  readonly #keys: string;
  readonly #make: (assistant: Assistant, key: string) => AssistedTool;
  #tools: ReadonlyMap<Assistant, AssistedTool> = new Map();
  #stopListening: () => void = () => undefined;

  /**
   * @param kinds those that the widget can use.
   * @param keys a letter for each tool, in the order in which assistants were registered; without one there is no tool.
   */
  constructor(host: ReactiveControllerHost, kinds: readonly AssistKind[], keys: string, make: (assistant: Assistant, key: string) => AssistedTool) {
    this.#host = host;
    this.#kinds = kinds;
    this.#keys = keys;
    this.#make = make;
    host.addController(this);
  }

  hostConnected(): void {
    this.#stopListening = onAssistants(() => this.#meet());
    this.#meet();
  }

  hostDisconnected(): void {
    this.#stopListening();
  }

  get tools(): readonly Tool[] {
    return [...this.#tools.values()];
  }

  #meet(): void {
    const before = this.#tools;
    const assistants = assistantsFor(...this.#kinds).slice(0, this.#keys.length);
    this.#tools = new Map(assistants.map((assistant, at) => [assistant, this.#toolOf(assistant, this.#keys[at]!)]));
    for (const [assistant, tool] of before) if (!this.#tools.has(assistant)) tool.cancel();
    this.#host.requestUpdate();
  }

  /** Points may be set already for an assistant that was here before: its tool stays. */
  #toolOf(assistant: Assistant, key: string): AssistedTool {
    const tool = this.#tools.get(assistant) ?? this.#make(assistant, key);
    tool.key = key;
    return tool;
  }
}
