import { MultiClassifier } from "./multi-classifier";
import { ofPictures, PICTURE_REGIONS, pictureClassifierStyles } from "./picture-classifier";

/**
 * `<crowd-image-classifier-multi-select>`: any number of categories for the picture at `src`.
 *
 * Attributes: `categories`, `header`, `name`, `src`, `exclusion-category` (`{ text: '…' }`), `overlay`, `initial-value`.
 * Answer: `{<name>: {labels: ["<category>", …], workerComment?: "<text>"}}`, labels `[]` for the exclusion. Event: `change`.
 */
export class CrowdImageClassifierMultiSelect extends ofPictures(MultiClassifier) {
  static override styles = pictureClassifierStyles;

  static override regionNames = PICTURE_REGIONS;
}
