import type { ClientEvents } from './api.js';
import type { Clock } from './clock.js';
import type { OpenConversation } from './conversation.js';
import type { ConversationList } from './conversations.js';
import type { Reply } from './frames.js';
import type { Emitter } from './live.js';
import type { Marks } from './marks.js';
import type { WireMessage } from './messages.js';
import type { Outbox } from './outbox.js';

/** What the parts of a client share, and the parts themselves. */
export interface Session {
  readonly _clock: Clock;
  readonly _emit: Emitter<ClientEvents>['emit'];
  /** The user, once that is known. */
  _me: string | undefined;
  /** Whether commands are sent at this moment. */
  readonly _isOnline: boolean;
  /** Conversations in use. */
  readonly _open: Map<string, OpenConversation>;
  _list: ConversationList;
  _outbox: Outbox;
  /** What the user has read. */
  _read: Marks;
  /** Sends a command once. `taken` is called with the answer, before the next frame is taken. */
  _request(event: string, payload: object, taken?: (reply: Reply) => void): Promise<Reply>;
  /** Waits as after so many failures, but not longer than the connection lasts. */
  _pause(failures: number): Promise<void>;
  /** Sends a command that only reads, over as many connections as it takes. `sending` is called before each attempt. */
  _query(event: string, payload: object, taken?: (reply: Reply) => void, sending?: () => void): Promise<Reply>;
  /** Reads all pages of what the member of the answers holds. */
  _pages<T>(event: string, payload: object, member: string): Promise<T[]>;
  /** For what goes on by itself: a refusal is reported, the end of a connection is no news. */
  _unattended(work: Promise<unknown>): void;
  /** A message of a conversation has reached this client. */
  _arrived(message: WireMessage, readUpTo?: number): void;
}
