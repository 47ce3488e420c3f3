/**
 * Where the outbox is kept: texts under keys. A storage that answers later (IndexedDB, a file) returns promises; one that
 * answers at once keeps a message also where the page is reloaded in the same moment.
 */
export interface ClientStorage {
  keys(prefix: string): readonly string[] | Promise<readonly string[]>;
  get(key: string): string | undefined | Promise<string | undefined>;
  set(key: string, value: string): void | Promise<void>;
  remove(key: string): void | Promise<void>;
}

/** Forgets with the process, or with the page. */
export function memoryStorage(): ClientStorage {
  const texts = new Map<string, string>();
  return {
    keys: (prefix) => [...texts.keys()].filter((key) => key.startsWith(prefix)),
    get: (key) => texts.get(key),
    set: (key, value) => void texts.set(key, value),
    remove: (key) => void texts.delete(key),
  };
}

/** `localStorage` of the browser, or another of the class `Storage`. */
export function webStorage(storage: Storage): ClientStorage {
  return {
    keys: (prefix) => Object.keys(storage).filter((key) => key.startsWith(prefix)),
    get: (key) => storage.getItem(key) ?? undefined,
    set: (key, value) => storage.setItem(key, value),
    remove: (key) => storage.removeItem(key),
  };
}

/** `localStorage` where there is one and it may be used. */
export function defaultStorage(): ClientStorage {
  try {
    if (typeof window !== 'undefined' && window.localStorage) return webStorage(window.localStorage);
  } catch {
    // forbidden to this page
  }
  return memoryStorage();
}
