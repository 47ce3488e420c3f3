import type { Client, ClientEvents, Conversation } from './api.js';
import { Backoff } from './backoff.js';
import { type Clock, systemClock } from './clock.js';
import { Commands } from './commands.js';
import { Connection, type Status } from './connection.js';
import { ConversationList } from './conversations.js';
import { localMessage, OpenConversation } from './conversation.js';
import type { DirectoryEvent, Known } from './directory.js';
import { closed, CommandFailed, disconnected, Unauthorized } from './errors.js';
import type { Hello, Json, Push, Reply } from './frames.js';
import { Cell, Emitter, type Live } from './live.js';
import { Mark } from './marks.js';
import type { Message, Presence, WireMessage } from './messages.js';
import { type Entry, Outbox, type OutboxPort } from './outbox.js';
import { PresenceWatch } from './presence.js';
import { type Session, unattended } from './session.js';
import { type ClientLocks, defaultLocks } from './storage/locks.js';
import { type ClientStorage, defaultStorage } from './storage/storage.js';
import { present } from './timeline.js';
import { claimsOf, Tokens } from './token.js';
import type { Transport } from './transports/transport.js';
import { webSocket } from './transports/web-socket.js';

export interface ClientOptions {
  /** Of the service: `ws:`, `wss:`, `http:` or `https:`. */
  readonly url: string | URL;
  /** Asked before each attempt, and before the token ends; once at a time. May throw {@link Unauthorized}. */
  readonly getToken: () => Promise<string>;
  /** Where messages are kept until they are answered: `localStorage` in browsers, memory elsewhere. */
  readonly storage?: ClientStorage;
  /** How tabs tell whose messages are nobody's: `navigator.locks` where there is one. */
  readonly locks?: ClientLocks;
  /** In the order in which they are tried. */
  readonly transports?: readonly Transport[];
  /** Where it is known before the first token. */
  readonly userId?: string;
  /** Whether messages that have arrived are marked as delivered. They are where it is left out. */
  readonly markDelivered?: boolean;
  /** For tests. */
  readonly clock?: Clock;
}

/** Ticks of a connection between two looks at what closed pages have left. */
const SWEEP_TICKS = 6;
const REST = 100;

/** A client of the service. It does nothing until `connect()`. */
export function createClient(options: ClientOptions): Client {
  return new MessageClient(options);
}

class MessageClient implements Client, Session, OutboxPort {
  readonly clock: Clock;
  readonly events = new Emitter<ClientEvents>();
  readonly on = this.events.on;
  readonly outbox: Outbox;
  readonly connection = new Cell<Status>('idle');
  readonly blocked = new Cell<readonly string[]>([]);
  readonly conversations;
  readonly #url: URL;
  readonly #marksDelivered: boolean;
  readonly #tokens: Tokens;
  readonly #line: Connection;
  readonly #list: ConversationList;
  readonly #open = new Map<string, OpenConversation>();
  readonly #delivered = new Map<string, Mark>();
  readonly #presence: PresenceWatch;
  #commands = new Commands();
  #me: string | undefined;
  #waiting: { resolve: () => void; reject: (why: Error) => void }[] = [];
  #ticks = 0;
  #forgetWindow = () => {};

  constructor(options: ClientOptions) {
    this.clock = options.clock ?? systemClock;
    this.#url = httpUrl(options.url);
    this.#me = options.userId;
    this.#marksDelivered = options.markDelivered ?? true;
    this.#tokens = new Tokens(options.getToken);
    this.outbox = new Outbox(this, options.storage ?? defaultStorage(), options.locks ?? defaultLocks());
    this.#list = new ConversationList(this);
    this.conversations = this.#list.face();
    this.#presence = new PresenceWatch(this, (userId) => this.blocked.value.includes(userId));
    this.#line = new Connection(this.#url, this.#tokens, options.transports ?? [webSocket()], this.clock, {
      status: (status) => this.#changed(status),
      token: (token) => this.#identify(claimsOf(token).sub),
      greeted: (hello) => this.#greeted(hello),
      frame: (frame) => this.#frame(frame),
      lost: () => this.#lost(),
      unauthorized: (why) => this.events.emit('unauthorized', why),
      failed: (fault) => this.events.emit('error', fault),
      expiring: () => unattended(this, this.#renew()),
      tick: () => this.#tick(),
    });
    if (this.#me !== undefined) void this.outbox.open(this.#prefix(this.#me));
  }

  get status(): Status {
    return this.#line.status;
  }

  get userId(): string | undefined {
    return this.#me;
  }

  get me(): string | undefined {
    return this.#me;
  }

  get isOnline(): boolean {
    return this.#line.hello !== undefined;
  }

  connect(): void {
    this.#forgetWindow();
    this.#forgetWindow = onWake(() => this.#line.wake());
    this.#line.connect();
  }

  disconnect(): void {
    this.#forgetWindow();
    this.#line.disconnect();
    this.outbox.close();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { reject } of waiting) reject(closed());
  }

  onDiscontinuity(listener: (about: ClientEvents['discontinuity']) => void): () => void {
    return this.on('discontinuity', listener);
  }

  conversation(id: string): Conversation {
    let open = this.#open.get(id);
    if (open === undefined) this.#open.set(id, (open = new OpenConversation(this, id)));
    return open.use();
  }

  opened(id: string): Conversation | undefined {
    return this.#open.get(id);
  }

  closed(id: string): void {
    this.#open.delete(id);
  }

  presence(userIds: readonly string[]): Live<ReadonlyMap<string, Presence>> {
    return this.#presence.watch(userIds);
  }

  async block(userId: string): Promise<void> {
    await this.request('blockUser', { userId }, () => this.#blocks([...this.blocked.value, userId]));
  }

  async unblock(userId: string): Promise<void> {
    await this.request('unblockUser', { userId }, () => this.#blocks(this.blocked.value.filter((each) => each !== userId)));
    this.#presence.online();
  }

  #blocks(userIds: readonly string[]): void {
    const before = this.blocked.value;
    this.blocked.set([...new Set(userIds)].sort());
    this.#presence.refresh([...before, ...userIds]);
  }

  async #loadBlocked(): Promise<void> {
    const all: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.query('listBlocked', { limit: 200, cursor });
      all.push(...page.userIds);
      cursor = page.cursor;
    } while (cursor !== undefined);
    this.#blocks(all);
  }

  // --- commands

  request(event: string, payload: object, taken?: (reply: Reply) => void): Promise<Reply> {
    if (!this.isOnline) return Promise.reject(disconnected());
    try {
      const { ref, text, answer } = this.#commands.frame(event, payload, taken);
      const { maxFrameBytes } = this.#line.hello as Hello;
      if (bytesOf(text) > maxFrameBytes) this.#commands.refuse(ref, new CommandFailed('too_large', 'too large for a frame'));
      else this.#line.send(text);
      return answer;
    } catch (fault) {
      return Promise.reject(fault);
    }
  }

  async query(event: string, payload: object, taken?: (reply: Reply) => void, sending?: () => void): Promise<Reply> {
    const backoff = new Backoff(this.clock);
    for (;;) {
      await this.#whenOnline();
      sending?.();
      try {
        return await this.request(event, payload, taken);
      } catch (fault) {
        if (!(fault instanceof CommandFailed) || !fault.isPassing) throw fault;
        if (fault.code !== 'disconnected') await new Promise<void>((done) => this.clock.later(backoff.next(), done));
      }
    }
  }

  /** Where nothing leads to a connection by itself, there is no waiting. */
  #whenOnline(): Promise<void> {
    if (this.isOnline) return Promise.resolve();
    if (this.status === 'disconnected' || this.status === 'unauthorized') return Promise.reject(closed());
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  known(id: string): Known | undefined {
    return this.#list.known(id);
  }

  list(event: DirectoryEvent): void {
    this.#list.dispatch(event);
    for (const open of this.#open.values()) open.refresh();
  }

  catchUp(): void {
    this.#list.catchUp();
  }

  // --- the connection

  #changed(status: Status): void {
    this.connection.set(status);
    this.events.emit('status', status);
  }

  #identify(userId: string | undefined): void {
    if (userId === undefined || userId === this.#me) return;
    if (this.#me !== undefined) {
      this.disconnect();
      return this.events.emit('unauthorized', new Unauthorized('the token of another user'));
    }
    this.#me = userId;
    for (const open of this.#open.values()) open.dispatch({ type: 'identified', me: userId });
    void this.outbox.open(this.#prefix(userId));
  }

  #prefix(userId: string): string {
    return `message-service:${this.#url.host}${this.#url.pathname}:${userId}:`;
  }

  #greeted(hello: Hello): void {
    this.#identify(hello.userId);
    if (!this.isOnline) return;
    this.#commands = new Commands();
    this.#list.online(hello.since);
    for (const open of this.#open.values()) open.online();
    for (const mark of this.#delivered.values()) mark.next();
    this.outbox.online();
    this.#presence.online();
    unattended(this, this.#loadBlocked());
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { resolve } of waiting) resolve();
  }

  #lost(): void {
    this.outbox.offline();
    this.#commands.lost();
    for (const open of this.#open.values()) open.offline();
  }

  async #renew(): Promise<void> {
    const token = await this.#tokens.next();
    await this.request('authenticate', { token }, () => this.#line.renewed(token));
  }

  #tick(): void {
    if (++this.#ticks % SWEEP_TICKS === 0) unattended(this, this.outbox.sweep());
  }

  #frame(frame: Json): void {
    if ('success' in frame) {
      if (!this.#commands.replied(frame) && !frame.success) this.events.emit('error', new CommandFailed(frame.code, frame.error));
    } else if (frame.data !== undefined) {
      this.#pushed(frame as Push, frame.notice);
    }
  }

  #pushed(push: Push, notice: string | undefined): void {
    const { event, data } = push;
    const id = data.conversationId as string;
    const wasKnown = this.known(id);
    this.list({ type: 'push', push, now: this.clock.now() });
    const open = this.#open.get(id);
    open?.push(push);
    switch (event) {
      case 'newMessage':
        return this.#said(data as WireMessage, wasKnown, open === undefined);
      case 'messageChanged':
      case 'reactionChanged': {
        const messageId = event === 'messageChanged' ? data.id : data.messageId;
        return this.events.emit('messageChanged', { conversationId: id, messageId, message: open?.find(messageId) });
      }
      case 'conversationChanged':
        if (data.participantsChanged || (data.kind && !wasKnown?.listed)) this.catchUp();
        return;
      case 'userTyping':
        return this.events.emit('typing', data as ClientEvents['typing']);
      case 'userOnline':
      case 'userOffline':
        this.#presence.heard(data.userId, event === 'userOnline');
        return this.events.emit('presence', { ...(data as ClientEvents['presence']), online: event === 'userOnline' });
      case 'customEvent':
        return this.events.emit('customEvent', data as ClientEvents['customEvent']);
      case 'notice':
        return this.events.emit('notice', { notice, data });
    }
  }

  #said(message: WireMessage, wasKnown: Known | undefined, isElsewhere: boolean): void {
    if (!wasKnown?.listed) this.catchUp();
    this.arrived(message, wasKnown?.readUpTo ?? 0);
    const isNew = wasKnown === undefined || message.seq > wasKnown.seq;
    if (isElsewhere && isNew) this.events.emit('message', present(message, this.#me));
  }

  arrived(message: WireMessage, readUpTo: number): void {
    if (!this.#marksDelivered || message.senderId === this.#me) return;
    const { conversationId, seq } = message;
    let mark = this.#delivered.get(conversationId);
    if (mark === undefined) {
      mark = new Mark(this, (upToSeq) => this.request('markAsDelivered', { conversationId, upToSeq }));
      this.#delivered.set(conversationId, mark);
    }
    mark.reached(readUpTo);
    mark.move(seq);
  }

  // --- the outbox

  queued(entry: Entry): void {
    this.#open.get(entry.conversationId)?.queued(entry);
  }

  sent(entry: Entry, reply: Reply): void {
    const { conversationId, clientMessageId } = entry;
    this.#open.get(conversationId)?.dispatch({ type: 'sent', clientMessageId, reply });
    if (this.known(conversationId)?.listed) this.list({ type: 'stored', message: reply.message, now: this.clock.now() });
    else this.catchUp();
    this.events.emit('sent', present(reply.message, this.#me));
  }

  failed(entry: Entry): void {
    const { conversationId, clientMessageId, error } = entry;
    if (error === undefined) return;
    this.#open.get(conversationId)?.dispatch({ type: 'failed', clientMessageId, error });
    this.events.emit('failed', localMessage(entry, this.#me) as Message);
  }

  unkept(fault: unknown): void {
    this.events.emit('error', fault);
  }
}

function httpUrl(url: string | URL): URL {
  const http = new URL(url, typeof location === 'undefined' ? undefined : location.href);
  http.protocol = http.protocol.replace('ws', 'http');
  return http;
}

function bytesOf(text: string): number {
  return text.length * 3 < REST ? text.length : new TextEncoder().encode(text).length;
}

/** Calls where the network is back, or the page is looked at again. Returns what ends it. */
function onWake(task: () => void): () => void {
  if (typeof window === 'undefined' || typeof window.addEventListener !== 'function') return () => {};
  const seen = () => document.visibilityState !== 'hidden' && task();
  window.addEventListener('online', task);
  window.addEventListener('pageshow', seen);
  document.addEventListener('visibilitychange', seen);
  return () => {
    window.removeEventListener('online', task);
    window.removeEventListener('pageshow', seen);
    document.removeEventListener('visibilitychange', seen);
  };
}
