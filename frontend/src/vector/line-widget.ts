/** What widgets of open lines share: colours given by the template, and whether its drawing was changed. */
import type { PropertyValues } from "lit";
import { property } from "lit/decorators.js";
import { jsonAttribute, type Fields, type Json } from "../elements/attributes";
import type { Kind } from "./kinds";
import { readPaths, writePath } from "./reading";
import { VectorWidget, type Drawn } from "./vector-widget";

const HEX = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;

export abstract class LineWidget extends VectorWidget {
  /** Key of the list of lines in answers. */
  protected static readonly list: string;

  /** Colours of the labels, in their order, as `#rgb` or `#rrggbb`; labels without one get ours. */
  @property(jsonAttribute("array", "label-colors")) labelColors: Json[] = [];

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has("labelColors")) this.redraw();
  }

  override colourOf(label: string): string {
    const given = (this.labelColors ?? [])[this.labelNames.indexOf(label)];
    return typeof given === "string" && HEX.test(given) ? sixDigits(given) : super.colourOf(label);
  }

  get #list(): string {
    return (this.constructor as typeof LineWidget).list;
  }

  get #kind(): Kind {
    return (this.constructor as typeof LineWidget).kind;
  }

  protected override read(value: Json | undefined): Drawn[] {
    return readPaths(value, this.#list, this.#kind);
  }

  protected override item(shape: Drawn): Json {
    return writePath(shape);
  }

  protected override compose(lines: Json[]): Fields {
    const { initialValueModified } = this;
    return {
      inputImageProperties: this.imageProperties,
      [this.#list]: lines,
      ...(initialValueModified === undefined ? {} : { initialValueModified }),
    };
  }
}

function sixDigits(colour: string): string {
  const hex = colour.slice(1).toLowerCase();
  return `#${hex.length === 3 ? [...hex].map((digit) => digit + digit).join("") : hex}`;
}
