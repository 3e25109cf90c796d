/** Buttons of assistants that look for everything in the picture at once. */
import { assistantsFor, type Assistant, type Outline } from "../canvas/assist";
import type { Action } from "../canvas/toolbar";
import type { Desk } from "./drawing-tool";
import { fromOutline } from "./kinds";

export class Finder {
  readonly #desk: Desk;
  #asking: AbortController | null = null;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  get actions(): Action[] {
    return assistantsFor("all").map((assistant) => ({
      name: assistant.name, title: assistant.title, icon: assistant.icon, enabled: true, run: () => void this.#find(assistant),
    }));
  }

  /** What is found is drawn in one step, which the worker sees selected and can take back. */
  async #find(assistant: Assistant): Promise<void> {
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    const request = this.#desk.request("all", [], asking.signal);
    try {
      const { outlines } = await assistant.suggest(request);
      if (!asking.signal.aborted) this.#draw(outlines, request.labels);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (!asking.signal.aborted) this.#desk.tell(error.message);
    }
  }

  #draw(outlines: readonly Outline[], labels: readonly string[]): void {
    const { drawing, label, tell, announce } = this.#desk;
    const { kind } = drawing;
    const found = outlines.flatMap((outline) => {
      const wanted = outline.label ?? label();
      const points = outline.points.length === 0 ? [] : fromOutline(kind, outline.points);
      return wanted === null || !labels.includes(wanted) || points.length < kind.fewest ? [] : [{ label: wanted, points }];
    });
    if (found.length === 0) return tell("Nothing was found in this image. Draw by hand.");
    drawing.add(found);
    announce(`${found.length} found.`);
  }
}
