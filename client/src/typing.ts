import type { Session } from './session.js';
import { Cell } from './live.js';

/** The service ends it after 8 s, and passes on the same state once a second. */
const AGAIN = 4_000;
/** Where the end was lost. */
const LONGEST = 12_000;

/** Who is typing in a conversation, the user among those who are told of. */
export class Typing {
  readonly users = new Cell<readonly string[]>([]);
  readonly #session: Session;
  readonly #conversationId: string;
  readonly #ends = new Map<string, () => void>();
  #told = -Infinity;

  constructor(session: Session, conversationId: string) {
    this.#session = session;
    this.#conversationId = conversationId;
  }

  heard(userId: string, isTyping: boolean): void {
    this.#ends.get(userId)?.();
    this.#ends.delete(userId);
    if (isTyping) this.#ends.set(userId, this.#session.clock.later(LONGEST, () => this.heard(userId, false)));
    if (isTyping !== this.users.value.includes(userId)) this.users.set([...this.#ends.keys()]);
  }

  /** Nothing is known any more. */
  reset(): void {
    for (const end of this.#ends.values()) end();
    this.#ends.clear();
    this.#told = -Infinity;
    if (this.users.value.length > 0) this.users.set([]);
  }

  tell(isTyping: boolean): void {
    const now = this.#session.clock.now();
    const isTold = now - this.#told < 2 * AGAIN;
    if (isTyping ? now - this.#told < AGAIN : !isTold) return;
    this.#told = isTyping ? now : -Infinity;
    this.#session.request('typing', { conversationId: this.#conversationId, isTyping }).catch(() => {});
  }
}
