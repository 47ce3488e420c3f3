/** A file, in words; the service keeps the words, not the file. */
export interface Attachment {
  readonly id?: string;
  readonly fileUrl: string;
  readonly fileName: string;
  readonly fileType: string;
  readonly fileSize: number;
  readonly metadata?: unknown;
}

/** How often a message has a reaction, and the first users who gave it. */
export interface Reaction {
  readonly reaction: string;
  readonly count: number;
  readonly userIds: readonly string[];
}

/** A message as the service sends it. */
export interface WireMessage {
  readonly id: string;
  readonly conversationId: string;
  readonly senderId: string;
  readonly content: string;
  readonly createdAt: string;
  readonly attachments: readonly Attachment[];
  readonly seq: number;
  readonly rev: number;
  readonly clientMessageId?: string;
  readonly type?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly replyTo?: { readonly messageId: string; readonly seq: number };
  readonly mentions?: readonly string[] | 'all';
  readonly editedAt?: string;
  readonly deleted?: boolean;
  readonly deletedAt?: string;
  readonly deletedBy?: string;
  readonly reactions?: readonly Reaction[];
}

/** Why a message was not stored, or a command not carried out. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

/**
 * A message as it is shown: one that is stored (`sent`), or one of the user's own on its way (`pending`) or refused
 * (`failed`). Only stored ones have `seq` and `rev`. Immutable: a change is another object.
 */
export interface Message extends Omit<WireMessage, 'seq' | 'rev' | 'replyTo'> {
  readonly status: 'pending' | 'sent' | 'failed';
  readonly seq?: number;
  readonly rev?: number;
  readonly replyTo?: { readonly messageId: string; readonly seq?: number };
  /** The same from sending on, also once the message is stored: to tell messages of a list apart. */
  readonly key: string;
  /** The user's own reactions, as far as they are known. */
  readonly ownReactions: readonly string[];
  readonly error?: Failure;
}

/** What is sent. */
export interface Draft {
  readonly content?: string;
  readonly attachments?: readonly Attachment[];
  readonly type?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** The id of a message of the same conversation. */
  readonly replyTo?: string;
  readonly mentions?: readonly string[] | 'all';
  /** Begins a direct conversation with this user, where the id of the conversation is the product's own. */
  readonly receiverId?: string;
}

export type Role = 'owner' | 'moderator' | 'member';
export type Kind = 'open' | 'direct' | 'group';

/** A conversation as a list shows it. */
export interface ConversationSummary {
  readonly conversationId: string;
  readonly kind: Kind;
  readonly title?: string;
  readonly avatarUrl?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly frozen?: boolean;
  /** At most 100 of them. */
  readonly participants: readonly string[];
  readonly participantCount: number;
  readonly role?: Role;
  readonly createdBy?: string;
  readonly createdAt?: string;
  readonly lastMessage?: WireMessage;
  readonly seq: number;
  readonly rev: number;
  readonly updatedAt: string;
  readonly readUpTo: number;
  readonly unread: number;
  readonly unreadMentions?: number;
  readonly mutedUntil?: string;
  readonly hidden?: boolean;
}

/** What the user has not read, in all that is neither muted nor hidden; mentions count in muted ones, too. */
export interface Totals {
  readonly unread: number;
  readonly unreadMentions: number;
  /** In how many conversations. */
  readonly conversations: number;
}

/** How far somebody has read, and how far messages have reached them. */
export interface Receipt {
  readonly readUpTo: number;
  readonly deliveredUpTo: number;
}

export interface Presence {
  readonly online: boolean;
  readonly lastSeenAt?: string;
}

export interface Participant extends Receipt {
  readonly userId: string;
  readonly role: Role;
}
