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
  return webStorage({});
}

/** `localStorage` of the browser, or another of the class `Storage`; they have their texts as properties, too. */
export function webStorage(storage: Storage | Record<string, string>): ClientStorage {
  const texts: Record<string, string> = storage;
  return {
    keys: (prefix) => Object.keys(texts).filter((key) => key.startsWith(prefix)),
    get: (key) => texts[key],
    set: (key, value) => void (texts[key] = value),
    remove: (key) => void delete texts[key],
  };
}

/** `localStorage` where there is one and it may be used. */
export function defaultStorage(): ClientStorage {
  try {
    if (globalThis.window?.localStorage) return webStorage(localStorage);
  } catch {
    // forbidden to this page
  }
  return memoryStorage();
}
