import type { Conversation, ConversationState } from './api.js';
import * as directory from './directory.js';
import { CommandFailed } from './errors.js';
import type { Json, Push } from './frames.js';
import { cell, isSame } from './live.js';
import type { Draft, Failure, Message, Participant, WireMessage } from './messages.js';
import type { Entry } from './outbox.js';
import type { Session } from './session.js';
import * as line from './timeline.js';
import { emptyTimeline, isView, Phase, type Timeline } from './timeline.js';
import { onceAtATime } from './token.js';
import { typing } from './typing.js';

const PAGE = 50;
/** A conversation with more that was missed begins anew. */
const MAX_REPLAY = 2_000;
/** So long after the last release a conversation stays as it is, for callers that ask for it again. */
const LINGER = 3_000;

/** A conversation in use, as the client sees it. */
export interface OpenConversation {
  readonly _face: Conversation;
  _use(): Conversation;
  _online(): void;
  _offline(): void;
  _push(push: Push): void;
  /** A message is on its way, or was refused. */
  _shown(entry: Entry): void;
  /** A message was stored. */
  _sent(reply: Json): void;
  /** The user has read it up to there. */
  _read(upTo: number): void;
  /** What the list knows of it may have changed. */
  _refresh(): void;
}

/** A conversation in use: its timeline, what is asked for it, and what of it is shown. */
export function openConversation(session: Session, id: string): OpenConversation {
  const { _outbox: outbox, _list: list, _request: request } = session;
  const typists = typing(session, id);
  let timeline = emptyTimeline;
  /** The timeline of what is shown. */
  let seen = timeline;
  const loadEarlier = onceAtATime(earlier);
  let uses = 0;
  /** Joins in a row that failed. */
  let failures = 0;
  let lastError: Failure | undefined;
  let cancelClose = () => {};
  const messages = cell<readonly Message[]>([]);
  const state = cell<ConversationState>(stateNow());

  /** A command about the conversation. What the answer has of a group is what the list knows. */
  async function command(event: string, payload?: object, taken?: (reply: Json) => void): Promise<void> {
    await request(event, { conversationId: id, ...payload }, (reply) => {
      if (reply.conversation) list._turn(directory.answered, reply.conversation);
      taken?.(reply);
    });
  }

  // --- showing

  /** A replay is shown at its end, but for what is on its way. */
  function turn(next: Timeline): void {
    timeline = next;
    if (next._broken) return join();
    const { _stored: stored, _local: local } = next;
    if (next._phase === Phase.Replay && local.length === seen._local.length) return;
    if (stored !== seen._stored || local !== seen._local) messages.set([...stored, ...local]);
    seen = next;
    refresh();
  }

  function refresh(): void {
    const next = stateNow();
    if (!isSame(next, state.value)) state.set(next);
  }

  function stateNow(): ConversationState {
    return {
      unread: 0,
      readUpTo: 0,
      ...list._known(id),
      joined: isView(timeline),
      loaded: !!timeline._isLoaded,
      hasEarlier: timeline._hasEarlier,
      receipts: timeline.receipts,
      ...(lastError && { lastError }),
    };
  }

  // --- joining

  function join(): void {
    if (!session._isOnline) return;
    const { seq, rev, epoch } = timeline;
    turn(line.joining(timeline, session._me));
    const from = epoch ? { afterSeq: seq, afterRev: rev, epoch, maxReplay: MAX_REPLAY } : {};
    command('joinConversation', from, joined).catch(notJoined);
    if (!epoch) load();
  }

  function joined(reply: Json): void {
    const isAnew = timeline.epoch && !reply.recovered;
    lastError = undefined;
    failures = 0;
    turn(line.joined(timeline, reply));
    list._turn(directory.joined, reply);
    list._noticed(id);
    if (!timeline._isLoaded) load();
    if (isAnew) session._emit('discontinuity', { conversationId: id });
  }

  function notJoined(why: CommandFailed): void {
    if (!why.isPassing) return refused(why);
    session._pause(failures++).then(() => {
      if (timeline._phase === Phase.Joining) join(); // the connection is the same
    });
  }

  function refused({ code, message }: CommandFailed): void {
    lastError = { code, message };
    turn(line.away(timeline));
  }

  // --- pages

  function load(): void {
    loadEarlier().catch(() => {}); // what is refused is refused to the join, too
  }

  /** Goes on until the first page is there: the window may begin anew meanwhile, or too much may come for a page to reach it. */
  async function earlier(limit = PAGE): Promise<boolean> {
    const { _view: view, _start: start, epoch } = timeline;
    if (epoch && !timeline._hasEarlier) return false;
    turn(line.paging(timeline, []));
    try {
      await session._query('fetchMessages', { conversationId: id, beforeSeq: epoch && start, limit }, (reply) => {
        timeline = line.page(timeline, epoch ? view : view + 1, reply);
      });
    } finally {
      turn(line.paging(timeline));
    }
    return timeline._view === view || timeline._isLoaded ? timeline._hasEarlier : earlier(limit);
  }

  // --- what changes messages

  function change(event: string, payload: object): Promise<WireMessage> {
    const taken = (message: WireMessage) => {
      turn(line.changed(timeline, { event: 'messageChanged', data: message }));
      list._turn(directory.changed, message);
      return message;
    };
    const conflict = (why: CommandFailed) => {
      if (why.present) taken(why.present);
      throw why;
    };
    return request(event, payload).then(({ message }) => taken(message), conflict);
  }

  async function react(event: string, messageId: string, reaction: string): Promise<void> {
    await request(event, { messageId, reaction }, (reply) => turn(line.reacted(timeline, reply)));
  }

  /** What is unread from now on is counted in the window, where all that comes after the mark is in it. Returns whether it moves. */
  function read(readUpTo: number, isBack = false): boolean {
    const known = list._known(id);
    if (!known || (readUpTo <= known.readUpTo && !isBack)) return false;
    const after = timeline._stored.filter((each) => (each.seq as number) > readUpTo && directory.leavesUnread(each, session._me));
    const unreadMentions = after.filter((each) => directory.mentions(each, session._me)).length;
    const counted = readUpTo >= timeline._start - 1 && { unread: after.length, unreadMentions };
    list._turn(directory.patched, id, { readUpTo, ...counted });
    return true;
  }

  function shown(entry: Entry): void {
    turn(line.queued(timeline, localMessage(entry, session._me)));
  }

  const face: Conversation = {
    id,
    messages,
    state,
    typing: typists._users,
    release() {
      if (!uses || --uses) return;
      cancelClose = session._clock.later(LINGER, () => {
        session._open.delete(id);
        // Leaving an open conversation would end the user's part.
        const kind = list._known(id)?.kind ?? 'open';
        if (kind !== 'open') session._unattended(command('leaveConversation'));
      });
    },

    send(draft) {
      outbox._add(id, contentOf(draft));
      typists._tell(false);
      return timeline._local.at(-1) as Message;
    },
    retry: ({ clientMessageId }) => outbox._retry(clientMessageId),
    discard({ clientMessageId }) {
      const isDropped = outbox._discard(clientMessageId);
      if (isDropped) turn(line.discarded(timeline, clientMessageId));
      return isDropped;
    },

    loadEarlier,
    async *history({ direction, from, pageSize = PAGE } = {}) {
      const isForward = direction === 'forward';
      for (let at = from ?? (isForward ? 0 : undefined); ; ) {
        const position = isForward ? { afterSeq: at } : { beforeSeq: at };
        const reply = await session._query('fetchMessages', { conversationId: id, limit: pageSize, ...position });
        const found = line.presentAll(reply, session._me);
        if (!isForward) found.reverse();
        yield* found;
        at = found.at(-1)?.seq;
        if (!reply.more || !at) return;
      }
    },

    edit: (messageId, edit, options) =>
      change('editMessage', { messageId, ...contentOf(edit), ...options }),
    delete: (messageId) => change('deleteMessage', { messageId }),
    react: (messageId, reaction) => react('addReaction', messageId, reaction),
    unreact: (messageId, reaction) => react('removeReaction', messageId, reaction),
    fetchReactions: (messageId, reaction) => session._pages('fetchReactions', { messageId, reaction }, 'reactions'),

    markRead(upTo = Infinity) {
      const seq = Math.min(upTo, timeline.seq);
      if (read(seq)) session._read._move(id, seq);
    },
    async markUnread(messageId) {
      session._read._reset(id);
      await request('markAsRead', { messageId, read: false }, () => {
        const seq = timeline._stored.find((each) => each.id === messageId)?.seq;
        if (seq) read(seq - 1, true);
        else list._catchUp();
      });
    },
    setTyping: typists._tell,
    sendEvent: (name, data = null) => command('sendEvent', { name, data }),

    update: (data) => command('updateConversation', data),
    addParticipants: (userIds) => command('addParticipants', { userIds }),
    removeParticipant: (userId) => command('removeParticipant', { userId }),
    setParticipant: (userId, wanted) => command('setParticipant', { userId, ...wanted }),
    fetchParticipants: () => session._pages<Participant>('fetchParticipants', { conversationId: id }, 'participants'),
    setPreferences: (wanted) => command('setPreferences', wanted, (reply) => list._turn(directory.preferred, reply)),
    leave: () =>
      command('leaveGroup', {}, () => {
        // Of a group a push has said so: one that is known by now is since the user was added again.
        if (list._known(id)?.kind === 'group') return;
        list._turn(directory.put, id);
        refused(new CommandFailed('removed'));
      }),
  };

  outbox._entries(id).forEach(shown);
  return {
    _face: face,
    _use() {
      cancelClose();
      if (!uses++ && timeline._phase === Phase.Away) join();
      return face;
    },
    _online: join,
    _offline() {
      typists._reset();
      turn(line.away(timeline));
    },
    _push(push) {
      const { event, data } = push;
      const { seq } = timeline;
      if (event === 'userTyping') typists._heard(data.userId, data.isTyping);
      if (event === 'newMessage') typists._heard(data.senderId, false);
      if (event === 'lagged' && isView(timeline)) join(); // otherwise a join is under way
      if (event === 'conversationChanged') {
        if (data.removed && !list._known(id)) refused(new CommandFailed('removed'));
        if (data.kind && lastError) join();
      }
      turn(line.pushed(timeline, push));
      if (event === 'newMessage' && timeline.seq > seq) session._emit('message', timeline._stored.at(-1) as Message);
    },
    _shown: shown,
    _sent: (reply) => turn(line.sent(timeline, reply)),
    _read: read,
    _refresh: refresh,
  };
}

function contentOf<T extends object>(given: string | T): T | { content: string } {
  return typeof given === 'string' ? { content: given } : given;
}

/** A message on its way, as it is shown. */
export function localMessage({ conversationId, clientMessageId, at, draft, error }: Entry, me = ''): Message {
  const { replyTo, receiverId: _, ...rest }: Draft = draft;
  return {
    content: '',
    attachments: [],
    ...rest,
    id: clientMessageId,
    conversationId,
    clientMessageId,
    senderId: me,
    createdAt: new Date(at).toISOString(),
    ...(replyTo && { replyTo: { messageId: replyTo } }),
    status: error ? 'failed' : 'pending',
    key: clientMessageId,
    ownReactions: [],
    ...(error && { error }),
  };
}
