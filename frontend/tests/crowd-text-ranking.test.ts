import { describe, expect, test } from "vitest";
import type { Json } from "../src/elements/attributes";
import type { CrowdTextRanking } from "../src/elements/crowd-text-ranking";
import type { CrowdForm } from "../src/form/crowd-form";
import { insert, join, readRanking, readRankingDimensions, step, without } from "../src/text/ranking";
import { widgetContract } from "./contract";
import { inShadow, press, rest, show } from "./stage";

const DIMENSIONS = `[{"name":"Clarity","allowTie":true},{"name":"Tone","allowTie":false}]`;
const ranked = (clarity: (number | null)[], tone: (number | null)[]): Json => [
  { name: "Clarity", allowTie: true, responseRankings: clarity },
  { name: "Tone", allowTie: false, responseRankings: tone },
];

/** The first response of a board that has no rank yet. */
const next = (board: number) => `.board:nth-of-type(${board}) .unranked .response-chip`;

widgetContract({
  tag: "crowd-text-ranking",
  attributes: `text="Why?" responses='["one","two","three"]' ordinal-ranking-dimensions='${DIMENSIONS}'`,
  key: "ordinalRankingDimensions",
  spellings: [
    ["responses", "['a', 'b',]", `["a","b"]`],
    ["ordinal-ranking-dimensions", "[{name:'N',allowTie:true}]", `[{"name":"N","allowTie":true}]`],
  ],
  initial: null,
  complete: ranked([1, 1, 2], [3, 1, 2]),
  keys: ["b", "a", "=", "c", "c", "a", "b"],
  byKeys: ranked([2, 1, 2], [2, 3, 1]),
  touches: [next(1), next(1), next(1), next(2), ".board:nth-of-type(2) .unranked .chip:last-child .response-chip", next(2)],
  byTouches: ranked([1, 2, 3], [1, 3, 2]),
  hooks: [".board", ".response"],
});

const build = async (dimensions = DIMENSIONS) => {
  const form = await show<CrowdForm>(
    `<crowd-form><crowd-text-ranking name="w" responses='["one","two","three"]' ordinal-ranking-dimensions='${dimensions}'></crowd-text-ranking></crowd-form>`,
  );
  return { form, widget: form.querySelector<CrowdTextRanking>("crowd-text-ranking")! };
};

describe("rankings", () => {
  test("a response goes before a group, into it, and out", () => {
    expect(insert([[0], [1]], 2, 1)).toEqual([[0], [2], [1]]);
    expect(insert([[0], [1], [2]], 0, 2)).toEqual([[1], [0], [2]]);
    expect(insert([[0], [1], [2]], 1, 1)).toEqual([[0], [1], [2]]);
    expect(insert([[0, 1]], 1, 1)).toEqual([[0], [1]]);
    expect(insert([[0, 1]], 1, 0)).toEqual([[1], [0]]);
    expect(join([[0], [1], [2]], 2, 0)).toEqual([[0, 2], [1]]);
    expect(join([[0]], 0, 0)).toEqual([[0]]);
    expect(without([[0, 1], [2]], 2)).toEqual([[0, 1]]);
  });

  test("steps go through ties where they are allowed and past others where not", () => {
    expect(step([[0], [1]], 1, -1, false)).toEqual([[1], [0]]);
    expect(step([[0], [1]], 0, 1, false)).toEqual([[1], [0]]);
    expect(step([[0], [1]], 1, -1, true)).toEqual([[0, 1]]);
    expect(step([[0, 1]], 1, -1, true)).toEqual([[1], [0]]);
    expect(step([[0, 1]], 0, 1, true)).toEqual([[1], [0]]);
    expect(step([[0], [1]], 0, -1, true)).toEqual([[0], [1]]);
    expect(step([[0]], 7, 1, true)).toEqual([[0]]);
  });

  test.each([
    [[2, 1, 1], true, [[1, 2], [0]]],
    [[2, 1, 1], false, [[1], [0]]],
    [[9, 3, 5], false, [[1], [2], [0]]],
    [[null, "1", 1.5, 1], true, []],
    ["x", true, []],
    [undefined, true, []],
  ])("ranks %j, ties %j, are %j", (ranks, allowTie, ranking) => {
    expect(readRanking(ranks as Json, 3, allowTie)).toEqual(ranking);
  });

  test("dimensions may be texts, and what is none is left out", () => {
    expect(readRankingDimensions(["N", { name: "M", allowTie: "true" }, { allowTie: true }, 3, null, []])).toEqual([
      { name: "N", allowTie: false },
      { name: "M", allowTie: true },
    ]);
  });
});

describe("<crowd-text-ranking> in use", () => {
  test("a draft keeps what is ranked so far and says what is missing", async () => {
    const { form, widget } = await build();
    press("c");
    expect(form.answer).toEqual({ ordinalRankingDimensions: ranked([null, null, 1], [null, null, null]) });
    form.submit();
    await widget.updateComplete;
    expect(inShadow(widget, "[data-testid=message]").textContent).toContain("“Clarity”: A and B have no rank yet");
    const draft = form.answer;
    form.restore({});
    expect(form.answer).toEqual({});
    form.restore(draft);
    expect(form.answer).toEqual(draft);
  });

  test("= does nothing where ties are not allowed", async () => {
    const { form } = await build(`[{"name":"Tone","allowTie":false}]`);
    for (const key of ["a", "=", "b", "c"]) press(key);
    expect(form.answer).toEqual({ ordinalRankingDimensions: [{ name: "Tone", allowTie: false, responseRankings: [1, 2, 3] }] });
  });

  test("a letter takes its rank away again, Ctrl+Z brings it back", async () => {
    const { form } = await build(`["Tone"]`);
    for (const key of ["a", "b", "a"]) press(key);
    expect(form.answer).toMatchObject({ ordinalRankingDimensions: [{ responseRankings: [null, 1, null] }] });
    press("z", document.body, { ctrlKey: true });
    expect(form.answer).toMatchObject({ ordinalRankingDimensions: [{ responseRankings: [1, 2, null] }] });
  });

  test("a number chooses the dimension, arrows on a response move it, its button ranks it", async () => {
    const { form, widget } = await build();
    press("2");
    await rest();
    const board = () => widget.shadowRoot!.querySelectorAll(".board")[1]!;
    for (const letter of ["B", "A"]) {
      board().querySelector<HTMLElement>(`[aria-label^="Response ${letter},"]`)!.click();
      await rest();
    }
    press("ArrowUp", board().querySelector(`[aria-label="Response A"]`)!);
    expect(form.answer).toEqual({ ordinalRankingDimensions: ranked([null, null, null], [1, 2, null]) });
  });

  test("other responses set by a script begin anew", async () => {
    const { form, widget } = await build(`["Tone"]`);
    press("a");
    widget.responses = ["x", "y"];
    await rest();
    expect(form.answer).toEqual({});
    expect(widget.shadowRoot!.querySelectorAll(".response")).toHaveLength(2);
  });

  test("equal responses, and further dimensions, leave what is ranked", async () => {
    const { form, widget } = await build(`["Tone"]`);
    press("a");
    const before = form.answer;
    widget.responses = ["one", "two", "three"];
    widget.setAttribute("ordinal-ranking-dimensions", "['Tone']");
    await rest();
    expect(form.answer).toEqual(before);
    widget.ordinalRankingDimensions = ["Clarity", "Tone"];
    await rest();
    expect(form.answer).toMatchObject({ ordinalRankingDimensions: [{ responseRankings: [null, null, null] }, { responseRankings: [1, null, null] }] });
  });

  test("a draft waits for responses that a script sets later", async () => {
    const { form, widget } = await build();
    widget.responses = [];
    await rest();
    const draft = { ordinalRankingDimensions: ranked([1, 2], [2, 1]) };
    form.restore(draft);
    widget.responses = ["x", "y"];
    await rest();
    expect(form.answer).toEqual(draft);
    form.reset();
    widget.responses = ["v", "w"];
    await rest();
    expect(form.answer).toEqual({});
  });
});
