import type { Json } from '../frames.js';
import type { Draft, WireMessage } from '../messages.js';
import type { Transport, TransportHandlers } from '../transports/transport.js';
import { claimsOf } from '../token.js';
import { runCommand } from './commands.js';
import { StoredConversation } from './conversation.js';

/** A connection of a client to the fake server. */
export interface FakeConnection {
  readonly userId: string;
  readonly rooms: Set<string>;
  send(frame: Json): void;
}

interface Line extends FakeConnection {
  readonly handlers: TransportHandlers;
  isOpen: boolean;
}

/** What another user does, without a client. */
export interface FakeUser {
  send(conversationId: string, draft: string | Draft): WireMessage;
  /** Any command of the protocol; returns its answer. */
  command(event: string, payload: Json): Json;
}

/**
 * A service in memory for tests of what uses the client: give `transport` to `createClient`, and `token` as what `getToken`
 * returns. It speaks the protocol with the subprotocol, so far as clients can tell; it has no limits and checks few rights.
 */
export class FakeServer {
  readonly conversations = new Map<string, StoredConversation>();
  readonly blocked = new Map<string, Set<string>>();
  /** When a user took part no more, by user and conversation. */
  readonly gone = new Map<string, Map<string, number>>();
  readonly #lines = new Set<Line>();
  readonly #refusals: { readonly event: string; readonly code: string }[] = [];
  #held: (() => void)[] | undefined;
  #isUp = true;
  #ids = 0;
  epoch = 'epoch-1';
  /** Counts all changes. */
  changes = 0;
  #now: () => number;

  /** @param now where the clock of the client is a fake, its `now` */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  readonly transport: Transport = {
    isSupported: () => true,
    open: (_url, token, handlers) => this.#open(token, handlers),
  };

  /** A token that this server takes. */
  token(userId: string): string {
    return `fake.${btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify({ sub: userId }))))}.none`;
  }

  /** Cuts connections without a goodbye: of a user, or all. */
  cut(userId?: string): void {
    for (const line of [...this.#lines]) if (userId === undefined || line.userId === userId) this.#close(line, 1006, '');
  }

  /** Ends connections as a server does: `1012`, `reconnect after 250 ms`, say. */
  close(code: number, reason: string): void {
    for (const line of [...this.#lines]) this.#close(line, code, reason);
  }

  /** No connection lasts, or is opened, until `start`. */
  stop(): void {
    this.#isUp = false;
    this.cut();
  }

  start(): void {
    this.#isUp = true;
  }

  /** Another past of the store: positions are worth nothing. */
  forgetPositions(): void {
    this.epoch = `epoch-${this.id()}`;
  }

  /** The next command of this name is refused: with `rate_limited`, say. */
  refuseNext(event: string, code: string): void {
    this.#refusals.push({ event, code });
  }

  /** Frames wait on their way, both ways, until `flow`. */
  hold(): void {
    this.#held ??= [];
  }

  flow(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const task of held) task();
  }

  as(userId: string): FakeUser {
    const connection = (frames: Json[]): FakeConnection => ({ userId, rooms: new Set(), send: (frame) => void frames.push(frame) });
    const command = (event: string, payload: Json) => {
      const frames: Json[] = [];
      const line = connection(frames);
      for (const id of this.conversations.keys()) line.rooms.add(id);
      runCommand(this, line, event, payload, 1);
      return frames.find((frame) => frame.ref === 1) as Json;
    };
    const send = (conversationId: string, draft: string | Draft) =>
      command('sendMessage', { conversationId, ...(typeof draft === 'string' ? { content: draft } : draft) }).message;
    return { command, send };
  }

  // --- what commands use

  id(): string {
    return `id-${++this.#ids}`;
  }

  time(): string {
    return new Date(this.#now()).toISOString();
  }

  /** Takes out a refusal that was asked for. */
  refusal(event: string): string | undefined {
    const at = this.#refusals.findIndex((each) => each.event === event);
    return at < 0 ? undefined : this.#refusals.splice(at, 1)[0]?.code;
  }

  isOnline(userId: string): boolean {
    return [...this.#lines].some((line) => line.userId === userId);
  }

  /** Pushes to the connections of some users, and to those in a room. */
  push(event: string, data: Json, to: { users?: Iterable<string>; room?: string; not?: FakeConnection | undefined }): void {
    const users = new Set(to.users ?? []);
    for (const line of this.#lines) {
      const isIn = users.has(line.userId) || (to.room !== undefined && line.rooms.has(to.room));
      if (isIn && line !== to.not) line.send({ event, data });
    }
  }

  /** Notes a change that users find in a list by `since`. */
  touch(conversation: StoredConversation, userIds: Iterable<string> = conversation.members.keys()): void {
    this.changes++;
    for (const userId of userIds) conversation.touched.set(userId, this.changes);
  }

  pushUnread(userId: string, conversation?: StoredConversation, not?: FakeConnection): void {
    const all = [...this.conversations.values()].filter((each) => each.members.has(userId)).map((each) => each.summary(userId));
    const seen = all.filter((each) => !each.hidden);
    const counted = seen.filter((each) => each.mutedUntil === undefined && each.unread > 0);
    const sum = (from: Json[], name: string): number => from.reduce((total, each) => total + (each[name] ?? 0), 0);
    const total = { messages: sum(counted, 'unread'), conversations: counted.length, mentions: sum(seen, 'unreadMentions') };
    const { unread, unreadMentions = 0 } = conversation?.summary(userId) ?? {};
    const about = conversation && { conversationId: conversation.id, unread, unreadMentions };
    this.push('unreadChanged', { ...about, total }, { users: [userId], not });
  }

  // --- connections

  #open(token: string, handlers: TransportHandlers) {
    const { sub } = claimsOf(token);
    const line: Line = {
      userId: String(sub),
      rooms: new Set(),
      handlers,
      isOpen: true,
      send: (frame) => this.#later(() => line.isOpen && handlers.frame(JSON.stringify(frame))),
    };
    this.#later(() => this.#greet(line, sub === undefined));
    return {
      send: (text: string) => this.#later(() => this.#take(line, text)),
      close: () => this.#drop(line),
    };
  }

  #greet(line: Line, isUnknown: boolean): void {
    if (!line.isOpen) return;
    if (isUnknown) return this.#close(line, 1008, 'authentication failed');
    if (!this.#isUp) return this.#close(line, 1006, '');
    if (!this.isOnline(line.userId)) this.#announce('userOnline', line.userId);
    this.#lines.add(line);
    const { userId } = line;
    const hello = { connectionId: this.id(), userId, heartbeatMs: 30_000, epoch: this.epoch, maxFrameBytes: 262_144 };
    line.send({ event: 'hello', data: { ...hello, since: String(this.changes) } });
    this.pushUnread(userId);
  }

  #announce(event: string, userId: string): void {
    const others = [...this.#lines].map((line) => line.userId).filter((each) => each !== userId);
    this.push(event, { userId, username: userId }, { users: others });
  }

  #take(line: Line, text: string): void {
    if (!line.isOpen) return;
    for (const { event, payload = {}, ref } of [JSON.parse(text)].flat()) runCommand(this, line, event, payload, ref);
  }

  #close(line: Line, code: number, reason: string): void {
    if (!line.isOpen) return;
    this.#drop(line);
    line.handlers.closed({ code, reason });
  }

  #drop(line: Line): void {
    line.isOpen = false;
    if (this.#lines.delete(line) && !this.isOnline(line.userId)) this.#announce('userOffline', line.userId);
  }

  #later(task: () => void): void {
    if (this.#held !== undefined) this.#held.push(task);
    else queueMicrotask(task);
  }
}
