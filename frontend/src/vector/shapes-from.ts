/** Polygons from what an assistant suggests. */
import type { AssistBoard } from "../canvas/assist-tool";
import { NO_LABEL, type Desk } from "./drawing-tool";

export function shapesFrom(desk: Desk): AssistBoard {
  const { drawing, snapper, announce, tell, repaint, request } = desk;
  return {
    atOnce: false,
    colour: () => drawing.styleOf(desk.label() ?? "").colour,
    request,
    place: (at) => snapper.inside(at),
    // There is nothing to erase from: shapes may lie over each other.
    take: (outlines) => {
      const label = desk.label();
      if (label === null) return tell(NO_LABEL);
      drawing.add(outlines.map(({ points }) => ({ label, points })));
      announce(`${drawing.kind.title} drawn: ${label}.`);
    },
    tell,
    announce,
    repaint,
  };
}
