/** What somebody did since they opened the page, for the waiting and the last page. */
import type { Facts } from "./screen";

const number = new Intl.NumberFormat();

export class Visit {
  /** All answers of this person in this job. */
  answered = 0;
  /** Seconds an item may take: longer pauses do not count as work. */
  limit = 0;
  #count = 0;
  #time = 0;

  /** One more; `took` in milliseconds. */
  done(took: number): void {
    this.#count += 1;
    this.#time += Math.min(took, this.limit * 1_000);
  }

  facts(): Facts {
    if (this.#count === 0) return [];
    const mean = this.#time / this.#count / 1_000;
    return [
      ["This visit", number.format(this.#count)],
      ["In this job", number.format(Math.max(this.answered, this.#count))],
      ["Time per item", mean < 10 ? `${mean.toFixed(1)} s` : `${Math.round(mean)} s`],
    ];
  }

  /** Title and sentence of the last page. */
  farewell(status: string): readonly [string, string] {
    switch (status) {
      case "Completed":
        return ["All done", "Every object of this job is labeled. Thank you for your work."];
      case "Stopped":
      case "Stopping":
        return ["The job was stopped", "The people who run it ended it early. What you submitted is kept."];
      case "Failed":
        return ["The job has ended", "Something outside your work made it fail. What you submitted is kept."];
      default:
        return ["You are through", "There is nothing left in this job that you have not seen. Thank you for your work."];
    }
  }
}
