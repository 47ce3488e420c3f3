import type { Live } from './live.js';
import type {
  ConversationSummary, Draft, Failure, Message, Participant, Presence, Receipt, Role, Totals, WireMessage,
} from './messages.js';
import type { Status } from './connection.js';
import type { CommandFailed, Unauthorized } from './errors.js';

/** What a conversation shows beside its messages: what the list knows of it, and how the view stands. */
export interface ConversationState extends Partial<Omit<ConversationSummary, 'unread' | 'readUpTo'>> {
  readonly unread: number;
  readonly readUpTo: number;
  /** Whether what is shown is kept up to date at this moment. */
  readonly joined: boolean;
  /** Whether the first page is there. */
  readonly loaded: boolean;
  /** Whether there are messages before those that are shown. */
  readonly hasEarlier: boolean;
  /** By user; at most the 50 who have read furthest, and those who have read since. */
  readonly receipts: ReadonlyMap<string, Receipt>;
  /** Why the service does not let the user in; `removed` where they take part no more. */
  readonly lastError?: Failure;
}

export interface HistoryOptions {
  /** From the newest to the oldest where left out. */
  readonly direction?: 'backward' | 'forward';
  /** A `seq`, which is not among what is read. Where left out, it begins at the end that the direction leads away from. */
  readonly from?: number;
  /** How many are fetched at once. */
  readonly pageSize?: number;
}

export interface ConversationData {
  readonly title?: string | null;
  readonly avatarUrl?: string | null;
  readonly metadata?: Readonly<Record<string, unknown>> | null;
  readonly frozen?: boolean;
}

export interface Preferences {
  /** A time to come, `'forever'`, or `null` for not muted. */
  readonly mutedUntil?: Date | string | null;
  readonly hidden?: boolean;
}

export interface Edit {
  readonly content?: string | null;
  readonly attachments?: Draft['attachments'] | null;
  readonly metadata?: Draft['metadata'] | null;
}

/**
 * A conversation that is in use. It is counted how often it was asked for; after as many calls of `release` it is left alone.
 * Commands reject with {@link CommandFailed}.
 */
export interface Conversation {
  readonly id: string;
  /** Stored messages by position, then those on their way in the order of sending. */
  readonly messages: Live<readonly Message[]>;
  readonly state: Live<ConversationState>;
  /** The ids of the users who are typing. */
  readonly typing: Live<readonly string[]>;
  release(): void;

  /** Returns at once what is shown while it is on its way. It is sent until it is answered, in order, also after a reload. */
  send(draft: string | Draft): Message;
  /** Sends a message that failed once more. */
  retry(message: Message): void;
  /** Drops a message that failed or is not under way yet. Returns whether it was dropped. */
  discard(message: Message): boolean;

  /** More messages at the beginning. Resolves to whether there are still earlier ones. */
  loadEarlier(pageSize?: number): Promise<boolean>;
  /** Reads what is stored, beside what is shown. */
  history(options?: HistoryOptions): AsyncGenerator<Message, void, undefined>;

  /** With `ifRev` a change by others in between is a `conflict`; its `present` is the message as it is. */
  edit(messageId: string, edit: string | Edit, options?: { readonly ifRev?: number }): Promise<WireMessage>;
  delete(messageId: string): Promise<WireMessage>;
  react(messageId: string, reaction: string): Promise<void>;
  unreact(messageId: string, reaction: string): Promise<void>;
  fetchReactions(messageId: string, reaction?: string): Promise<readonly { reaction: string; userId: string }[]>;

  /** Everything up to a `seq`, or all, was seen. Shown at once; sent about once a second, until it is answered. */
  markRead(upTo?: number): void;
  /** The message and what follows is unread again. */
  markUnread(messageId: string): Promise<void>;
  /** To be called with each key; sent as seldom as possible. It ends by `false`, by `send`, or by itself after 8 s. */
  setTyping(isTyping: boolean): void;
  /** An event of the application, for those who have the conversation open. It may be lost. */
  sendEvent(name: string, data?: unknown): Promise<void>;

  update(data: ConversationData): Promise<void>;
  addParticipants(userIds: readonly string[]): Promise<void>;
  removeParticipant(userId: string): Promise<void>;
  setParticipant(userId: string, change: { role?: Role; bannedUntil?: Date | string | null }): Promise<void>;
  fetchParticipants(): Promise<readonly Participant[]>;
  setPreferences(preferences: Preferences): Promise<void>;
  /** Ends the user's part. */
  leave(): Promise<void>;
}

export interface NewGroup extends ConversationData {
  readonly participants: readonly string[];
  /** Makes it safe to send again. Made up where left out. */
  readonly clientConversationId?: string;
}

/** The user's conversations, the newest activity first, without those that are hidden. */
export interface Conversations extends Live<readonly ConversationSummary[]> {
  readonly totals: Live<Totals>;
  /** Whether the first page is there. */
  readonly isLoaded: boolean;
  readonly hasMore: boolean;
  /** Resolves to whether there are still more. */
  loadMore(): Promise<boolean>;
  /** Creates a group; resolves to its id. */
  create(group: NewGroup): Promise<string>;
  /** The one direct conversation with this user; resolves to its id. */
  direct(userId: string): Promise<string>;
  /** Those that are hidden. */
  fetchHidden(): Promise<readonly ConversationSummary[]>;
}

export interface ClientEvents {
  status: Status;
  /** A message that was not here before; the user's own ones only where they were sent elsewhere. */
  message: Message;
  /** A message in a new state: edited, deleted, or with other reactions. */
  messageChanged: { conversationId: string; messageId: string };
  typing: { conversationId: string; userId: string; username: string; isTyping: boolean };
  presence: { userId: string; username: string; online: boolean };
  customEvent: { conversationId: string; userId: string; name: string; data: unknown };
  /** From another service of the product. */
  notice: { notice: string | undefined; data: unknown };
  /** A message on its way was stored, or refused. */
  sent: Message;
  failed: Message;
  /** What was shown could not be brought up to date, and is loaded anew: of a conversation, or the list. */
  discontinuity: { conversationId: string | undefined };
  /** Nothing happens any more until `connect()`. */
  unauthorized: Unauthorized;
  /** Something went wrong that is dealt with: an attempt, a storage, a command that the client sent by itself. */
  error: unknown;
}

export interface Client {
  readonly status: Status;
  /** The status to subscribe to. */
  readonly connection: Live<Status>;
  /** From the options, the token or the greeting. */
  readonly userId: string | undefined;
  readonly conversations: Conversations;
  /** Those whom the user blocks. */
  readonly blocked: Live<readonly string[]>;
  connect(): void;
  /** Stays disconnected. What waits to be sent is kept. */
  disconnect(): void;
  on<E extends keyof ClientEvents>(event: E, listener: (data: ClientEvents[E]) => void): () => void;
  /** Where the view of a conversation or the list began anew. Returns what ends it. */
  onDiscontinuity(listener: (about: ClientEvents['discontinuity']) => void): () => void;
  /** A conversation to use; counted until `release()`. */
  conversation(id: string): Conversation;
  /** A conversation that is in use, without counting. */
  opened(id: string): Conversation | undefined;
  /** Who of these users is online. Asked for while it is subscribed to. */
  presence(userIds: readonly string[]): Live<ReadonlyMap<string, Presence>>;
  block(userId: string): Promise<void>;
  unblock(userId: string): Promise<void>;
}
