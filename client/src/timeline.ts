import type { Json, Push, Reply } from './frames.js';
import type { Message, Reaction, Receipt, WireMessage } from './messages.js';

/*
 * What is known of the messages of a conversation: a pure function from what happens to the next state.
 *
 *   away ──joining──▶ joining ──joined──▶ replay ──caughtUp──▶ live      (recovered)
 *    ▲                   │    └─────────────────────────────▶ live      (not recovered: an empty window, to be loaded)
 *    └──── connection ───┘
 *
 * `stored` is a window without holes, from `start` to `position.seq`. Messages join it at the end by `newMessage` or the
 * answer to an own command, at the beginning by pages. In `away` and `joining` no message joins at the end, since the
 * replay brings it again. A message that would leave a hole sets `broken`: the conversation is to be joined again.
 *
 * What changes a message that is not in the window is kept in `strays` while pages are on their way: a page may be older
 * than a change which overtook it.
 */
export interface Timeline {
  readonly me: string | undefined;
  readonly phase: 'away' | 'joining' | 'replay' | 'live';
  /** How often the window began anew. Pages for an earlier one are worth nothing. */
  readonly view: number;
  /** Up to which messages and changes were taken in. */
  readonly position: { readonly seq: number; readonly rev: number; readonly epoch: string } | undefined;
  readonly start: number;
  /** The oldest position that can be fetched. */
  readonly first: number;
  readonly stored: readonly Message[];
  /** Those that are not stored, and those that are but stand behind the window. In the order of sending. */
  readonly local: readonly Message[];
  /** The user's own reactions, by position. */
  readonly own: ReadonlyMap<number, readonly string[]>;
  readonly receipts: ReadonlyMap<string, Receipt>;
  readonly strays: readonly Push[];
  readonly pages: number;
  readonly broken: boolean;
}

/** The answer to a join has the own reactions to so many messages. */
const REACTIONS_OF_JOIN = 50;
/** Of a reaction so many users are named. */
const NAMED = 20;
const NONE: readonly string[] = [];

export function emptyTimeline(me: string | undefined): Timeline {
  return {
    me,
    phase: 'away',
    view: 0,
    position: undefined,
    start: 1,
    first: 1,
    stored: [],
    local: [],
    own: new Map(),
    receipts: new Map(),
    strays: [],
    pages: 0,
    broken: false,
  };
}

/** What is shown: stored messages by position, then those on their way. */
export function shown({ stored, local }: Timeline): readonly Message[] {
  return local.length === 0 ? stored : [...stored, ...local];
}

export function hasEarlier(state: Timeline): boolean {
  return state.position !== undefined && state.start > state.first;
}

/** There is no connection, or the user is not let in. */
export function away(state: Timeline): Timeline {
  return { ...state, phase: 'away', broken: false };
}

/** A join was sent. */
export function joining(state: Timeline): Timeline {
  return { ...state, phase: 'joining', broken: false };
}

/** It is known who the user is. */
export function identified(state: Timeline, me: string): Timeline {
  return { ...state, me };
}

/** The answer to a join. */
export function joined(state: Timeline, reply: Reply): Timeline {
  const { seq, rev, epoch, firstSeq: first } = reply as { seq: number; rev: number; epoch: string; firstSeq: number };
  const receipts = new Map<string, Receipt>((reply.readers as Json[]).map((r) => [r.userId, receipt(r)]));
  if (state.position !== undefined && reply.recovered === true) {
    return reactedByMe({ ...state, phase: 'replay', first, receipts }, reply, seq);
  }
  return {
    ...state,
    phase: 'live',
    view: state.view + 1,
    position: { seq, rev, epoch },
    start: seq + 1,
    first: Math.max(1, first),
    stored: [],
    local: state.local.filter((m) => m.seq === undefined), // the others are in the page, or lost by the service
    own: ownReactions(new Map(), reply),
    receipts,
    strays: [],
    broken: false,
  };
}

function receipt(reader: Json): Receipt {
  return { readUpTo: reader.readUpTo, deliveredUpTo: Math.max(reader.readUpTo, reader.deliveredUpTo ?? 0) };
}

/** The newest messages are exactly as the answer says; of older ones what is known stays. */
function reactedByMe(state: Timeline, reply: Reply, seq: number): Timeline {
  const older = new Map([...state.own].filter(([at]) => at <= seq - REACTIONS_OF_JOIN));
  const own = ownReactions(older, reply);
  const stored = state.stored.map((m) => {
    const now = own.get(m.seq as number) ?? NONE;
    return same(now, m.ownReactions) ? m : { ...m, ownReactions: now };
  });
  return { ...state, own, stored };
}

function ownReactions(own: Map<number, readonly string[]>, reply: Reply): Map<number, readonly string[]> {
  for (const { seq, reactions } of (reply.ownReactions ?? []) as Json[]) own.set(seq, reactions);
  return own;
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((reaction, at) => reaction === other[at]);
}

/** A page from before the window is on its way. */
export function pageAsked(state: Timeline): Timeline {
  return { ...state, pages: state.pages + 1 };
}

/** It came, or does not come. */
export function pageEnded(state: Timeline): Timeline {
  const pages = Math.max(0, state.pages - 1);
  return { ...state, pages, strays: pages === 0 ? [] : state.strays };
}

/** A page from before the window, asked for in a view. One that would leave a hole is not taken. */
export function page(state: Timeline, view: number, reply: Reply): Timeline {
  if (view !== state.view) return state;
  const earlier = (reply.messages as WireMessage[]).filter((m) => m.seq < state.start);
  const oldest = earlier[0];
  if (oldest === undefined) {
    return reply.messages.length === 0 && !reply.more ? { ...state, first: state.start } : state;
  }
  if ((earlier[earlier.length - 1] as WireMessage).seq !== state.start - 1) return state;
  const known = [...state.own].filter(([seq]) => seq >= state.start || seq < oldest.seq); // of the others the page tells
  const own = ownReactions(new Map(known), reply);
  const grown: Timeline = {
    ...state,
    own,
    start: oldest.seq,
    first: reply.more ? state.first : oldest.seq,
    stored: [...earlier.map((m) => present(m, state.me, own)), ...state.stored],
  };
  return state.strays.reduce(strayed, grown);
}

function strayed(state: Timeline, { event, data }: Push): Timeline {
  return event === 'messageChanged' ? replace(state, data as WireMessage) : replaceReaction(state, data);
}

/** A push of the conversation. */
export function pushed(state: Timeline, push: Push): Timeline {
  const { event, data } = push;
  switch (event) {
    case 'newMessage':
      return append(state, data as WireMessage);
    case 'messageChanged':
      return changed(state, data as WireMessage, true);
    case 'reactionChanged':
      return move(replaceReaction(keepStray(state, push), data), data.seq, data.rev);
    case 'conversationChanged':
      return data.removed ? state : move(state, 0, data.rev);
    case 'caughtUp':
      return caughtUp(state, data);
    case 'messageReadStatusChanged':
      return data.readUpTo === undefined ? state : received(state, data.userId, { readUpTo: data.readUpTo });
    case 'messageDelivered':
      return received(state, data.userId, { deliveredUpTo: data.deliveredUpTo });
    default:
      return state;
  }
}

function keepStray(state: Timeline, push: Push): Timeline {
  return state.pages > 0 && push.data.seq < state.start ? { ...state, strays: [...state.strays, push] } : state;
}

export function isView(state: Timeline): boolean {
  return state.phase === 'live' || state.phase === 'replay';
}

/** The next message of the view. It takes the place of the own one that it was before. */
function append(state: Timeline, message: WireMessage): Timeline {
  const last = state.position;
  if (!isView(state) || last === undefined || message.seq <= last.seq) return state;
  if (message.seq > last.seq + 1) return { ...state, broken: true };
  const shownOne = present(message, state.me, state.own);
  const { rev } = state.phase === 'live' ? message : last;
  return {
    ...state,
    position: { ...last, seq: message.seq, rev: Math.max(rev, last.rev) },
    stored: [...state.stored, shownOne],
    local: state.local.length === 0 ? state.local : state.local.filter((m) => m.seq !== message.seq && m.key !== shownOne.key),
  };
}

/**
 * A message in a new state, by a push or the answer to an own command. One that is not received yet is in that state when it
 * comes.
 */
export function changed(state: Timeline, message: WireMessage, isPush = false): Timeline {
  const kept = keepStray(state, { event: 'messageChanged', data: message });
  const next = replace(kept, message);
  return isPush ? move(next, message.seq, message.rev) : next;
}

/** What is stored comes in order of `rev`, but not in a replay. */
function move(state: Timeline, seq: number, rev: number): Timeline {
  const last = state.position;
  if (state.phase !== 'live' || last === undefined || seq > last.seq || rev <= last.rev) return state;
  return { ...state, position: { ...last, rev } };
}

function replace(state: Timeline, message: WireMessage): Timeline {
  const before = state.stored[message.seq - state.start];
  if (before === undefined || message.rev <= (before.rev as number)) return state;
  const own = message.deleted ? new Map(state.own).set(message.seq, NONE) : state.own;
  return put({ ...state, own }, { ...present(message, state.me, own), key: before.key });
}

function put(state: Timeline, message: Message): Timeline {
  const stored = state.stored.slice();
  stored[(message.seq as number) - state.start] = message;
  return { ...state, stored };
}

function replaceReaction(state: Timeline, data: Json): Timeline {
  const known = data.userId === state.me ? ownChange(state, data) : state;
  const before = known.stored[data.seq - known.start];
  if (before === undefined || data.rev <= (before.rev as number)) return known;
  return put(known, { ...before, rev: data.rev, reactions: withReaction(before.reactions ?? [], data) });
}

/** The user has reacted, here or elsewhere. */
function ownChange(state: Timeline, { seq, reaction, added, rev }: Json): Timeline {
  const message = state.stored[seq - state.start];
  if (message !== undefined && rev <= (message.rev as number)) return state;
  const others = (state.own.get(seq) ?? NONE).filter((each) => each !== reaction);
  const now = added ? [...others, reaction] : others;
  const next = { ...state, own: new Map(state.own).set(seq, now) };
  return message === undefined ? next : put(next, { ...message, ownReactions: now });
}

function withReaction(reactions: readonly Reaction[], { reaction, count, userId, added }: Json): readonly Reaction[] {
  const before = reactions.find((each) => each.reaction === reaction);
  const others = (before?.userIds ?? []).filter((each) => each !== userId);
  const userIds = added && others.length < NAMED ? [...others, userId] : others;
  const now = { reaction, count, userIds };
  if (count === 0) return reactions.filter((each) => each !== before);
  return before === undefined ? [...reactions, now] : reactions.map((each) => (each === before ? now : each));
}

/** The answer to an own reaction stands where others are pushed it; without `rev` nothing changed. */
export function reacted(state: Timeline, reply: Reply): Timeline {
  if (reply.rev === undefined) return state;
  const data = { ...reply, userId: state.me, added: reply.event === 'addReaction' };
  return replaceReaction(keepStray(state, { event: 'reactionChanged', data }), data);
}

function caughtUp(state: Timeline, { seq, rev }: Json): Timeline {
  const last = state.position;
  if (state.phase !== 'replay' || last === undefined) return state;
  if (seq > last.seq) return { ...state, broken: true };
  return { ...state, phase: 'live', position: { ...last, rev: Math.max(rev, last.rev) } };
}

/** A read mark may go back; messages that have reached somebody stay so. */
function received(state: Timeline, userId: string, mark: Partial<Receipt>): Timeline {
  const before = state.receipts.get(userId) ?? { readUpTo: 0, deliveredUpTo: 0 };
  const readUpTo = mark.readUpTo ?? before.readUpTo;
  const deliveredUpTo = Math.max(mark.deliveredUpTo ?? 0, before.deliveredUpTo, readUpTo);
  return { ...state, receipts: new Map(state.receipts).set(userId, { readUpTo, deliveredUpTo }) };
}

/** A message is on its way: behind what was written before; pages that were closed leave earlier ones. */
export function queued(state: Timeline, message: Message): Timeline {
  const local = without(state.local, message.clientMessageId);
  const isEarlier = (m: Message) => m.seq !== undefined || m.createdAt <= message.createdAt;
  return { ...state, local: [...local.filter(isEarlier), message, ...local.filter((m) => !isEarlier(m))] };
}

/** A message on its way was refused. */
export function failed(state: Timeline, message: Message): Timeline {
  return { ...state, local: state.local.map((m) => (m.key === message.key ? message : m)) };
}

/** A message that was not stored is dropped. */
export function discarded(state: Timeline, clientMessageId: string): Timeline {
  return { ...state, local: without(state.local, clientMessageId) };
}

/** The answer to sending. That to a repetition stands nowhere: the message comes, or came, as a push. */
export function sent(state: Timeline, clientMessageId: string, reply: Reply): Timeline {
  const message = reply.message as WireMessage;
  const next = state.position !== undefined && isView(state) ? state.position.seq + 1 : -1;
  if (message.seq === next && !reply.duplicate) {
    const rest = without(state.local, clientMessageId);
    return append({ ...state, local: rest }, message);
  }
  if (state.position !== undefined && message.seq <= state.position.seq) {
    return replace({ ...state, local: without(state.local, clientMessageId) }, message);
  }
  const stored = present(message, state.me, state.own);
  const isBroken = next > 0 && message.seq > next && !reply.duplicate;
  const local = state.local.map((m) => (m.clientMessageId === clientMessageId ? stored : m));
  return { ...state, local, broken: state.broken || isBroken };
}

function without(messages: readonly Message[], clientMessageId: string | undefined): readonly Message[] {
  return messages.filter((m) => m.clientMessageId !== clientMessageId);
}

/** A stored message as it is shown. */
export function present(
  message: WireMessage,
  me: string | undefined,
  own: ReadonlyMap<number, readonly string[]> = new Map(),
): Message {
  const { clientMessageId, senderId, id, seq } = message;
  const key = clientMessageId !== undefined && senderId === me ? keyOf(clientMessageId) : id;
  return { ...message, status: 'sent', key, ownReactions: own.get(seq) ?? NONE };
}

export function keyOf(clientMessageId: string): string {
  return `own:${clientMessageId}`;
}
