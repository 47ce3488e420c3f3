/** Tells which outboxes belong to a page that is open. */
export interface ClientLocks {
  /** Takes the lock, and returns what releases it; nothing where somebody else has it. It ends with the page as well. */
  take(name: string): Promise<(() => void) | undefined>;
}

/** `navigator.locks`, which all pages of an origin share. */
export function webLocks(locks: LockManager): ClientLocks {
  return {
    take: (name) =>
      new Promise((taken, failed) => {
        const held = (lock: Lock | null) => (lock ? new Promise<void>((release) => taken(release)) : taken(undefined));
        locks.request(name, { ifAvailable: true }, held as LockGrantedCallback<unknown>).catch(failed);
      }),
  };
}

const names = new Set<string>();

/** Among the clients of one process. */
export function processLocks(): ClientLocks {
  return {
    async take(name) {
      if (names.has(name)) return;
      names.add(name);
      return () => void names.delete(name);
    },
  };
}

/**
 * Where a browser has no locks (a page that is not from a secure context) each page takes over what it finds: a message may
 * then be sent twice, which the service answers with what it has stored.
 */
export function defaultLocks(): ClientLocks {
  return globalThis.navigator?.locks ? webLocks(navigator.locks) : processLocks();
}
