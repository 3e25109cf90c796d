import { describe, expect, test } from "vitest";
import type { CrowdRekognitionDetectModerationLabels } from "../src/elements/crowd-rekognition-detect-moderation-labels";
import { widgetContract } from "./contract";
import { inShadow, press, show } from "./stage";

const KEY = "AWS/Rekognition/DetectModerationLabels/Image/V3";

widgetContract({
  tag: "crowd-rekognition-detect-moderation-labels",
  key: KEY,
  attributes: `src="about:blank" categories="[{name:'Nudity',parentName:'Explicit'}, {name:'Weapons',parentName:'Violence'}, 'Smoking',]"`,
  spellings: [
    ["categories", "[{name: 'A', parentName: ''}, 'b',]", '[{"name":"A","parentName":""},"b"]'],
    ["exclusion-category", "{ text: 'None' }", '{"text":"None"}'],
  ],
  initial: "['Weapons','Smoking']",
  complete: { ModerationLabels: [{ name: "Weapons", parentName: "Violence" }, "Smoking"] },
  keys: ["3", "1"],
  byKeys: { ModerationLabels: [{ name: "Nudity", parentName: "Explicit" }, "Smoking"] },
  touches: ["[data-testid=Smoking]"],
  byTouches: { ModerationLabels: ["Smoking"] },
  hooks: [".annotation-area .category-picker-wrapper", 'button.category-button[data-testid="Weapons"]'],
});

const build = (attributes = "") =>
  show<CrowdRekognitionDetectModerationLabels>(
    `<crowd-form><crowd-rekognition-detect-moderation-labels categories="[{name:'Nudity'},{name:'Weapons'}]" ${attributes}></crowd-rekognition-detect-moderation-labels></crowd-form>`,
    "crowd-rekognition-detect-moderation-labels",
  );

describe("categories", () => {
  test("are shown by name and come back whole", async () => {
    const widget = await build();
    const buttons = [...widget.shadowRoot!.querySelectorAll(".category-label")].map((label) => label.textContent);
    expect(buttons).toEqual(["Nudity", "Weapons"]);
    inShadow(widget, '[data-testid="Weapons"]').click();
    expect(widget.value).toEqual({ ModerationLabels: [{ name: "Weapons" }] });
  });

  test("are read from answers of either spelling", async () => {
    const widget = await build();
    widget.restore({ [KEY]: { moderationLabels: [{ name: "Nudity" }] } });
    expect(widget.answer()).toEqual({ [KEY]: { ModerationLabels: [{ name: "Nudity" }] } });
  });
});

test("the exclusion gives an empty list, also after a reload", async () => {
  const widget = await build(`exclusion-category="{ text: 'None' }"`);
  press("1");
  press("3");
  expect(widget.answer()).toEqual({ [KEY]: { ModerationLabels: [] } });
  const answer = widget.answer();
  widget.restore({});
  expect(widget.answer()).toEqual({});
  widget.restore(answer);
  expect(widget.answer()).toEqual({ [KEY]: { ModerationLabels: [] } });
});
