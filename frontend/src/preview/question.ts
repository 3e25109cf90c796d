/** The form: which template, with which data; and what the server says about it. */

export interface Problem {
  readonly code: string;
  readonly message: string;
}

export interface Preview {
  /** Path of the frame; empty when the template cannot be rendered. */
  readonly frame: string;
  readonly problems: readonly Problem[];
  readonly task_input: unknown;
}

interface Fault {
  readonly field: string;
  readonly given?: string;
  readonly wanted: string;
}

export class Question {
  readonly form = document.getElementById("question") as HTMLFormElement;

  constructor() {
    this.#field("source").addEventListener("change", () => this.#arrange());
    this.form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.form.requestSubmit();
    });
    this.#arrange();
    this.form.querySelector<HTMLButtonElement>("[type=submit]")!.disabled = false; // before, a browser would post it
  }

  get template(): HTMLTextAreaElement {
    return this.#field("template") as HTMLTextAreaElement;
  }

  /** Is enough known to show something without being asked? A link from a job's page names all. */
  get complete(): boolean {
    return this.#field("job").value !== "";
  }

  /** Go to another line of the manifest or job; `false` if there is none before it. */
  turn(by: number): boolean {
    const line = this.#field("line_no");
    const next = Number(line.value || 1) + by;
    if (next < 1) return false;
    line.value = String(next);
    return true;
  }

  /** Ask the server. Faults of the question stand at their fields; then there is no preview. */
  async ask(): Promise<Preview | string> {
    this.#complain([]);
    try {
      const response = await fetch(this.form.action, { method: "POST", body: new FormData(this.form), redirect: "error" });
      if (response.status === 422) {
        const { faults } = (await response.json()) as { faults: Fault[] };
        this.#complain(faults);
        return "The preview cannot be made yet: see what is marked.";
      }
      if (response.ok) return (await response.json()) as Preview;
      return response.status === 403 ? "You may not do this any more. Load the page again." : `The server answered ${response.status}. Try again.`;
    } catch {
      return "The server cannot be reached, or you were signed out. Load the page again if this stays.";
    }
  }

  #field(name: string): HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement {
    return this.form.elements.namedItem(name) as HTMLInputElement;
  }

  /** Only the fields that the chosen data has. */
  #arrange(): void {
    const chosen = this.#field("source").value;
    for (const place of this.form.querySelectorAll<HTMLElement>("[data-when]")) {
      place.hidden = !place.dataset["when"]!.split(" ").includes(chosen);
    }
  }

  #complain(faults: readonly Fault[]): void {
    for (const old of this.form.querySelectorAll(".pv-fault")) old.remove();
    for (const marked of this.form.querySelectorAll("[aria-invalid]")) marked.removeAttribute("aria-invalid");
    for (const fault of faults) this.#mark(fault);
    this.form.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }

  #mark({ field, given, wanted }: Fault): void {
    const named = this.form.elements.namedItem(field) instanceof HTMLElement ? this.#field(field) : null;
    // What the chosen data has no field for is told where the data is chosen.
    const control = named?.closest<HTMLElement>("[data-when]")?.hidden ? this.#field("source") : named;
    const told = document.createElement("p");
    told.className = "pv-fault";
    told.id = `fault-${field}`;
    told.textContent = (given ? `Wanted: ${wanted.replace(/\.$/, "")}. Given: ${given}` : wanted).replace(/\.?$/, ".");
    control?.setAttribute("aria-invalid", "true");
    control?.setAttribute("aria-describedby", told.id);
    (control?.closest("[data-field]") ?? this.form).append(told);
  }
}
