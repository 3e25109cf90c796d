import { describe, expect, test } from "vitest";
import type { Json } from "../src/elements/attributes";
import type { CrowdQuestionAnswerGeneration } from "../src/elements/crowd-question-answer-generation";
import type { PageWidget } from "../src/elements/page-widget";
import type { CrowdForm } from "../src/form/crowd-form";
import { countWords, readLimit, withReference } from "../src/text/pairs";
import { widgetContract } from "./contract";
import { inShadow, press, rest, show, standPage } from "./stage";

const TEXT = "The 😀 rainforest covers most of the basin.";

/** Write into the fields of the question in which the focus is. */
async function write(widget: PageWidget, question: string, answer: string): Promise<void> {
  await rest();
  const fields = widget.shadowRoot!.querySelectorAll<HTMLTextAreaElement>(".pair.active textarea");
  for (const [at, text] of [question, answer].entries()) {
    fields[at]!.value = text;
    fields[at]!.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
  }
  await rest();
}

const pair = (question: string, answer: string, questionTags: string[] = [], passageReferences: Json[] = []) => ({
  question,
  answer,
  questionTags,
  passageReferences,
});

widgetContract({
  tag: "crowd-question-answer-generation",
  attributes: `text="${TEXT}" question-tags="['where', 'what']" min-questions=1`,
  spellings: [["question-tags", "['a', 'b',]", `["a","b"]`]],
  initial: null,
  complete: { questionAndAnswers: [pair("What?", "The rainforest.", ["what", "own"], [{ startOffset: 6, endOffset: 16 }])] },
  keys: ["n", (widget) => write(widget, "Where is it?", "In the basin."), "w", "e", "r"],
  byKeys: { questionAndAnswers: [pair("Where is it?", "In the basin.", [], [{ startOffset: 0, endOffset: 16 }])] },
  touches: [".further", (widget) => write(widget, "Where is it?", "In the basin."), '[aria-label^="Tags"] button'],
  byTouches: { questionAndAnswers: [pair("Where is it?", "In the basin.", ["where"])] },
  hooks: [".pair textarea", ".text"],
});

const build = async (attributes = "") => {
  const form = await show<CrowdForm>(
    `<crowd-form><crowd-question-answer-generation name="w" text="${TEXT}" ${attributes}></crowd-question-answer-generation></crowd-form>`,
  );
  return { form, widget: form.querySelector<CrowdQuestionAnswerGeneration>("crowd-question-answer-generation")! };
};

describe("a text that a script sets later", () => {
  const later = async (widget: CrowdQuestionAnswerGeneration, text: string) => {
    widget.text = text;
    await rest();
  };

  test("finds the draft's passages", async () => {
    const { form, widget } = await build();
    await later(widget, "");
    const draft = { w: { questionAndAnswers: [pair("Where?", "There.", [], [{ startOffset: 4, endOffset: 5 }])] } };
    form.restore(draft);
    await later(widget, TEXT);
    expect(form.answer).toEqual(draft);
    form.reset();
    await later(widget, "Another text");
    expect(form.answer).toEqual({});
  });

  test("leaves what is written, without the passages of another text", async () => {
    const { form, widget } = await build();
    for (const key of ["w", "r", "n"]) press(key);
    await write(widget, "Where?", "There.");
    await later(widget, "Another text");
    expect(form.answer).toEqual({ w: { questionAndAnswers: [pair("Where?", "There.")] } });
  });
});

describe("limits", () => {
  test.each([
    ["question-min-words=3", "Two words", "fine", "Question 1 has 2 words; at least 3 are needed."],
    ["question-max-words=2", "Three words here", "fine", "Question 1 has 3 words; at most 2 are allowed."],
    ["answer-min-words=2", "Why?", "so", "The answer to question 1 has 1 word; at least 2 are needed."],
    ["answer-max-words=1", "Why?", "just so", "The answer to question 1 has 2 words; at most 1 are allowed."],
    ["", "Why?", " ", "The answer to question 1 is empty."],
    ["min-questions=2", "Why?", "so", "Write at least 2 questions with their answers; 1 is written."],
    ["", "", "", "Write at least 1 question with its answer."],
    ["question-max-words=x min-questions=-1", "a b c d", "fine", null],
    ["min-questions=0", "", "", null],
  ])("%s: “%s”, “%s”", async (attributes, question, answer, message) => {
    const { form, widget } = await build(attributes);
    await write(widget, question, answer);
    form.submit();
    await widget.updateComplete;
    expect(widget.shadowRoot!.querySelector("[data-testid=message]")?.textContent?.trim() ?? null).toBe(message);
  });

  test("no more questions than allowed can be begun", async () => {
    const { widget } = await build("max-questions=2");
    const further = () => inShadow<HTMLButtonElement>(widget, ".further");
    await write(widget, "a", "b");
    further().click();
    await rest();
    expect(further().disabled).toBe(true);
    press("n");
    await rest();
    expect(widget.shadowRoot!.querySelectorAll(".pair")).toHaveLength(2);
  });

  test.each([
    ["3", 1, 3],
    [" 3 ", 1, 3],
    ["0", 1, null],
    ["1.5", 1, null],
    ["", 0, null],
    [null, 0, null],
  ])("a limit %j of at least %d is %j", (written, least, limit) => {
    expect(readLimit(written, least)).toBe(limit);
  });

  test("words are counted in scripts without spaces, and signs are none", () => {
    expect([countWords("don't stop — now!"), countWords(""), countWords("你好世界") > 1]).toEqual([3, 0, true]);
  });
});

describe("tags, passages, undo", () => {
  test("tags are given and taken back; own ones only where allowed", async () => {
    const { form, widget } = await build(`question-tags='["where","what"]' allow-custom-question-tags="true"`);
    await write(widget, "a", "b");
    const chips = () => [...widget.shadowRoot!.querySelectorAll<HTMLElement>(".tag-chip")];
    chips()[1]!.click();
    const own = inShadow<HTMLInputElement>(widget, ".own-tag");
    own.value = " mine ";
    press("Enter", own);
    await rest();
    expect(form.answer).toEqual({ w: { questionAndAnswers: [pair("a", "b", ["what", "mine"])] } });
    chips()[1]!.click();
    expect(form.answer).toEqual({ w: { questionAndAnswers: [pair("a", "b", ["mine"])] } });
    expect((await build(`allow-custom-question-tags="false"`)).widget.shadowRoot!.querySelector(".own-tag")).toBeNull();
  });

  test("without tags there is no field for them", async () => {
    expect((await build()).widget.shadowRoot!.querySelector(".tags")).toBeNull();
  });

  test("a passage that touches another one becomes one with it", () => {
    const references = [{ start: 0, end: 4 }, { start: 10, end: 12 }];
    expect(withReference(references, { start: 4, end: 8 })).toEqual([{ start: 0, end: 8 }, { start: 10, end: 12 }]);
    expect(withReference(references, { start: 3, end: 11 })).toEqual([{ start: 0, end: 12 }]);
    expect(withReference(references, { start: 6, end: 8 })).toHaveLength(3);
  });

  test("passages go to the question that is worked on and can be removed", async () => {
    const { form, widget } = await build();
    await write(widget, "a", "b");
    inShadow(widget, ".further").click();
    await write(widget, "c", "d");
    press("w");
    press("r");
    expect(form.answer).toEqual({ w: { questionAndAnswers: [pair("a", "b"), pair("c", "d", [], [{ startOffset: 0, endOffset: 3 }])] } });
    await rest();
    inShadow(widget, ".references .round").click();
    expect(form.answer).toEqual({ w: { questionAndAnswers: [pair("a", "b"), pair("c", "d")] } });
  });

  test("a question that was removed comes back by undo with all that was written", async () => {
    const { form, widget } = await build();
    await write(widget, "a", "b");
    const before = form.answer;
    inShadow(widget, "[aria-label='Remove question 1']").click();
    expect(form.answer).toEqual({});
    press("z", document.body, { ctrlKey: true });
    expect(form.answer).toEqual(before);
  });
});

describe("a widget that names its form", () => {
  const apart = `<crowd-form id="elsewhere" style="display: none"></crowd-form>
    <crowd-question-answer-generation crowd-form-element-id="elsewhere" text="Cats sleep." allow-custom-tags="true"
      instructions="- Ask.\n- Answer."></crowd-question-answer-generation>`;
  const pairs = { questionAndAnswers: [{ question: "Who sleeps?", answer: "Cats", questionTags: [], passageReferences: [] }] };

  test("takes part in that form's answer, without a name as it is, and submits it", async () => {
    const told = standPage();
    const form = await show<CrowdForm>(apart);
    const widget = document.querySelector<CrowdQuestionAnswerGeneration>("crowd-question-answer-generation")!;
    form.restore(pairs);
    expect(form.answer).toEqual(pairs);
    expect(form.querySelector("crowd-button")).toBeNull();
    await widget.updateComplete;
    inShadow(widget, "[data-testid=crowd-submit] button").click();
    expect(told).toEqual([{ type: "submit", answer: pairs }]);
    await rest();
    expect(inShadow<HTMLButtonElement>(widget, "[data-testid=crowd-submit] button").disabled).toBe(true);
  });

  test("shows instructions of an attribute where instructions stand", async () => {
    await show(apart);
    expect(document.querySelector("short-instructions")!.textContent).toBe("- Ask.\n- Answer.");
    expect(document.querySelector("short-instructions")!.slot).toBe("short-instructions");
  });
});
