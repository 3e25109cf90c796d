import { POLYLINE } from "../vector/kinds";
import { LineWidget } from "../vector/line-widget";

/**
 * `<crowd-polyline>`: lines of any number of points in the picture at `src`. Enter ends a line.
 *
 * Attributes: `header`, `initial-value` (`{polylines: [{label, vertices: [{x, y}, …]}]}` or the list alone),
 * `label-colors`, `labels`, `name`, `src`.
 * Answer: `{<name>: {inputImageProperties: {height, width}, polylines: [{label, vertices: [{x, y}, …]}],
 * initialValueModified?}}` in whole image pixels. Event: `change`.
 */
export class CrowdPolyline extends LineWidget {
  protected static override readonly kind = POLYLINE;
  protected static override readonly list = "polylines";
}
