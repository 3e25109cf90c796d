/**
 * Which of an element's children are its own label.
 *
 * A self-closed `<crowd-checkbox … />` is not closed in HTML: everything up to the end of its parent becomes its
 * content. Such content must show and work as if it stood beside the element, not as a part of what is clicked.
 */

const FIELDS = "input, select, textarea, button, object-value-input";
const BLOCKS = new Set([
  "address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figure", "footer", "form", "h1", "h2",
  "h3", "h4", "h5", "h6", "header", "hr", "iframe", "main", "nav", "ol", "p", "pre", "section", "table", "ul", "video",
]); // prettier-ignore
const INVISIBLE = new Set(["script", "style", "template"]);

export interface OwnLabel {
  /** The children that make the label, in order. */
  readonly nodes: readonly ChildNode[];
  /** Is there more content than the label? Then the element was not closed by its author. */
  readonly unclosed: boolean;
}

function isField(element: Element): boolean {
  return element.localName.startsWith("crowd-") || element.matches(FIELDS);
}

function holdsField(element: Element): boolean {
  return isField(element) || [...element.querySelectorAll("*")].some(isField);
}

function isBlank(node: ChildNode): boolean {
  if (node instanceof Element) return INVISIBLE.has(node.localName);
  return !(node instanceof Text) || node.data.trim() === "";
}

/** The leading text and inline elements; a single block too, if it is all there is and holds no field. */
export function ownLabel(host: Element): OwnLabel {
  const content = [...host.childNodes].filter((node) => !isBlank(node));
  const crowded = [...host.children].some(holdsField);
  if (content.length === 1 && !crowded) return { nodes: content, unclosed: false };
  const ends = (node: ChildNode): boolean =>
    node instanceof Element && (BLOCKS.has(node.localName) || holdsField(node) || (crowded && node.localName === "br"));
  const end = content.findIndex(ends);
  if (end < 0) return { nodes: content, unclosed: false };
  const rest = content.slice(end).filter((node) => !(node instanceof Element && node.localName === "br"));
  return { nodes: content.slice(0, end), unclosed: rest.length > 0 };
}

/** The label as one line of text. */
export function labelText(label: OwnLabel): string {
  return label.nodes
    .map((node) => node.textContent ?? "")
    .join("")
    .replace(/\s+/g, " ")
    .trim();
}
