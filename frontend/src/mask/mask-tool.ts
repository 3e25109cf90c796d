/** What tools for masks have in common: they paint pixels for the segment in hand, or take them from it. */
import type { AssistKind, AssistRequest } from "../canvas/assist";
import type { Picture } from "../canvas/picture";
import type { Surface } from "../canvas/surface";
import { PlainTool } from "../canvas/tool";
import type { Point } from "../geometry/point";
import type { Run } from "../geometry/raster";
import type { MaskDrawing } from "./mask-drawing";
import type { Segment } from "./segments";

/** What the tools of one widget share. */
export interface MaskBoard {
  readonly drawing: MaskDrawing;
  readonly surface: Surface;
  readonly picture: Picture;
  /** Address of the picture. */
  readonly src: string;
  /** Paint only where nothing is; erase only what the segment in hand has. */
  readonly keepOthers: boolean;
  /** Diameter of the brush in pixels of the picture. */
  size: number;
  /** How different colours may be that are filled together, 0 … 255. */
  tolerance: number;
  /** The segment in hand, if there is one already. */
  readonly segment: Segment | null;
  /** The segment to paint for, made if there is none yet; `null` where the template has no labels. */
  takeSegment(): Segment | null;
  /** What an assistant is asked about the picture. */
  assistRequest(kind: AssistKind, points: readonly Point[], signal: AbortSignal): AssistRequest;
  /** Say something to the worker. */
  tell(text: string): void;
  /** Say to those who cannot see the canvas what happened there. */
  announce(text: string): void;
}

export const NO_LABEL = "There is no label to paint with. Tell the requester; you may decline this item.";

export abstract class MaskTool extends PlainTool {
  protected readonly board: MaskBoard;

  constructor(board: MaskBoard) {
    super();
    this.board = board;
  }

  /** The colour of what is painted. */
  protected get colour(): string {
    return this.board.segment?.colour ?? "#ffffff";
  }

  /** Paint pixels for the segment in hand, or take them away. */
  protected put(runs: Iterable<Run>, erase: boolean): void {
    putRuns(this.board, runs, erase);
  }

  /** Paint the upper plane anew around a point, `radius` image pixels and some screen pixels wide. */
  protected repaintAround({ x, y }: Point, radius: number): void {
    const reach = radius + 4 / this.board.surface.view.scale;
    this.board.surface.repaint("upper", { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach });
  }
}

/** Paint pixels for the segment in hand, or take them away. */
export function putRuns(board: MaskBoard, runs: Iterable<Run>, erase: boolean): void {
  const segment = board.takeSegment();
  if (!segment) return board.tell(NO_LABEL);
  const keep = board.keepOthers;
  if (erase) board.drawing.paint(runs, 0, keep ? segment.index : null);
  else board.drawing.paint(runs, segment.index, keep ? 0 : null);
}

/** A line in white on black, seen on every picture. `width` in screen pixels; the path is in the context. */
export function strokeTwice(context: CanvasRenderingContext2D, scale: number, colour = "#fff", width = 1.5): void {
  for (const [wide, style] of [[width + 2, "rgb(0 0 0 / 65%)"], [width, colour]] as const) {
    context.lineWidth = wide / scale;
    context.strokeStyle = style;
    context.stroke();
  }
}
