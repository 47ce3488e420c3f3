import type { Clock } from './clock.js';

const FIRST = 500;
const LONGEST = 30_000;

/**
 * How long to wait after so many failures: twice as long each time, up to a limit, with jitter over the upper half, so that
 * clients which were cut off together do not come back together.
 */
export function backoff(clock: Clock, failures: number): number {
  return (Math.min(LONGEST, FIRST * 2 ** failures) / 2) * (1 + clock.random());
}
