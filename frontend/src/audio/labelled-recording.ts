/** The base of tools that give segments of a recording labels: the list of labels, which one is in hand, which are hidden. */
import { nothing, type CSSResultGroup, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { LabelList } from "../canvas/label-list";
import { labelListStyles } from "../canvas/label-list-styles";
import { labelColour } from "../design/label-colours";
import { jsonAttribute, textsOf, type Json } from "../elements/attributes";
import { PageWidget } from "../elements/page-widget";
import { PlumbWidget } from "../elements/plumb-widget";

/** Of segments without a label, or with one that is not in the list. */
const NO_LABEL = "#8b93a5";

export abstract class LabelledRecording extends PlumbWidget {
  static override styles: CSSResultGroup[] = [PageWidget.styles, labelListStyles];

  /** What a segment can be, or who speaks in it; there may be none. */
  @property(jsonAttribute("array", "labels")) labels: Json[] = [];

  @state() private current: string | null = null;
  @state() private hiddenLabels: ReadonlySet<string> = new Set();

  protected readonly labelList: LabelList = new LabelList(this, {
    labels: () => textsOf(this.labels),
    current: () => this.label,
    choose: (label) => this.chooseLabel(label),
    colourOf: (label) => this.colourOf(label),
    countOf: (label) => this.countOf(label),
    hidden: () => this.hiddenLabels,
    toggle: (label) => this.toggleLabel(label),
    under: () => nothing,
  });

  /** How many segments have this label. */
  protected abstract countOf(label: string): number;

  /** The label of the next segment, `null` if there are no labels. */
  get label(): string | null {
    const names = textsOf(this.labels);
    return this.current !== null && names.includes(this.current) ? this.current : (names[0] ?? null);
  }

  protected colourOf(label: string | null): string {
    const place = label === null ? -1 : textsOf(this.labels).indexOf(label);
    return place < 0 ? NO_LABEL : labelColour(place);
  }

  protected isHidden(label: string): boolean {
    return this.hiddenLabels.has(label);
  }

  /** Take a label in hand as the worker would. */
  chooseLabel(label: string): void {
    this.current = label;
  }

  toggleLabel(label: string): void {
    const hidden = new Set(this.hiddenLabels);
    if (!hidden.delete(label)) hidden.add(label);
    this.hiddenLabels = hidden;
  }

  protected override side(): TemplateResult | undefined {
    return textsOf(this.labels).length > 0 ? this.labelList.render() : undefined;
  }
}
