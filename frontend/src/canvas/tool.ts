/** What the worker has in hand: a tool hears of the pointer in image pixels and of keys. */
import type { IconName } from "../design/icons";
import type { Point } from "../geometry/point";
import type { View } from "./view";
import type { CanvasKey } from "./canvas-keys";

/** Where the pointer (or the cursor moved by keys) is. */
export interface Press {
  /** In image pixels, not rounded; it may lie outside the picture. */
  readonly at: Point;
  /** In CSS pixels from the canvas's corner. */
  readonly screen: Point;
  readonly kind: "mouse" | "pen" | "touch" | "keyboard";
  readonly shift: boolean;
  readonly alt: boolean;
  /** Ctrl, or ⌘. */
  readonly ctrl: boolean;
}

export interface Tool {
  /** The id of its button; templates know `polygon` and `delete`. */
  readonly name: string;
  /** What the button says. */
  readonly title: string;
  readonly icon: IconName;
  /** What to do with it, in the footer. */
  readonly hint?: string | undefined;
  /** The key that takes it in hand. */
  readonly key: string;
  /** A CSS cursor; a cross if left out. */
  readonly cursor?: string;
  /** A point is set by Space at the cursor that arrows move? Otherwise arrows belong to the selection. */
  readonly setsPoints: boolean;
  down(press: Press): void;
  /** @param between all samples since the last call, oldest first, with the newest; for strokes. */
  move(press: Press, between: readonly Point[]): void;
  up(press: Press): void;
  /** The pointer moves without being pressed; `null`: it left. */
  hover(press: Press | null): void;
  doubleClick(press: Press): void;
  /**
   * What the worker is in the middle of, and how to end or stop it: a sentence for who is about to lose it. `null` if
   * nothing is begun. While it is none, Enter belongs to the tool.
   */
  readonly begun: string | null;
  /** The press was none: a second finger came to move the picture, or the pointer was lost. What it began is gone. */
  abandon(): void;
  /** Take the last step of what is begun back; false if nothing is begun, so that something finished is meant. */
  takeBack(): boolean;
  /** Something else comes: finish what is complete as it is. */
  settle(): void;
  /** Stop what was begun and leave no trace; false if nothing was begun. */
  cancel(): boolean;
  /** Keys while it is in hand. They go before those of the page. */
  keys(): CanvasKey[];
  /** Paint on the upper plane, in image pixels. */
  paint(context: CanvasRenderingContext2D, view: View): void;
}

/** A tool that does nothing; real ones say what they do. */
export abstract class PlainTool implements Tool {
  abstract readonly name: string;
  abstract readonly title: string;
  abstract readonly icon: IconName;
  abstract readonly key: string;
  readonly cursor: string | undefined = undefined;
  readonly hint: string | undefined = undefined;
  readonly setsPoints: boolean = true;

  get begun(): string | null {
    return null;
  }

  down(_press: Press): void {}
  move(_press: Press, _between: readonly Point[]): void {}
  up(_press: Press): void {}
  hover(_press: Press | null): void {}
  doubleClick(_press: Press): void {}

  abandon(): void {
    this.cancel();
  }

  takeBack(): boolean {
    return this.cancel();
  }

  settle(): void {}

  cancel(): boolean {
    return false;
  }

  keys(): CanvasKey[] {
    return [];
  }

  paint(_context: CanvasRenderingContext2D, _view: View): void {}
}
