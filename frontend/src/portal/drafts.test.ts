import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Drafts } from "./drafts";

describe("drafts", () => {
  const sent: [number, unknown, number, number][] = [];
  let up = true;
  let drafts: Drafts;

  beforeEach(() => {
    vi.useFakeTimers();
    sent.length = 0;
    up = true;
    const began = performance.now();
    drafts = new Drafts((assignment, answer, seq) => {
      if (up) sent.push([assignment, answer, seq, performance.now() - began]);
      return up;
    });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("go out at most once a second, and the newest within a second", () => {
    for (let i = 0; i < 50; i++) {
      drafts.changed(1, { i });
      vi.advanceTimersByTime(100);
    }
    vi.advanceTimersByTime(1_000);
    expect(sent.length).toBeLessThanOrEqual(7);
    expect(sent.at(-1)?.[1]).toEqual({ i: 49 });
    const gaps = sent.slice(1).map((one, i) => one[3] - sent[i]![3]);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
  });

  it("are kept while the line is down, the newest only", () => {
    up = false;
    drafts.changed(1, { a: 1 });
    vi.advanceTimersByTime(2_000);
    drafts.changed(1, { a: 2 });
    vi.advanceTimersByTime(2_000);
    up = true;
    drafts.flush();
    expect(sent.map((one) => one[1])).toEqual([{ a: 2 }]);
  });

  it("of an item that was submitted are not sent any more", () => {
    drafts.changed(1, { a: 1 });
    drafts.forget(1);
    vi.advanceTimersByTime(2_000);
    expect(sent).toEqual([]);
  });
});
