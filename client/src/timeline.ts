import type { Json, Push, Reply } from './frames.js';
import type { Message, Reaction, Receipt, WireMessage } from './messages.js';

export const enum Phase {
  Away,
  Joining,
  Replay,
  Live,
}

/*
 * What is known of the messages of a conversation: a pure function from what happens to the next state.
 *
 *   away ──joining──▶ joining ──joined──▶ replay ──caughtUp──▶ live      (recovered)
 *    ▲                   │    └─────────────────────────────▶ live      (not recovered: an empty window, to be loaded)
 *    └──── connection ───┘
 *
 * `stored` is a window without holes, from `start` to `seq`. Messages join it at the end by `newMessage` or the
 * answer to an own command, at the beginning by pages. In `away` and `joining` no message joins at the end, since the
 * replay brings it again. A message that would leave a hole sets `broken`: the conversation is to be joined again.
 *
 * What changes a message that is not in the window is kept in `strays` while pages are on their way: a page may be older
 * than a change which overtook it.
 */
export interface Timeline {
  readonly _me?: string | undefined;
  readonly _phase: Phase;
  /** How often the window began anew. Pages for an earlier one are worth nothing. */
  readonly _view: number;
  /** Up to which messages and changes were taken in; they count in the epoch only. */
  readonly seq: number;
  readonly rev: number;
  readonly epoch?: string;
  readonly _start: number;
  /** Whether there are messages before. */
  readonly _hasEarlier: boolean;
  /** Whether the first page of the window is there. */
  readonly _isLoaded?: boolean;
  readonly _stored: readonly Message[];
  /** Those that are not stored, and those that are but stand behind the window. In the order of sending. */
  readonly _local: readonly Message[];
  /** The user's own reactions to messages that have not come yet, by position. */
  readonly _own: OwnReactions;
  readonly receipts: ReadonlyMap<string, Receipt>;
  /** There only while a page is on its way. */
  readonly _strays?: readonly Push[] | undefined;
  readonly _broken?: boolean;
}

/** The place of a message, and the change that led to its state. */
type Position = Pick<WireMessage, 'seq' | 'rev'>;

export type OwnReactions = ReadonlyMap<number, readonly string[]>;

/** The answer to a join has the own reactions to so many messages. */
const REACTIONS_OF_JOIN = 50;
/** Of a reaction so many users are named; a message has no more different ones. */
const NAMED = 20;
const NONE: readonly string[] = [];

export const emptyTimeline: Timeline = {
  _phase: Phase.Away,
  _view: 0,
  seq: 0,
  rev: 0,
  _start: 1,
  _hasEarlier: false,
  _stored: [],
  _local: [],
  _own: new Map(),
  receipts: new Map(),
};

/** There is no connection, or the user is not let in. */
export function away(state: Timeline): Timeline {
  return { ...state, _phase: Phase.Away, _broken: false };
}

/** A join was sent. */
export function joining(state: Timeline, me: string | undefined): Timeline {
  return { ...state, _me: me, _phase: Phase.Joining, _broken: false };
}

/** The answer to a join. */
export function joined(state: Timeline, reply: Reply): Timeline {
  const { seq, rev, epoch, firstSeq, readers, recovered } = reply;
  const own = ownReactions(reply);
  const known: Timeline = { ...state, _own: own, receipts: new Map<string, Receipt>(readers.map((r: Json) => [r.userId, receipt(r)])) };
  if (state.epoch && recovered) {
    return { ...known, _phase: Phase.Replay, _hasEarlier: state._start > firstSeq, _stored: state._stored.map((m) => reactedByMe(m, own, seq)) };
  }
  return {
    ...known,
    _phase: Phase.Live,
    _view: state._view + 1,
    seq,
    rev,
    epoch,
    _start: seq + 1,
    _hasEarlier: seq >= Math.max(1, firstSeq),
    _isLoaded: !seq,
    _stored: [],
    _local: state._local.filter((m) => !m.seq), // the others are in the page, or lost by the service
    _strays: state._strays && [],
    _broken: false,
  };
}

/** A read mark may go back; messages that have reached somebody stay so. */
function receipt({ readUpTo = 0, deliveredUpTo = 0 }: Partial<Receipt>): Receipt {
  return { readUpTo, deliveredUpTo: Math.max(readUpTo, deliveredUpTo) };
}

/** The newest messages are exactly as the answer says; of older ones what is known stays. */
function reactedByMe(message: Message, own: OwnReactions, seq: number): Message {
  const at = message.seq as number;
  return at > seq - REACTIONS_OF_JOIN ? { ...message, ownReactions: own.get(at) ?? NONE } : message;
}

function ownReactions({ ownReactions = [] }: Reply): OwnReactions {
  return new Map(ownReactions.map((each: Json) => [each.seq, each.reactions]));
}

/** The messages of a page as they are shown. */
export function presentAll(reply: Reply, me: string | undefined): Message[] {
  const own = ownReactions(reply);
  return reply.messages.map((each: WireMessage) => present(each, me, own));
}

/** A page from before the window is on its way, one at a time; without `strays` it came, or does not come. */
export function paging(state: Timeline, strays?: []): Timeline {
  return { ...state, _strays: strays };
}

/** A page from before the window, asked for in a view. One that would leave a hole is not taken. */
export function page(state: Timeline, view: number, reply: Reply): Timeline {
  if (view !== state._view) return state;
  const { _start: start } = state;
  const earlier = presentAll(reply, state._me).filter((m) => (m.seq as number) < start);
  if (!earlier[0]) return reply.messages[0] || reply.more ? state : { ...state, _hasEarlier: false, _isLoaded: true };
  if (earlier.at(-1)?.seq !== start - 1) return state;
  const oldest = earlier[0].seq as number;
  const stored = [...earlier, ...state._stored];
  const grown: Timeline = { ...state, _start: oldest, _hasEarlier: reply.more, _isLoaded: true, _stored: stored };
  return (state._strays ?? []).reduce(strayed, grown);
}

function strayed(state: Timeline, { event, data }: Push): Timeline {
  return event === 'messageChanged' ? replace(state, data as WireMessage) : replaceReaction(state, data);
}

/** A push of the conversation. */
export function pushed(state: Timeline, push: Push): Timeline {
  return pushes[push.event]?.(state, push.data as never, push) ?? state;
}

const pushes: Record<string, (state: Timeline, data: never, push: Push) => Timeline> = {
  newMessage: append,
  messageChanged: moved,
  reactionChanged: moved,
  conversationChanged: (state, { removed, rev }: Json) => (removed ? state : move(state, 0, rev)),
  caughtUp(state, { seq, rev }: Json) {
    if (state._phase !== Phase.Replay) return state;
    return seq > state.seq ? { ...state, _broken: true } : move({ ...state, _phase: Phase.Live }, 0, rev);
  },
  messageReadStatusChanged: received,
  messageDelivered: received,
};

function moved(state: Timeline, { seq, rev }: Json, push: Push): Timeline {
  return move(changed(state, push), seq, rev);
}

function received(state: Timeline, data: Json): Timeline {
  const before = receipt(state.receipts.get(data.userId) ?? {});
  const deliveredUpTo = Math.max(before.deliveredUpTo, data.deliveredUpTo ?? 0);
  return { ...state, receipts: new Map(state.receipts).set(data.userId, receipt({ ...before, ...data, deliveredUpTo })) };
}

export function isView({ _phase: phase }: Timeline): boolean {
  return phase >= Phase.Replay;
}

/** The next message of the view. It takes the place of the own one that it was before. */
function append(state: Timeline, message: WireMessage): Timeline {
  const { seq } = message;
  if (!isView(state) || seq <= state.seq) return state;
  if (seq > state.seq + 1) return { ...state, _broken: true };
  const next = present(message, state._me, state._own);
  const local = state._local.filter(({ key }) => key !== next.key);
  return move({ ...state, seq, _stored: [...state._stored, next], _local: local }, seq, message.rev);
}

/**
 * A message or its reactions in a new state, by a push or the answer to an own command. One that is not received yet is in
 * that state when it comes.
 */
export function changed(state: Timeline, push: Push): Timeline {
  const { _strays: strays, _start: start } = state;
  return strayed(strays && push.data.seq < start ? { ...state, _strays: [...strays, push] } : state, push);
}

/** What is stored comes in order of `rev`, but not in a replay. */
function move(state: Timeline, seq: number, rev: number): Timeline {
  return state._phase === Phase.Live && seq <= state.seq ? { ...state, rev: Math.max(rev, state.rev) } : state;
}

/** What is there of a message in the window, where that is from before this change. */
function replace(state: Timeline, message: WireMessage): Timeline {
  return put(state, message, ({ key, ownReactions }) => ({
    ...present(message, state._me),
    key,
    ownReactions: message.deleted ? NONE : ownReactions,
  }));
}

/** Takes the next state of a message that is in the window, where what is there is from before it. */
function put(state: Timeline, { seq, rev }: Position, next: (before: Message) => Message): Timeline {
  const at = seq - state._start;
  const before = state._stored[at];
  if (!before || rev <= (before.rev as number)) return state;
  const stored = [...state._stored];
  stored[at] = next(before);
  return { ...state, _stored: stored };
}

function replaceReaction(state: Timeline, data: Json): Timeline {
  const { seq, rev, reaction, userId, added } = data;
  const isMine = userId === state._me;
  const own = isMine && seq > state.seq ? new Map(state._own).set(seq, toggled(state._own.get(seq), reaction, added)) : state._own;
  return put({ ...state, _own: own }, data as Position, (before) => ({
    ...before,
    rev,
    reactions: withReaction(before.reactions ?? [], data),
    ownReactions: isMine ? toggled(before.ownReactions, reaction, added) : before.ownReactions,
  }));
}

function withReaction(reactions: readonly Reaction[], { reaction, count, userId, added }: Json): readonly Reaction[] {
  const before = reactions.find((each) => each.reaction === reaction);
  const now = { reaction, count, userIds: toggled(before?.userIds, userId, added) };
  const all = before ? reactions.map((each) => (each === before ? now : each)) : [...reactions, now];
  return all.filter((each) => each.count);
}

function toggled(all = NONE, one: string, isAdded: boolean): readonly string[] {
  const others = all.filter((each) => each !== one);
  return isAdded && others.length < NAMED ? [...others, one] : others;
}

/** The answer to an own reaction stands where others are pushed it; without `rev` nothing changed. */
export function reacted(state: Timeline, reply: Reply): Timeline {
  const data = { ...reply, userId: state._me, added: reply.event === 'addReaction' };
  return reply.rev ? changed(state, { event: 'reactionChanged', data }) : state;
}

/** A message is on its way: behind what was written before; pages that were closed leave earlier ones. */
export function queued(state: Timeline, message: Message): Timeline {
  const { _local: local } = discarded(state, message.key);
  const isLater = (m: Message) => !m.seq && m.createdAt > message.createdAt;
  return { ...state, _local: [...local.filter((m) => !isLater(m)), message, ...local.filter(isLater)] };
}

/** A message that was not stored is dropped. */
export function discarded(state: Timeline, key: string | undefined): Timeline {
  return { ...state, _local: state._local.filter((m) => m.key !== key) };
}

/** The answer to sending. That to a repetition stands nowhere: the message comes, or came, as a push. */
export function sent(state: Timeline, { message, duplicate }: Reply): Timeline {
  const stored = present(message, state._me, state._own);
  if (message.seq <= state.seq) return replace(discarded(state, stored.key), message);
  const next: Timeline = { ...state, _local: state._local.map((m) => (m.key === stored.key ? stored : m)) };
  return duplicate ? next : append(next, message);
}

/** A stored message as it is shown. */
export function present(message: WireMessage, me: string | undefined, own?: OwnReactions): Message {
  const { clientMessageId, senderId, id, seq } = message;
  const key = (senderId === me && clientMessageId) || id;
  return { ...message, status: 'sent', key, ownReactions: own?.get(seq) ?? NONE };
}

