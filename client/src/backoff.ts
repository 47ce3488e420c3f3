import type { Clock } from './clock.js';

const FIRST = 500;
const LONGEST = 30_000;
/** After the answer that it was too much, an attempt waits as if so many more had failed. */
const OVERLOAD = 3;

/**
 * How long to wait before the next attempt: twice as long each time, up to a limit, with jitter over the upper half, so
 * that clients which were cut off together do not come back together.
 */
export class Backoff {
  #failures = 0;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  next(isOverload = false): number {
    if (isOverload) this.#failures += OVERLOAD;
    const whole = Math.min(LONGEST, FIRST * 2 ** Math.min(this.#failures++, 10));
    return (whole / 2) * (1 + this.#clock.random());
  }

  reset(): void {
    this.#failures = 0;
  }
}
