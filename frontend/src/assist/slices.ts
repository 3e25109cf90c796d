/**
 * Long computations in slices, so that the page answers between two. A worker would do too, but a template's frame has
 * an opaque origin, where a worker's script can only come from a blob, which a deployment's policy may forbid.
 */

/** Milliseconds at a stretch: with what the page itself needs, input stays well under 50. */
const SLICE = 10;

/** A computation that gives way at every `yield`. */
export type Sliced<Result> = Generator<void, Result>;

/** Run a computation to its end. Rejects with the signal's reason once that is aborted. */
export async function inSlices<Result>(work: Sliced<Result>, signal: AbortSignal): Promise<Result> {
  for (;;) {
    signal.throwIfAborted();
    const until = performance.now() + SLICE;
    do {
      const step = work.next();
      if (step.done) return step.value;
    } while (performance.now() < until);
    await giveWay();
  }
}

/**
 * Let the page handle what waits. Not `scheduler.yield`: what comes after that goes before timers and messages, which
 * would then wait for the whole computation.
 */
function giveWay(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
