import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Connection } from "./connection";

/** The browser's end of a socket; the test is the server. */
class Line extends EventTarget {
  static readonly OPEN = 1;
  static readonly dialled: Line[] = [];
  readyState = 0;

  constructor(readonly address: string) {
    super();
    Line.dialled.push(this);
  }

  send(): void {}

  close(): void {}

  greet(): void {
    this.readyState = Line.OPEN;
    this.dispatchEvent(new Event("open"));
    this.dispatchEvent(new MessageEvent("message", { data: '{"type":"hello"}' }));
    this.dispatchEvent(new MessageEvent("message", { data: '{"type":"progress"}' }));
  }

  shut(code: number): void {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event("close"), { code, reason: "" }));
  }
}

const last = (): Line => Line.dialled.at(-1)!;

/** Milliseconds until the page dials again. */
function pause(): number {
  const before = Line.dialled.length;
  const began = performance.now();
  while (Line.dialled.length === before) {
    if (performance.now() - began > 60_000) throw new Error("the page does not come back");
    vi.advanceTimersByTime(10);
  }
  return performance.now() - began;
}

describe("a connection", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("WebSocket", Line);
    Line.dialled.length = 0;
    new Connection("ws://site/", { message: () => undefined, state: () => undefined }).start();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("waits longer each time when the server greets it and then closes", () => {
    const pauses = Array.from({ length: 8 }, () => {
      last().greet();
      last().shut(1013);
      return pause();
    });
    expect(pauses[0]).toBeLessThanOrEqual(410);
    expect(Math.min(...pauses.slice(5))).toBeGreaterThanOrEqual(5_000);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(10_010);
  });

  it("comes back quickly when a line that served for a while breaks", () => {
    for (let i = 0; i < 6; i++) {
      last().shut(1006);
      pause();
    }
    last().greet();
    vi.advanceTimersByTime(6_000);
    last().shut(1006);
    expect(pause()).toBeLessThanOrEqual(410);
  });

  it("does not count the time before a line was open", () => {
    for (let i = 0; i < 6; i++) {
      vi.advanceTimersByTime(20_000);
      last().shut(1006);
      pause();
    }
    last().shut(1006);
    expect(pause()).toBeGreaterThanOrEqual(5_000);
  });

  it("does not come back when it was shown out", () => {
    last().greet();
    last().shut(4403);
    vi.advanceTimersByTime(60_000);
    expect(Line.dialled).toHaveLength(1);
  });
});
