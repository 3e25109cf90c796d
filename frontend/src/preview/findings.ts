/** What came of a preview: problems, and the answer as it stands. */
import type { Answer } from "../portal/protocol";
import type { Problem } from "./question";

const MOST_PROBLEMS = 100;
const LONGEST_TEXT = 400;
const LINE = /^Line (\d+)/;

export class Findings {
  readonly #problems = document.getElementById("problems")!;
  readonly #answer = document.getElementById("answer")!;
  readonly #state = document.getElementById("answer-state")!;
  readonly #input = document.getElementById("task-input")!;
  readonly #goTo: (line: number) => void;

  constructor(goTo: (line: number) => void) {
    this.#goTo = goTo;
  }

  begin(problems: readonly Problem[], taskInput: unknown): void {
    this.clear();
    this.#problems.classList.add("looked");
    for (const problem of problems) this.problem(problem.message);
    this.#input.textContent = json(taskInput);
    this.#state.textContent = "Nothing yet. Work in the preview as a worker would.";
  }

  /** Nothing is shown of which anything could be said. */
  clear(): void {
    this.#problems.classList.remove("looked");
    this.#problems.replaceChildren();
    this.#input.textContent = "";
    this.#state.textContent = "Nothing yet.";
    this.#answer.textContent = "{}";
  }

  problem(message: string): void {
    if (this.#problems.childElementCount >= MOST_PROBLEMS) return;
    const item = document.createElement("li");
    const line = LINE.exec(message)?.[1];
    if (line === undefined) {
      item.textContent = message;
    } else {
      const link = document.createElement("button");
      link.type = "button";
      link.className = "pl-link";
      link.textContent = `Line ${line}`;
      link.addEventListener("click", () => this.#goTo(Number(line)));
      item.append(link, message.slice(`Line ${line}`.length));
    }
    this.#problems.append(item);
  }

  answer(answer: Answer, submitted: boolean): void {
    const length = JSON.stringify(answer).length;
    const size = new Intl.NumberFormat().format(length);
    this.#state.textContent = submitted ? `Submitted: ${size} characters. It goes nowhere.` : `As it stands: ${size} characters.`;
    this.#answer.textContent = json(answer);
  }
}

/** For people to read: long texts, such as pictures in data URLs, are cut. */
function json(value: unknown): string {
  const shortened = (_: string, one: unknown): unknown =>
    typeof one === "string" && one.length > LONGEST_TEXT
      ? `${one.slice(0, LONGEST_TEXT)}… (${new Intl.NumberFormat().format(one.length)} characters)`
      : one;
  return JSON.stringify(value, shortened, 2);
}
