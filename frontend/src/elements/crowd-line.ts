import { LINE } from "../vector/kinds";
import { LineWidget } from "../vector/line-widget";

/**
 * `<crowd-line>`: straight lines between two points in the picture at `src`.
 *
 * Attributes: `header`, `initial-value` (`{lines: [{label, vertices: [{x, y}, {x, y}]}]}` or the list alone),
 * `label-colors`, `labels`, `name`, `src`.
 * Answer: `{<name>: {inputImageProperties: {height, width}, lines: [{label, vertices: [{x, y}, {x, y}]}],
 * initialValueModified?}}` in whole image pixels. Event: `change`.
 */
export class CrowdLine extends LineWidget {
  protected static override readonly kind = LINE;
  protected static override readonly list = "lines";
}
