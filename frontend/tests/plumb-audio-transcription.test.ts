import { describe, expect, test, vi } from "vitest";
import type { PlumbAudioTranscription } from "../src/elements/plumb-audio-transcription";
import { widgetContract } from "./contract";
import { Waveform } from "./recording";
import { inShadow, press, rest, show } from "./stage";
import { leave, writeInto } from "./writing";

vi.mock("../src/audio/waveform", () => import("./recording"));

widgetContract({
  tag: "plumb-audio-transcription",
  attributes: `src="a.wav" labels='["Ann","Bo"]'`,
  spellings: [
    ["labels", "['a', 'b',]", '["a","b"]'],
    ["initial-value", "{segments:[]}", '{"segments":[]}'],
  ],
  initial: "{segments: [{start: 0, end: 2, text: 'Hi.'}, {start: 2, end: 3.5, label: 'Bo', text: 'Hello.'}]}",
  complete: { text: "Hi.\nHello.", segments: [{ start: 0, end: 2, text: "Hi." }, { start: 2, end: 3.5, label: "Bo", text: "Hello." }] },
  keys: ["n"],
  byKeys: { text: "", segments: [] },
  touches: [".none-button"],
  byTouches: { text: "", segments: [] },
  hooks: [".wave", "#play", ".rows"],
});

async function build(attributes = "", duration = 10): Promise<PlumbAudioTranscription> {
  const widget = await show<PlumbAudioTranscription>(
    `<crowd-form><plumb-audio-transcription name="t" src="a.wav" ${attributes}></plumb-audio-transcription></crowd-form>`, "plumb-audio-transcription",
  );
  Waveform.last.come(duration);
  await rest();
  return widget;
}
const second = ".segment:nth-of-type(2) textarea";

test("the recording begins as one part, which alone is no answer", async () => {
  const widget = await build();
  expect(widget.answer()).toEqual({});
  await writeInto(widget, "All of it.");
  expect(widget.value).toEqual({ text: "All of it.", segments: [{ start: 0, end: 10, text: "All of it." }] });
  expect(Waveform.last.parts).toBe(true);
});

test("a draft that was there before the file came stays", async () => {
  const widget = await show<PlumbAudioTranscription>(
    `<crowd-form><plumb-audio-transcription name="t" src="b.wav"></plumb-audio-transcription></crowd-form>`, "plumb-audio-transcription",
  );
  widget.restore({ t: { text: "x", segments: [{ start: 1, end: 2, text: "x" }] } });
  Waveform.last.come(10);
  await rest();
  expect(widget.value).toEqual({ text: "x", segments: [{ start: 1, end: 2, text: "x" }] });
});

test.each([
  ["a reset", (widget: PlumbAudioTranscription) => widget.reset()],
  ["a draft without its part", (widget: PlumbAudioTranscription) => widget.restore({ other: 1 })],
])("after %s there is one part to write in again", async (_, begin) => {
  const widget = await build();
  await writeInto(widget, "All of it.");
  begin(widget);
  await rest();
  expect(widget.answer()).toEqual({});
  await writeInto(widget, "Anew.");
  expect(widget.value).toEqual({ text: "Anew.", segments: [{ start: 0, end: 10, text: "Anew." }] });
});

describe("cutting and joining", () => {
  test("Ctrl+Enter cuts at the playhead and goes on writing in the new part", async () => {
    const widget = await build();
    await writeInto(widget, "One.");
    Waveform.last.seek(4.5);
    press("Enter", inShadow(widget, "textarea"), { ctrlKey: true });
    await rest();
    expect(widget.shadowRoot!.activeElement).toBe(inShadow(widget, second));
    await writeInto(widget, "Two.", second);
    expect(widget.value).toEqual({
      text: "One.\nTwo.",
      segments: [{ start: 0, end: 4.5, text: "One." }, { start: 4.5, end: 10, text: "Two." }],
    });
  });

  test("joining puts texts and times together", async () => {
    const widget = await build();
    widget.restore({ t: { segments: [{ start: 0, end: 2, text: "One." }, { start: 2, end: 5, label: "Bo", text: "Two." }] } });
    widget.choose(2);
    press("j");
    expect(widget.value).toEqual({ text: "One. Two.", segments: [{ start: 0, end: 5, label: "Bo", text: "One. Two." }] });
    press("z", document.body, { ctrlKey: true });
    expect((widget.value as { segments: unknown[] }).segments).toHaveLength(2);
  });

  test("an empty part is named by its number", async () => {
    const widget = await build();
    await writeInto(widget, "One.");
    Waveform.last.seek(4);
    press("x");
    expect(widget.validate()).toBe(false);
    await widget.updateComplete;
    expect(inShadow(widget, "[data-testid=message]").textContent).toContain("Segment 2 has no text");
  });
});

describe("writing", () => {
  test("is one step of undo for each time that a field is left", async () => {
    const widget = await build();
    for (const text of ["O", "On", "One"]) await writeInto(widget, text);
    await leave(widget);
    await writeInto(widget, "One two");
    await leave(widget);
    press("z", document.body, { ctrlKey: true });
    expect(widget.value).toMatchObject({ text: "One" });
    press("z", document.body, { ctrlKey: true });
    expect(widget.answer()).toEqual({});
  });

  test("goes on while the recording plays", async () => {
    const widget = await build();
    const field = inShadow(widget, "textarea");
    press(" ", field, { ctrlKey: true });
    expect(Waveform.last.playing).toBe(true);
    Waveform.last.seek(5);
    press("b", field, { ctrlKey: true });
    expect(Waveform.last.time).toBe(3);
    press(" ", field);
    expect(Waveform.last.playing).toBe(true);
  });

  test("no speech cannot be said of a recording that has text", async () => {
    const widget = await build();
    await writeInto(widget, "One.");
    press("n");
    expect(widget.value).toMatchObject({ text: "One." });
  });
});
