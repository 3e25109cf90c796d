import { html, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import type { CanvasKey } from "../canvas/canvas-keys";
import { icon } from "../design/icons";
import type { Fields, Json } from "./attributes";
import { MaskWidget } from "../mask/mask-widget";
import type { Segment } from "../mask/segments";

/**
 * `<crowd-instance-segmentation>`: which thing every pixel of the picture at `src` belongs to; things of one label are
 * told apart by their colours.
 *
 * Attributes: `header`, `labels`, `name`, `src`, `initial-value` (`{instances: [{color, label}], src}`).
 * Answer: `{<name>: {inputImageProperties, instances: [{color, label}], labeledImage: {pngImageData}}}`.
 */
export class CrowdInstanceSegmentation extends MaskWidget {
  /** The instance in hand, by its index. */
  @state() private current = 0;
  /** Instances that were taken away. One whose pixels come back by undo is there again. */
  @state() private gone: ReadonlySet<number> = new Set();

  /** The instances of a label that are there: drawn, or added to be drawn. */
  #instances(label: string): Segment[] {
    return this.drawing.segments.of(label).filter((segment) => !this.gone.has(segment.index) || this.drawing.count(segment) > 0);
  }

  protected override segmentFor(label: string): Segment | null {
    const instances = this.#instances(label);
    return instances.find(({ index }) => index === this.current) ?? instances.at(-1) ?? null;
  }

  /** Every instance begins further on in the list, and labels that have none yet stand in line for the next ones. */
  protected override placeOf(label: string): number {
    const { segments } = this.drawing;
    const before = this.labelNames.slice(0, this.labelNames.indexOf(label));
    return segments.all.length + before.filter((other) => segments.of(other).length === 0).length;
  }

  protected override newSegment(label: string): Segment | null {
    const segment = super.newSegment(label);
    if (segment) this.current = segment.index;
    return segment;
  }

  protected override countOf(label: string): number {
    return this.drawing.used.filter((segment) => segment.label === label).length;
  }

  protected override segmentFields(): Fields {
    return { instances: this.drawing.used.map(({ colour, label }) => ({ color: colour, label })) };
  }

  protected override take(value: Json | undefined): void {
    this.gone = new Set();
    this.current = 0;
    super.take(value);
  }

  protected override canvasKeys(): CanvasKey[] {
    return [...super.canvasKeys(), { keys: "n", label: "Add an instance of the label", run: () => this.#add(this.label) }];
  }

  #add(label: string | null): void {
    if (label === null) return;
    this.chooseLabel(label);
    this.newSegment(label);
  }

  #choose(segment: Segment): void {
    this.current = segment.index;
    this.chooseLabel(segment.label);
  }

  /** Its pixels belong to nothing then; undo brings them back. */
  #remove({ index }: Segment): void {
    this.gone = new Set([...this.gone, index]);
    this.drawing.replace(index, 0);
    this.drawing.commit();
  }

  protected override underLabel(label: string): TemplateResult {
    const chosen = this.label === label ? this.segmentFor(label) : null;
    return html`
      <div class="instances ${this.label === label ? "current" : ""}">
        ${this.#instances(label).map((segment, at) => this.#line(segment, at + 1, segment === chosen))}
        <button type="button" class="link add-instance" @click=${() => this.#add(label)}>${icon("plus", 16)}Add instance</button>
      </div>
    `;
  }

  #line(segment: Segment, number: number, chosen: boolean): TemplateResult {
    return html`
      <div class="instance ${chosen ? "selected" : ""}" style="--swatch: ${segment.colour}">
        <button type="button" class="choice" aria-pressed=${chosen ? "true" : "false"} @click=${() => this.#choose(segment)}>
          <i></i><span dir="auto">${segment.label} ${number}</span>
        </button>
        <button type="button" class="remove" aria-label="Remove ${segment.label} ${number}" title="Remove" @click=${() => this.#remove(segment)}>
          ${icon("trash", 18)}
        </button>
      </div>
    `;
  }
}
