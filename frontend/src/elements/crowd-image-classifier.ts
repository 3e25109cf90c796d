import { Classifier } from "./classifier";
import { ofPictures, PICTURE_REGIONS, pictureClassifierStyles } from "./picture-classifier";

/**
 * `<crowd-image-classifier>`: one category for the picture at `src`.
 *
 * Attributes: `categories`, `header`, `name`, `src`, `overlay` (earlier boxes or masks to judge), `initial-value`.
 * Answer: `{<name>: {label: "<category>", workerComment?: "<text>"}}`. Event: `change`.
 */
export class CrowdImageClassifier extends ofPictures(Classifier) {
  static override styles = pictureClassifierStyles;

  static override regionNames = PICTURE_REGIONS;
}
