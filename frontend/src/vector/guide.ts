/** Lines between two clicks that follow what an assistant finds in the picture. */
import { assistantsFor, type Assistant } from "../canvas/assist";
import { distance, type Point } from "../geometry/point";
import type { Desk } from "./drawing-tool";
import { rounded } from "./shape";

interface Way {
  readonly from: Point;
  readonly to: Point;
  /** The points between the two. */
  readonly between: readonly Point[];
}

/** Screen pixels: a way that ends this near to where the pointer is shows where it will go. */
const NEAR = 24;

export class Guide {
  readonly #desk: Desk;
  #way: Way | null = null;
  #asking: AbortController | null = null;

  on = false;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Whoever came last leads: a model goes before what is built in. */
  get assistant(): Assistant | null {
    return assistantsFor("path").at(-1) ?? null;
  }

  /** The points to go by; none while the guide is off or has found nothing from there to here. */
  between(from: Point, to: Point): readonly Point[] {
    const way = this.#way;
    if (!this.on || !way || way.from !== from) return [];
    const near = distance(way.to, to) * this.#desk.view.scale <= NEAR;
    return near ? way.between : [];
  }

  /** Look for the way; the newest question wins. Settles when it is found or given up. */
  async look(from: Point, to: Point): Promise<void> {
    const { assistant } = this;
    if (!this.on || !assistant || (this.#way?.from === from && distance(this.#way.to, to) === 0)) return;
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    try {
      const { outlines } = await assistant.suggest(this.#desk.request("path", [from, to], asking.signal));
      if (asking.signal.aborted) return;
      this.#way = { from, to, between: rounded(outlines[0]?.points.slice(1, -1) ?? []) };
      this.#desk.repaint();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (!asking.signal.aborted) this.#desk.tell(error.message);
    }
  }
}
