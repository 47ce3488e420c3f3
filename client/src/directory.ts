import type { Json, Push, Reply } from './frames.js';
import type { ConversationSummary, Totals, WireMessage } from './messages.js';

/** A conversation that is known: of the list, or one that was only joined. */
export interface Known extends ConversationSummary {
  readonly listed: boolean;
  /** The change up to which its data are known. */
  readonly dataRev: number;
  /** The newest change that a join or a push of the group showed; a removal from before it is late. */
  readonly seenRev: number;
}

/*
 * The list of conversations: a pure function from what happens to the next state.
 *
 * A page is older than what was pushed since it was asked for. So pushes are kept in `log` while one is under way, and are
 * applied again to what it brings; each is applied only where its `seq` or `rev` is higher.
 */
export interface Directory {
  readonly me: string | undefined;
  readonly known: ReadonlyMap<string, Known>;
  /** Where to ask from for what changed. */
  readonly since: string | undefined;
  /** Where the list goes on. */
  readonly cursor: string | undefined;
  readonly isLoaded: boolean;
  readonly isComplete: boolean;
  readonly isAsked: boolean;
  readonly log: readonly Push[];
  /** What is unread in conversations that are not known, as far as the service said: its total without those that are. */
  readonly elsewhere: Totals;
}

export const emptyDirectory: Directory = {
  me: undefined,
  known: new Map(),
  since: undefined,
  cursor: undefined,
  isLoaded: false,
  isComplete: false,
  isAsked: false,
  log: [],
  elsewhere: { unread: 0, unreadMentions: 0, conversations: 0 },
};

/** A connection was greeted. Where there was no list before, what changes from now on is enough. */
export function greeted(state: Directory, me: string, since: string | undefined): Directory {
  return { ...state, me, since: state.since ?? since };
}

/** A page was asked for. */
export function asked(state: Directory): Directory {
  return { ...state, isAsked: true, log: [] };
}

/** The list as it is shown: the newest activity first, without what is hidden. */
export function listed({ known }: Directory): readonly ConversationSummary[] {
  return [...known.values()].filter((each) => each.listed && !each.hidden).sort(byActivity);
}

function byActivity(one: Known, other: Known): number {
  if (one.updatedAt !== other.updatedAt) return one.updatedAt < other.updatedAt ? 1 : -1;
  return one.conversationId < other.conversationId ? -1 : 1;
}

/** What is known is counted here, the rest by the service. */
export function totalsOf({ known, elsewhere }: Directory, now: number): Totals {
  let { unread, unreadMentions, conversations } = elsewhere;
  for (const each of known.values()) {
    if (!each.listed || each.hidden) continue;
    const isMuted = each.mutedUntil === 'forever' || Date.parse(each.mutedUntil ?? '') > now;
    unreadMentions += each.unreadMentions ?? 0; // a mention breaks the muting
    if (isMuted || each.unread === 0) continue;
    unread += each.unread;
    conversations++;
  }
  return { unread, unreadMentions, conversations };
}

function minus(one: Totals, other: Totals): Totals {
  return {
    unread: Math.max(0, one.unread - other.unread),
    unreadMentions: Math.max(0, one.unreadMentions - other.unreadMentions),
    conversations: Math.max(0, one.conversations - other.conversations),
  };
}

function put(state: Directory, id: string, next?: Known): Directory {
  const known = new Map(state.known);
  if (next === undefined) known.delete(id);
  else known.set(id, next);
  return { ...state, known };
}

/** The user takes part no more. */
export function removed(state: Directory, id: string): Directory {
  return put(state, id);
}

/** Members that the user has changed. */
export function patched(state: Directory, id: string, change: Partial<Known>): Directory {
  const before = state.known.get(id);
  return before === undefined ? state : put(state, id, { ...before, ...change });
}

/** A page replaces what it names. A first page of everything drops what is in none of its pages. */
export function page(state: Directory, reply: Reply, isCatchUp: boolean, now: number): Directory {
  const known = new Map(state.known);
  if (reply.reset) for (const [id, each] of known) known.set(id, { ...each, listed: false, dataRev: 0, seenRev: 0 });
  for (const each of reply.conversations as Json[]) {
    if (each.removed) known.delete(each.conversationId);
    else known.set(each.conversationId, fromList(each, known.get(each.conversationId)));
  }
  const isWhole = !isCatchUp || reply.reset === true;
  const isComplete = isWhole ? reply.cursor === undefined : state.isComplete;
  const next: Directory = {
    ...state,
    known,
    isLoaded: true,
    isAsked: false,
    log: [],
    isComplete,
    cursor: isWhole ? reply.cursor : state.cursor,
    since: reply.reset ? reply.since : (isWhole && state.since) || (reply.since ?? state.since),
  };
  const { elsewhere } = state;
  // An earlier page brings what the service has counted; what a catch-up brings is new.
  const more = isCatchUp ? elsewhere : minus(elsewhere, minus(totalsOf(next, now), totalsOf(state, now)));
  const loaded = { ...next, elsewhere: isComplete ? emptyDirectory.elsewhere : more };
  return state.log.reduce((after, push) => apply(after, push, now), loaded);
}

function fromList(each: Json, before: Known | undefined): Known {
  const { rev } = each;
  return { ...(each as ConversationSummary), listed: true, dataRev: rev, seenRev: Math.max(before?.seenRev ?? 0, rev) };
}

export function pushed(state: Directory, push: Push, now: number): Directory {
  return apply(state.isAsked ? { ...state, log: [...state.log, push] } : state, push, now);
}

function apply(state: Directory, { event, data }: Push, now: number): Directory {
  const id = data.conversationId as string;
  switch (event) {
    case 'newMessage':
      return said(state, data as WireMessage);
    case 'messageChanged':
      return changed(state, data as WireMessage);
    case 'conversationChanged':
      return groupChanged(state, data);
    case 'messageReadStatusChanged':
      return data.userId === state.me && data.readUpTo !== undefined
        ? patched(state, id, { readUpTo: data.readUpTo })
        : state;
    case 'preferencesChanged':
      return patched(state, id, preferences(data));
    case 'unreadChanged':
      return unreadChanged(state, data, now);
    default:
      return state;
  }
}

/** `null` is for not muted. */
export function preferences({ mutedUntil, hidden }: Json): Partial<Known> {
  return { mutedUntil: mutedUntil ?? undefined, hidden: hidden === true };
}

function unreadChanged(state: Directory, { conversationId: id, unread, unreadMentions, total }: Json, now: number): Directory {
  const next = id === undefined ? state : patched(state, id, { unread, unreadMentions });
  if (state.isComplete || total === undefined) return next;
  const { messages, mentions: mentionsInAll, conversations } = total;
  const all = { unread: messages, unreadMentions: mentionsInAll, conversations };
  return { ...next, elsewhere: minus(all, totalsOf({ ...next, elsewhere: emptyDirectory.elsewhere }, now)) };
}

/** A message that was not counted yet. It shows what was hidden. */
export function said(state: Directory, message: WireMessage): Directory {
  const before = state.known.get(message.conversationId);
  if (before === undefined) return state;
  const { lastMessage } = before;
  const isCounted = message.seq <= before.seq;
  if (isCounted && message.seq < (lastMessage?.seq ?? 0)) return state;
  const isUnread = !isCounted && leavesUnread(message, state.me);
  const isMention = isUnread && mentions(message, state.me);
  return put(state, message.conversationId, {
    ...before,
    seq: Math.max(before.seq, message.seq),
    rev: Math.max(before.rev, message.rev),
    hidden: isCounted && before.hidden === true,
    lastMessage: lastMessage?.id === message.id && lastMessage.rev > message.rev ? lastMessage : message,
    updatedAt: message.createdAt,
    unread: before.unread + (isUnread ? 1 : 0),
    unreadMentions: (before.unreadMentions ?? 0) + (isMention ? 1 : 0),
  });
}

export function leavesUnread(message: Pick<WireMessage, 'senderId' | 'deleted' | 'type'>, me: string | undefined): boolean {
  return message.senderId !== me && !message.deleted && !/^system/i.test(message.type ?? '');
}

export function mentions({ mentions: named }: Pick<WireMessage, 'mentions'>, me: string | undefined): boolean {
  return named === 'all' || (me !== undefined && named !== undefined && named.includes(me));
}

export function changed(state: Directory, message: WireMessage): Directory {
  const last = state.known.get(message.conversationId)?.lastMessage;
  const isNewer = last?.id === message.id && message.rev > last.rev;
  return isNewer ? patched(state, message.conversationId, { lastMessage: message }) : state;
}

function groupChanged(state: Directory, data: Json): Directory {
  const id = data.conversationId as string;
  const before = state.known.get(id);
  if (before === undefined) return state;
  const { rev } = data;
  if (data.removed) return rev < before.seenRev ? state : removed(state, id);
  const added: string[] = data.addedUserIds ?? [];
  const gone = [...added, ...(data.removedUserIds ?? [])];
  const isNewer = rev > before.dataRev;
  return put(state, id, {
    ...before,
    ...(isNewer && { ...groupData(data), dataRev: rev }),
    seenRev: Math.max(before.seenRev, rev),
    participants: [...before.participants.filter((each) => !gone.includes(each)), ...added],
  });
}

const DATA = ['kind', 'role', 'title', 'avatarUrl', 'metadata', 'frozen', 'participantCount'];

/** The members that are there; `null` is for what the group does not have. */
function groupData(data: Json): Partial<Known> {
  return Object.fromEntries(DATA.filter((name) => name in data).map((name) => [name, data[name] ?? undefined]));
}

const BEGUN = { readUpTo: 0, unread: 0, participants: [], participantCount: 0, updatedAt: '', listed: false, dataRev: 0 };

/** The answer to a join has the exact numbers of its place in the order, but no mentions. */
export function joined(state: Directory, reply: Reply): Directory {
  const { conversationId, kind, seq, rev, readUpTo, unread } = reply as Known;
  const before = state.known.get(conversationId) ?? { ...BEGUN, seq: 0, rev: 0, seenRev: 0 };
  const { unreadMentions = 0 } = before as Known;
  return put(state, conversationId, {
    ...before,
    conversationId,
    kind,
    seq: Math.max(seq, before.seq),
    rev: Math.max(rev, before.rev),
    seenRev: Math.max(rev, before.seenRev),
    readUpTo,
    unread,
    unreadMentions: unread === 0 ? 0 : unreadMentions,
  });
}

/** The answer to a command of a group has all its data, but not what is the user's own. */
export function answered(state: Directory, conversation: Json, isNew = false): Directory {
  const { conversationId, seq, rev, ...data } = conversation as Known;
  const before = state.known.get(conversationId) ?? { ...BEGUN, seq, rev, seenRev: 0 };
  const next = { ...before, title: undefined, avatarUrl: undefined, metadata: undefined, ...data, conversationId };
  const seenRev = Math.max(rev, before.seenRev);
  return put(state, conversationId, { ...(next as Known), dataRev: rev, seenRev, listed: isNew || before.listed });
}
