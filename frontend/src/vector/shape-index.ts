/** Which shapes lie where, without looking at all of them. */
import RBush from "rbush";
import type { Bounds } from "../geometry/polygon";
import { boundsOf, type Shape } from "./shape";

class Tree extends RBush<Shape> {
  override toBBox(shape: Shape): { minX: number; minY: number; maxX: number; maxY: number } {
    const { left, top, right, bottom } = boundsOf(shape);
    return { minX: left, minY: top, maxX: right, maxY: bottom };
  }

  override compareMinX(one: Shape, other: Shape): number {
    return boundsOf(one).left - boundsOf(other).left;
  }

  override compareMinY(one: Shape, other: Shape): number {
    return boundsOf(one).top - boundsOf(other).top;
  }
}

export class ShapeIndex {
  readonly #tree = new Tree();

  /** Start anew with these. */
  fill(shapes: readonly Shape[]): void {
    this.#tree.clear();
    this.#tree.load(shapes);
  }

  exchange(removed: readonly Shape[], added: readonly Shape[]): void {
    for (const shape of removed) this.#tree.remove(shape);
    for (const shape of added) this.#tree.insert(shape);
  }

  /** Those whose bounds overlap the area, the lowest first. */
  within({ left, top, right, bottom }: Bounds): Shape[] {
    return this.#tree.search({ minX: left, minY: top, maxX: right, maxY: bottom }).sort((one, other) => one.id - other.id);
  }
}
