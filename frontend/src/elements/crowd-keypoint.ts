import { KEYPOINT } from "../vector/kinds";
import { labelOf, listOf, pointOf } from "../vector/reading";
import { VectorWidget, type Drawn } from "../vector/vector-widget";
import type { Fields, Json } from "./attributes";

/**
 * `<crowd-keypoint>`: points in the picture at `src`. A label may be used for many points.
 *
 * Attributes: `header`, `initial-value` (`[{label, x, y}]`; one whose label is not in `labels` is not drawn), `labels`,
 * `name`, `src`.
 * Answer: `{<name>: {inputImageProperties: {height, width}, keypoints: [{label, x, y}]}}` in whole image pixels.
 * Event: `change`.
 */
export class CrowdKeypoint extends VectorWidget {
  protected static override readonly kind = KEYPOINT;

  protected override read(value: Json | undefined): Drawn[] {
    return listOf(value, "keypoints").flatMap((item) => {
      const [label, point] = [labelOf(item), pointOf(item)];
      return label === null || point === null ? [] : [{ label, points: [point] }];
    });
  }

  protected override item({ label, points: [point] }: Drawn): Json {
    return { label, x: Math.round(point!.x), y: Math.round(point!.y) };
  }

  protected override compose(keypoints: Json[]): Fields {
    return { inputImageProperties: this.imageProperties, keypoints };
  }
}
