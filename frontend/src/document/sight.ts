/** Bringing a pair into sight so that its text can be read. */
import type { View } from "../canvas/view";
import type { Bounds } from "../geometry/polygon";

/** Screen pixels: boxes of lines lower than this are hard to read; and so high they are made. */
const [HARD_TO_READ, READABLE] = [15, 26];
/** Share of the room that the pair may fill. */
const FILLED = 0.85;

/** @param line height of one box of the pair, in image pixels */
export function bringIntoSight(view: View, { left, top, right, bottom }: Bounds, line: number): void {
  const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
  const { width, height } = view.room;
  if (line > 0 && line * view.scale < HARD_TO_READ && width > 0 && height > 0) {
    const most = Math.min((width * FILLED) / (right - left || 1), (height * FILLED) / (bottom - top || 1));
    view.zoom(Math.max(1, Math.min(READABLE / line, most) / view.scale), view.toScreen(middle));
    const { x, y } = view.toScreen(middle);
    view.pan(width / 2 - x, height / 2 - y);
  } else view.reveal(middle);
}
