import { BOX, boxOf } from "../vector/kinds";
import { labelOf, listOf, numberOf } from "../vector/reading";
import { VectorWidget, type Drawn } from "../vector/vector-widget";
import { fieldsOf, type Fields, type Json } from "./attributes";

/**
 * `<crowd-bounding-box>`: boxes around things in the picture at `src`.
 *
 * Attributes: `header`, `initial-value` (`[{height, label, left, top, width}]`), `labels`, `name`, `src`.
 * Answer: `{<name>: {boundingBoxes: [{height, label, left, top, width}], inputImageProperties: {height, width},
 * initialValueModified?}}` in whole image pixels. Event: `change`.
 */
export class CrowdBoundingBox extends VectorWidget {
  protected static override readonly kind = BOX;

  protected override read(value: Json | undefined): Drawn[] {
    return listOf(value, "boundingBoxes").flatMap((item) => readBox(item) ?? []);
  }

  protected override item({ label, points: [from, to] }: Drawn): Json {
    const [left, top] = [Math.round(from!.x), Math.round(from!.y)];
    return { height: Math.round(to!.y) - top, label, left, top, width: Math.round(to!.x) - left };
  }

  protected override compose(boundingBoxes: Json[]): Fields {
    const { initialValueModified } = this;
    return {
      boundingBoxes,
      inputImageProperties: this.imageProperties,
      ...(initialValueModified === undefined ? {} : { initialValueModified }),
    };
  }
}

function readBox(value: Json): Drawn | null {
  const fields = fieldsOf(value);
  const [left, top, width, height] = [fields.left, fields.top, fields.width, fields.height].map(numberOf);
  const label = labelOf(value);
  if (label === null || left == null || top == null || width == null || height == null) return null;
  return { label, points: boxOf({ x: left, y: top }, { x: left + width, y: top + height }) };
}
