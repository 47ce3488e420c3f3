import type { CommandFailed } from './errors.js';
import type { Session } from './session.js';

const BETWEEN = 1_000;

/**
 * A mark that only moves forward, sent about once a second with its last value, and again with the next connection where it
 * was not answered.
 */
export class Mark {
  readonly #session: Session;
  readonly #send: (upTo: number) => Promise<unknown>;
  #wanted = 0;
  #answered = 0;
  #isWaiting = false;
  #isUnderWay = false;

  constructor(session: Session, send: (upTo: number) => Promise<unknown>) {
    this.#session = session;
    this.#send = send;
  }

  /** Known to be there already. */
  reached(upTo: number): void {
    this.#answered = Math.max(this.#answered, upTo);
  }

  move(upTo: number): void {
    this.#wanted = Math.max(this.#wanted, upTo);
    this.next();
  }

  /** May go back: what was sent so far does not count any more. */
  reset(): void {
    this.#wanted = this.#answered = 0;
  }

  /** Sends what is to be sent; called with each connection, too. */
  next(): void {
    if (this.#isWaiting || this.#isUnderWay || this.#wanted <= this.#answered || !this.#session.isOnline) return;
    this.#isWaiting = true;
    this.#session.clock.later(BETWEEN, () => {
      this.#isWaiting = false;
      this.next();
    });
    const upTo = this.#wanted;
    this.#isUnderWay = true;
    const ended = (isDone: boolean) => {
      this.#isUnderWay = false;
      if (isDone) this.reached(upTo);
    };
    this.#send(upTo).then(
      () => ended(true),
      (fault: CommandFailed) => ended(!fault.isPassing && fault.code !== 'closed'), // otherwise it will not be taken
    );
  }
}
