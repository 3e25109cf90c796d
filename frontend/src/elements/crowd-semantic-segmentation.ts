import { MaskWidget } from "../mask/mask-widget";
import type { Segment } from "../mask/segments";
import type { Fields } from "./attributes";

/**
 * `<crowd-semantic-segmentation>`: which label every pixel of the picture at `src` belongs to.
 *
 * Attributes: `header`, `labels`, `name`, `src`, `initial-value` (`{labelMappings: {<label>: {color}}, src}`, or a
 * consolidated mask's `{"internal-color-map", src}`). Answer: `{<name>: {inputImageProperties, labelMappings: {<label>:
 * {color}}, labeledImage: {pngImageData}, initialValueModified?}}`; only labels that were used.
 */
export class CrowdSemanticSegmentation extends MaskWidget {
  protected override segmentFor(label: string): Segment | null {
    return this.drawing.segments.of(label)[0] ?? null;
  }

  protected override placeOf(label: string): number {
    return this.labelNames.indexOf(label);
  }

  /** There is nothing to count: a label has pixels or it has none. */
  protected override countOf(): number {
    return 0;
  }

  protected override segmentFields(): Fields {
    const { used } = this.drawing;
    const inOrder = this.labelNames.flatMap((label) => used.filter((segment) => segment.label === label));
    return { labelMappings: Object.fromEntries(inOrder.map(({ label, colour }) => [label, { color: colour }])) };
  }

  protected override moreFields(): Fields {
    return this.initialValue === null ? {} : { initialValueModified: this.modified };
  }
}
