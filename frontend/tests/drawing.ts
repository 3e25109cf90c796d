/** Pointers for tests of drawing: without a layout, a screen pixel is an image pixel until something zooms. */
import { inShadow } from "./stage";

export type Place = readonly [x: number, y: number];

/** Press at one place, move to another (or stay) and let go. */
export function drag(widget: Element, from: Place, to: Place = from, init: PointerEventInit = {}): void {
  const canvas = inShadow(widget, "canvas.upper-canvas");
  const point = (type: string, [clientX, clientY]: Place): boolean =>
    canvas.dispatchEvent(new PointerEvent(type, { pointerId: 1, pointerType: "mouse", clientX, clientY, bubbles: true, composed: true, ...init }));
  point("pointermove", from);
  point("pointerdown", from);
  if (to !== from) point("pointermove", [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]);
  if (to !== from) point("pointermove", to);
  point("pointerup", to);
}

/** Click the places, one after another. */
export function click(widget: Element, ...places: readonly Place[]): void {
  for (const place of places) drag(widget, place);
}

/** Turn the wheel at a place; 360 units upwards double the scale. */
export function wheelAt(widget: Element, clientX: number, clientY: number, deltaY: number): void {
  const event = new WheelEvent("wheel", { deltaY, bubbles: true, cancelable: true });
  // happy-dom gives wheels no place.
  Object.defineProperties(event, { clientX: { value: clientX }, clientY: { value: clientY } });
  inShadow(widget, "canvas.upper-canvas").dispatchEvent(event);
}
