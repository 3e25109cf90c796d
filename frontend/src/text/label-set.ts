/** The labels of a text widget as templates write them, and how each is shown. */
import { fieldsOf, type Json } from "../elements/attributes";
import { textOf } from "../elements/categorizer";
import { CHOICE_KEYS } from "../elements/shortcuts";
import { labelColour } from "../design/label-colours";

export interface LabelEntry {
  /** As answers have it. */
  readonly label: string;
  /** In the list of labels. */
  readonly name: string;
  /** On tags in the text. */
  readonly short: string;
  readonly colour: string;
  readonly key: string | undefined;
  /** In the template's list, so that it can be given. */
  readonly offered: boolean;
}

/** Keys with which words are selected and found; no label gets them. */
const TAKEN = new Set(["w", "b", "e", "f"]);
const KEYS = CHOICE_KEYS.filter((key) => !TAKEN.has(key));
const UNKNOWN_COLOUR = "#8b93a5";

function shown(item: Json, name: "fullDisplayName" | "shortDisplayName", otherwise: string): string {
  const value = fieldsOf(item)[name];
  return typeof value === "string" && value.trim() !== "" ? value : otherwise;
}

/** The entries of `labels`: texts, or objects with a `label` and display names. Repeated ones count once. */
export function entriesOf(labels: readonly Json[]): LabelEntry[] {
  const byLabel = new Map(labels.flatMap((item) => (textOf(item) === null ? [] : [[textOf(item)!, item] as const])));
  return [...byLabel].map(([label, item], at) => ({
    label,
    name: shown(item, "fullDisplayName", label),
    short: shown(item, "shortDisplayName", label),
    colour: labelColour(at),
    key: KEYS[at],
    offered: true,
  }));
}

/** How a label that the template does not offer is shown: earlier answers may have it. */
export function unknownEntry(label: string): LabelEntry {
  return { label, name: label, short: label, colour: UNKNOWN_COLOUR, key: undefined, offered: false };
}
