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
  ["crowd-badge", async () => (await import("./crowd-badge")).CrowdBadge],
  ["crowd-card", async () => (await import("./crowd-card")).CrowdCard],
  ["crowd-checkbox", async () => (await import("./crowd-checkbox")).CrowdCheckbox],
  ["crowd-fab", async () => (await import("./crowd-fab")).CrowdFab],
  ["crowd-icon-button", async () => (await import("./crowd-icon-button")).CrowdIconButton],
  ["crowd-input", async () => (await import("./crowd-input")).CrowdInput],
  ["crowd-instructions", async () => (await import("./crowd-instructions")).CrowdInstructions],
  ["crowd-modal", async () => (await import("./crowd-modal")).CrowdModal],
  ["crowd-radio-button", async () => (await import("./crowd-radio-button")).CrowdRadioButton],
  ["crowd-radio-group", async () => (await import("./crowd-radio-group")).CrowdRadioGroup],
  ["crowd-slider", async () => (await import("./crowd-slider")).CrowdSlider],
  ["crowd-slider-label", async () => (await import("./crowd-slider-label")).CrowdSliderLabel],
  ["crowd-tab", async () => (await import("./crowd-tab")).CrowdTab],
  ["crowd-tabs", async () => (await import("./crowd-tabs")).CrowdTabs],
  ["crowd-text-area", async () => (await import("./crowd-text-area")).CrowdTextArea],
  ["crowd-toast", async () => (await import("./crowd-toast")).CrowdToast],
  ["crowd-toggle-button", async () => (await import("./crowd-toggle-button")).CrowdToggleButton],
  ["iron-icon", async () => (await import("./iron-icon")).IronIcon],
  ["crowd-entity-annotation", async () => (await import("./crowd-entity-annotation")).CrowdEntityAnnotation],
  [
    "crowd-question-answer-generation",
    async () => (await import("./crowd-question-answer-generation")).CrowdQuestionAnswerGeneration,
  ],
  ["crowd-text-ranking", async () => (await import("./crowd-text-ranking")).CrowdTextRanking],
  ["crowd-classifier", async () => (await import("./crowd-classifier")).CrowdClassifier],
  ["crowd-classifier-multi-select", async () => (await import("./crowd-classifier-multi-select")).CrowdClassifierMultiSelect],
  [
    "crowd-image-classifier-multi-select",
    async () => (await import("./crowd-image-classifier-multi-select")).CrowdImageClassifierMultiSelect,
  ],
  ["crowd-textract-analyze-document", async () => (await import("./crowd-textract-analyze-document")).CrowdTextractAnalyzeDocument],
  [
    "crowd-rekognition-detect-moderation-labels",
    async () => (await import("./crowd-rekognition-detect-moderation-labels")).CrowdRekognitionDetectModerationLabels,
  ],
  ["crowd-bounding-box", async () => (await import("./crowd-bounding-box")).CrowdBoundingBox],
  ["crowd-polygon", async () => (await import("./crowd-polygon")).CrowdPolygon],
  ["crowd-polyline", async () => (await import("./crowd-polyline")).CrowdPolyline],
  ["crowd-line", async () => (await import("./crowd-line")).CrowdLine],
  ["crowd-keypoint", async () => (await import("./crowd-keypoint")).CrowdKeypoint],
  ["crowd-semantic-segmentation", async () => (await import("./crowd-semantic-segmentation")).CrowdSemanticSegmentation],
  ["crowd-instance-segmentation", async () => (await import("./crowd-instance-segmentation")).CrowdInstanceSegmentation],
  ["crowd-image-classifier", async () => (await import("./crowd-image-classifier")).CrowdImageClassifier],
  ["plumb-image-caption", async () => (await import("./plumb-image-caption")).PlumbImageCaption],
  ["plumb-preference", async () => (await import("./plumb-preference")).PlumbPreference],
  ["plumb-response-rating", async () => (await import("./plumb-response-rating")).PlumbResponseRating],
  ["plumb-text-correction", async () => (await import("./plumb-text-correction")).PlumbTextCorrection],
  ["plumb-text-translation", async () => (await import("./plumb-text-translation")).PlumbTextTranslation],
  ["plumb-audio-segments", async () => (await import("./plumb-audio-segments")).PlumbAudioSegments],
  ["plumb-audio-transcription", async () => (await import("./plumb-audio-transcription")).PlumbAudioTranscription],
  ["plumb-document-pages", async () => (await import("./plumb-document-pages")).PlumbDocumentPages],
  ["plumb-player", async () => (await import("./plumb-player")).PlumbPlayer],
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
  "plumb-audio-segments",
  "plumb-audio-transcription",
  "plumb-document-pages",
]);
