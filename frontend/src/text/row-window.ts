/** A list of any length of which only the rows near the screen are drawn; all rows are equally high. */
import { html, type ReactiveController, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { CrowdElement } from "../elements/crowd-element";

/** Pixels of a row; the styles say the same. */
export const ROW = 40;
/** Rows drawn beyond what is seen, before and after. */
const SPARE = 6;
/** Rows that surely fill the room, before it has been measured. */
const FIRST = 30;

export class RowWindow<T> implements ReactiveController {
  readonly #host: CrowdElement;
  readonly #row: (item: T, at: number, count: number) => TemplateResult;
  #top = 0;
  #seen = FIRST;

  constructor(host: CrowdElement, row: (item: T, at: number, count: number) => TemplateResult) {
    this.#host = host;
    this.#row = row;
    host.addController(this);
  }

  hostConnected(): void {}

  /** Bring a row on the screen. */
  reveal(at: number): void {
    const scroller = this.#host.renderRoot.querySelector(".rows");
    if (!scroller) return;
    const { scrollTop, clientHeight } = scroller;
    if (at * ROW < scrollTop) scroller.scrollTop = at * ROW;
    else if ((at + 1) * ROW > scrollTop + clientHeight) scroller.scrollTop = (at + 1) * ROW - clientHeight;
  }

  /** @param key of a row, to keep its element while others come and go. */
  render(items: readonly T[], key: (item: T) => unknown, name: string): TemplateResult {
    const first = Math.max(0, Math.min(this.#top, items.length - this.#seen) - SPARE);
    const drawn = items.slice(first, first + this.#seen + 2 * SPARE);
    return html`
      <div class="rows" role="list" aria-label=${name} @scroll=${this.#scrolled}>
        <div class="all-rows" role="presentation" style="height: ${items.length * ROW}px; padding-top: ${first * ROW}px">
          ${repeat(drawn, key, (item, at) => this.#row(item, first + at, items.length))}
        </div>
      </div>
    `;
  }

  readonly #scrolled = (event: Event): void => {
    const { scrollTop, clientHeight } = event.target as HTMLElement;
    const [top, seen] = [Math.floor(scrollTop / ROW), Math.max(FIRST, Math.ceil(clientHeight / ROW) + 1)];
    // Redrawn only when the spare rows run out: most scrolling needs no script.
    if (Math.abs(top - this.#top) < SPARE / 2 && seen === this.#seen) return;
    this.#top = top;
    this.#seen = seen;
    this.#host.requestUpdate();
  };
}
