import type { ClientLocks } from './storage/locks.js';
import type { ClientStorage } from './storage/storage.js';
import { Backoff } from './backoff.js';
import type { Clock } from './clock.js';
import { CommandFailed } from './errors.js';
import type { Reply } from './frames.js';
import type { Draft, Failure } from './messages.js';

/** A message that is not answered for good. */
export interface Entry {
  readonly conversationId: string;
  readonly clientMessageId: string;
  readonly draft: Draft;
  readonly createdAt: string;
  readonly error?: Failure;
}

/** What the outbox needs of the client. */
export interface OutboxPort {
  readonly clock: Clock;
  readonly isOnline: boolean;
  /** Sends a command; `taken` is called before the next frame is. */
  request(event: string, payload: object, taken: (reply: Reply) => void): Promise<Reply>;
  queued(entry: Entry): void;
  sent(entry: Entry, reply: Reply): void;
  failed(entry: Entry, error: Failure): void;
  /** The storage or the locks have failed; the outbox goes on in memory. */
  unkept(fault: unknown): void;
}

interface Queue {
  readonly entries: Entry[];
  readonly backoff: Backoff;
  isUnderWay: boolean;
  /** Counts connections: what an earlier one began does not matter to this one. */
  turn: number;
}

const MAX_WAITING = 1_000;

/*
 * Messages on their way, a queue for each conversation, one message of each under way: a repetition cannot overtake a later
 * one, and its `clientMessageId` stays the same.
 *
 * Each client (of a tab, say) writes under an owner of its own, and holds a lock with the owner's name. Entries whose owner's
 * lock can be had belong to nobody any more: a page that was closed or reloaded. Whoever gets the lock takes them over.
 */
export class Outbox {
  readonly #port: OutboxPort;
  readonly #storage: ClientStorage;
  readonly #locks: ClientLocks;
  readonly #queues = new Map<string, Queue>();
  /** Keys in the storage, without the prefix, by `clientMessageId`. */
  readonly #keys = new Map<string, string>();
  readonly #owner = crypto.randomUUID();
  #prefix = '';
  #count = 0;
  #release: (() => void) | undefined;
  #isSweeping = false;

  constructor(port: OutboxPort, storage: ClientStorage, locks: ClientLocks) {
    this.#port = port;
    this.#storage = storage;
    this.#locks = locks;
  }

  /** Takes over what earlier pages left. @param prefix of the keys: of the service and the user */
  async open(prefix: string): Promise<void> {
    const isFirst = this.#prefix === '';
    this.#prefix = prefix;
    try {
      this.#release ??= await this.#locks.take(this.#name(this.#owner));
      if (isFirst) for (const { entries } of this.#queues.values()) entries.forEach((entry) => this.#keep(entry));
      await this.sweep();
    } catch (fault) {
      this.#port.unkept(fault);
    }
  }

  /** Takes over what pages left that were closed since. */
  async sweep(): Promise<void> {
    if (this.#isSweeping || this.#prefix === '') return;
    this.#isSweeping = true;
    try {
      const keys = [...(await this.#storage.keys(this.#prefix))].sort();
      const owners = new Set(keys.map((key) => key.slice(this.#prefix.length).split('/')[0] as string));
      owners.delete(this.#owner);
      for (const owner of owners) await this.#adopt(owner, keys);
    } finally {
      this.#isSweeping = false;
    }
  }

  /** What is not sent by now can be taken over by others. */
  close(): void {
    this.#release?.();
    this.#release = undefined;
  }

  /** The entries of a conversation in the order of sending. */
  entries(conversationId: string): readonly Entry[] {
    return this.#queues.get(conversationId)?.entries ?? [];
  }

  add(entry: Entry): void {
    if (this.#keys.size >= MAX_WAITING) throw new CommandFailed('too_many_waiting', 'too many messages wait');
    this.#queue(entry.conversationId).entries.push(entry);
    this.#keep(entry);
    this.#port.queued(entry);
    this.#next(entry.conversationId);
  }

  /** Sends one that failed, once more, behind what waits. */
  retry(conversationId: string, clientMessageId: string): void {
    const entry = this.#find(conversationId, clientMessageId);
    if (entry?.error === undefined) return;
    this.#forget(entry);
    const { error: _, ...again } = entry;
    this.add({ ...again, createdAt: new Date(this.#port.clock.now()).toISOString() });
  }

  /** Takes out one that failed or was not sent. Returns whether it was there. */
  discard(conversationId: string, clientMessageId: string): boolean {
    const entry = this.#find(conversationId, clientMessageId);
    const isUnderWay = entry !== undefined && this.#queue(conversationId).isUnderWay && this.#head(conversationId) === entry;
    if (entry === undefined || isUnderWay) return false;
    this.#forget(entry);
    return true;
  }

  /** There is a connection. */
  online(): void {
    for (const conversationId of this.#queues.keys()) this.#next(conversationId);
    if (this.#prefix !== '') void this.open(this.#prefix);
  }

  /** What is under way, or waits after a refusal, is the next again. */
  offline(): void {
    for (const queue of this.#queues.values()) {
      queue.isUnderWay = false;
      queue.turn++;
    }
  }

  #head(conversationId: string): Entry | undefined {
    return this.entries(conversationId).find((entry) => entry.error === undefined);
  }

  #find(conversationId: string, clientMessageId: string): Entry | undefined {
    return this.entries(conversationId).find((entry) => entry.clientMessageId === clientMessageId);
  }

  #queue(conversationId: string): Queue {
    let queue = this.#queues.get(conversationId);
    if (queue === undefined) {
      queue = { entries: [], backoff: new Backoff(this.#port.clock), isUnderWay: false, turn: 0 };
      this.#queues.set(conversationId, queue);
    }
    return queue;
  }

  #next(conversationId: string): void {
    const queue = this.#queue(conversationId);
    const entry = this.#head(conversationId);
    if (entry === undefined || queue.isUnderWay || !this.#port.isOnline) return;
    queue.isUnderWay = true;
    const { clientMessageId, draft } = entry;
    this.#port
      .request('sendMessage', { ...draft, conversationId, clientMessageId }, (reply) => {
        this.#answered(queue, entry);
        this.#port.sent(entry, reply);
        this.#next(conversationId);
      })
      .catch((fault: CommandFailed) => this.#refused(queue, entry, fault));
  }

  #answered(queue: Queue, entry: Entry): void {
    queue.isUnderWay = false;
    queue.backoff.reset();
    this.#forget(entry);
  }

  #refused(queue: Queue, entry: Entry, fault: CommandFailed): void {
    const { code, message } = fault;
    if (code === 'disconnected' || code === 'closed') return; // `online` follows
    const { conversationId } = entry;
    if (fault.isPassing) {
      const { turn } = queue;
      this.#port.clock.later(queue.backoff.next(), () => {
        if (turn !== queue.turn) return;
        queue.isUnderWay = false;
        this.#next(conversationId);
      });
      return;
    }
    queue.isUnderWay = false;
    const failed = { ...entry, error: { code, message } };
    const at = queue.entries.indexOf(entry);
    if (at >= 0) queue.entries[at] = failed;
    this.#keep(failed);
    this.#port.failed(failed, failed.error);
    this.#next(conversationId);
  }

  #name(owner: string): string {
    return this.#prefix + owner;
  }

  #keep(entry: Entry): void {
    const key = this.#keys.get(entry.clientMessageId) ?? `${this.#owner}/${order(++this.#count)}`;
    this.#keys.set(entry.clientMessageId, key);
    if (this.#prefix !== '') this.#store(() => this.#storage.set(this.#prefix + key, JSON.stringify(entry)));
  }

  #forget(entry: Entry): void {
    const { entries } = this.#queue(entry.conversationId);
    const at = entries.indexOf(entry);
    if (at >= 0) entries.splice(at, 1);
    const key = this.#keys.get(entry.clientMessageId);
    this.#keys.delete(entry.clientMessageId);
    if (key !== undefined) this.#store(() => this.#storage.remove(this.#prefix + key));
  }

  #store(task: () => void | Promise<void>): void {
    try {
      const done = task();
      if (done !== undefined) done.catch((fault: unknown) => this.#port.unkept(fault));
    } catch (fault) {
      this.#port.unkept(fault);
    }
  }

  async #adopt(owner: string, keys: readonly string[]): Promise<void> {
    const release = await this.#locks.take(this.#name(owner));
    if (release === undefined) return;
    for (const key of keys.filter((each) => each.startsWith(`${this.#name(owner)}/`))) {
      const text = await this.#storage.get(key);
      if (text !== undefined) this.#adopted(JSON.parse(text) as Entry);
      await this.#storage.remove(key);
    }
    release();
  }

  /** Before what was written since. */
  #adopted(entry: Entry): void {
    const { entries, isUnderWay } = this.#queue(entry.conversationId);
    if (this.#keys.has(entry.clientMessageId)) return;
    const later = entries.findIndex(({ createdAt }) => createdAt > entry.createdAt);
    const earliest = isUnderWay ? entries.indexOf(this.#head(entry.conversationId) as Entry) + 1 : 0;
    entries.splice(later < 0 ? entries.length : Math.max(later, earliest), 0, entry);
    this.#keep(entry);
    this.#port.queued(entry);
    if (entry.error !== undefined) this.#port.failed(entry, entry.error);
    this.#next(entry.conversationId);
  }
}

function order(count: number): string {
  return String(count).padStart(12, '0');
}
