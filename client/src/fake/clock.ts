import type { Clock } from '../clock.js';

/** Time that stands still until it is told to pass. Chance is always the same. */
export class FakeClock implements Clock {
  #now = Date.UTC(2026, 0, 1);
  #tasks: { readonly at: number; readonly task: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  random(): number {
    return 0.5;
  }

  later(millis: number, task: () => void): () => void {
    const mine = { at: this.#now + millis, task };
    this.#tasks.push(mine);
    return () => void (this.#tasks = this.#tasks.filter((each) => each !== mine));
  }

  /** Runs what is due within this time, in its order, and lets promises settle in between. */
  async advance(millis: number): Promise<void> {
    const until = this.#now + millis;
    for (;;) {
      await settled();
      const due = this.#tasks.filter(({ at }) => at <= until).sort((one, other) => one.at - other.at)[0];
      if (due === undefined) break;
      this.#now = Math.max(this.#now, due.at);
      this.#tasks = this.#tasks.filter((each) => each !== due);
      due.task();
    }
    this.#now = until;
    await settled();
  }

  /** The machine sleeps: time passes, and what was due in it is late. */
  sleep(millis: number): void {
    this.#now += millis;
  }
}

/** Resolves once what was begun by promises has come to rest. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise<void>((done) => setTimeout(done));
}
