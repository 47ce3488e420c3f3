import type { Client, ClientEvents } from './api.js';
import { backoff } from './backoff.js';
import { type Clock, systemClock } from './clock.js';
import { commands } from './commands.js';
import { connection, type Status } from './connection.js';
import { conversationList } from './conversations.js';
import { localMessage, type OpenConversation, openConversation } from './conversation.js';
import { type Known, pushed as pushedTo, said as saidIn } from './directory.js';
import { closed, CommandFailed, disconnected, Unauthorized } from './errors.js';
import type { Hello, Json, Push } from './frames.js';
import { cell, emitter } from './live.js';
import { type Mark, mark } from './marks.js';
import type { WireMessage } from './messages.js';
import { outbox } from './outbox.js';
import { presenceWatch } from './presence.js';
import type { Session } from './session.js';
import { type ClientLocks, defaultLocks } from './storage/locks.js';
import { type ClientStorage, defaultStorage } from './storage/storage.js';
import { present } from './timeline.js';
import { claimsOf, onceAtATime } from './token.js';
import { serverSentEvents } from './transports/server-sent-events.js';
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

/** A client of the service. It does nothing until `connect()`. */
export function createClient({
  url: address,
  getToken,
  storage = defaultStorage(),
  locks = defaultLocks(),
  transports = [webSocket(), serverSentEvents()],
  userId: me,
  markDelivered = true,
  clock = systemClock,
}: ClientOptions): Client {
  const url = httpUrl(address);
  const { on, emit } = emitter<ClientEvents>();
  const status = cell<Status>('idle');
  const blocked = cell<readonly string[]>([]);
  const open = new Map<string, OpenConversation>();
  const delivered = new Map<string, Mark>();
  const nextToken = onceAtATime(getToken);
  const sent = commands((text) => line.send(text));
  let waiting: [resolve: () => void, reject: (why: Error) => void][] = [];
  let ticks = 0;
  let forgetWindow = () => {};

  const session: Session = {
    clock,
    emit,
    get outbox() {
      return box;
    },
    get me() {
      return me;
    },
    get isOnline() {
      return line.hello !== undefined;
    },
    request: (event, payload, taken) =>
      line.hello ? sent.send(event, payload, line.hello.maxFrameBytes, taken) : Promise.reject(disconnected()),
    async query(event, payload, taken, sending) {
      const delay = backoff(clock);
      for (;;) {
        await whenOnline();
        sending?.();
        try {
          return await session.request(event, payload, taken);
        } catch (fault) {
          const { isPassing, code } = fault as CommandFailed;
          if (!isPassing) throw fault;
          if (code !== 'disconnected') await new Promise<void>((done) => clock.later(delay.next(), done));
        }
      }
    },
    async pages(event, payload, member) {
      const all = [];
      let cursor: string | undefined;
      do {
        const reply: Json = await session.query(event, { ...payload, cursor });
        all.push(...reply[member]);
        cursor = reply.cursor;
      } while (cursor !== undefined);
      return all;
    },
    unattended(work) {
      work.catch((fault: CommandFailed) => {
        if (!isEnd(fault)) emit('error', fault);
      });
    },
    known: (id) => list.known(id),
    list(next) {
      list.turn(next);
      for (const each of open.values()) each.refresh();
    },
    catchUp: () => list.catchUp(),
    arrived({ conversationId, seq, senderId }, readUpTo) {
      if (!markDelivered || senderId === me) return;
      let arrivals = delivered.get(conversationId);
      if (arrivals === undefined) {
        arrivals = mark(session, (upToSeq) => session.request('markAsDelivered', { conversationId, upToSeq }));
        delivered.set(conversationId, arrivals);
      }
      arrivals.reached(readUpTo);
      arrivals.move(seq);
    },
    closed: (id) => void open.delete(id),
  };

  const list = conversationList(session);
  const presence = presenceWatch(session, (userId) => blocked.value.includes(userId));
  const box = outbox(
    session,
    {
      queued: (entry) => open.get(entry.conversationId)?.queued(entry),
      sent({ conversationId, clientMessageId }, reply) {
        open.get(conversationId)?.sent(clientMessageId, reply);
        session.list((each) => saidIn(each, reply.message));
        if (!list.known(conversationId)?.listed) list.catchUp();
        emit('sent', present(reply.message, me));
      },
      failed(entry) {
        const message = localMessage(entry, me);
        open.get(entry.conversationId)?.failed(message);
        emit('failed', message);
      },
    },
    storage,
    locks,
  );
  const line = connection(url, nextToken, transports, clock, {
    status(now) {
      status.set(now);
      emit('status', now);
      if (now === 'unauthorized' || now === 'disconnected') stopped();
    },
    token: (token) => identify(claimsOf(token).sub),
    greeted,
    frame,
    lost() {
      box.offline();
      sent.lost();
      for (const each of open.values()) each.offline();
    },
    unauthorized: (why) => emit('unauthorized', why),
    failed: (fault) => emit('error', fault),
    expiring: () => session.unattended(renew()),
    tick() {
      if (++ticks % SWEEP_TICKS === 0) box.sweep();
    },
  });

  /** Where nothing leads to a connection by itself, there is no waiting. */
  function whenOnline(): Promise<void> {
    if (session.isOnline) return Promise.resolve();
    if (line.status === 'disconnected' || line.status === 'unauthorized') return Promise.reject(closed());
    return new Promise((...settle) => waiting.push(settle));
  }

  function stopped(): void {
    forgetWindow();
    box.close();
    for (const [, reject] of waiting.splice(0)) reject(closed());
  }

  function identify(sub: string | number | undefined): void {
    if (sub === undefined || String(sub) === me) return;
    if (me !== undefined) throw new Unauthorized('the token of another user');
    me = String(sub);
    for (const each of open.values()) each.identified(me);
    openBox();
  }

  function openBox(): void {
    box.open(`message-service:${url.host}${url.pathname}:${me}:`);
  }

  function greeted({ userId, since }: Hello): void {
    identify(userId);
    list.online(since);
    for (const each of open.values()) each.online();
    for (const each of delivered.values()) each.next();
    box.online();
    presence.online();
    session.unattended(session.pages<string>('listBlocked', { limit: 200 }, 'userIds').then(blocks));
    for (const [resolve] of waiting.splice(0)) resolve();
  }

  async function renew(): Promise<void> {
    const token = await nextToken();
    await session.request('authenticate', { token }, () => line.renewed(token));
  }

  function blocks(userIds: readonly string[]): void {
    blocked.set([...new Set(userIds)]);
    presence.refresh();
  }

  function frame(json: Json): void {
    if (json.data) pushed(json as Push, json.notice);
    else if (!sent.replied(json) && !json.success) emit('error', new CommandFailed(json.code, json.error));
  }

  function pushed(push: Push, notice: string | undefined): void {
    const { event, data } = push;
    const id: string = data.conversationId;
    const known = list.known(id);
    session.list((each) => pushedTo(each, push, clock.now()));
    open.get(id)?.push(push);
    if (event === 'newMessage') said(data as WireMessage, known);
    if (event === 'conversationChanged' && (data.participantsChanged || (data.kind && !known?.listed))) list.catchUp();
    const online = event === 'userOnline';
    if (online || event === 'userOffline') {
      presence.heard(data.userId, online);
      emit('presence', { userId: data.userId, username: data.username, online });
    }
    if (event === 'userTyping') emit('typing', data as ClientEvents['typing']);
    if (event === 'customEvent') emit('customEvent', data as ClientEvents['customEvent']);
    if (event === 'notice') emit('notice', { notice, data });
    if (event === 'messageChanged' || event === 'reactionChanged') {
      emit('messageChanged', { conversationId: id, messageId: data.messageId ?? data.id });
    }
  }

  function said(message: WireMessage, known: Known | undefined): void {
    if (!known?.listed) list.catchUp();
    session.arrived(message, known?.readUpTo ?? 0);
    const isNew = message.seq > (known?.seq ?? 0);
    if (isNew && !open.has(message.conversationId)) emit('message', present(message, me));
  }

  if (me !== undefined) openBox();
  return {
    get status() {
      return line.status;
    },
    connection: status,
    get userId() {
      return me;
    },
    conversations: list.face,
    blocked,
    connect() {
      forgetWindow();
      forgetWindow = onWake(line.wake);
      line.connect();
    },
    disconnect: line.disconnect,
    on,
    onDiscontinuity: (listener) => on('discontinuity', listener),
    conversation(id) {
      let each = open.get(id);
      if (each === undefined) open.set(id, (each = openConversation(session, id)));
      return each.use();
    },
    opened: (id) => open.get(id)?.face,
    presence: presence.watch,
    async block(userId) {
      await session.request('blockUser', { userId }, () => blocks([...blocked.value, userId]));
    },
    async unblock(userId) {
      await session.request('unblockUser', { userId }, () => blocks(blocked.value.filter((each) => each !== userId)));
      presence.online();
    },
  };
}

/** The end of a connection, or of the client, is no news. */
function isEnd({ code }: CommandFailed): boolean {
  return code === 'disconnected' || code === 'closed';
}

function httpUrl(address: string | URL): URL {
  const url = new URL(address, globalThis.location?.href);
  url.protocol = url.protocol.replace('ws', 'http');
  return url;
}

/** Calls where the network is back, or the page is looked at again. Returns what ends it. */
function onWake(task: () => void): () => void {
  if (typeof document === 'undefined') return () => {};
  const ends = new AbortController();
  const { signal } = ends;
  const isSeen = () => document.visibilityState !== 'hidden' && task();
  addEventListener('online', task, { signal });
  addEventListener('pageshow', isSeen, { signal });
  document.addEventListener('visibilitychange', isSeen, { signal });
  return () => ends.abort();
}
