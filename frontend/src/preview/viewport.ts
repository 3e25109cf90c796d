/** The screen of a worker: a frame as wide as theirs, drawn smaller where this page has less room. */

const SCREENS = {
  desktop: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
} as const;

export type ScreenName = keyof typeof SCREENS;

export class Viewport {
  readonly place = document.getElementById("screen")!;
  readonly #switches = [...document.querySelectorAll<HTMLButtonElement>("[data-screen]")];
  /** Who looks at this with a phone could read nothing on a desk. */
  #screen: ScreenName = matchMedia("(max-width: 600px)").matches ? "phone" : "desktop";

  constructor() {
    for (const one of this.#switches) {
      one.addEventListener("click", () => {
        this.#screen = one.dataset["screen"] as ScreenName;
        this.#fit();
      });
    }
    new ResizeObserver(() => this.#fit()).observe(this.place.parentElement!);
    this.#fit();
  }

  #fit(): void {
    const { width, height } = SCREENS[this.#screen];
    const room = this.place.parentElement!.clientWidth;
    const scale = Math.min(1, room / width);
    const { style } = this.place;
    style.width = `${width}px`;
    style.height = `${height}px`;
    style.transform = scale < 1 ? `scale(${scale})` : "none";
    style.margin = `0 ${(scale - 1) * width}px ${(scale - 1) * height}px ${Math.max(0, (room - width) / 2)}px`;
    for (const one of this.#switches) one.setAttribute("aria-pressed", String(one.dataset["screen"] === this.#screen));
    document.getElementById("scale")!.textContent = `${width} × ${height}${scale < 1 ? `, shown at ${Math.round(scale * 100)} %` : ""}`;
  }
}
