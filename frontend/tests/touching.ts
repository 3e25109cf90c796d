/** Fingers, as browsers tell of them: pointer events of touch, and the click that a tap becomes. */
import { drag, type Place } from "./drawing";

/** Tap a control. */
export function tap(target: HTMLElement): void {
  const finger = { pointerId: 1, pointerType: "touch", isPrimary: true, bubbles: true, composed: true, cancelable: true };
  for (const type of ["pointerdown", "pointerup"]) target.dispatchEvent(new PointerEvent(type, finger));
  target.click();
}

/** Tap a place on the canvas, or move the finger from there to another. */
export function touch(widget: Element, from: Place, to: Place = from): void {
  drag(widget, from, to, { pointerType: "touch" });
}
