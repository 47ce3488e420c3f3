/** Time and chance. Tests give their own. */
export interface Clock {
  now(): number;
  /** From 0 (with) to 1 (without). */
  random(): number;
  /** Returns what cancels it. */
  later(millis: number, task: () => void): () => void;
}

const LONGEST = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  later(millis, task) {
    const timer = setTimeout(task, Math.min(millis, LONGEST));
    return () => clearTimeout(timer);
  },
};
