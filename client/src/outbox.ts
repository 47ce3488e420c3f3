import { localMessage } from './conversation.js';
import { said } from './directory.js';
import { CommandFailed } from './errors.js';
import type { Draft, Failure } from './messages.js';
import type { Session } from './session.js';
import type { ClientLocks } from './storage/locks.js';
import type { ClientStorage } from './storage/storage.js';
import { present } from './timeline.js';
import { randomId } from './token.js';

/** A message that is not answered for good. */
export interface Entry {
  readonly conversationId: string;
  readonly clientMessageId: string;
  readonly draft: Draft;
  /** When it was sent, in milliseconds; always more than that of an earlier one. */
  readonly at: number;
  readonly error?: Failure;
}

export interface Outbox {
  /** Takes over what earlier pages left. @param prefix of the keys: of the service and the user */
  _open(prefix: string): void;
  /** Takes over what pages left that were closed since. */
  _sweep(): void;
  /** What is not sent by now can be taken over by others. */
  _close(): void;
  /** The entries of a conversation in the order of sending. */
  _entries(conversationId: string): readonly Entry[];
  _add(conversationId: string, draft: Draft, clientMessageId?: string): void;
  /** Sends one that failed, once more, behind what waits. */
  _retry(clientMessageId?: string): void;
  /** Takes out one that failed or is not under way. Returns whether it was there. */
  _discard(clientMessageId?: string): boolean;
  /** There is a connection. */
  _online(): void;
}

const MAX_WAITING = 1_000;

/**
 * Messages on their way, one message of each conversation under way: a repetition cannot overtake a later one, and its
 * `clientMessageId` stays the same.
 *
 * Each client (of a tab, say) writes under an owner of its own, and holds a lock with the owner's name. Entries whose owner's
 * lock can be had belong to nobody any more: a page that was closed or reloaded. The client that gets the lock takes them over.
 */
export function outbox(session: Session, storage: ClientStorage, locks: ClientLocks): Outbox {
  const owner = randomId();
  /** In the order of sending. */
  let entries: Entry[] = [];
  /** Conversations with a message that is sent and not answered, or was refused until later. */
  const busy = new Set<string>();
  let prefix = '';
  let last = 0;
  let release: (() => void) | undefined;
  let isOpen = false;
  let isSweeping = false;

  const find = (id: string | undefined) => entries.find((each) => each.clientMessageId === id);
  const next = (id: string) => entries.find((each) => each.conversationId === id && !each.error);
  const keyOf = ({ at, clientMessageId }: Entry) => `${prefix + owner}/${at}-${clientMessageId}`;

  async function drain(conversationId: string): Promise<void> {
    if (busy.has(conversationId)) return;
    busy.add(conversationId);
    let failures = 0;
    for (let entry; session._isOnline && (entry = next(conversationId)); ) {
      try {
        await send(entry);
        failures = 0;
      } catch (fault) {
        const { isPassing, code, message } = fault as CommandFailed;
        if (isPassing) await session._pause(failures++);
        else fail({ ...entry, error: { code, message } });
      }
    }
    busy.delete(conversationId);
  }

  function send(entry: Entry): Promise<unknown> {
    const { draft, conversationId, clientMessageId } = entry;
    return session._request('sendMessage', { ...draft, conversationId, clientMessageId }, (reply) => {
      forget(entry);
      session._open.get(conversationId)?._sent(reply);
      session._list._turn(said, reply.message);
      session._list._noticed(conversationId);
      session._emit('sent', present(reply.message, session._me));
    });
  }

  function fail(entry: Entry): void {
    put(entry);
    session._emit('failed', localMessage(entry, session._me));
  }

  /** Takes an entry in, or another state of one. */
  function put(entry: Entry): void {
    entries = [...without(entry), entry].sort((one, other) => one.at - other.at);
    keep(entry);
    session._open.get(entry.conversationId)?._shown(entry);
    drain(entry.conversationId);
  }

  function without({ clientMessageId }: Entry): Entry[] {
    return entries.filter((each) => each.clientMessageId !== clientMessageId);
  }

  function keep(entry: Entry): void {
    if (prefix) store(() => storage.set(keyOf(entry), JSON.stringify(entry)));
  }

  function forget(entry: Entry): void {
    entries = without(entry);
    store(() => storage.remove(keyOf(entry)));
  }

  function add(conversationId: string, draft: Draft, clientMessageId: string = randomId()): void {
    if (entries.length >= MAX_WAITING) throw new CommandFailed('too_many_waiting');
    last = Math.max(last + 1, session._clock.now());
    put({ conversationId, clientMessageId, draft, at: last });
  }

  /** Where the storage or the locks fail, the outbox goes on in memory. */
  async function store(task: () => unknown): Promise<void> {
    try {
      await task();
    } catch (fault) {
      session._emit('error', fault);
    }
  }

  async function sweep(): Promise<void> {
    if (isSweeping || !isOpen) return;
    isSweeping = true;
    await store(async () => {
      release ??= await locks.take(prefix + owner);
      const found = [...(await storage.keys(prefix))].sort();
      for (const other of new Set(found.map((key) => key.slice(prefix.length).split('/')[0] as string))) {
        if (other !== owner) await adopt(prefix + other, found);
      }
    });
    isSweeping = false;
    if (!isOpen) close();
  }

  async function adopt(name: string, found: readonly string[]): Promise<void> {
    const free = await locks.take(name);
    if (!free) return;
    for (const key of found.filter((each) => each.startsWith(`${name}/`))) {
      await store(async () => {
        const text = (await storage.get(key)) ?? 'null';
        await store(() => {
          const entry = JSON.parse(text) as Entry | null;
          if (entry && !find(entry.clientMessageId)) put(entry);
        });
        await storage.remove(key); // also where it cannot be read: that is reported once
      });
    }
    free();
  }

  function close(): void {
    isOpen = false;
    release?.();
    release = undefined;
  }

  return {
    _open(given) {
      prefix = given;
      isOpen = true;
      entries.forEach(keep); // written before the user was known
      sweep();
    },
    _sweep: sweep,
    _close: close,
    _entries: (conversationId) => entries.filter((each) => each.conversationId === conversationId),
    _add: add,
    _retry(id) {
      const entry = find(id);
      if (!entry?.error) return;
      forget(entry);
      add(entry.conversationId, entry.draft, id);
    },
    _discard(id) {
      const entry = find(id);
      if (!entry || (session._isOnline && next(entry.conversationId) === entry)) return false;
      forget(entry);
      return true;
    },
    _online() {
      isOpen = true;
      entries.forEach((each) => drain(each.conversationId));
      sweep();
    },
  };
}
