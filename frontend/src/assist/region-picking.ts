/** “Pick region”: one click gives the superpixel there. */
import type { Assistant, AssistRequest, Suggestion } from "../canvas/assist";
import { contoursOf } from "../geometry/contours";
import { labOf } from "./lab";
import { PictureWindow } from "./picture-window";
import { inSlices, type Sliced } from "./slices";
import { superpixels } from "./superpixels";

/** Longest side of what is looked at, in window pixels. */
const LONGEST = 640;
/** Side of a piece in window pixels, so about 27 pieces along the longest side. */
const PIECE = 24;
/** Window pixels by which an outline may leave the pixels' border. */
const TOLERANCE = 1;

/** The pieces of a whole picture, kept while it is worked on. */
interface Pieces {
  readonly src: string;
  readonly window: PictureWindow;
  readonly numbers: Promise<Uint16Array>;
}

export class RegionPicking implements Assistant {
  readonly name = "region-picking";
  readonly title = "Pick region";
  readonly icon = "pieces";
  readonly kinds = ["region"] as const;
  #pieces: Pieces | null = null;

  async suggest(request: AssistRequest): Promise<Suggestion> {
    const [click] = request.points;
    if (!click) return { outlines: [] };
    const { window, numbers } = this.#piecesOf(request);
    const values = await numbers;
    request.signal.throwIfAborted();
    const piece = values[window.indexOf(click)]!;
    const regions = contoursOf({ width: window.width, height: window.height, values }, piece, { tolerance: TOLERANCE });
    const inImage = (polygon: (typeof regions)[number]["outer"]) => window.outlineToImage(polygon);
    return { outlines: regions.map(({ outer, holes }) => ({ points: inImage(outer), holes: holes.map(inImage) })) };
  }

  #piecesOf(request: AssistRequest): Pieces {
    if (this.#pieces?.src === request.src) return this.#pieces;
    const window = new PictureWindow(request, LONGEST);
    // Not stopped with the request: the next click wants them too.
    const numbers = inSlices(piecesOf(window), new AbortController().signal);
    this.#pieces = { src: request.src, window, numbers };
    return this.#pieces;
  }
}

function* piecesOf({ bytes, width, height }: PictureWindow): Sliced<Uint16Array> {
  return yield* superpixels(yield* labOf(bytes), width, height, PIECE);
}
