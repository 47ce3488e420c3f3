import type { Json, Push, Reply } from './frames.js';
import type { ConversationSummary, Totals, WireMessage } from './messages.js';

/** A conversation that is known: of the list, or one that was only joined. */
export interface Known extends ConversationSummary {
  readonly _listed: boolean;
  /** The change up to which its data are known. */
  readonly _dataRev: number;
}

/*
 * The list of conversations: a pure function from what happens to the next state.
 *
 * A page is older than what was pushed since it was asked for. So pushes are kept in `log` while one is under way, and are
 * applied again to what it brings; each is applied only where its `seq` or `rev` is higher.
 */
export interface Directory {
  readonly _me?: string | undefined;
  readonly _known: ReadonlyMap<string, Known>;
  /** Where to ask from for what changed. */
  readonly since?: string | undefined;
  /** Where the list goes on. */
  readonly cursor?: string | undefined;
  readonly _isLoaded?: boolean;
  /** There only while a page is on its way. */
  readonly _log?: readonly Push[] | undefined;
  /** What is unread in conversations that are not known, as far as the service said: its total without those that are. */
  readonly _elsewhere: Totals;
}

export const nothing: Totals = { unread: 0, unreadMentions: 0, conversations: 0 };

type Place = Pick<WireMessage, 'seq' | 'rev'>;

/** A connection was greeted. Where there was no list before, what changes from now on is enough. */
export function greeted(state: Directory, me: string | undefined, since: string | undefined): Directory {
  return { ...state, _me: me, since: state.since ?? since };
}

/** A page was asked for. */
export function asked(state: Directory): Directory {
  return { ...state, _log: [] };
}

/** The list as it is shown: the newest activity first, without what is hidden. */
export function listed({ _known: known }: Directory): readonly ConversationSummary[] {
  return [...known.values()].filter(isShown).sort((one, other) => other.updatedAt.localeCompare(one.updatedAt));
}

function isShown({ _listed: listed, hidden }: Known): boolean {
  return listed && !hidden;
}

/** What is known is counted here, the rest by the service. */
export function totalsOf({ _known: known, _elsewhere: elsewhere }: Directory, now: number): Totals {
  const totals = { ...elsewhere };
  for (const { unread, unreadMentions = 0, mutedUntil = '' } of [...known.values()].filter(isShown)) {
    totals.unreadMentions += unreadMentions; // a mention breaks the muting
    if (!unread || mutedUntil === 'forever' || Date.parse(mutedUntil) > now) continue;
    totals.unread += unread;
    totals.conversations++;
  }
  return totals;
}

function minus(one: Totals, other: Totals): Totals {
  const less = Object.entries(one).map(([name, count]) => [name, Math.max(0, count - other[name as keyof Totals])]);
  return Object.fromEntries(less) as Totals;
}

/** What is known of a conversation now; nothing where the user takes part no more. */
export function put(state: Directory, id: string, next?: Known): Directory {
  const known = new Map(state._known);
  if (next) known.set(id, next);
  else known.delete(id);
  return { ...state, _known: known };
}

/** Members that the user has changed. */
export function patched(state: Directory, id: string, change: Partial<Known>): Directory {
  const before = state._known.get(id);
  return before ? put(state, id, { ...before, ...change }) : state;
}

/** A page replaces what it names. A first page of everything drops what is in none of its pages. */
export function page(state: Directory, reply: Reply, isCatchUp: boolean, now: number): Directory {
  const { reset, since = state.since } = reply;
  const isWhole = !isCatchUp || reset;
  const { cursor } = isWhole ? reply : state;
  const known = new Map(state._known);
  if (reset) for (const [id, each] of known) known.set(id, { ...each, ...unlisted });
  for (const each of reply.conversations as Known[]) {
    const { conversationId: id, rev } = each;
    if ('removed' in each) known.delete(id);
    else known.set(id, { ...each, _listed: true, _dataRev: rev, rev: Math.max(known.get(id)?.rev ?? 0, rev) });
  }
  const from = isWhole && !reset ? (state.since ?? since) : since;
  const next: Directory = { ...state, _known: known, _isLoaded: true, _log: undefined, cursor, since: from };
  // An earlier page brings what the service has counted; what a catch-up brings is new.
  const more = isCatchUp ? state._elsewhere : minus(state._elsewhere, minus(totalsOf(next, now), totalsOf(state, now)));
  const loaded: Directory = { ...next, _elsewhere: cursor ? more : nothing };
  return (state._log ?? []).reduce((after, push) => apply(after, push, now), loaded);
}

/** What is known of a conversation whose place in the list is not. */
const unlisted = { _listed: false, _dataRev: 0, rev: 0 };

export function pushed(state: Directory, push: Push, now: number): Directory {
  return apply(state._log ? { ...state, _log: [...state._log, push] } : state, push, now);
}

function apply(state: Directory, { event, data }: Push, now: number): Directory {
  return pushes[event]?.(state, data as never, now) ?? state;
}

const pushes: Record<string, (state: Directory, data: never, now: number) => Directory> = {
  newMessage: said,
  messageChanged: changed,
  conversationChanged: groupChanged,
  messageReadStatusChanged: (state, { conversationId, userId, readUpTo }: Json) =>
    userId === state._me && readUpTo >= 0 ? patched(state, conversationId, { readUpTo }) : state,
  preferencesChanged: preferred,
  unreadChanged,
};

/** `null` is for not muted. */
export function preferred(state: Directory, { conversationId, mutedUntil, hidden }: Json): Directory {
  return patched(state, conversationId, { mutedUntil: mutedUntil ?? undefined, hidden });
}

function unreadChanged(state: Directory, { conversationId: id, unread, unreadMentions, total }: Json, now: number): Directory {
  const next = patched(state, id, { unread, unreadMentions });
  if (!total || (state._isLoaded && !state.cursor)) return next;
  const all = { unread: total.messages, unreadMentions: total.mentions, conversations: total.conversations };
  return { ...next, _elsewhere: minus(all, totalsOf({ ...next, _elsewhere: nothing }, now)) };
}

/** A message that was not counted yet. It shows what was hidden. */
export function said(state: Directory, message: WireMessage): Directory {
  const before = state._known.get(message.conversationId);
  if (!before) return state;
  const { lastMessage } = before;
  const isCounted = message.seq <= before.seq;
  if (isCounted && message.seq < (lastMessage?.seq ?? 0)) return state;
  const isUnread = !isCounted && leavesUnread(message, state._me);
  const isMention = isUnread && mentions(message, state._me);
  return put(state, message.conversationId, {
    ...before,
    ...newest(before, message),
    hidden: isCounted && !!before.hidden,
    lastMessage: lastMessage?.id === message.id && lastMessage.rev > message.rev ? lastMessage : message,
    updatedAt: message.createdAt,
    unread: before.unread + (isUnread ? 1 : 0),
    unreadMentions: (before.unreadMentions ?? 0) + (isMention ? 1 : 0),
  });
}

function newest(one: Place, other: Place): Place {
  return { seq: Math.max(one.seq, other.seq), rev: Math.max(one.rev, other.rev) };
}

export function leavesUnread(message: Pick<WireMessage, 'senderId' | 'deleted' | 'type'>, me: string | undefined): boolean {
  return message.senderId !== me && !message.deleted && !/^system/i.test(message.type ?? '');
}

export function mentions({ mentions: named }: Pick<WireMessage, 'mentions'>, me: string | undefined): boolean {
  return named === 'all' || !!named?.includes(me as string);
}

export function changed(state: Directory, message: WireMessage): Directory {
  const last = state._known.get(message.conversationId)?.lastMessage;
  const isNewer = last?.id === message.id && message.rev > last.rev;
  return isNewer ? patched(state, message.conversationId, { lastMessage: message }) : state;
}

function groupChanged(state: Directory, data: Json): Directory {
  const { conversationId: id, rev, removed: isRemoved, addedUserIds = [], removedUserIds = [] } = data;
  const before = state._known.get(id);
  if (!before || (isRemoved && rev < before.rev)) return state; // one that is late
  if (isRemoved) return put(state, id);
  return put(state, id, {
    ...before,
    ...(rev > before._dataRev && { ...groupData(data), _dataRev: rev }),
    rev: Math.max(before.rev, rev),
    participants: [...new Set([...before.participants, ...addedUserIds])].filter((each) => !removedUserIds.includes(each)),
  });
}

const DATA = ['kind', 'role', 'title', 'avatarUrl', 'metadata', 'frozen', 'participantCount'];

/** The members that are there; `null` is for what the group does not have. */
function groupData(data: Json): Partial<Known> {
  return Object.fromEntries(DATA.filter((name) => name in data).map((name) => [name, data[name] ?? undefined]));
}

/** What is known, or the numbers of a conversation that is not in the list. */
function knownOr(state: Directory, { conversationId, kind, seq }: Known): Known {
  const none = { readUpTo: 0, unread: 0, participants: [], participantCount: 0, updatedAt: '' };
  return state._known.get(conversationId) ?? { conversationId, kind, seq, ...none, ...unlisted };
}

/** The answer to a join has the exact numbers of its place in the order, but no mentions. */
export function joined(state: Directory, reply: Reply): Directory {
  const { conversationId, kind, readUpTo, unread } = reply as Known;
  const before = knownOr(state, reply as Known);
  const unreadMentions = unread && (before.unreadMentions ?? 0);
  return put(state, conversationId, { ...before, ...newest(before, reply as Known), kind, readUpTo, unread, unreadMentions });
}

/** The answer to a command of a group has all its data, but not what is the user's own. */
export function answered(state: Directory, conversation: Json, isNew = false): Directory {
  const { conversationId, rev } = conversation as Known;
  const before = knownOr(state, conversation as Known);
  const data: Json = { title: undefined, avatarUrl: undefined, metadata: undefined, ...conversation };
  return put(state, conversationId, {
    ...before,
    ...(data as Known),
    ...newest(before, { ...before, rev }),
    _dataRev: rev,
    _listed: isNew || before._listed,
  });
}
