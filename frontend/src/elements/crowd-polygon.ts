import { POLYGON } from "../vector/kinds";
import { readPaths, writePath } from "../vector/reading";
import { VectorWidget, type Drawn } from "../vector/vector-widget";
import type { Fields, Json } from "./attributes";

/**
 * `<crowd-polygon>`: outlines of things in the picture at `src`.
 *
 * Attributes: `header`, `initial-value` (`[{label, vertices: [{x, y}, …]}]`), `labels`, `name`, `src`.
 * Answer: `{<name>: {inputImageProperties: {height, width}, polygons: [{label, vertices: [{x, y}, …]}]}}` in whole image
 * pixels; the first point is not repeated at the end. Event: `change`.
 */
export class CrowdPolygon extends VectorWidget {
  protected static override readonly kind = POLYGON;

  protected override read(value: Json | undefined): Drawn[] {
    return readPaths(value, "polygons", POLYGON);
  }

  protected override item(shape: Drawn): Json {
    return writePath(shape);
  }

  protected override compose(polygons: Json[]): Fields {
    return { inputImageProperties: this.imageProperties, polygons };
  }
}
