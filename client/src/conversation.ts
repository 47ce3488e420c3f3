import type {
  Conversation, ConversationData, ConversationState, Edit, HistoryOptions, Preferences,
} from './api.js';
import { leavesUnread, mentions, preferences } from './directory.js';
import { CommandFailed } from './errors.js';
import type { Push, Reply } from './frames.js';
import { Backoff } from './backoff.js';
import { Cell } from './live.js';
import { Mark } from './marks.js';
import type { Draft, Failure, Message, Participant, Role, WireMessage } from './messages.js';
import type { Entry } from './outbox.js';
import { type Session, unattended } from './session.js';
import { emptyTimeline, hasEarlier, keyOf, present, reduceTimeline, shown, type TimelineEvent } from './timeline.js';
import { Typing } from './typing.js';

const PAGE = 50;
/** A conversation with more that was missed begins anew. */
const MAX_REPLAY = 2_000;
/** So long after the last release a conversation stays as it is, for whoever asks for it again. */
const LINGER = 3_000;
/** In a replay what is shown changes so often. */
const REPLAY_VIEW = 50;

/** A conversation in use: its timeline, what is asked for it, and what of it is shown. */
export class OpenConversation implements Conversation {
  readonly id: string;
  readonly messages: Cell<readonly Message[]>;
  readonly state: Cell<ConversationState>;
  readonly #session: Session;
  readonly #typing: Typing;
  readonly #read: Mark;
  readonly #backoff: Backoff;
  #timeline;
  /** The timeline of what is shown. */
  #shown;
  #uses = 0;
  #failure: Failure | undefined;
  #isLoaded = false;
  /** The view whose first page was asked for. */
  #begun = 0;
  #cancelClose = () => {};
  #cancelView: (() => void) | undefined;
  #loading: Promise<boolean> | undefined;

  constructor(session: Session, id: string) {
    this.id = id;
    this.#session = session;
    this.#typing = new Typing(session, id);
    this.#backoff = new Backoff(session.clock);
    this.#read = new Mark(session, (upToSeq) =>
      session.request('markConversationAsRead', { conversationId: id, upToSeq }, () => this.#readUpTo(upToSeq)),
    );
    this.#timeline = emptyTimeline(session.me);
    for (const entry of session.outbox.entries(id)) this.#timeline = reduceTimeline(this.#timeline, this.#queued(entry));
    this.#shown = this.#timeline;
    this.messages = new Cell(shown(this.#timeline));
    this.state = new Cell(this.#stateNow());
  }

  get typing() {
    return this.#typing.users;
  }

  // --- what the client calls

  use(): this {
    this.#cancelClose();
    this.#uses++;
    if (this.#uses === 1 && this.#timeline.phase === 'away') this.#join();
    return this;
  }

  release(): void {
    if (this.#uses === 0 || --this.#uses > 0) return;
    this.#cancelClose = this.#session.clock.later(LINGER, () => this.#close());
  }

  online(): void {
    this.#join();
    this.#read.next();
  }

  offline(): void {
    this.#typing.reset();
    this.dispatch({ type: 'away' });
  }

  /** Nobody asks for it any more; it is out of the room, unless that would end the user's part. */
  #close(): void {
    this.#session.closed(this.id);
    const { kind } = this.#session.known(this.id) ?? {};
    if (kind === undefined || kind === 'open' || !this.#session.isOnline) return;
    unattended(this.#session, this.#session.request('leaveConversation', { conversationId: this.id }));
  }

  dispatch(event: TimelineEvent): void {
    this.#timeline = reduceTimeline(this.#timeline, event);
    if (this.#timeline.broken) this.#join();
    this.#show();
  }

  push(push: Push): void {
    const { event, data } = push;
    if (event === 'userTyping') return this.#typing.heard(data.userId, data.isTyping);
    if (event === 'newMessage') this.#typing.heard(data.senderId, false);
    if (event === 'lagged') return this.#isView ? this.#join() : undefined; // otherwise a join is under way
    if (event === 'conversationChanged') this.#groupChanged(data.removed === true, data.kind !== undefined);
    const before = this.#timeline.position?.seq;
    this.dispatch({ type: 'push', push });
    const last = this.#timeline.stored.at(-1);
    if (event === 'newMessage' && last?.id === data.id && before !== this.#timeline.position?.seq) {
      this.#session.events.emit('message', last as Message);
    }
  }

  /** A stored message as it is shown, where it is. */
  find(messageId: string): Message | undefined {
    return this.#timeline.stored.find((each) => each.id === messageId);
  }

  /** Called with a removal only where it is not late. */
  #groupChanged(isRemoved: boolean, isNews: boolean): void {
    if (isRemoved && this.#session.known(this.id) === undefined) {
      this.#refused({ code: 'removed', message: 'the user takes part no more' });
    } else if (isNews && this.#failure !== undefined) {
      this.#join();
    }
  }

  #refused(failure: Failure): void {
    this.#failure = failure;
    this.dispatch({ type: 'away' });
  }

  // --- joining

  get #isView(): boolean {
    return this.#timeline.phase === 'live' || this.#timeline.phase === 'replay';
  }

  #join(): void {
    if (!this.#session.isOnline) return;
    const { position } = this.#timeline;
    const from = position && { afterSeq: position.seq, afterRev: position.rev, epoch: position.epoch, maxReplay: MAX_REPLAY };
    this.dispatch({ type: 'joining' });
    this.#session
      .request('joinConversation', { conversationId: this.id, ...from }, (reply) => this.#joined(reply))
      .catch((why: CommandFailed) => this.#notJoined(why));
    if (position === undefined) this.#firstPage(this.#timeline.view + 1);
  }

  #joined(reply: Reply): void {
    this.#failure = undefined;
    this.#backoff.reset();
    const before = this.#timeline;
    const isAnew = before.position !== undefined && !reply.recovered;
    this.#isLoaded = reply.seq === 0 || (this.#isLoaded && !isAnew);
    this.dispatch({ type: 'joined', reply });
    this.#session.list({ type: 'joined', reply, now: this.#session.clock.now() });
    if (!this.#session.known(this.id)?.listed) this.#session.catchUp();
    if (!isAnew) return;
    this.#firstPage(this.#timeline.view);
    this.#session.events.emit('discontinuity', { conversationId: this.id });
  }

  #notJoined(why: CommandFailed): void {
    if (why.code === 'disconnected' || why.code === 'closed') return;
    if (why.isPassing) {
      this.#session.clock.later(this.#backoff.next(), () => this.#timeline.phase === 'joining' && this.#join());
    } else {
      this.#refused({ code: why.code, message: why.message });
    }
  }

  /** The newest messages of a view that begins. Where too much came meanwhile, the page does not reach the window. */
  #firstPage(view: number): void {
    if (view === this.#begun) return;
    this.#begun = view;
    const isMissing = () => this.#timeline.view === view && !this.#isLoaded;
    const page = this.#page(view, { limit: PAGE }).then(() => {
      if (isMissing()) return this.loadEarlier();
    });
    const refused = (why: CommandFailed) => {
      if (this.#begun === view) this.#begun = 0;
      if (why.code !== 'forbidden') throw why; // the join says so, too
    };
    unattended(this.#session, page.catch(refused));
  }

  loadEarlier(pageSize = PAGE): Promise<boolean> {
    this.#loading ??= this.#earlier(pageSize).finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  async #earlier(limit: number): Promise<boolean> {
    const { view, start, position } = this.#timeline;
    if (position === undefined || !hasEarlier(this.#timeline)) return position === undefined;
    await this.#page(view, { beforeSeq: start, limit });
    return hasEarlier(this.#timeline);
  }

  async #page(view: number, payload: object): Promise<void> {
    this.dispatch({ type: 'pageAsked' });
    let isTaken = false;
    const taken = (reply: Reply) => {
      isTaken = true;
      const before = this.#timeline;
      const after = reduceTimeline(before, { type: 'page', view, reply });
      if (view === before.view && (after.stored.length > 0 || !hasEarlier(after))) this.#isLoaded = true;
      this.#timeline = after;
      this.#show();
    };
    try {
      await this.#session.query('fetchMessages', { conversationId: this.id, ...payload }, taken);
    } finally {
      if (!isTaken) this.dispatch({ type: 'pageFailed' });
    }
  }

  async *history({ direction = 'backward', from, pageSize = PAGE }: HistoryOptions = {}): AsyncIterableIterator<Message> {
    const isForward = direction === 'forward';
    let at = from ?? (isForward ? 0 : undefined);
    for (;;) {
      const position = isForward ? { afterSeq: at } : { beforeSeq: at };
      const reply = await this.#session.query('fetchMessages', { conversationId: this.id, limit: pageSize, ...position });
      const own = new Map<number, readonly string[]>((reply.ownReactions ?? []).map((each: Reply) => [each.seq, each.reactions]));
      const page = (reply.messages as WireMessage[]).map((each) => present(each, this.#session.me, own));
      if (!isForward) page.reverse();
      yield* page;
      at = page.at(-1)?.seq;
      if (!reply.more || at === undefined) return;
    }
  }

  // --- sending

  send(draft: string | Draft): Message {
    const content = typeof draft === 'string' ? { content: draft } : draft;
    const clientMessageId = crypto.randomUUID();
    const createdAt = new Date(this.#session.clock.now()).toISOString();
    this.#session.outbox.add({ conversationId: this.id, clientMessageId, createdAt, draft: content });
    this.#typing.tell(false);
    return this.#own(clientMessageId) as Message;
  }

  retry({ clientMessageId }: Message): void {
    if (clientMessageId !== undefined) this.#session.outbox.retry(this.id, clientMessageId);
  }

  discard({ clientMessageId }: Message): boolean {
    if (clientMessageId === undefined || !this.#session.outbox.discard(this.id, clientMessageId)) return false;
    this.dispatch({ type: 'discarded', clientMessageId });
    return true;
  }

  #own(clientMessageId: string): Message | undefined {
    return this.#timeline.local.find((each) => each.clientMessageId === clientMessageId);
  }

  queued(entry: Entry): void {
    this.dispatch(this.#queued(entry));
  }

  #queued(entry: Entry): TimelineEvent {
    return { type: 'queued', message: localMessage(entry, this.#session.me) };
  }

  // --- what changes messages

  async edit(messageId: string, edit: string | Edit, options: { readonly ifRev?: number } = {}): Promise<WireMessage> {
    const change = typeof edit === 'string' ? { content: edit } : edit;
    return this.#change('editMessage', { messageId, ...change, ...options });
  }

  async delete(messageId: string): Promise<WireMessage> {
    return this.#change('deleteMessage', { messageId });
  }

  async #change(event: string, payload: object): Promise<WireMessage> {
    const took = ({ message }: { message?: WireMessage | undefined }) => {
      if (message === undefined) return;
      this.dispatch({ type: 'changed', message });
      this.#session.list({ type: 'push', push: { event: 'messageChanged', data: message }, now: this.#session.clock.now() });
    };
    try {
      return (await this.#session.request(event, payload, took)).message;
    } catch (why) {
      took({ message: (why as CommandFailed).present });
      throw why;
    }
  }

  async react(messageId: string, reaction: string): Promise<void> {
    await this.#session.request('addReaction', { messageId, reaction }, (reply) => this.dispatch({ type: 'reacted', reply }));
  }

  async unreact(messageId: string, reaction: string): Promise<void> {
    await this.#session.request('removeReaction', { messageId, reaction }, (reply) => this.dispatch({ type: 'reacted', reply }));
  }

  fetchReactions(messageId: string, reaction?: string): Promise<readonly { reaction: string; userId: string }[]> {
    return this.#pages('fetchReactions', { messageId, reaction }, 'reactions');
  }

  // --- marks, typing, events

  markRead(upTo?: number): void {
    const newest = this.#timeline.position?.seq ?? this.#session.known(this.id)?.seq ?? 0;
    const seq = Math.min(upTo ?? newest, newest);
    if (seq <= (this.#session.known(this.id)?.readUpTo ?? 0)) return;
    this.#readUpTo(seq);
    this.#read.move(seq);
  }

  /** What is unread from now on is counted in the window, where all that comes after the mark is in it. */
  #readUpTo(seq: number): void {
    const known = this.#session.known(this.id);
    if (known === undefined || seq <= known.readUpTo) return;
    const { me } = this.#session;
    if (seq < this.#timeline.start - 1) return this.#patch({ readUpTo: seq });
    const after = this.#timeline.stored.filter((each) => (each.seq as number) > seq && leavesUnread(each, me));
    const unreadMentions = after.filter((each) => mentions(each, me)).length;
    this.#patch({ readUpTo: seq, unread: after.length, unreadMentions });
  }

  async markUnread(messageId: string): Promise<void> {
    this.#read.reset();
    const seq = this.find(messageId)?.seq;
    await this.#session.request('markAsRead', { messageId, read: false }, () => {
      if (seq === undefined) return this.#session.catchUp();
      this.#patch({ readUpTo: 0 });
      this.#readUpTo(seq - 1);
    });
  }

  setTyping(isTyping: boolean): void {
    this.#typing.tell(isTyping);
  }

  async sendEvent(name: string, data: unknown = null): Promise<void> {
    await this.#command('sendEvent', { name, data });
  }

  // --- groups

  async update(data: ConversationData): Promise<void> {
    await this.#command('updateConversation', data);
  }

  async addParticipants(userIds: readonly string[]): Promise<void> {
    await this.#command('addParticipants', { userIds });
  }

  async removeParticipant(userId: string): Promise<void> {
    await this.#command('removeParticipant', { userId });
  }

  async setParticipant(userId: string, change: { role?: Role; bannedUntil?: Date | string | null }): Promise<void> {
    await this.#command('setParticipant', { userId, ...change });
  }

  fetchParticipants(): Promise<readonly Participant[]> {
    return this.#pages('fetchParticipants', { conversationId: this.id }, 'participants');
  }

  async setPreferences(wanted: Preferences): Promise<void> {
    await this.#session.request('setPreferences', { conversationId: this.id, ...wanted }, (reply) =>
      this.#patch(preferences(reply)),
    );
  }

  async leave(): Promise<void> {
    await this.#session.request('leaveGroup', { conversationId: this.id }, () => {
      this.#session.list({ type: 'removed', id: this.id, now: this.#session.clock.now() });
      this.#refused({ code: 'removed', message: 'the user has left' });
    });
  }

  async #command(event: string, payload: object): Promise<void> {
    const now = this.#session.clock.now();
    await this.#session.request(event, { conversationId: this.id, ...payload }, ({ conversation }) => {
      if (conversation !== undefined) this.#session.list({ type: 'answered', conversation, isNew: false, now });
    });
  }

  async #pages<T>(event: string, payload: object, member: string): Promise<T[]> {
    const all: T[] = [];
    let cursor: string | undefined;
    do {
      const reply = await this.#session.query(event, { ...payload, cursor });
      all.push(...(reply[member] as T[]));
      cursor = reply.cursor;
    } while (cursor !== undefined);
    return all;
  }

  #patch(patch: object): void {
    this.#session.list({ type: 'patched', id: this.id, patch, now: this.#session.clock.now() });
  }

  // --- showing

  /** What the list knows has changed, or the timeline. */
  #show(): void {
    if (this.#timeline.phase !== 'replay') return this.#showNow();
    this.#cancelView ??= this.#session.clock.later(REPLAY_VIEW, () => this.#showNow());
  }

  #showNow(): void {
    this.#cancelView?.();
    this.#cancelView = undefined;
    const { stored, local } = this.#timeline;
    const isSame = stored === this.#shown.stored && local === this.#shown.local;
    this.#shown = this.#timeline;
    if (!isSame) this.messages.set(shown(this.#timeline));
    this.refresh();
  }

  refresh(): void {
    const next = this.#stateNow();
    const now = this.state.value;
    const names = new Set([...Object.keys(now), ...Object.keys(next)]) as Set<keyof ConversationState>;
    if ([...names].some((name) => now[name] !== next[name])) this.state.set(next);
  }

  #stateNow(): ConversationState {
    const { listed: _, dataRev: __, seenRev: ___, conversationId: ____, ...summary } = this.#session.known(this.id) ?? {
      listed: false, dataRev: 0, seenRev: 0, conversationId: '', unread: 0, readUpTo: 0,
    };
    const { receipts } = this.#timeline;
    return {
      ...summary,
      joined: this.#isView,
      loaded: this.#isLoaded,
      hasEarlier: hasEarlier(this.#timeline),
      receipts,
      ...(this.#failure && { lastError: this.#failure }),
    };
  }
}

/** A message on its way, as it is shown. */
export function localMessage({ conversationId, clientMessageId, createdAt, draft, error }: Entry, me: string | undefined): Message {
  const { content = '', attachments = [], replyTo, receiverId: _, ...rest } = draft;
  return {
    ...rest,
    id: clientMessageId,
    conversationId,
    clientMessageId,
    senderId: me ?? '',
    content,
    attachments,
    createdAt,
    ...(replyTo !== undefined && { replyTo: { messageId: replyTo } }),
    status: error === undefined ? 'pending' : 'failed',
    key: keyOf(clientMessageId),
    ownReactions: [],
    ...(error !== undefined && { error }),
  };
}
