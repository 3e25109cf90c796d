/** Earlier labels drawn over a picture: boxes, or a mask with its legend. Read only. */
import { html, nothing, svg, type TemplateResult } from "lit";
import { labelColour } from "../design/label-colours";
import type { Json } from "./attributes";

export interface Box {
  readonly label: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface LegendLine {
  readonly label: string;
  readonly colour: string;
}

/** What `overlay` asks for, read leniently: wrong parts are left out. */
export interface Overlay {
  readonly boxes: readonly Box[];
  /** Address of a picture of the same size, laid over. */
  readonly mask: string | null;
  readonly legend: readonly LegendLine[];
}

type Fields = Record<string, Json>;

const HEX = /^#[0-9a-f]{3,8}$/i;

function fields(value: Json | undefined): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

function list(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

function readBox(value: Json): Box | null {
  const { label, left, top, width, height } = fields(value);
  const numbers = [left, top, width, height].map(Number);
  if (numbers.some((number) => !Number.isFinite(number))) return null;
  return { label: String(label ?? ""), left: numbers[0]!, top: numbers[1]!, width: numbers[2]!, height: numbers[3]! };
}

function legendLine(label: Json | undefined, colour: Json | undefined): LegendLine[] {
  if (typeof colour !== "string" || !HEX.test(colour)) return [];
  return [{ label: String(label ?? ""), colour }];
}

export function readOverlay(value: Json | undefined): Overlay {
  const { boundingBox, semanticSegmentation, instanceSegmentation } = fields(value);
  const boxes = list(fields(boundingBox).value).map(readBox).filter((box) => box !== null);
  const labels = list(fields(boundingBox).labels).map(String);
  const boxLegend = [...new Set([...labels, ...boxes.map((box) => box.label)])];
  const semantic = fields(semanticSegmentation);
  const instance = fields(instanceSegmentation);
  const mask = semantic.src ?? instance.src;
  return {
    boxes,
    mask: typeof mask === "string" && mask !== "" ? mask : null,
    legend: [
      ...boxLegend.map((label, at) => ({ label, colour: labelColour(at) })),
      ...Object.entries(fields(semantic.labelMappings)).flatMap(([label, entry]) => legendLine(label, fields(entry).color)),
      ...list(instance.instances).flatMap((entry) => legendLine(fields(entry).label, fields(entry).color)),
    ],
  };
}

/** The overlay's drawing in the picture's own pixels, to be laid exactly over the picture. */
export function drawOverlay(overlay: Overlay, width: number, height: number): TemplateResult {
  const colours = new Map(overlay.legend.map(({ label, colour }) => [label, colour]));
  return html`
    ${overlay.mask ? html`<img class="mask" src=${overlay.mask} alt="" draggable="false" />` : nothing}
    <svg class="boxes" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">
      ${overlay.boxes.map(
        (box) => svg`<rect x=${box.left} y=${box.top} width=${box.width} height=${box.height}
          stroke=${colours.get(box.label) ?? labelColour(0)} fill=${colours.get(box.label) ?? labelColour(0)}></rect>`,
      )}
    </svg>
    ${overlay.boxes.map(
      (box) => html`<span
        class="tag" dir="auto"
        style="left: ${(100 * box.left) / width}%; top: ${(100 * box.top) / height}%; --tag: ${colours.get(box.label)}"
      >${box.label}</span>`,
    )}
  `;
}
