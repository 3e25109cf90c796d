import { describe, expect, test } from "vitest";
import type { PlumbTextTranslation } from "../src/elements/plumb-text-translation";
import { widgetContract } from "./contract";
import { inShadow, press, show } from "./stage";
import { writeInto } from "./writing";

widgetContract({
  tag: "plumb-text-translation",
  attributes: `text="The parcel came late." source-language="en" target-language="de"`,
  spellings: [["initial-value", "{text:'x'}", '{"text":"x"}']],
  initial: "{text: 'Das Paket kam spät.'}",
  complete: { text: "Das Paket kam spät." },
  keys: ["c"],
  byKeys: { text: "The parcel came late." },
  touches: [".writing-head button"],
  byTouches: { text: "The parcel came late." },
  hooks: ["textarea.writing", ".read"],
});

const build = (attributes: string) =>
  show<PlumbTextTranslation>(
    `<crowd-form><plumb-text-translation name="t" ${attributes}></plumb-text-translation></crowd-form>`, "plumb-text-translation",
  );

describe("languages", () => {
  test("are shown by name, set the language of both texts, and what is no tag stands for itself", async () => {
    const widget = await build(`text="x" source-language="ar" target-language="Old Klingon!"`);
    expect(inShadow(widget, "#original").textContent).toBe("Arabic");
    expect(inShadow(widget, ".read").lang).toBe("ar");
    expect(inShadow(widget, "label[for=writing]").textContent).toBe("Old Klingon!");
  });

  test("need not be given", async () => {
    const widget = await build(`text="x"`);
    expect(inShadow(widget, "#original").textContent).toBe("Original");
    expect(inShadow(widget, "label[for=writing]").textContent).toBe("Translation");
  });
});

test("copying the original never overwrites what was written", async () => {
  const widget = await build(`text="one"`);
  await writeInto(widget, "eins");
  press("c");
  expect(widget.value).toEqual({ text: "eins" });
});

test("the original is text, whatever it holds", async () => {
  const widget = await build(`text="&lt;img src=x onerror=alert(1)&gt;"`);
  expect(inShadow(widget, ".read").textContent).toBe("<img src=x onerror=alert(1)>");
  expect(widget.shadowRoot!.querySelector(".read img")).toBeNull();
});
