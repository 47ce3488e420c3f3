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
  /** As the service says, kept up by what happens. */
  readonly totals: Totals | undefined;
}

export type DirectoryEvent =
  | { readonly type: 'greeted'; readonly me: string; readonly since: string | undefined }
  | { readonly type: 'asked' }
  | { readonly type: 'page'; readonly isCatchUp: boolean; readonly reply: Reply; readonly now: number }
  | { readonly type: 'push'; readonly push: Push; readonly now: number }
  | { readonly type: 'stored'; readonly message: WireMessage; readonly now: number }
  | { readonly type: 'joined'; readonly reply: Reply; readonly now: number }
  | { readonly type: 'answered'; readonly conversation: Json; readonly isNew: boolean; readonly now: number }
  | { readonly type: 'patched'; readonly id: string; readonly patch: Partial<Known>; readonly now: number }
  | { readonly type: 'removed'; readonly id: string; readonly now: number };

export const emptyDirectory: Directory = {
  me: undefined,
  known: new Map(),
  since: undefined,
  cursor: undefined,
  isLoaded: false,
  isComplete: false,
  isAsked: false,
  log: [],
  totals: undefined,
};

const NOTHING: Totals = { unread: 0, unreadMentions: 0, conversations: 0 };

export function reduceDirectory(state: Directory, event: DirectoryEvent): Directory {
  switch (event.type) {
    case 'greeted':
      return { ...state, me: event.me, since: state.since ?? event.since };
    case 'asked':
      return { ...state, isAsked: true, log: [] };
    case 'page':
      return page(state, event.reply, event.isCatchUp, event.now);
    case 'push':
      return pushed(state.isAsked ? { ...state, log: [...state.log, event.push] } : state, event.push, event.now);
    case 'stored':
      return said(state, event.message, event.now);
    case 'joined':
      return joined(state, event.reply, event.now);
    case 'answered':
      return answered(state, event.conversation, event.isNew, event.now);
    case 'patched':
      return patch(state, event.id, event.patch, event.now);
    case 'removed':
      return put(state, event.id, undefined, event.now);
  }
}

/** The list as it is shown: the newest activity first, without what is hidden. */
export function listed({ known }: Directory): readonly ConversationSummary[] {
  return [...known.values()].filter((each) => each.listed && !each.hidden).sort(byActivity);
}

function byActivity(one: Known, other: Known): number {
  if (one.updatedAt !== other.updatedAt) return one.updatedAt < other.updatedAt ? 1 : -1;
  return one.conversationId < other.conversationId ? -1 : 1;
}

/** Counted, where all conversations are known; otherwise as the service counts. */
export function totalsOf({ known, isComplete, totals }: Directory, now: number): Totals {
  if (totals !== undefined && !isComplete) return totals;
  let sum = NOTHING;
  for (const each of known.values()) sum = add(sum, share(each, now), 1);
  return sum;
}

export function isMuted({ mutedUntil }: Pick<ConversationSummary, 'mutedUntil'>, now: number): boolean {
  return mutedUntil === 'forever' || (mutedUntil !== undefined && Date.parse(mutedUntil) > now);
}

/** What a conversation adds to the totals. A mention breaks the muting. */
function share(each: Known | undefined, now: number): Totals {
  if (each === undefined || !each.listed || each.hidden) return NOTHING;
  const unread = isMuted(each, now) ? 0 : each.unread;
  return { unread, unreadMentions: each.unreadMentions ?? 0, conversations: unread > 0 ? 1 : 0 };
}

function add(sum: Totals, one: Totals, sign: 1 | -1): Totals {
  return {
    unread: Math.max(0, sum.unread + sign * one.unread),
    unreadMentions: Math.max(0, sum.unreadMentions + sign * one.unreadMentions),
    conversations: Math.max(0, sum.conversations + sign * one.conversations),
  };
}

function put(state: Directory, id: string, next: Known | undefined, now: number): Directory {
  const before = state.known.get(id);
  const known = new Map(state.known);
  if (next === undefined) known.delete(id);
  else known.set(id, next);
  const totals = state.totals && add(add(state.totals, share(before, now), -1), share(next, now), 1);
  return { ...state, known, totals };
}

function patch(state: Directory, id: string, change: Partial<Known>, now: number): Directory {
  const before = state.known.get(id);
  return before === undefined ? state : put(state, id, { ...before, ...change }, now);
}

/** A page replaces what it names. A first page of everything drops what is in none of its pages. */
function page(state: Directory, reply: Reply, isCatchUp: boolean, now: number): Directory {
  const known = new Map(state.known);
  if (reply.reset) for (const [id, each] of known) known.set(id, { ...each, listed: false, dataRev: 0, seenRev: 0 });
  for (const each of reply.conversations as Json[]) {
    if (each.removed) known.delete(each.conversationId);
    else known.set(each.conversationId, fromList(each, known.get(each.conversationId)));
  }
  const isLast = reply.cursor === undefined;
  const isWhole = !isCatchUp || reply.reset === true;
  const next: Directory = {
    ...state,
    known,
    isLoaded: true,
    isAsked: false,
    log: [],
    isComplete: (isWhole && isLast) || (state.isComplete && !reply.reset),
    cursor: isWhole ? reply.cursor : state.cursor,
    since: isLast && (isCatchUp || reply.reset || state.since === undefined) ? reply.since : state.since,
  };
  const caughtUp = state.log.reduce((after, push) => pushed(after, push, now), next);
  return { ...caughtUp, totals: state.totals }; // these pushes are in them
}

function fromList(each: Json, before: Known | undefined): Known {
  const { seq, rev } = each as ConversationSummary;
  const seenRev = Math.max(before?.seenRev ?? 0, rev);
  return { ...(each as ConversationSummary), seq, listed: true, dataRev: rev, seenRev };
}

function pushed(state: Directory, { event, data }: Push, now: number): Directory {
  const id = data.conversationId as string;
  const before = state.known.get(id);
  switch (event) {
    case 'newMessage':
      return said(state, data as WireMessage, now);
    case 'messageChanged':
      return changed(state, data as WireMessage, now);
    case 'conversationChanged':
      return groupChanged(state, data, now);
    case 'messageReadStatusChanged':
      return data.userId === state.me && data.readUpTo !== undefined
        ? patch(state, id, { readUpTo: data.readUpTo }, now)
        : state;
    case 'preferencesChanged':
      return patch(state, id, preferences(data), now);
    case 'unreadChanged':
      return unreadChanged(before === undefined ? state : patch(state, id, marks(data), now), data.total);
    default:
      return state;
  }
}

/** `null` is for not muted. */
export function preferences({ mutedUntil, hidden }: Json): Partial<Known> {
  return { mutedUntil: mutedUntil ?? undefined, hidden: hidden === true };
}

function marks({ unread, unreadMentions }: Json): Partial<Known> {
  return { unread, unreadMentions };
}

function unreadChanged(state: Directory, total: Json | undefined): Directory {
  if (total === undefined) return state;
  const { messages: unread, mentions: unreadMentions, conversations } = total;
  return { ...state, totals: { unread, unreadMentions, conversations } };
}

/** A message that was not counted yet. It shows what was hidden. */
function said(state: Directory, message: WireMessage, now: number): Directory {
  const before = state.known.get(message.conversationId);
  if (before === undefined) return { ...state, totals: withUnknown(state, message) };
  const isNewest = message.seq >= (before.lastMessage?.seq ?? 0);
  const isCounted = message.seq <= before.seq;
  if (isCounted && !isNewest) return state;
  const isUnread = !isCounted && leavesUnread(message, state.me);
  const isMention = isUnread && mentions(message, state.me);
  return put(
    state,
    message.conversationId,
    {
      ...before,
      seq: Math.max(before.seq, message.seq),
      rev: Math.max(before.rev, message.rev),
      hidden: isCounted && before.hidden === true,
      lastMessage: isNewest ? newer(message, before.lastMessage) : (before.lastMessage as WireMessage),
      updatedAt: isNewest ? message.createdAt : before.updatedAt,
      unread: before.unread + (isUnread ? 1 : 0),
      unreadMentions: (before.unreadMentions ?? 0) + (isMention ? 1 : 0),
    },
    now,
  );
}

/** Of a conversation that is not in the list yet, or on a later page. */
function withUnknown({ totals, me }: Directory, message: WireMessage): Totals | undefined {
  const { unread, unreadMentions, conversations } = totals ?? NOTHING;
  if (totals === undefined || !leavesUnread(message, me)) return totals;
  return { unread: unread + 1, unreadMentions: unreadMentions + (mentions(message, me) ? 1 : 0), conversations };
}

function newer(message: WireMessage, before: WireMessage | undefined): WireMessage {
  return before?.id === message.id && before.rev > message.rev ? before : message;
}

export function leavesUnread(message: Pick<WireMessage, 'senderId' | 'deleted' | 'type'>, me: string | undefined): boolean {
  return message.senderId !== me && !message.deleted && !/^system/i.test(message.type ?? '');
}

export function mentions({ mentions: named }: Pick<WireMessage, 'mentions'>, me: string | undefined): boolean {
  return named === 'all' || (me !== undefined && named !== undefined && named.includes(me));
}

function changed(state: Directory, message: WireMessage, now: number): Directory {
  const last = state.known.get(message.conversationId)?.lastMessage;
  const isNewer = last?.id === message.id && message.rev > last.rev;
  return isNewer ? patch(state, message.conversationId, { lastMessage: message }, now) : state;
}

function groupChanged(state: Directory, data: Json, now: number): Directory {
  const before = state.known.get(data.conversationId);
  if (before === undefined) return state;
  if (data.removed) return data.rev < before.seenRev ? state : put(state, data.conversationId, undefined, now);
  const isNewer = data.rev > before.dataRev;
  const seenRev = Math.max(before.seenRev, data.rev);
  const next = isNewer ? { ...before, ...groupData(data), dataRev: data.rev, rev: Math.max(before.rev, data.rev) } : before;
  return put(state, data.conversationId, { ...members(next, data), seenRev }, now);
}

const DATA = ['kind', 'role', 'title', 'avatarUrl', 'metadata', 'frozen', 'participantCount'];

/** The members that are there; `null` is for what the group does not have. */
function groupData(data: Json): Partial<Known> {
  const there = DATA.filter((name) => name in data);
  return Object.fromEntries(there.map((name) => [name, data[name] ?? undefined]));
}

function members(known: Known, data: Json): Known {
  const added: string[] = data.addedUserIds ?? [];
  const gone: string[] = data.removedUserIds ?? [];
  if (added.length + gone.length === 0) return known;
  const stay = known.participants.filter((each) => !gone.includes(each) && !added.includes(each));
  return { ...known, participants: [...stay, ...added] };
}

/** The answer to a join has the exact numbers of its place in the order, but no mentions. */
function joined(state: Directory, reply: Reply, now: number): Directory {
  const { conversationId: id, kind, seq, rev, readUpTo, unread } = reply as Known;
  const before = state.known.get(id);
  if (before === undefined) {
    const begun = { participants: [], participantCount: 0, updatedAt: '', listed: false, dataRev: 0 };
    return put(state, id, { ...begun, conversationId: id, kind, seq, rev, readUpTo, unread, seenRev: rev }, now);
  }
  const unreadMentions = unread === 0 ? 0 : (before.unreadMentions ?? 0);
  const numbers = { seq: Math.max(seq, before.seq), readUpTo, unread, unreadMentions };
  return put(state, id, { ...before, ...numbers, kind, seenRev: Math.max(rev, before.seenRev) }, now);
}

/** The answer to a command of a group has its data, but not what is the user's own. */
function answered(state: Directory, conversation: Json, isNew: boolean, now: number): Directory {
  const id = conversation.conversationId as string;
  const before = state.known.get(id);
  const { seq, rev, readers: _, ...data } = conversation as Known & { readers?: unknown };
  const own = { readUpTo: 0, unread: 0, participants: [], participantCount: 0, updatedAt: '', listed: false, seq, rev };
  const cleared = { title: undefined, avatarUrl: undefined, metadata: undefined };
  const next = { ...own, ...before, ...cleared, ...data, dataRev: rev, seenRev: Math.max(rev, before?.seenRev ?? 0) };
  return put(state, id, { ...(next as Known), listed: isNew || (before?.listed ?? false) }, now);
}
