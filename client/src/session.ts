import type { ClientEvents } from './api.js';
import type { Clock } from './clock.js';
import type { Directory, Known } from './directory.js';
import type { Reply } from './frames.js';
import type { Emitter } from './live.js';
import type { WireMessage } from './messages.js';
import type { Outbox } from './outbox.js';

/** What the parts of a client share. */
export interface Session {
  readonly clock: Clock;
  readonly emit: Emitter<ClientEvents>['emit'];
  readonly outbox: Outbox;
  readonly me: string | undefined;
  /** Whether commands are sent at this moment. */
  readonly isOnline: boolean;
  /** Sends a command once. `taken` is called with the answer, before the next frame is taken. */
  request(event: string, payload: object, taken?: (reply: Reply) => void): Promise<Reply>;
  /** Sends a command that only reads, over as many connections as it takes. `sending` is called before each attempt. */
  query(event: string, payload: object, taken?: (reply: Reply) => void, sending?: () => void): Promise<Reply>;
  /** Reads all pages of what the member of the answers holds. */
  pages<T>(event: string, payload: object, member: string): Promise<T[]>;
  /** For what goes on by itself: a refusal is reported, the end of a connection is no news. */
  unattended(work: Promise<unknown>): void;
  known(id: string): Known | undefined;
  /** Takes the next state of the list. */
  list(next: (list: Directory) => Directory): void;
  /** Asks for what changed in the list. */
  catchUp(): void;
  /** A message of a conversation has reached this client. */
  arrived(message: WireMessage, readUpTo: number): void;
  /** The conversation is not used any more. */
  closed(id: string): void;
}
