/** What classifiers of pictures add to those of anything: the picture, earlier labels over it, and a comment. */
import { nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { jsonAttribute, type Json } from "./attributes";
import type { Categorizer } from "./categorizer";
import { categoryPickerStyles } from "./category-picker-styles";
import { ClassifiedPicture, classifiedPictureStyles } from "./classified-picture";
import { PageWidget } from "./page-widget";
import type { RegionName } from "./regions";
import type { Shortcut } from "./shortcuts";
import { WorkerComment, workerCommentStyles } from "./worker-comment";

// A class that another one extends takes any arguments: TypeScript asks for exactly this form.
type Choosing = abstract new (...given: any[]) => Categorizer;

export const pictureClassifierStyles = [PageWidget.styles, categoryPickerStyles, ...classifiedPictureStyles, workerCommentStyles];

export const PICTURE_REGIONS: readonly RegionName[] = [...PageWidget.regionNames, "worker-comment"];

/** A classifier of one or of any number of categories, for pictures. */
export function ofPictures<Base extends Choosing>(base: Base) {
  abstract class PictureClassifier extends base {
    /** Address of the picture. */
    @property({ reflect: true, useDefault: true }) src = "";

    /** Earlier labels to draw over the picture. */
    @property(jsonAttribute("object", "overlay")) overlay: Json = null;

    readonly #picture = new ClassifiedPicture(this);
    readonly #comment = new WorkerComment(this, this.regions, () => {
      this.steps.goOn();
      this.noteChange();
    });

    protected override result(): Json {
      return this.#comment.addTo(super.result());
    }

    protected override begin(value: Json | undefined): void {
      super.begin(value);
      this.#comment.takeFrom(value);
    }

    protected override shortcuts(): Shortcut[] {
      return [...super.shortcuts(), ...this.#picture.shortcuts()];
    }

    protected override belowPicker(): TemplateResult | typeof nothing {
      return this.#comment.link();
    }

    protected override modals(): TemplateResult {
      return this.#comment.window();
    }

    protected override target(): TemplateResult {
      return this.#picture.render(this.overlay);
    }
  }
  return PictureClassifier;
}
