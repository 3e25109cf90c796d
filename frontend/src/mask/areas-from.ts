/** Painted areas from what an assistant suggests. */
import type { AssistBoard } from "../canvas/assist-tool";
import { runsOf } from "../geometry/raster";
import { putRuns, type MaskBoard } from "./mask-tool";

export function areasFrom(board: MaskBoard): AssistBoard {
  return {
    atOnce: true,
    colour: () => board.segment?.colour ?? "#ffffff",
    request: (kind, points, signal) => board.assistRequest(kind, points, signal),
    place: (at) => at,
    take: (outlines, erase) => {
      const { drawing } = board;
      const { map } = drawing;
      if (map) putRuns(board, outlines.flatMap(({ points, holes = [] }) => [...runsOf([points, ...holes], map.width, map.height)]), erase);
      drawing.commit();
    },
    tell: (text) => board.tell(text),
    announce: (text) => board.announce(text),
    repaint: () => board.surface.repaint("upper"),
  };
}
