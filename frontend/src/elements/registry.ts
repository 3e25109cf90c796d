/**
 * The one table of elements: tag → where its class is. A tool is loaded only when a template uses its tag.
 *
 * To add an element: write its module (export the class under the name given here) and add its line.
 */

export type ElementClass = CustomElementConstructor;

/**
 * In the order in which they are defined: `crowd-form` moves its children into its light form, and they should see
 * that move before their own upgrade, not as a disconnect after it.
 */
export const LOADERS: ReadonlyMap<string, () => Promise<ElementClass>> = new Map<string, () => Promise<ElementClass>>([
  ["crowd-form", async () => (await import("../form/crowd-form")).CrowdForm],
  ["crowd-button", async () => (await import("./crowd-button")).CrowdButton],
  ["crowd-alert", async () => (await import("./crowd-alert")).CrowdAlert],
  ["crowd-classifier", async () => (await import("./crowd-classifier")).CrowdClassifier],
  ["crowd-classifier-multi-select", async () => (await import("./crowd-classifier-multi-select")).CrowdClassifierMultiSelect],
  [
    "crowd-image-classifier-multi-select",
    async () => (await import("./crowd-image-classifier-multi-select")).CrowdImageClassifierMultiSelect,
  ],
  [
    "crowd-rekognition-detect-moderation-labels",
    async () => (await import("./crowd-rekognition-detect-moderation-labels")).CrowdRekognitionDetectModerationLabels,
  ],
  ["crowd-image-classifier", async () => (await import("./crowd-image-classifier")).CrowdImageClassifier],
  ["plumb-image-caption", async () => (await import("./plumb-image-caption")).PlumbImageCaption],
  ["plumb-preference", async () => (await import("./plumb-preference")).PlumbPreference],
  ["plumb-response-rating", async () => (await import("./plumb-response-rating")).PlumbResponseRating],
  ["plumb-text-correction", async () => (await import("./plumb-text-correction")).PlumbTextCorrection],
  ["plumb-text-translation", async () => (await import("./plumb-text-translation")).PlumbTextTranslation],
]);

/**
 * Elements that fill the frame and bring their own footer with Submit, known by tag because `crowd-form` is upgraded
 * before them.
 */
export const FULL_PAGE_TAGS: ReadonlySet<string> = new Set([
  "crowd-bounding-box",
  "crowd-classifier",
  "crowd-classifier-multi-select",
  "crowd-entity-annotation",
  "crowd-image-classifier",
  "crowd-image-classifier-multi-select",
  "crowd-instance-segmentation",
  "crowd-keypoint",
  "crowd-line",
  "crowd-polygon",
  "crowd-polyline",
  "crowd-question-answer-generation",
  "crowd-rekognition-detect-moderation-labels",
  "crowd-semantic-segmentation",
  "crowd-text-ranking",
  "crowd-textract-analyze-document",
  "plumb-image-caption",
  "plumb-preference",
  "plumb-response-rating",
  "plumb-text-correction",
  "plumb-text-translation",
]);
