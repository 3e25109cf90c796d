/** Ask, show, try: a preview lives in the frame that real work lives in, but its answers go nowhere. */
import { HostedFrame } from "../portal/hosted-frame";
import type { Answer, FromFrame, Item } from "../portal/protocol";
import { CodeField } from "./code-field";
import { Findings } from "./findings";
import { Question } from "./question";
import { Viewport } from "./viewport";

export class Workbench {
  readonly #question = new Question();
  readonly #viewport = new Viewport();
  readonly #findings: Findings;
  readonly #state = document.getElementById("preview-state")!;
  #address = "";
  #frame: HostedFrame | null = null;
  #answer: Answer | null = null;

  constructor() {
    const code = new CodeField(this.#question.template);
    this.#findings = new Findings((line) => code.goTo(line));
  }

  open(): void {
    this.#question.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#ask();
    });
    for (const button of document.querySelectorAll<HTMLButtonElement>("[data-turn]")) {
      button.addEventListener("click", () => void (this.#question.turn(Number(button.dataset["turn"])) && this.#ask()));
    }
    document.getElementById("submit-answer")!.addEventListener("click", () => this.#frame?.tell({ type: "submit" }));
    document.getElementById("restore-answer")!.addEventListener("click", () => this.#show(this.#answer));
    if (this.#question.complete) void this.#ask();
  }

  async #ask(): Promise<void> {
    this.#say("One moment…");
    const preview = await this.#question.ask();
    if (typeof preview === "string") return this.#refused(preview);
    this.#findings.begin(preview.problems, preview.task_input);
    this.#address = preview.frame;
    this.#answer = null;
    this.#show(null);
    if (!preview.frame) this.#say("This template cannot be rendered. Its problems stand below.");
  }

  /** What stood here was the answer to another question. */
  #refused(why: string): void {
    this.#findings.clear();
    this.#address = "";
    this.#answer = null;
    this.#show(null);
    this.#say(why);
  }

  /** Load the frame anew; with a `draft` as after a crash. */
  #show(draft: Answer | null): void {
    this.#frame?.remove();
    this.#frame = null;
    this.#say("");
    if (!this.#address) return;
    const item: Item = { type: "item", slot: "current", assignment: 0, frame: this.#address, deadline: "", draft };
    this.#frame = new HostedFrame(item, this.#viewport.place, (_, message) => this.#heard(message));
    this.#frame.show(false); // whoever goes on writing the template keeps the keyboard
    this.#viewport.place.parentElement!.scrollIntoView({ block: "nearest" });
  }

  #heard(message: FromFrame): void {
    if (message.type === "problem") return this.#findings.problem(message.message);
    if (message.type !== "change" && message.type !== "submit") return;
    this.#answer = message.answer;
    this.#findings.answer(message.answer, message.type === "submit");
    if (message.type === "submit") this.#frame?.tell({ type: "busy", busy: false });
  }

  #say(text: string): void {
    this.#state.textContent = text;
    this.#state.hidden = text === "";
  }
}
