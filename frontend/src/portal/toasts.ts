/** Short notes at the foot of the page. */

export interface Toast {
  readonly text: string;
  readonly tone?: "plain" | "bad";
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Milliseconds. */
  readonly life?: number;
}

const LIFE = 6_000;
const MOST = 3;

export class Toasts {
  readonly #place: HTMLElement;

  constructor(place: HTMLElement) {
    this.#place = place;
  }

  /** Show a note, once: the same words are not piled up. Returns how to take it away early. */
  show({ text, tone = "plain", action, life = LIFE }: Toast): () => void {
    for (const note of [...this.#place.children]) if (note.firstChild?.textContent === text) note.remove();
    const note = document.createElement("p");
    note.className = "toast";
    note.dataset["tone"] = tone;
    note.append(text);
    const away = (): void => note.remove();
    if (action) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = action.label;
      button.addEventListener("click", () => {
        away();
        action.run();
      });
      note.append(button);
    }
    this.#place.append(note);
    while (this.#place.childElementCount > MOST) this.#place.firstElementChild?.remove();
    window.setTimeout(away, life);
    return away;
  }
}
