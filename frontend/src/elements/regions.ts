/**
 * Regions: plain elements inside a widget that say where their content goes. They stay in the light DOM, where page
 * styles, ids and scripts find them, and get a `slot` attribute of their own name.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";

export type RegionName =
  | "full-instructions"
  | "short-instructions"
  | "classification-target"
  | "worker-comment"
  | "short-summary"
  | "detailed-instructions"
  | "positive-example"
  | "negative-example";

/** Regions that say what to do; `crowd-form` takes these two itself. */
export const INSTRUCTIONS: readonly RegionName[] = ["full-instructions", "short-instructions"];

/** Keeps the regions of one element in their slots, whatever scripts add later. */
export class Regions implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #names: readonly RegionName[];
  readonly #nested: boolean;
  readonly #observer = new MutationObserver(() => this.#assign());

  /**
   * @param nested also take regions that stand deeper (an unclosed tag before them); `crowd-form` must not, since
   *   those belong to the widget inside it.
   */
  constructor(host: ReactiveControllerHost & HTMLElement, names: readonly RegionName[], nested = true) {
    this.#host = host;
    this.#names = names;
    this.#nested = nested;
    host.addController(this);
  }

  hostConnected(): void {
    this.#assign();
    this.#observer.observe(this.#host, { childList: true, subtree: true });
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }

  /** The region's element, or `null` where the template has none. */
  get(name: RegionName): HTMLElement | null {
    return this.#host.querySelector<HTMLElement>(`:scope > ${name}`);
  }

  #assign(): void {
    let changed = false;
    for (const name of this.#names) {
      for (const region of this.#host.querySelectorAll(this.#nested ? name : `:scope > ${name}`)) {
        if (region.parentElement !== this.#host) this.#host.append(region);
        if (region.slot === name) continue;
        region.slot = name;
        changed = true;
      }
    }
    if (changed) this.#host.requestUpdate();
  }
}
