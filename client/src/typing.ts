import { type Cell, cell } from './live.js';
import type { Session } from './session.js';

/** The service ends it after 8 s, and passes on the same state once a second. */
const AGAIN = 4_000;
const ENDS = 8_000;
/** Where the end was lost. */
const LONGEST = 12_000;

export interface Typing {
  /** Who else is typing. */
  readonly _users: Cell<readonly string[]>;
  _heard(userId: string, isTyping: boolean): void;
  /** Nothing is known any more. */
  _reset(): void;
  /** The user types, or does not. */
  _tell(isTyping: boolean): void;
}

export function typing(session: Session, conversationId: string): Typing {
  const users = cell<readonly string[]>([]);
  const ends = new Map<string, () => void>();
  let told = -Infinity;

  function heard(userId: string, isTyping: boolean): void {
    ends.get(userId)?.();
    ends.delete(userId);
    if (isTyping) ends.set(userId, session._clock.later(LONGEST, () => heard(userId, false)));
    if (isTyping !== users.value.includes(userId)) users.set([...ends.keys()]);
  }

  return {
    _users: users,
    _heard: heard,
    _reset() {
      for (const userId of users.value) heard(userId, false);
      told = -Infinity;
    },
    _tell(isTyping) {
      const now = session._clock.now();
      if (isTyping ? now - told < AGAIN : now - told > ENDS) return;
      told = isTyping ? now : -Infinity;
      session._request('typing', { conversationId, isTyping }).catch(() => {});
    },
  };
}
