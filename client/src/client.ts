import type { Client, ClientEvents } from './api.js';
import { backoff } from './backoff.js';
import { type Clock, systemClock } from './clock.js';
import { commands } from './commands.js';
import { connection, type Status } from './connection.js';
import { conversationList } from './conversations.js';
import { openConversation } from './conversation.js';
import { type Known, pushed as pushedTo } from './directory.js';
import { CommandFailed, Unauthorized } from './errors.js';
import type { Hello, Json, Push } from './frames.js';
import { cell, emitter } from './live.js';
import { marks } from './marks.js';
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
  const url = new URL(String(address).replace(/^ws/, 'http'), globalThis.location?.href);
  const { on, emit } = emitter<ClientEvents>();
  const status = cell<Status>('idle');
  const blocked = cell<readonly string[]>([]);
  const nextToken = onceAtATime(getToken);
  let forgetWindow = () => {};

  const open: Session['_open'] = new Map();
  const line = connection(url, nextToken, transports, clock, status, emit, {
    _token: (token) => identify(claimsOf(token).sub),
    _greeted: greeted,
    _frame: frame,
    _lost() {
      sent._lost();
      open.forEach((each) => each._offline());
    },
    _expiring: () =>
      session._unattended(nextToken().then((token) => session._request('authenticate', { token }, () => line._renewed(token)))),
    _tick: () => box._sweep(),
  });
  const sent = commands(line, emit);
  const session = {
    _clock: clock,
    _emit: emit,
    _open: open,
    get _isOnline() {
      return !!line._hello;
    },
    _request: sent._send,
    async _pause(failures) {
      if (line._hello) await change(backoff(clock, failures));
    },
    async _query(event, payload, taken, sending) {
      for (let failures = 0; ; ) {
        // Where nothing leads to a connection by itself, there is no waiting.
        while (!line._hello) {
          if (isStopped()) throw new CommandFailed('closed');
          await change();
        }
        sending?.();
        try {
          return await session._request(event, payload, taken);
        } catch (fault) {
          if (!(fault as CommandFailed).isPassing) throw fault;
          await session._pause(failures++);
        }
      }
    },
    async _pages(event, payload, member) {
      const all = [];
      let cursor: string | undefined;
      do {
        const reply: Json = await session._query(event, { ...payload, cursor });
        all.push(...reply[member]);
        cursor = reply.cursor;
      } while (cursor);
      return all;
    },
    _unattended(work) {
      work.catch((fault: CommandFailed) => {
        if (!/^(disconnected|closed)$/.test(fault.code)) emit('error', fault);
      });
    },
    _arrived({ conversationId, seq, senderId }, readUpTo = 0) {
      if (markDelivered && senderId !== session._me && seq > readUpTo) delivered._move(conversationId, seq);
    },
  } as Session;
  const list = (session._list = conversationList(session));
  const box = (session._outbox = outbox(session, storage, locks));
  const read = (session._read = marks(session, 'markConversationAsRead', (id, upTo) => open.get(id)?._read(upTo)));
  const delivered = marks(session, 'markAsDelivered');
  const presence = presenceWatch(session, blocked);
  status.subscribe(() => {
    emit('status', status.value);
    if (!isStopped()) return;
    forgetWindow();
    box._close();
  });

  function isStopped(): boolean {
    return status.value === 'disconnected' || status.value === 'unauthorized';
  }

  /** Waits for another status, or so long. */
  function change(millis?: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        forget();
        cancel?.();
        resolve();
      };
      const forget = status.subscribe(end);
      const cancel = millis ? clock.later(millis, end) : undefined;
    });
  }

  function identify(sub: string | number | undefined): void {
    if (sub === undefined || String(sub) === session._me) return;
    if (session._me) throw new Unauthorized('token of another user');
    session._me = String(sub);
    box._open(`message-service:${url.host}${url.pathname}:${session._me}:`);
  }

  function greeted({ userId, since }: Hello): void {
    identify(userId);
    list._online(since);
    open.forEach((each) => each._online());
    for (const each of [read, delivered, box, presence]) each._online();
    session._unattended(session._pages<string>('listBlocked', {}, 'userIds').then(blocks));
  }

  function blocks(userIds: readonly string[]): void {
    blocked.set([...new Set(userIds)]);
    presence._refresh();
  }

  function frame(json: Json): void {
    const { event, data, notice } = json;
    if (!data) return sent._replied(json);
    const { conversationId, userId } = data;
    const known = list._known(conversationId);
    list._turn(pushedTo, json as Push, clock.now());
    open.get(conversationId)?._push(json as Push);
    if (event === 'newMessage') said(data as WireMessage, known);
    if (event === 'conversationChanged') {
      if (data.participantsChanged) list._catchUp();
      if (data.kind) list._noticed(conversationId);
    }
    if (event === 'messageChanged' || event === 'reactionChanged') {
      emit('messageChanged', { conversationId, messageId: data.messageId ?? data.id });
    }
    const online = event === 'userOnline';
    if (online || event === 'userOffline') {
      presence._heard(userId, online);
      emit('presence', { ...(data as ClientEvents['presence']), online });
    }
    if (event === 'userTyping') emit('typing', data as ClientEvents['typing']);
    if (event === 'customEvent') emit(event, data as ClientEvents['customEvent']);
    if (event === 'notice') emit(event, { notice, data });
  }

  function said(message: WireMessage, known: Known | undefined): void {
    list._noticed(message.conversationId);
    session._arrived(message, known?.readUpTo);
    const isNew = message.seq > (known?.seq ?? 0);
    if (isNew && !open.has(message.conversationId)) emit('message', present(message, session._me));
  }

  identify(me);
  return {
    get status() {
      return status.value;
    },
    connection: status,
    get userId() {
      return session._me;
    },
    conversations: list._face,
    blocked,
    connect() {
      forgetWindow();
      forgetWindow = onWake(line._wake);
      line._connect();
    },
    disconnect: line._disconnect,
    on,
    onDiscontinuity: (listener) => on('discontinuity', listener),
    conversation(id) {
      let each = open.get(id);
      if (!each) open.set(id, (each = openConversation(session, id)));
      return each._use();
    },
    opened: (id) => open.get(id)?._face,
    presence: presence._watch,
    async block(userId) {
      await session._request('blockUser', { userId }, () => blocks([...blocked.value, userId]));
    },
    async unblock(userId) {
      await session._request('unblockUser', { userId }, () => blocks(blocked.value.filter((each) => each !== userId)));
      presence._online();
    },
  };
}

/** Calls where the network is back, or the page is looked at again. Returns what ends it. */
function onWake(task: () => void): () => void {
  const ends = new AbortController();
  const { signal } = ends;
  const isSeen = () => document.hidden || task();
  if (globalThis.document) {
    addEventListener('online', task, { signal });
    addEventListener('visibilitychange', isSeen, { signal });
    addEventListener('pageshow', isSeen, { signal }); // from the back/forward cache
  }
  return () => ends.abort();
}
