/** A text area for code: line numbers beside it, and a way to a line. */

export class CodeField {
  readonly #area: HTMLTextAreaElement;
  readonly #numbers = document.createElement("div");
  #lines = 0;

  constructor(area: HTMLTextAreaElement) {
    this.#area = area;
    this.#numbers.className = "pv-numbers";
    this.#numbers.setAttribute("aria-hidden", "true");
    const box = document.createElement("div");
    box.className = "pv-code";
    area.before(box);
    box.append(this.#numbers, area);
    area.addEventListener("input", () => this.#count());
    area.addEventListener("scroll", () => (this.#numbers.scrollTop = area.scrollTop));
    this.#count();
  }

  /** Mark a line, counted from 1, and bring it into sight. */
  goTo(line: number): void {
    const before = this.#area.value.split("\n").slice(0, line - 1);
    const start = before.reduce((sum, text) => sum + text.length + 1, 0);
    const end = this.#area.value.indexOf("\n", start);
    this.#area.focus();
    this.#area.setSelectionRange(start, end < 0 ? this.#area.value.length : end);
    const height = parseFloat(getComputedStyle(this.#area).lineHeight);
    this.#area.scrollTop = Math.max(0, (line - 4) * height);
  }

  #count(): void {
    const lines = this.#area.value.split("\n").length;
    if (lines === this.#lines) return;
    this.#lines = lines;
    this.#numbers.textContent = Array.from({ length: lines }, (_, index) => index + 1).join("\n");
  }
}
