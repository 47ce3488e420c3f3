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

  async function next(conversationId: string): Promise<void> {
    const mark = all.get(conversationId);
    if (!mark || mark._isBusy || mark._wanted <= mark._answered || !session._isOnline) return;
    const upToSeq = mark._wanted;
    mark._isBusy = true;
    const passed = new Promise<void>((done) => session._clock.later(BETWEEN, done));
    try {
      await session._request(event, { conversationId, upToSeq }, () => taken?.(conversationId, upToSeq));
      mark._answered = upToSeq;
    } catch (fault) {
      if (!(fault as CommandFailed).isPassing) mark._answered = upToSeq; // it will not be taken
    }
    await passed;
    mark._isBusy = false;
    next(conversationId);
  }

  return {
    _move(conversationId, upTo) {
      const mark = all.get(conversationId) ?? { _wanted: 0, _answered: 0 };
      all.set(conversationId, mark);
      mark._wanted = Math.max(mark._wanted, upTo);
      next(conversationId);
    },
    _reset: (conversationId) => void all.delete(conversationId),
    _online: () => all.forEach((_mark, conversationId) => next(conversationId)),
  };
}
