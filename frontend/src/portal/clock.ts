/** The countdown of the item on the screen, by the server's clock. */

const TICK = 250;

export class Clock {
  readonly #element: HTMLElement;
  readonly #hand: SVGElement;
  readonly #text: HTMLElement;
  /** Server's clock minus ours, ms. */
  #offset = 0;
  #limit = 1;
  #deadline = Number.NaN;

  constructor(element: HTMLElement) {
    this.#element = element;
    this.#hand = element.querySelector<SVGElement>(".clock-hand")!;
    this.#text = element.querySelector("span")!;
    window.setInterval(() => this.#draw(), TICK);
  }

  /** `now`: the server's clock at this moment; `limit`: seconds an item has. */
  set(now: string, limit: number): void {
    this.#offset = Date.parse(now) - Date.now();
    this.#limit = limit * 1_000;
  }

  /** Count down to a deadline, or show nothing. */
  run(deadline: string | null): void {
    this.#deadline = deadline === null ? Number.NaN : Date.parse(deadline);
    this.#draw();
  }

  #draw(): void {
    const left = Math.max(0, this.#deadline - Date.now() - this.#offset);
    this.#element.hidden = Number.isNaN(left);
    if (this.#element.hidden) return;
    const share = Math.min(1, left / this.#limit);
    this.#hand.style.strokeDashoffset = String(100 * (1 - share));
    this.#text.textContent = inWords(left);
    this.#element.dataset["level"] = levelOf(left, share);
  }
}

/** "soon" from the last minute on, "last" from 15 s on; a short limit warns from its second half on. */
function levelOf(left: number, share: number): string {
  if (left < 15_000 && share < 0.5) return "last";
  return left < 60_000 && share < 0.5 ? "soon" : "plenty";
}

function inWords(left: number): string {
  const seconds = Math.ceil(left / 1_000);
  const hours = Math.floor(seconds / 3600);
  if (hours >= 1) return `${hours} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
