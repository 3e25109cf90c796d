/** Writing into a text field of a widget as a worker does. */
import { inShadow } from "./stage";

/** Replace the text of the widget's field (the first textarea, unless `selector` says another) and let it render. */
export async function writeInto(widget: HTMLElement & { updateComplete: Promise<boolean> }, text: string, selector = "textarea"): Promise<void> {
  const field = inShadow<HTMLTextAreaElement | HTMLInputElement>(widget, selector);
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
  await widget.updateComplete;
}

/** Leave the field: what was written is kept as one step. */
export async function leave(widget: HTMLElement & { updateComplete: Promise<boolean> }, selector = "textarea"): Promise<void> {
  inShadow(widget, selector).dispatchEvent(new Event("change", { bubbles: true }));
  await widget.updateComplete;
}
