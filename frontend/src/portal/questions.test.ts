import { beforeEach, describe, expect, it } from "vitest";
import type { Prompt, ToFrame } from "./protocol";
import { Questions, type Asker } from "./questions";

const CLICK: Prompt = { picture: "/b/k", size: [4, 3], points: [[1, 2]], ground: [], box: null };
const BOX: Prompt = { ...CLICK, points: [], box: [0, 0, 2, 2] };
const LOOK: Prompt = { ...CLICK, points: [] };

describe("questions to the model", () => {
  let sent: [assignment: number, seq: number, number: number][];
  let told: [seq: number, mask: unknown, reason: string][];
  let up: boolean;
  let questions: Questions;

  beforeEach(() => {
    [sent, told, up] = [[], [], true];
    questions = new Questions(({ frame, seq }, number) => {
      if (up) sent.push([frame.assignment, seq, number]);
      return up;
    });
    questions.greeted();
  });

  function asker(assignment: number): Asker {
    return { assignment, tell: (said: ToFrame) => void (said.type === "segmented" && told.push([said.seq, said.mask, said.reason])) };
  }

  function ask(seq: number, prompt = CLICK, assignment = 1, frame = asker(assignment)): void {
    questions.ask({ frame, seq, prompt });
  }

  it("of a page that floods go out one at a time, and the newest follows", () => {
    for (let seq = 1; seq <= 100; seq++) ask(seq);
    expect(sent).toEqual([[1, 1, 1]]);
    questions.answered(1, 1, "mask", "");
    expect(sent).toEqual([[1, 1, 1], [1, 100, 2]]);
  });

  it("are each answered, those that others replaced too", () => {
    for (const seq of [1, 2, 3]) ask(seq);
    questions.answered(1, 1, "mask", "");
    questions.answered(1, 2, null, "It is dark.");
    expect(told).toEqual([[2, null, expect.stringContaining("asked after this")], [1, "mask", ""], [3, null, "It is dark."]]);
  });

  it.each([["click", CLICK], ["box", BOX]])("a look at a picture does not take a %s's place", (_, prompt) => {
    ask(1, LOOK);
    ask(2, prompt);
    ask(3, LOOK);
    expect(told.map(([seq]) => seq)).toEqual([3]);
    questions.answered(1, 1, null, "");
    expect(sent).toEqual([[1, 1, 1], [1, 2, 2]]);
  });

  it("take only the answer to what is under way", () => {
    ask(1);
    ask(2);
    questions.answered(1, 2, "mask", "");
    questions.answered(7, 1, "mask", "");
    questions.refused(7, "No.");
    expect([sent, told]).toEqual([[[1, 1, 1]], []]);
    questions.answered(1, 1, "mask", "");
    questions.answered(1, 1, "mask", "");
    expect(told).toEqual([[1, "mask", ""]]);
  });

  it("go on after one that was refused, with the server's words", () => {
    ask(1);
    ask(2, CLICK, 9);
    questions.refused(1, "Not this one.");
    expect(told).toEqual([[1, null, "Not this one."]]);
    expect(sent).toEqual([[1, 1, 1], [9, 2, 2]]);
  });

  it("are given up at once when the line breaks, and asked again when it is there", () => {
    ask(1);
    ask(2);
    up = false;
    questions.dropped();
    ask(3);
    expect(told).toEqual([1, 2, 3].map((seq) => [seq, null, expect.stringContaining("line is down")]));
    up = true;
    questions.greeted();
    ask(4);
    expect(sent.map(([, seq]) => seq)).toEqual([1, 4]);
  });

  it("wait for the server's greeting when the line is there again", () => {
    questions.dropped();
    ask(1);
    expect([sent, told]).toEqual([[], [[1, null, expect.stringContaining("line is down")]]]);
    questions.greeted();
    ask(2);
    expect(sent.map(([, seq]) => seq)).toEqual([2]);
  });

  it("of a page before it was loaded again are answered to nobody, and keep their place until they are", () => {
    const frame = asker(1);
    ask(1, CLICK, 1, frame);
    ask(2, CLICK, 1, frame);
    questions.forget(frame);
    ask(1, BOX, 1, frame);
    expect(sent).toEqual([[1, 1, 1]]);
    questions.answered(1, 1, "old", "");
    expect([sent.slice(1), told]).toEqual([[[1, 1, 2]], []]);
    questions.answered(1, 1, "old", "");
    questions.answered(1, 2, "new", "");
    expect(told).toEqual([[1, "new", ""]]);
  });

  it("of a page before it was loaded again are refused and given up to nobody", () => {
    const frame = asker(1);
    ask(1, CLICK, 1, frame);
    questions.forget(frame);
    questions.refused(1, "No.");
    ask(2, CLICK, 1, frame);
    questions.forget(frame);
    questions.dropped();
    expect(told).toEqual([]);
  });

  it("of another frame are not forgotten", () => {
    ask(1);
    ask(2, CLICK, 9);
    questions.forget(asker(1));
    questions.answered(1, 1, "mask", "");
    questions.answered(9, 2, "mask", "");
    expect(told.map(([seq]) => seq)).toEqual([1, 2]);
  });
});
