/** What a token says of itself; nothing where it cannot be read. It is not verified. */
export function claimsOf(token: string): { sub?: string | number; exp?: number } {
  try {
    const part = (token.split('.')[1] as string).replace(/-/g, '+').replace(/_/g, '/');
    const bytes = Uint8Array.from(atob(part), (char) => char.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) as { sub?: string | number; exp?: number };
  } catch {
    return {};
  }
}

/** Asks once at a time: callers that ask meanwhile get the same answer. */
export function onceAtATime<A extends unknown[], T>(ask: (...given: A) => Promise<T>): (...given: A) => Promise<T> {
  let asked: Promise<T> | undefined;
  return (...given) => (asked ??= Promise.resolve().then(() => ask(...given)).finally(() => (asked = undefined)));
}

/** A random name. (`crypto.randomUUID` is not there on pages that do not come from a secure context.) */
export function randomId(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-');
}
