import type { Conversation, ConversationState } from './api.js';
import { backoff } from './backoff.js';
import * as directory from './directory.js';
import type { CommandFailed } from './errors.js';
import type { Json, Push } from './frames.js';
import { cell, isSame } from './live.js';
import { mark } from './marks.js';
import type { Draft, Failure, Message, Participant, WireMessage } from './messages.js';
import type { Entry } from './outbox.js';
import type { Session } from './session.js';
import * as line from './timeline.js';
import { emptyTimeline, hasEarlier, isView, keyOf, present, type Timeline } from './timeline.js';
import { typing } from './typing.js';

const PAGE = 50;
/** A conversation with more that was missed begins anew. */
const MAX_REPLAY = 2_000;
/** So long after the last release a conversation stays as it is, for callers that ask for it again. */
const LINGER = 3_000;
/** In a replay what is shown changes so often. */
const REPLAY_VIEW = 50;

/** A conversation in use, as the client sees it. */
export interface OpenConversation {
  readonly face: Conversation;
  use(): Conversation;
  online(): void;
  offline(): void;
  push(push: Push): void;
  queued(entry: Entry): void;
  identified(me: string): void;
  sent(clientMessageId: string, reply: Json): void;
  failed(message: Message): void;
  /** What the list knows of it may have changed. */
  refresh(): void;
}

/** A conversation in use: its timeline, what is asked for it, and what of it is shown. */
export function openConversation(session: Session, id: string): OpenConversation {
  const { outbox, clock, request, query, emit } = session;
  const typists = typing(session, id);
  const delay = backoff(clock);
  const readMark = mark(session, (upToSeq) => command('markConversationAsRead', { upToSeq }, () => readUpTo(upToSeq)));
  let timeline = emptyTimeline(session.me);
  /** The timeline of what is shown. */
  let seen = timeline;
  let uses = 0;
  let failure: Failure | undefined;
  let isLoaded = false;
  /** The view whose first page was asked for. */
  let begun = 0;
  let loading: Promise<boolean> | undefined;
  let cancelClose = () => {};
  let cancelView: (() => void) | undefined;
  const messages = cell<readonly Message[]>([]);
  const state = cell<ConversationState>(stateNow());

  function command(event: string, payload: object, taken?: (reply: Json) => void): Promise<Json> {
    return request(event, { conversationId: id, ...payload }, taken);
  }

  // --- showing

  function turn(next: Timeline): void {
    timeline = next;
    if (timeline.broken) join();
    if (timeline.phase === 'replay') cancelView ??= clock.later(REPLAY_VIEW, show);
    else show();
  }

  function show(): void {
    cancelView?.();
    cancelView = undefined;
    const isChanged = timeline.stored !== seen.stored || timeline.local !== seen.local;
    seen = timeline;
    if (isChanged) messages.set(line.shown(timeline));
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
      ...session.known(id),
      joined: isView(timeline),
      loaded: isLoaded,
      hasEarlier: hasEarlier(timeline),
      receipts: timeline.receipts,
      ...(failure && { lastError: failure }),
    };
  }

  // --- joining

  function join(): void {
    if (!session.isOnline) return;
    const { position, view } = timeline;
    const { seq: afterSeq, rev: afterRev, epoch } = position ?? {};
    const from = position && { afterSeq, afterRev, epoch, maxReplay: MAX_REPLAY };
    turn(line.joining(timeline));
    command('joinConversation', { ...from }, joined).catch(notJoined);
    if (position === undefined) firstPage(view + 1);
  }

  function joined(reply: Json): void {
    const isAnew = timeline.position !== undefined && !reply.recovered;
    failure = undefined;
    delay.reset();
    isLoaded = reply.seq === 0 || (isLoaded && !isAnew);
    turn(line.joined(timeline, reply));
    session.list((list) => directory.joined(list, reply));
    if (!session.known(id)?.listed) session.catchUp();
    if (!isAnew) return;
    firstPage(timeline.view);
    emit('discontinuity', { conversationId: id });
  }

  function notJoined({ code, message, isPassing }: CommandFailed): void {
    if (code === 'disconnected') return;
    if (!isPassing) return refused({ code, message });
    clock.later(delay.next(), () => {
      if (timeline.phase === 'joining') join(); // the connection is the same
    });
  }

  function refused(why: Failure): void {
    failure = why;
    turn(line.away(timeline));
  }

  /** The newest messages of a view that begins. Where too much came meanwhile, the page does not reach the window. */
  function firstPage(view: number): void {
    if (view === begun) return;
    begun = view;
    const more = () => {
      if (timeline.view === view && !isLoaded) return loadEarlier();
    };
    const refusal = (why: CommandFailed) => {
      begun = 0;
      if (why.code !== 'forbidden') throw why; // the join says so, too
    };
    session.unattended(page(view, { limit: PAGE }).then(more).catch(refusal));
  }

  function loadEarlier(limit = PAGE): Promise<boolean> {
    return (loading ??= earlier(limit).finally(() => (loading = undefined)));
  }

  async function earlier(limit: number): Promise<boolean> {
    const { view, start, position } = timeline;
    if (position === undefined) return true;
    if (hasEarlier(timeline)) await page(view, { beforeSeq: start, limit });
    return hasEarlier(timeline);
  }

  async function page(view: number, payload: object): Promise<void> {
    turn(line.pageAsked(timeline));
    const taken = (reply: Json) => {
      const after = line.page(timeline, view, reply);
      isLoaded ||= view === after.view && (after.stored.length > 0 || !hasEarlier(after));
      timeline = after;
    };
    try {
      await query('fetchMessages', { conversationId: id, ...payload }, taken);
    } finally {
      turn(line.pageEnded(timeline));
    }
  }

  // --- what changes messages

  async function change(event: string, payload: object): Promise<WireMessage> {
    const taken = (message: WireMessage | undefined) => {
      if (message === undefined) return;
      turn(line.changed(timeline, message));
      session.list((list) => directory.changed(list, message));
    };
    try {
      return (await request(event, payload, (reply) => taken(reply.message))).message;
    } catch (why) {
      taken((why as CommandFailed).present);
      throw why;
    }
  }

  async function react(event: string, messageId: string, reaction: string): Promise<void> {
    await request(event, { messageId, reaction }, (reply) => turn(line.reacted(timeline, reply)));
  }

  // --- marks and groups

  /** What is unread from now on is counted in the window, where all that comes after the mark is in it. */
  function readUpTo(seq: number, isBack = false): void {
    const known = session.known(id);
    if (known === undefined || (seq <= known.readUpTo && !isBack)) return;
    const after = timeline.stored.filter((each) => (each.seq as number) > seq && directory.leavesUnread(each, session.me));
    const unreadMentions = after.filter((each) => directory.mentions(each, session.me)).length;
    patch({ readUpTo: seq, ...(seq >= timeline.start - 1 && { unread: after.length, unreadMentions }) });
  }

  function patch(change: object): void {
    session.list((list) => directory.patched(list, id, change));
  }

  async function group(event: string, payload: object): Promise<void> {
    await command(event, payload, ({ conversation }) => {
      if (conversation) session.list((list) => directory.answered(list, conversation));
    });
  }

  function queued(entry: Entry): void {
    turn(line.queued(timeline, localMessage(entry, session.me)));
  }

  const face: Conversation = {
    id,
    messages,
    state,
    typing: typists.users,
    release() {
      if (uses === 0 || --uses > 0) return;
      cancelClose = clock.later(LINGER, () => {
        session.closed(id);
        // Leaving an open conversation would end the user's part.
        const kind = session.known(id)?.kind ?? 'open';
        if (kind !== 'open' && session.isOnline) session.unattended(command('leaveConversation', {}));
      });
    },

    send(draft) {
      outbox.add(id, typeof draft === 'string' ? { content: draft } : draft);
      typists.tell(false);
      return timeline.local.at(-1) as Message;
    },
    retry({ clientMessageId }) {
      outbox.retry(id, clientMessageId as string);
    },
    discard({ clientMessageId }) {
      const isDropped = outbox.discard(id, clientMessageId as string);
      if (isDropped) turn(line.discarded(timeline, clientMessageId as string));
      return isDropped;
    },

    loadEarlier,
    async *history({ direction, from, pageSize = PAGE } = {}) {
      const isForward = direction === 'forward';
      let at = from ?? (isForward ? 0 : undefined);
      for (;;) {
        const position = isForward ? { afterSeq: at } : { beforeSeq: at };
        const reply = await query('fetchMessages', { conversationId: id, limit: pageSize, ...position });
        const own = new Map<number, readonly string[]>((reply.ownReactions ?? []).map((each: Json) => [each.seq, each.reactions]));
        const found: Message[] = reply.messages.map((each: WireMessage) => present(each, session.me, own));
        if (!isForward) found.reverse();
        yield* found;
        at = found.at(-1)?.seq;
        if (!reply.more || at === undefined) return;
      }
    },

    edit: (messageId, edit, options) =>
      change('editMessage', { messageId, ...(typeof edit === 'string' ? { content: edit } : edit), ...options }),
    delete: (messageId) => change('deleteMessage', { messageId }),
    react: (messageId, reaction) => react('addReaction', messageId, reaction),
    unreact: (messageId, reaction) => react('removeReaction', messageId, reaction),
    fetchReactions: (messageId, reaction) => session.pages('fetchReactions', { messageId, reaction }, 'reactions'),

    markRead(upTo = Infinity) {
      const seq = Math.min(upTo, timeline.position?.seq ?? 0);
      if (seq <= (session.known(id)?.readUpTo ?? 0)) return;
      readUpTo(seq);
      readMark.move(seq);
    },
    async markUnread(messageId) {
      readMark.reset();
      await request('markAsRead', { messageId, read: false }, () => {
        const seq = timeline.stored.find((each) => each.id === messageId)?.seq;
        if (seq === undefined) session.catchUp();
        else readUpTo(seq - 1, true);
      });
    },
    setTyping: typists.tell,
    sendEvent: (name, data = null) => group('sendEvent', { name, data }),

    update: (data) => group('updateConversation', data),
    addParticipants: (userIds) => group('addParticipants', { userIds }),
    removeParticipant: (userId) => group('removeParticipant', { userId }),
    setParticipant: (userId, wanted) => group('setParticipant', { userId, ...wanted }),
    fetchParticipants: () => session.pages<Participant>('fetchParticipants', { conversationId: id }, 'participants'),
    async setPreferences(wanted) {
      await command('setPreferences', wanted, (reply) => patch(directory.preferences(reply)));
    },
    async leave() {
      await command('leaveGroup', {}, () => {
        session.list((list) => directory.removed(list, id));
        refused({ code: 'removed', message: 'the user has left' });
      });
    },
  };

  outbox.entries(id).forEach(queued);
  return {
    face,
    use() {
      cancelClose();
      if (++uses === 1 && timeline.phase === 'away') join();
      return face;
    },
    online() {
      join();
      readMark.next();
    },
    offline() {
      typists.reset();
      turn(line.away(timeline));
    },
    push(push) {
      const { event, data } = push;
      if (event === 'userTyping') typists.heard(data.userId, data.isTyping);
      if (event === 'newMessage') typists.heard(data.senderId, false);
      if (event === 'lagged' && isView(timeline)) join(); // otherwise a join is under way
      if (event === 'conversationChanged') {
        if (data.removed && !session.known(id)) refused({ code: 'removed', message: 'the user takes part no more' });
        if (data.kind && failure) join();
      }
      const before = timeline.position?.seq;
      turn(line.pushed(timeline, push));
      if (event === 'newMessage' && timeline.position?.seq !== before) emit('message', timeline.stored.at(-1) as Message);
    },
    queued,
    identified: (me) => turn(line.identified(timeline, me)),
    sent: (clientMessageId, reply) => turn(line.sent(timeline, clientMessageId, reply)),
    failed: (message) => turn(line.failed(timeline, message)),
    refresh,
  };
}

/** A message on its way, as it is shown. */
export function localMessage({ conversationId, clientMessageId, at, draft, error }: Entry, me: string | undefined): Message {
  const { content = '', attachments = [], replyTo, receiverId: _, ...rest }: Draft = draft;
  return {
    ...rest,
    id: clientMessageId,
    conversationId,
    clientMessageId,
    senderId: me ?? '',
    content,
    attachments,
    createdAt: new Date(at).toISOString(),
    ...(replyTo && { replyTo: { messageId: replyTo } }),
    status: error ? 'failed' : 'pending',
    key: keyOf(clientMessageId),
    ownReactions: [],
    ...(error && { error }),
  };
}
