/** An item that was just declined or given back: for a few seconds it can be had back, then the server is told. */
import type { HostedFrame } from "./hosted-frame";
import type { Toasts } from "./toasts";

const UNDO_TIME = 5_000;

export interface Verdict {
  readonly type: "decline" | "release";
  readonly text: string;
}

export class Aside {
  readonly #toasts: Toasts;
  readonly #tell: (type: Verdict["type"], frame: HostedFrame) => void;
  #held: { frame: HostedFrame; type: Verdict["type"]; timer: number; away: () => void } | null = null;

  constructor(toasts: Toasts, tell: (type: Verdict["type"], frame: HostedFrame) => void) {
    this.#toasts = toasts;
    this.#tell = tell;
  }

  has(assignment: number): boolean {
    return this.#held?.frame.assignment === assignment;
  }

  put(frame: HostedFrame, { type, text }: Verdict, undo: (frame: HostedFrame) => void): void {
    this.settle();
    const away = this.#toasts.show({
      text,
      life: UNDO_TIME,
      action: {
        label: "Undo",
        run: () => {
          if (this.#held?.frame !== frame) return;
          window.clearTimeout(this.#held.timer);
          this.#held = null;
          undo(frame);
        },
      },
    });
    const timer = window.setTimeout(() => this.settle(), UNDO_TIME);
    this.#held = { frame, type, timer, away };
  }

  /** No more undo: tell the server now. Called before anything else is submitted. */
  settle(): void {
    if (!this.#held) return;
    const { frame, type, timer, away } = this.#held;
    this.#held = null;
    window.clearTimeout(timer);
    away();
    this.#tell(type, frame);
    frame.remove();
  }
}
