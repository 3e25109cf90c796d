/** Filling with one click: the area of one segment (a hole, what is outside), or an area of similar colour. */
import type { Press } from "../canvas/tool";
import type { Point } from "../geometry/point";
import type { Run } from "../geometry/raster";
import { areaRuns, similarRuns, type PicturePixels } from "./fill";
import type { LabelMap } from "./label-map";
import { MaskTool } from "./mask-tool";

const UNREADABLE = "The colours of this image cannot be read: its store does not allow it (CORS). Use the other tools.";

abstract class ClickTool extends MaskTool {
  /** The runs round a pixel, `null` if there are none to be had. */
  protected abstract runs(map: LabelMap, at: Point): Run[] | null;

  override down(press: Press): void {
    const { map } = this.board.drawing;
    const runs = map && this.runs(map, { x: Math.floor(press.at.x), y: Math.floor(press.at.y) });
    if (runs) this.put(runs, press.alt);
    this.board.drawing.commit();
  }
}

export class FillTool extends ClickTool {
  readonly name = "fill";
  readonly title = "Fill";
  readonly icon = "fill";
  readonly key = "g";

  protected override runs(map: LabelMap, { x, y }: Point): Run[] {
    return areaRuns(map, x, y);
  }
}

export class SimilarTool extends ClickTool {
  readonly name = "similar";
  readonly title = "Fill by colour";
  readonly icon = "wand";
  readonly key = "w";
  #pixels: PicturePixels | null = null;
  #address = "";

  protected override runs(map: LabelMap, { x, y }: Point): Run[] | null {
    const pixels = this.#picture(map);
    if (!pixels) this.board.tell(UNREADABLE);
    return pixels && similarRuns(map, pixels, x, y, this.board.tolerance);
  }

  /** The whole picture's pixels, read once. */
  #picture(map: LabelMap): PicturePixels | null {
    const { picture, src } = this.board;
    if (this.#address !== src) this.#pixels = null;
    this.#address = src;
    this.#pixels ??= picture.pixels(Math.max(map.width, map.height))?.data ?? null;
    return this.#pixels;
  }
}
