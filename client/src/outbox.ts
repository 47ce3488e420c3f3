import { backoff, type Backoff } from './backoff.js';
import { CommandFailed } from './errors.js';
import type { Reply } from './frames.js';
import type { Draft, Failure } from './messages.js';
import type { Session } from './session.js';
import type { ClientLocks } from './storage/locks.js';
import type { ClientStorage } from './storage/storage.js';
import { randomId } from './token.js';

/** A message that is not answered for good. */
export interface Entry {
  readonly conversationId: string;
  readonly clientMessageId: string;
  readonly draft: Draft;
  /** When it was sent, in milliseconds; never less than that of an earlier one. */
  readonly at: number;
  readonly error?: Failure;
}

/** What the outbox tells. */
export interface OutboxEvents {
  queued(entry: Entry): void;
  sent(entry: Entry, reply: Reply): void;
  failed(entry: Entry): void;
}

export interface Outbox {
  /** Takes over what earlier pages left. @param prefix of the keys: of the service and the user */
  open(prefix: string): void;
  /** Takes over what pages left that were closed since. */
  sweep(): void;
  /** What is not sent by now can be taken over by others. */
  close(): void;
  /** The entries of a conversation in the order of sending. */
  entries(conversationId: string): readonly Entry[];
  add(conversationId: string, draft: Draft, clientMessageId?: string): void;
  /** Sends one that failed, once more, behind what waits. */
  retry(conversationId: string, clientMessageId: string): void;
  /** Takes out one that failed or is not under way. Returns whether it was there. */
  discard(conversationId: string, clientMessageId: string): boolean;
  /** There is a connection. */
  online(): void;
  /** What is under way, or waits after a refusal, is the next again. */
  offline(): void;
}

interface Queue {
  readonly entries: Entry[];
  readonly delay: Backoff;
  /** Sent and not answered, or refused until later. Another object for each attempt. */
  current: { readonly entry: Entry } | undefined;
}

const MAX_WAITING = 1_000;

/**
 * Messages on their way, a queue for each conversation, one message of each under way: a repetition cannot overtake a later
 * one, and its `clientMessageId` stays the same.
 *
 * Each client (of a tab, say) writes under an owner of its own, and holds a lock with the owner's name. Entries whose owner's
 * lock can be had belong to nobody any more: a page that was closed or reloaded. The client that gets the lock takes them over.
 */
export function outbox(session: Session, events: OutboxEvents, storage: ClientStorage, locks: ClientLocks): Outbox {
  const owner = randomId();
  const queues = new Map<string, Queue>();
  /** Keys in the storage, without the prefix, by `clientMessageId`. */
  const keys = new Map<string, string>();
  let prefix = '';
  let count = 0;
  let last = 0;
  let release: (() => void) | undefined;
  let isSweeping = false;

  function queueOf(conversationId: string): Queue {
    let queue = queues.get(conversationId);
    if (queue === undefined) {
      queue = { entries: [], delay: backoff(session.clock), current: undefined };
      queues.set(conversationId, queue);
    }
    return queue;
  }

  const find = (conversationId: string, clientMessageId: string) =>
    queueOf(conversationId).entries.find((entry) => entry.clientMessageId === clientMessageId);

  function next(conversationId: string): void {
    const queue = queueOf(conversationId);
    const entry = queue.entries.find(({ error }) => error === undefined);
    if (entry === undefined || queue.current !== undefined || !session.isOnline) return;
    const mine = (queue.current = { entry });
    const { clientMessageId, draft } = entry;
    const ended = () => {
      if (queue.current === mine) queue.current = undefined;
      next(conversationId);
    };
    const taken = (reply: Reply) => {
      queue.delay.reset();
      forget(entry);
      events.sent(entry, reply);
      ended();
    };
    const refused = (why: CommandFailed) => {
      if (queue.current !== mine) return; // the connection ended
      if (why.isPassing) return void session.clock.later(queue.delay.next(), ended);
      const { code, message } = why;
      const failed = { ...entry, error: { code, message } };
      queue.entries[queue.entries.indexOf(entry)] = failed;
      keep(failed);
      events.failed(failed);
      ended();
    };
    session.request('sendMessage', { ...draft, conversationId, clientMessageId }, taken).catch(refused);
  }

  function put(entry: Entry): void {
    const { entries } = queueOf(entry.conversationId);
    entries.push(entry);
    entries.sort((one, other) => one.at - other.at);
    keep(entry);
    events.queued(entry);
    next(entry.conversationId);
  }

  function add(conversationId: string, draft: Draft, clientMessageId: string = randomId()): void {
    if (keys.size >= MAX_WAITING) throw new CommandFailed('too_many_waiting', 'too many messages wait');
    last = Math.max(last, session.clock.now());
    put({ conversationId, clientMessageId, draft, at: last });
  }

  function keep(entry: Entry): void {
    const key = keys.get(entry.clientMessageId) ?? `${owner}/${String(++count).padStart(9, '0')}`;
    keys.set(entry.clientMessageId, key);
    if (prefix) store(() => storage.set(prefix + key, JSON.stringify(entry)));
  }

  function forget(entry: Entry): void {
    const { entries } = queueOf(entry.conversationId);
    const at = entries.indexOf(entry);
    if (at >= 0) entries.splice(at, 1);
    const key = keys.get(entry.clientMessageId);
    keys.delete(entry.clientMessageId);
    store(() => storage.remove(prefix + key));
  }

  /** Where the storage or the locks fail, the outbox goes on in memory. */
  async function store(task: () => unknown): Promise<void> {
    try {
      await task();
    } catch (fault) {
      session.emit('error', fault);
    }
  }

  async function sweep(): Promise<void> {
    if (isSweeping || !prefix) return;
    isSweeping = true;
    await store(async () => {
      release ??= await locks.take(prefix + owner);
      const found = [...(await storage.keys(prefix))].sort();
      for (const other of new Set(found.map((key) => key.slice(prefix.length).split('/')[0] as string))) {
        if (other !== owner) await adopt(prefix + other, found);
      }
    });
    isSweeping = false;
  }

  async function adopt(name: string, found: readonly string[]): Promise<void> {
    const free = await locks.take(name);
    if (free === undefined) return;
    for (const key of found.filter((each) => each.startsWith(`${name}/`))) {
      const entry = JSON.parse((await storage.get(key)) ?? 'null') as Entry | null;
      if (entry && !keys.has(entry.clientMessageId)) put(entry);
      await storage.remove(key);
    }
    free();
  }

  return {
    open(given) {
      prefix = given;
      for (const { entries } of queues.values()) entries.forEach(keep); // written before the user was known
      void sweep();
    },
    sweep,
    close() {
      release?.();
      release = undefined;
    },
    entries: (conversationId) => queues.get(conversationId)?.entries ?? [],
    add,
    retry(conversationId, clientMessageId) {
      const entry = find(conversationId, clientMessageId);
      if (entry?.error === undefined) return;
      forget(entry);
      add(conversationId, entry.draft, clientMessageId);
    },
    discard(conversationId, clientMessageId) {
      const entry = find(conversationId, clientMessageId);
      if (entry === undefined || queueOf(conversationId).current?.entry === entry) return false;
      forget(entry);
      return true;
    },
    online() {
      for (const conversationId of queues.keys()) next(conversationId);
      void sweep();
    },
    offline() {
      for (const queue of queues.values()) queue.current = undefined;
    },
  };
}
