/** What our own widgets share whose work is all in their answer: undo and redo over it. */
import { AnswerSteps } from "./answer-steps";
import type { Json } from "./attributes";
import { PlumbWidget } from "./plumb-widget";

export abstract class SteppedWidget extends PlumbWidget {
  protected override readonly steps: AnswerSteps = new AnswerSteps(this, {
    state: () => this.state(),
    take: (state) => {
      this.take(state);
      super.changed();
    },
  });

  /** What undo brings back, in a form that `take` reads. */
  protected state(): Json {
    return this.result();
  }

  protected override begin(value: Json | undefined): void {
    super.begin(value);
    this.steps.begin();
  }

  protected override changed(): void {
    this.steps.note();
    super.changed();
  }

  /** Call instead of `changed` while a text is being written. */
  protected typed(): void {
    this.steps.goOn();
    this.changed();
  }
}
