/** Dragging a response by mouse or finger over the ranks of its board. */

/** Where a response would go: into a group, between groups, or back to those without a rank. */
export type Drop = { readonly kind: "join" | "insert"; readonly at: number } | { readonly kind: "out" };

/** Pixels that the pointer moves before it is a drag and no click. */
const SLACK = 5;
/** How much of a row's height, in its middle, means a tie. */
const MIDDLE = 0.44;

/** Where a point is among the rows of a board. */
export function dropAt(board: Element, x: number, y: number, allowTie: boolean): Drop | null {
  const area = board.getBoundingClientRect();
  if (x < area.left - 40 || x > area.right + 40 || y < area.top - 40 || y > area.bottom + 40) return null;
  const tray = board.querySelector(".unranked")?.getBoundingClientRect();
  if (tray && y > tray.top && y < tray.bottom) return { kind: "out" };
  const rows = [...board.querySelectorAll(".rank")].map((row) => row.getBoundingClientRect());
  for (const [at, { top, bottom, height }] of rows.entries()) {
    const edge = (height * (1 - MIDDLE)) / 2;
    if (allowTie && y >= top + edge && y <= bottom - edge) return { kind: "join", at };
    if (y < top + height / 2) return { kind: "insert", at };
  }
  return { kind: "insert", at: rows.length };
}

export interface Drag {
  /** The pointer went far enough to be no click. */
  readonly begun: () => void;
  /** Where the response would go now. */
  readonly moved: (drop: Drop | null) => void;
  readonly dropped: (drop: Drop) => void;
}

/** Follow the pointer that went down on a response's chip until it is let go. */
export function follow(down: PointerEvent, allowTie: boolean, drag: Drag): void {
  const chip = down.currentTarget as HTMLElement;
  const board = chip.closest(".board")!;
  const ending = new AbortController();
  let drop: Drop | null = null;
  let dragging = false;
  const move = (event: PointerEvent): void => {
    const [x, y] = [event.clientX - down.clientX, event.clientY - down.clientY];
    if (!dragging && Math.hypot(x, y) < SLACK) return;
    if (!dragging) drag.begun();
    dragging = true;
    chip.setPointerCapture(down.pointerId);
    chip.classList.add("dragged");
    chip.style.translate = `${x}px ${y}px`;
    drop = dropAt(board, event.clientX, event.clientY, allowTie);
    drag.moved(drop);
  };
  const end = (event: PointerEvent): void => {
    ending.abort();
    chip.classList.remove("dragged");
    chip.style.translate = "";
    if (!dragging) return;
    drag.moved(null);
    if (drop && event.type === "pointerup") drag.dropped(drop);
  };
  chip.addEventListener("pointermove", move, { signal: ending.signal });
  for (const type of ["pointerup", "pointercancel"] as const) chip.addEventListener(type, end, { signal: ending.signal });
}
