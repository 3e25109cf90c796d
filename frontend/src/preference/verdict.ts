/** The question which response is better: for two of them one scale, for more the best one and then by how much. */
import { html, type TemplateResult } from "lit";
import { letterOf } from "./order";

/** What was said so far: a place on the screen, `"tie"`, or `null` for nothing yet; and by how much. */
export interface Verdict {
  readonly preferred: number | "tie" | null;
  readonly degree: string | null;
}

export interface Choice extends Verdict {
  /** In words: “A is much better”. */
  readonly text: string;
  /** What stands on its button. */
  readonly short: string;
  readonly key: string;
}

export interface Question {
  /** How many responses there are. */
  readonly count: number;
  readonly degrees: readonly string[];
  /** Text of the tie, `null` if there is none. */
  readonly tie: string | null;
}

/** Keys of the degrees where the digits choose the response. */
const DEGREE_KEYS = [..."qwertyuio"];
/** A scale longer than this does not fit a phone, and digits would run out. */
const LONGEST_SCALE = 9;

/** Do the two responses stand at the ends of one scale? */
export function isScale({ count, degrees }: Question): boolean {
  return count === 2 && degrees.length > 0 && 2 * degrees.length + 1 <= LONGEST_SCALE;
}

/** The choices of the first row, from left to right. */
export function firstRow(question: Question): Choice[] {
  const tie: Verdict & { text: string; short: string } = { preferred: "tie", degree: null, text: question.tie ?? "", short: "=" };
  const ties = question.tie === null ? [] : [tie];
  if (!isScale(question)) {
    const best = Array.from({ length: question.count }, (_, place) => ({ preferred: place, degree: null, text: `${letterOf(place)} is best`, short: letterOf(place) }));
    return [...best.map((choice, at) => ({ ...choice, key: String(at + 1) })), ...ties.map((choice) => ({ ...choice, key: "0" }))];
  }
  const side = (place: number) => question.degrees.map((degree) => ({ preferred: place, degree, text: `${letterOf(place)} is ${degree}`, short: letterOf(place) }));
  return [...side(0), ...ties, ...side(1).reverse()].map((choice, at) => ({ ...choice, key: String(at + 1) }));
}

/** The choices of the second row: by how much the best one is better; none where the first row says it. */
export function secondRow(question: Question, { preferred }: Verdict): Choice[] {
  if (isScale(question) || typeof preferred !== "number") return [];
  return question.degrees.map((degree, at) => ({
    preferred, degree, text: `${letterOf(preferred)} is ${degree}`, short: degree, key: DEGREE_KEYS[at] ?? "",
  }));
}

/** The verdict after a choice of either row: another best response keeps the degree. */
export function decide(question: Question, before: Verdict, { preferred, degree }: Verdict): Verdict {
  if (preferred === "tie") return { preferred, degree: null };
  return { preferred, degree: degree ?? (isScale(question) || before.preferred === "tie" ? null : before.degree) };
}

/** What is still to be said, `null` if nothing. */
export function missingIn(question: Question, { preferred, degree }: Verdict): string | null {
  if (preferred === null) return isScale(question) ? "Say which response is better." : "Say which response is best.";
  if (preferred !== "tie" && question.degrees.length > 0 && degree === null) return "Say by how much it is better.";
  return null;
}

export function renderVerdict(question: Question, verdict: Verdict, choose: (choice: Choice) => void): TemplateResult {
  const second = secondRow(question, verdict);
  return html`
    <section class="verdict" aria-label="Your preference">
      ${row("first", isScale(question) ? "Which is better?" : "Which is best?", firstRow(question), verdict, choose)}
      ${second.length > 0 ? row("second", "By how much?", second, verdict, choose) : ""}
    </section>
  `;
}

function row(name: string, title: string, choices: readonly Choice[], verdict: Verdict, choose: (choice: Choice) => void): TemplateResult {
  const scale = name === "first" && choices.some(({ degree }) => degree !== null);
  const isChosen = ({ preferred, degree }: Choice) => preferred === verdict.preferred && (degree === null || degree === verdict.degree);
  const chosen = choices.find(isChosen);
  return html`
    <fieldset class="row ${scale ? "scale" : ""}" data-testid=${name}>
      <legend>${title} <strong aria-hidden="true">${scale || name === "first" ? (chosen?.text ?? "") : ""}</strong></legend>
      <div class="choices">${choices.map((choice, at) => choiceButton(name, choice, isChosen(choice), strength(at, choices, scale), choose))}</div>
      ${scale ? html`<p class="scale-ends" aria-hidden="true"><span>${choices[0]!.text}</span><span>${choices.at(-1)!.text}</span></p>` : ""}
    </fieldset>
  `;
}

/** How far from the middle of a scale this choice is, from 0 to 1: its colour says it too. */
function strength(at: number, choices: readonly Choice[], scale: boolean): number {
  const middle = (choices.length - 1) / 2;
  return scale && middle > 0 ? Math.abs(at - middle) / middle : 0;
}

function choiceButton(name: string, choice: Choice, chosen: boolean, strong: number, choose: (choice: Choice) => void): TemplateResult {
  return html`<label class="choice ${chosen ? "chosen" : ""} ${choice.preferred === "tie" ? "tie" : ""}" style="--strength: ${strong.toFixed(2)}" title=${choice.text}>
    <input
      type="radio" name=${name} aria-label=${choice.text} aria-keyshortcuts=${choice.key} .checked=${chosen}
      @change=${(event: Event) => {
        event.stopPropagation();
        choose(choice);
      }}
    /><span class="short">${choice.short}</span><span class="long" aria-hidden="true">${choice.degree ?? choice.text}</span><kbd aria-hidden="true">${choice.key}</kbd>
  </label>`;
}
