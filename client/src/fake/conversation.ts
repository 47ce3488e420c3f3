import type { Json } from '../frames.js';
import type { Kind, Reaction, Role, WireMessage } from '../messages.js';

/** A conversation of the fake server: what is stored, and how it answers for it. */
export class StoredConversation {
  readonly id: string;
  kind: Kind;
  readonly messages: WireMessage[] = [];
  readonly members = new Map<string, Role>();
  readonly readUpTo = new Map<string, number>();
  readonly deliveredUpTo = new Map<string, number>();
  readonly preferences = new Map<string, { mutedUntil: string | null; hidden: boolean }>();
  /** When it changed for a user last, counted over all changes of the server. */
  readonly touched = new Map<string, number>();
  data: Json = { frozen: false };
  readonly createdBy: string;
  readonly createdAt: string;
  rev = 0;
  /** The last change of the data or the participants. */
  dataRev = 0;

  constructor(id: string, kind: Kind, createdBy: string, createdAt: string) {
    this.id = id;
    this.kind = kind;
    this.createdBy = createdBy;
    this.createdAt = createdAt;
  }

  get seq(): number {
    return this.messages.length;
  }

  find(messageId: string): WireMessage | undefined {
    return this.messages.find((each) => each.id === messageId);
  }

  /** Replaces a message by its next state. */
  change(message: WireMessage, change: Json): WireMessage {
    const next = { ...message, ...change, rev: ++this.rev } as WireMessage;
    this.messages[message.seq - 1] = next;
    return next;
  }

  /** Reactions of a message with one of a user more or less, and how many gave it then. */
  static react(message: WireMessage, userId: string, reaction: string, isAdded: boolean): { reactions: Reaction[]; count: number } {
    const before = message.reactions ?? [];
    const others = (before.find((each) => each.reaction === reaction)?.userIds ?? []).filter((each) => each !== userId);
    const userIds = isAdded ? [...others, userId] : others;
    const now = { reaction, count: userIds.length, userIds };
    const isThere = before.some((each) => each.reaction === reaction);
    const all = isThere ? before.map((each) => (each.reaction === reaction ? now : each)) : [...before, now];
    return { reactions: all.filter(({ count }) => count > 0), count: userIds.length };
  }

  ownReactions(userId: string, messages: readonly WireMessage[]): Json[] {
    return messages
      .map(({ seq, reactions = [] }) => ({
        seq,
        reactions: reactions.filter(({ userIds }) => userIds.includes(userId)).map(({ reaction }) => reaction),
      }))
      .filter(({ reactions }) => reactions.length > 0);
  }

  unread(userId: string): WireMessage[] {
    const from = this.readUpTo.get(userId) ?? 0;
    return this.messages.filter((each) => each.seq > from && each.senderId !== userId && !each.deleted);
  }

  receipts(): Json[] {
    return [...new Set([...this.readUpTo.keys(), ...this.deliveredUpTo.keys()])].map((userId) => ({
      userId,
      readUpTo: this.readUpTo.get(userId) ?? 0,
      deliveredUpTo: Math.max(this.deliveredUpTo.get(userId) ?? 0, this.readUpTo.get(userId) ?? 0),
    }));
  }

  /** As answers to commands of groups show it. */
  describe(userId: string): Json {
    return {
      conversationId: this.id,
      kind: this.kind,
      ...this.data,
      participants: [...this.members.keys()],
      participantCount: this.members.size,
      role: this.members.get(userId) ?? 'member',
      createdBy: this.createdBy,
      createdAt: this.createdAt,
      seq: this.seq,
      rev: this.rev,
      updatedAt: this.messages.at(-1)?.createdAt ?? this.createdAt,
    };
  }

  /** As lists show it. */
  summary(userId: string): Json {
    const { mutedUntil = null, hidden = false } = this.preferences.get(userId) ?? {};
    const unread = this.unread(userId);
    const mentions = unread.filter((each) => each.mentions === 'all' || each.mentions?.includes(userId)).length;
    return {
      ...this.describe(userId),
      ...(this.seq > 0 && { lastMessage: this.messages.at(-1) }),
      readUpTo: this.readUpTo.get(userId) ?? 0,
      unread: unread.length,
      ...(mentions > 0 && { unreadMentions: mentions }),
      ...(mutedUntil !== null && { mutedUntil }),
      ...(hidden && { hidden }),
    };
  }
}
