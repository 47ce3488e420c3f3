import type { CommandFailed } from './errors.js';
import type { Session } from './session.js';

const BETWEEN = 1_000;

export interface Marks {
  _move(conversationId: string, upTo: number): void;
  /** It went back: what was sent so far does not count any more. */
  _reset(conversationId: string): void;
  /** There is a connection. */
  _online(): void;
}

interface Mark {
  _wanted: number;
  _answered: number;
  _isBusy?: boolean;
}

/**
 * Marks of conversations, which only move forward. Each is sent about once a second with its last value, and again with the
 * next connection where it was not answered.
 */
export function marks(session: Session, event: string, taken?: (conversationId: string, upTo: number) => void): Marks {
  const all = new Map<string, Mark>();

  async function next(conversationId: string, mark: Mark): Promise<void> {
    const upToSeq = mark._wanted;
    if (mark._isBusy || upToSeq <= mark._answered || !session._isOnline) return;
    mark._isBusy = true;
    const passed = new Promise<void>((done) => session._clock.later(BETWEEN, done));
    const isPassing = await session
      ._request(event, { conversationId, upToSeq }, () => taken?.(conversationId, upToSeq))
      .catch((why: CommandFailed) => why.isPassing);
    if (isPassing !== true) mark._answered = upToSeq; // also where it will not be taken
    await passed;
    mark._isBusy = false;
    next(conversationId, mark);
  }

  return {
    _move(conversationId, upTo) {
      const mark = all.get(conversationId) ?? { _wanted: 0, _answered: 0 };
      all.set(conversationId, mark);
      mark._wanted = Math.max(mark._wanted, upTo);
      next(conversationId, mark);
    },
    _reset: (conversationId) => void all.delete(conversationId),
    _online: () => all.forEach((mark, conversationId) => next(conversationId, mark)),
  };
}
