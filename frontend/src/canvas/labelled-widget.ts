/** The base of widgets that draw with labels: the list of labels, which one is drawn, and which are hidden. */
import { nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { labelColour } from "../design/label-colours";
import { jsonAttribute, type Json } from "../elements/attributes";
import { textOf } from "../elements/categorizer";
import { PageWidget } from "../elements/page-widget";
import { LabelList } from "./label-list";
import { labelListStyles } from "./label-list-styles";

/** Of what carries a label that is not in the list. */
const UNKNOWN_COLOUR = "#8b93a5";

export abstract class LabelledWidget extends PageWidget {
  static override styles: CSSResultGroup[] = [PageWidget.styles, labelListStyles];

  /** What can be drawn. Setting it draws the list anew; what was drawn stays. */
  @property(jsonAttribute("array", "labels")) labels: Json[] = [];

  @state() private wantedLabel: string | null = null;
  @state() protected hiddenLabels: ReadonlySet<string> = new Set();

  protected readonly labelList: LabelList = new LabelList(this, {
    labels: () => this.labelNames,
    current: () => this.label,
    choose: (label) => this.chooseLabel(label),
    colourOf: (label) => this.colourOf(label),
    countOf: (label) => this.countOf(label),
    hidden: () => this.hiddenLabels,
    toggle: (label) => this.toggleLabel(label),
    under: (label) => this.underLabel(label),
  });

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has("labels") || changed.has("hiddenLabels")) this.redraw();
  }

  /** How often a label was drawn. */
  protected abstract countOf(label: string): number;

  /** Labels, colours or what is hidden changed: paint anew. */
  protected abstract redraw(): void;

  /** Another label is drawn now. */
  protected labelChosen(): void {}

  /** More in the column, under one label. */
  protected underLabel(_label: string): TemplateResult | typeof nothing {
    return nothing;
  }

  /** The labels' texts, without repetitions. */
  get labelNames(): string[] {
    return [...new Set((this.labels ?? []).map(textOf).filter((label): label is string => label !== null))];
  }

  /** The label that is drawn, `null` if there is none. */
  get label(): string | null {
    const names = this.labelNames;
    return this.wantedLabel !== null && names.includes(this.wantedLabel) ? this.wantedLabel : (names[0] ?? null);
  }

  /** For scripts that ask the original's store for a label's colour. */
  get store(): { getState: () => { label: { labels: Record<string, { color: string }> } } } {
    const labels = Object.fromEntries(this.labelNames.map((label) => [label, { color: this.colourOf(label) }]));
    return { getState: () => ({ label: { labels } }) };
  }

  colourOf(label: string): string {
    const at = this.labelNames.indexOf(label);
    return at < 0 ? UNKNOWN_COLOUR : labelColour(at);
  }

  isHidden(label: string): boolean {
    return this.hiddenLabels.has(label);
  }

  /** Choose as the worker would. */
  chooseLabel(label: string): void {
    this.wantedLabel = label;
    this.labelChosen();
  }

  toggleLabel(label: string): void {
    const hidden = new Set(this.hiddenLabels);
    if (!hidden.delete(label)) hidden.add(label);
    this.hiddenLabels = hidden;
  }

  /** Hide everything that is drawn, or show it all again. */
  toggleAll(): void {
    this.hiddenLabels = this.hiddenLabels.size > 0 ? new Set() : new Set(this.labelNames);
  }
}
