import { describe, expect, test, vi } from "vitest";
import type { PlumbAudioSegments } from "../src/elements/plumb-audio-segments";
import { widgetContract } from "./contract";
import { Waveform } from "./recording";
import { inShadow, press, rest, show } from "./stage";

vi.mock("../src/audio/waveform", () => import("./recording"));

widgetContract({
  tag: "plumb-audio-segments",
  attributes: `src="a.wav" labels='["speech","music"]'`,
  spellings: [
    ["labels", "['a', 'b',]", '["a","b"]'],
    ["initial-value", "{segments:[]}", '{"segments":[]}'],
  ],
  initial: "{segments: [{start: 0.5, end: 1.25, label: 'speech'}, {start: 1, end: 2, label: 'music'}]}",
  complete: { segments: [{ start: 0.5, end: 1.25, label: "speech" }, { start: 1, end: 2, label: "music" }] },
  keys: ["n"],
  byKeys: { segments: [] },
  touches: [".none-button"],
  byTouches: { segments: [] },
  hooks: [".wave", "#play", ".rows", ".labels"],
});

async function build(attributes = "", duration = 10): Promise<PlumbAudioSegments> {
  const widget = await show<PlumbAudioSegments>(
    `<crowd-form><plumb-audio-segments name="s" src="a.wav?signature=1" labels='["speech","music"]' ${attributes}></plumb-audio-segments></crowd-form>`,
    "plumb-audio-segments",
  );
  Waveform.last.come(duration);
  await rest();
  return widget;
}
const spans = (widget: PlumbAudioSegments) =>
  ((widget.value as { segments: { start: number; end: number; label: string }[] } | null)?.segments ?? []).map(({ start, end, label }) => `${start}-${end} ${label}`);

test("Enter submits also while a segment that was just drawn swallows the clicks of the page", async () => {
  const widget = await build();
  const submitted = vi.fn();
  document.addEventListener("crowd-submitted", submitted, { once: true });
  const swallow = (event: Event): void => event.stopPropagation();
  document.addEventListener("click", swallow, { capture: true });
  setTimeout(() => document.removeEventListener("click", swallow, { capture: true }), 10);
  widget.add(2, 4);
  await rest();
  press("Enter");
  await vi.waitFor(() => expect(submitted).toHaveBeenCalledOnce());
  document.removeEventListener("crowd-submitted", submitted);
});

describe("marking by keys alone", () => {
  test("b begins and ends at the playhead, digits give the label", async () => {
    const widget = await build();
    Waveform.last.seek(1.2345);
    press("b");
    for (let jump = 0; jump < 2; jump += 1) press("ArrowRight");
    press("b");
    press("2");
    expect(spans(widget)).toEqual(["1.235-5.235 music"]);
    press("b");
    Waveform.last.seek(2);
    press("b");
    expect(spans(widget)).toEqual(["1.235-5.235 music", "2-5.235 music"]);
  });

  test("edges move to the playhead and never cross", async () => {
    const widget = await build();
    widget.add(2, 4);
    Waveform.last.seek(3);
    press("[");
    expect(spans(widget)).toEqual(["3-4 speech"]);
    Waveform.last.seek(1);
    press("]");
    expect(spans(widget)).toEqual(["3-3.01 speech"]);
  });

  test("arrows walk through the segments and take the playhead along", async () => {
    const widget = await build();
    widget.add(5, 6);
    widget.add(1, 2);
    widget.choose(null);
    press("ArrowDown");
    expect(Waveform.last.time).toBe(1);
    press("ArrowDown");
    press("ArrowDown");
    expect(Waveform.last.time).toBe(5);
    press("Delete");
    expect(spans(widget)).toEqual(["1-2 speech"]);
  });

  test("x cuts the segment under the playhead", async () => {
    const widget = await build();
    widget.add(1, 5);
    Waveform.last.seek(2.5);
    press("x");
    expect(spans(widget)).toEqual(["1-2.5 speech", "2.5-5 speech"]);
    Waveform.last.seek(9);
    press("x");
    expect(spans(widget)).toHaveLength(2);
  });

  test("fine steps are a tenth of a second", async () => {
    await build();
    Waveform.last.seek(1);
    press("ArrowRight", document.body, { shiftKey: true });
    expect(Waveform.last.time).toBeCloseTo(1.1);
    press("ArrowLeft");
    expect(Waveform.last.time).toBe(0);
  });
});

describe("marking with a pointer", () => {
  test("a drawn segment has the label in hand and is chosen; dragging rounds to milliseconds", async () => {
    const widget = await build();
    press("2");
    Waveform.last.events.drawn(1.00049, 2.7);
    await widget.updateComplete;
    const [shown] = Waveform.last.shown;
    expect(shown).toMatchObject({ start: 1, end: 2.7, title: "music", chosen: true });
    Waveform.last.events.dragged(shown!.id, 0.12345, 99);
    expect(spans(widget)).toEqual(["0.123-10 music"]);
  });

  test("a click chooses the shortest segment there, a click beside them none", async () => {
    const widget = await build();
    widget.add(1, 5);
    widget.add(2, 3);
    Waveform.last.events.clicked(2.5);
    await widget.updateComplete;
    expect(Waveform.last.shown.find(({ chosen }) => chosen)?.start).toBe(2);
    Waveform.last.events.clicked(8);
    await widget.updateComplete;
    expect(Waveform.last.shown.some(({ chosen }) => chosen)).toBe(false);
  });

  test("with Shift a new one is drawn over the chosen one", async () => {
    await build();
    window.dispatchEvent(new KeyboardEvent("keydown", { key: "Shift", shiftKey: true }));
    await rest();
    expect(Waveform.last.over).toBe(true);
    window.dispatchEvent(new KeyboardEvent("keyup", { key: "Shift" }));
    await rest();
    expect(Waveform.last.over).toBe(false);
  });

  test("times can be typed", async () => {
    const widget = await build();
    widget.add(1, 2);
    await widget.updateComplete;
    const end = inShadow<HTMLInputElement>(widget, "[aria-label='End in seconds']");
    end.value = "3.5";
    end.dispatchEvent(new Event("change", { bubbles: true }));
    expect(spans(widget)).toEqual(["1-3.5 speech"]);
  });

  test("a label that is hidden hides its segments, and they stay in the answer", async () => {
    const widget = await build();
    widget.add(1, 2);
    widget.toggleLabel("speech");
    await widget.updateComplete;
    expect(Waveform.last.shown).toEqual([]);
    expect(spans(widget)).toEqual(["1-2 speech"]);
  });
});

describe("undo", () => {
  test("goes back over everything, one step at a time, and forth again", async () => {
    const widget = await build();
    widget.add(1, 2);
    press("2");
    press("Delete");
    expect(widget.answer()).toEqual({});
    press("z", document.body, { ctrlKey: true });
    expect(spans(widget)).toEqual(["1-2 music"]);
    press("z", document.body, { ctrlKey: true });
    expect(spans(widget)).toEqual(["1-2 speech"]);
    press("Z", document.body, { ctrlKey: true, shiftKey: true });
    expect(spans(widget)).toEqual(["1-2 music"]);
  });
});

describe("playing", () => {
  test("Space plays and pauses, but not on a button, which has its own Space", async () => {
    const widget = await build();
    press(" ");
    expect(Waveform.last.playing).toBe(true);
    press(" ", inShadow(widget, "#loop"));
    expect(Waveform.last.playing).toBe(true);
    press(" ");
    expect(Waveform.last.playing).toBe(false);
  });

  test("speeds go from 0.5 to 2 and no further", async () => {
    await build();
    for (let step = 0; step < 9; step += 1) press(".");
    expect(Waveform.last.rate).toBe(2);
    for (let step = 0; step < 9; step += 1) press(",");
    expect(Waveform.last.rate).toBe(0.5);
  });

  test("a loop repeats the chosen segment, or everything", async () => {
    const widget = await build();
    widget.add(2, 4);
    press("l");
    press(" ");
    Waveform.last.time = 4.01;
    Waveform.last.events.moved(4.01);
    expect(Waveform.last.time).toBe(2);
    widget.choose(null);
    Waveform.last.playing = false;
    Waveform.last.events.played(false);
    Waveform.last.asked.length = 0;
    Waveform.last.events.finished();
    expect(Waveform.last.asked).toEqual(["play"]);
  });

  test("a recording that cannot be loaded is told without the signature, and can be tried again", async () => {
    const widget = await build();
    const heard: unknown[] = [];
    document.addEventListener("crowd-problem", (event) => heard.push((event as CustomEvent).detail), { once: true });
    const before = Waveform.last;
    before.events.failed();
    await widget.updateComplete;
    expect(heard).toEqual(["The recording could not be loaded: a.wav"]);
    inShadow(widget, ".broken button").click();
    expect(Waveform.last).not.toBe(before);
    expect(before.closed).toBe(true);
  });
});

test("nothing to mark is gone once something is marked", async () => {
  const widget = await build();
  press("n");
  expect(widget.answer()).toEqual({ s: { segments: [] } });
  widget.add(1, 2);
  expect(spans(widget)).toEqual(["1-2 speech"]);
  press("n");
  expect(spans(widget)).toEqual(["1-2 speech"]);
});

test("segments without times, or that end before they begin, are left out of a draft", async () => {
  const widget = await build();
  widget.restore({ s: { segments: [{ start: 2, end: 1 }, { start: "0", end: 1 }, null, { start: 1, end: 2, label: 5 }] } });
  expect(widget.value).toEqual({ segments: [{ start: 1, end: 2 }] });
});
