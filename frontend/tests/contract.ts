/**
 * The contract every full-page widget keeps. A widget's test calls `widgetContract` with its own sample; what is
 * particular to the widget is tested beside it.
 */
import { afterEach, beforeEach, describe, vi } from "vitest";
import { keepsNobodyOut } from "./contract/accessibility";
import { keepsItsAnswer } from "./contract/answers";
import { keepsItsAttributes } from "./contract/attributes";
import { Stand, type Sample } from "./contract/sample";
import { isUpgraded } from "./contract/upgrading";
import { isUndone, isWorkedByKeys, isWorkedByTouch } from "./contract/working";
import { standPicture } from "./pictures";

export type { Sample } from "./contract/sample";

export function widgetContract(sample: Sample): void {
  const stand = new Stand(sample);

  beforeEach(() => {
    if (sample.picture) standPicture(...sample.picture);
  });

  afterEach(() => {
    document.body.innerHTML = "";
    vi.unstubAllGlobals();
  });

  // Seconds where the machine is busy: axe, and answers that are files.
  vi.setConfig({ testTimeout: 30_000 });

  describe(`<${sample.tag}>`, () => {
    keepsItsAttributes(stand);
    keepsItsAnswer(stand);
    isWorkedByKeys(stand);
    isWorkedByTouch(stand);
    isUndone(stand);
    keepsNobodyOut(stand);
    isUpgraded(stand);
  });
}
