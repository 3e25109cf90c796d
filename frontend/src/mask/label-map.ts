/**
 * Which segment every pixel of a picture belongs to: one 16-bit index a pixel, 0 for nothing.
 *
 * The map is cut into tiles. A tile knows its last change (`stamps`), so that whoever draws or stores the map looks only
 * at what changed since; and undo keeps the tiles that a change touched, packed, and nothing else.
 */
import type { Run } from "../geometry/raster";
import { packTile, runsIn, unpackTile, type PackedTile } from "./packed-tile";

/** Width and height of a tile, in pixels. */
export const TILE = 256;

/** Bytes that undo may hold, all changes together; the oldest go first. */
const UNDO_BYTES = 64 * 2 ** 20;

/** One tile as it was; `columns` × `rows` at the picture's edges may be less than `TILE`. */
interface Change {
  readonly tiles: ReadonlyMap<number, PackedTile>;
  readonly bytes: number;
}

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export class LabelMap {
  readonly width: number;
  readonly height: number;
  /** The index of pixel (x, y) at `y * width + x`. Read only: write through `paint`. */
  readonly cells: Uint16Array;
  readonly columns: number;
  readonly rows: number;
  /** When each tile changed last, counted by `revision`. */
  readonly stamps: Uint32Array;
  readonly #counts = new Map<number, number>();
  readonly #undo: Change[] = [];
  #redo: Change[] = [];
  #open: Map<number, Uint16Array> | null = null;
  #revision = 1;

  readonly #undoBytes: number;

  /**
   * An empty map of this many pixels.
   *
   * @param cells to begin with others (the map keeps the array); as many as there are pixels, or a RangeError.
   * @param undoBytes what undo may hold; the last change is kept whatever it takes.
   */
  constructor(width: number, height: number, cells = new Uint16Array(width * height), undoBytes = UNDO_BYTES) {
    if (cells.length !== width * height) throw new RangeError(`${cells.length} cells are not ${width} × ${height}`);
    this.#undoBytes = undoBytes;
    this.width = width;
    this.height = height;
    this.cells = cells;
    this.columns = Math.ceil(width / TILE);
    this.rows = Math.ceil(height / TILE);
    this.stamps = new Uint32Array(this.columns * this.rows).fill(this.#revision);
    this.#countAll();
  }

  /** Grows with every change, undo and redo. */
  get revision(): number {
    return this.#revision;
  }

  get canUndo(): boolean {
    return this.#undo.length > 0;
  }

  get canRedo(): boolean {
    return this.#redo.length > 0;
  }

  /** The index at a pixel, 0 outside of the picture. */
  at(x: number, y: number): number {
    return x < 0 || y < 0 || x >= this.width || y >= this.height ? 0 : this.cells[y * this.width + x]!;
  }

  /** How many pixels have this index. */
  count(index: number): number {
    return this.#counts.get(index) ?? 0;
  }

  /** The indices that at least one pixel has, without 0, in rising order. */
  used(): number[] {
    return [...this.#counts].filter(([index, count]) => index !== 0 && count > 0).map(([index]) => index).sort((a, b) => a - b);
  }

  /** Where tile `at` lies, in pixels. */
  area(at: number): Area {
    const x = (at % this.columns) * TILE;
    const y = Math.floor(at / this.columns) * TILE;
    return { x, y, width: Math.min(TILE, this.width - x), height: Math.min(TILE, this.height - y) };
  }

  /**
   * Give a run of pixels an index; with `over`, only those that have that index now (0: only empty ones). What lies
   * outside of the picture is left out. Undo takes back everything since the last `commit`.
   */
  paint({ y, from, to }: Run, index: number, over: number | null = null): void {
    if (y < 0 || y >= this.height) return;
    const end = y * this.width + Math.min(to, this.width);
    for (let at = y * this.width + Math.max(from, 0); at < end; at++) {
      const old = this.cells[at]!;
      if (old === index || (over !== null && old !== over)) continue;
      at = this.#paintSame(at, end, y, index) - 1;
    }
  }

  /** Give every pixel of one index another. */
  replace(index: number, by: number): void {
    if (index === by) return;
    for (let at = this.cells.indexOf(index); at >= 0; at = this.cells.indexOf(index, at)) {
      const row = Math.floor(at / this.width);
      at = this.#paintSame(at, (row + 1) * this.width, row, by);
    }
  }

  /** Close a change, so that undo takes it back as one. Returns `false` if nothing was painted since the last. */
  commit(): boolean {
    const change = this.#packOpen();
    this.#open = null;
    if (change.tiles.size === 0) return false;
    this.#undo.push(change);
    this.#redo = [];
    this.#forgetOldest();
    return true;
  }

  /** Take back what was painted since the last `commit`, as if it had never been. */
  cancel(): void {
    const change = this.#packOpen();
    this.#open = null;
    this.#swap(change);
  }

  undo(): boolean {
    return this.#step(this.#undo, this.#redo);
  }

  redo(): boolean {
    return this.#step(this.#redo, this.#undo);
  }

  /** Paint pixels of one index from `at` on, at most to `end` and to the edge of the tile; returns where it stopped. */
  #paintSame(at: number, end: number, row: number, index: number): number {
    const { cells, width } = this;
    const old = cells[at]!;
    const x = at - row * width;
    const tile = Math.floor(row / TILE) * this.columns + Math.floor(x / TILE);
    this.#touch(tile);
    const stop = Math.min(end, at - x + (Math.floor(x / TILE) + 1) * TILE);
    let to = at;
    while (to < stop && cells[to] === old) cells[to++] = index;
    this.#count(old, at - to);
    this.#count(index, to - at);
    return to;
  }

  /** A tile is about to change: keep it as it was before the open change. */
  #touch(tile: number): void {
    this.#open ??= new Map();
    if (!this.#open.has(tile)) this.#open.set(tile, this.#copy(tile));
    this.stamps[tile] = ++this.#revision;
  }

  #copy(tile: number): Uint16Array {
    const { x, y, width, height } = this.area(tile);
    const copy = new Uint16Array(width * height);
    for (let row = 0; row < height; row++) {
      const from = (y + row) * this.width + x;
      copy.set(this.cells.subarray(from, from + width), row * width);
    }
    return copy;
  }

  #write(tile: number, content: Uint16Array): void {
    const { x, y, width, height } = this.area(tile);
    for (let row = 0; row < height; row++) {
      this.cells.set(content.subarray(row * width, (row + 1) * width), (y + row) * this.width + x);
    }
    this.stamps[tile] = this.#revision;
  }

  #packOpen(): Change {
    return packed([...(this.#open ?? [])].filter(([tile, before]) => !this.#holds(tile, before)));
  }

  /** Does a tile still hold what it held? */
  #holds(tile: number, content: Uint16Array): boolean {
    const { x, y, width } = this.area(tile);
    for (let at = 0, cell = y * this.width + x; at < content.length; cell += this.width - width) {
      for (const end = at + width; at < end; at++, cell++) if (content[at] !== this.cells[cell]) return false;
    }
    return true;
  }

  #step(from: Change[], to: Change[]): boolean {
    this.commit();
    const change = from.pop();
    if (change) to.push(this.#swap(change));
    return change !== undefined;
  }

  /** Put the tiles of a change in their places; returns the change that leads back. */
  #swap(change: Change): Change {
    this.#revision++;
    const back = packed([...change.tiles.keys()].map((tile) => [tile, this.#copy(tile)]));
    for (const [tile, kept] of change.tiles) {
      const { width, height } = this.area(tile);
      for (const [index, length] of runsIn(back.tiles.get(tile)!)) this.#count(index, -length);
      for (const [index, length] of runsIn(kept)) this.#count(index, length);
      this.#write(tile, unpackTile(kept, width * height));
    }
    return back;
  }

  #forgetOldest(): void {
    let bytes = this.#undo.reduce((sum, change) => sum + change.bytes, 0);
    while (bytes > this.#undoBytes && this.#undo.length > 1) bytes -= this.#undo.shift()!.bytes;
  }

  #count(index: number, more: number): void {
    this.#counts.set(index, (this.#counts.get(index) ?? 0) + more);
  }

  #countAll(): void {
    const { cells } = this;
    for (let at = 0; at < cells.length; ) {
      const from = at;
      const index = cells[at]!;
      while (at < cells.length && cells[at] === index) at++;
      this.#count(index, at - from);
    }
  }
}

function packed(tiles: readonly (readonly [number, Uint16Array])[]): Change {
  const all = new Map(tiles.map(([tile, content]) => [tile, packTile(content)]));
  return { tiles: all, bytes: [...all.values()].reduce((sum, kept) => sum + kept.byteLength, 0) };
}
