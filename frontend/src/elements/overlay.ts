/** Earlier labels drawn over a picture: boxes, or a mask with its legend. Read only. */
import { html, nothing, svg, type TemplateResult } from "lit";
import { labelColour } from "../design/label-colours";
import { fieldsOf, listOf, type Json } from "./attributes";

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

const HEX = /^#[0-9a-f]{3,8}$/i;

function readBox(value: Json): Box | null {
  const { label, left, top, width, height } = fieldsOf(value);
  const numbers = [left, top, width, height].map(Number);
  if (numbers.some((number) => !Number.isFinite(number))) return null;
  return { label: String(label ?? ""), left: numbers[0]!, top: numbers[1]!, width: numbers[2]!, height: numbers[3]! };
}

function legendLine(label: Json | undefined, colour: Json | undefined): LegendLine[] {
  if (typeof colour !== "string" || !HEX.test(colour)) return [];
  return [{ label: String(label ?? ""), colour }];
}

export function readOverlay(value: Json | undefined): Overlay {
  const { boundingBox, semanticSegmentation, instanceSegmentation } = fieldsOf(value);
  const boxes = listOf(fieldsOf(boundingBox).value).map(readBox).filter((box) => box !== null);
  const labels = listOf(fieldsOf(boundingBox).labels).map(String);
  const boxLegend = [...new Set([...labels, ...boxes.map((box) => box.label)])];
  const semantic = fieldsOf(semanticSegmentation);
  const instance = fieldsOf(instanceSegmentation);
  const mask = semantic.src ?? instance.src;
  return {
    boxes,
    mask: typeof mask === "string" && mask !== "" ? mask : null,
    legend: [
      ...boxLegend.map((label, at) => ({ label, colour: labelColour(at) })),
      ...Object.entries(fieldsOf(semantic.labelMappings)).flatMap(([label, entry]) => legendLine(label, fieldsOf(entry).color)),
      ...listOf(instance.instances).flatMap((entry) => legendLine(fieldsOf(entry).label, fieldsOf(entry).color)),
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
