import type { Clock } from './clock.js';

const FIRST = 500;
const LONGEST = 30_000;
/** After the answer that it was too much, an attempt waits as if so many more had failed. */
const OVERLOAD = 3;

export interface Backoff {
  next(isOverload?: boolean): number;
  reset(): void;
}

/**
 * How long to wait before the next attempt: twice as long each time, up to a limit, with jitter over the upper half, so
 * that clients which were cut off together do not come back together.
 */
export function backoff(clock: Clock): Backoff {
  let failures = 0;
  return {
    next(isOverload) {
      if (isOverload) failures += OVERLOAD;
      return (Math.min(LONGEST, FIRST * 2 ** failures++) / 2) * (1 + clock.random());
    },
    reset() {
      failures = 0;
    },
  };
}
