import type { CommandFailed } from './errors.js';
import type { Session } from './session.js';

const BETWEEN = 1_000;

export interface Mark {
  /** Known to be there already. */
  reached(upTo: number): void;
  move(upTo: number): void;
  /** It went back: what was sent so far does not count any more. */
  reset(): void;
  /** Sends what is to be sent; called with each connection, too. */
  next(): void;
}

/**
 * A mark that only moves forward, sent about once a second with its last value, and again with the next connection where it
 * was not answered.
 */
export function mark(session: Session, send: (upTo: number) => Promise<unknown>): Mark {
  let wanted = 0;
  let answered = 0;
  let isWaiting = false;
  let isUnderWay = false;

  function next(): void {
    if (isWaiting || isUnderWay || wanted <= answered || !session.isOnline) return;
    const upTo = wanted;
    isWaiting = isUnderWay = true;
    session.clock.later(BETWEEN, () => {
      isWaiting = false;
      next();
    });
    const ended = (why?: CommandFailed) => {
      isUnderWay = false;
      if (!why?.isPassing) reached(upTo); // also where it will not be taken
    };
    send(upTo).then(() => ended(), ended);
  }

  function reached(upTo: number): void {
    answered = Math.max(answered, upTo);
  }

  return {
    reached,
    move(upTo) {
      wanted = Math.max(wanted, upTo);
      next();
    },
    reset() {
      wanted = answered = 0;
    },
    next,
  };
}
