/** A sample of a widget, and the stand on which the contract's tests try it. */
import type { Json } from "../../src/elements/attributes";
import type { PageWidget } from "../../src/elements/page-widget";
import type { CrowdForm } from "../../src/form/crowd-form";
import { inShadow, press } from "../stage";
import type { Place } from "../drawing";

export interface Sample {
  readonly tag: string;
  /** Attributes as a template writes them, with `name="w"`. */
  readonly attributes: string;
  /** Key of the answer where the widget has one of its own and no `name`. */
  readonly key?: string;
  /** JSON attributes in other spellings, and as they read back. */
  readonly spellings: readonly (readonly [attribute: string, written: string, reads: string])[];
  /** What `initial-value` (or drawing) must be given for `complete`. */
  readonly initial: string | null;
  /** A complete answer under the widget's name. */
  readonly complete: Json;
  /** Another one, reached by these keys from an empty widget; a function writes where the keys have put the focus. */
  readonly keys: readonly (string | ((widget: PageWidget) => Promise<void>))[];
  readonly byKeys: Json;
  /** What a finger does in an empty widget: it taps controls (selectors in the shadow root) or places on the canvas, or more. */
  readonly touches: readonly (string | Place | ((widget: PageWidget) => void | Promise<void>))[];
  readonly byTouches: Json;
  /** The answer with the initial value untouched, where it is not `complete`. */
  readonly given?: Json;
  /** The answer of a drawing in which nothing is drawn; it may be submitted at the second try. */
  readonly empty?: Json;
  /** Stands without a `crowd-form` and brings its own. */
  readonly alone?: boolean;
  /** Size of the picture that is loaded from any address. */
  readonly picture?: readonly [width: number, height: number];
  /** Hooks that scripts look for in the shadow root. */
  readonly hooks: readonly string[];
}

export class Stand {
  readonly sample: Sample;

  constructor(sample: Sample) {
    this.sample = sample;
  }

  get tag(): string {
    return this.sample.tag;
  }

  /** The widget in its form, or alone. */
  markup(more = "", inside = ""): string {
    const { tag, attributes, alone } = this.sample;
    const widget = `<${tag} name="w" header="Do this" ${attributes} ${more}>${inside}</${tag}>`;
    return alone ? widget : `<crowd-form>${widget}</crowd-form>`;
  }

  get widget(): PageWidget {
    return document.querySelector<PageWidget>(this.tag)!;
  }

  get form(): CrowdForm {
    return (this.sample.alone ? this.widget.shadowRoot! : document).querySelector<CrowdForm>("crowd-form")!;
  }

  /** The whole answer, with this as the widget's part. */
  under(part: Json): { [key: string]: Json } {
    return { [this.sample.key ?? "w"]: part };
  }

  /** The answer of a widget that nobody has worked at. */
  get untouched(): { [key: string]: Json } {
    return this.sample.empty === undefined ? {} : this.under(this.sample.empty);
  }

  /** Those of the sample's keys that are pressed, without what is written between them. */
  get pressed(): string[] {
    return this.sample.keys.filter((key) => typeof key === "string");
  }

  /** Work by keys, as the sample says. */
  async workByKeys(): Promise<void> {
    for (const key of this.sample.keys) await (typeof key === "string" ? press(key) : key(this.widget));
    await this.widget.updateComplete;
  }

  part<T extends Element = HTMLElement>(selector: string): T {
    return inShadow<T>(this.widget, selector);
  }
}
