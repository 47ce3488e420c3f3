import { Unauthorized } from './errors.js';

/** What a token says of itself; nothing where it cannot be read. It is not verified. */
export function claimsOf(token: string): { sub?: string; exp?: number } {
  try {
    const part = (token.split('.')[1] as string).replace(/-/g, '+').replace(/_/g, '/');
    const bytes = Uint8Array.from(atob(part), (char) => char.charCodeAt(0));
    const { sub, exp } = JSON.parse(new TextDecoder().decode(bytes)) as { sub?: unknown; exp?: unknown };
    return { ...(sub !== undefined && { sub: String(sub) }), ...(typeof exp === 'number' && { exp }) };
  } catch {
    return {};
  }
}

/** Asks for tokens, once at a time. */
export class Tokens {
  readonly #get: () => Promise<string>;
  #asked: Promise<string> | undefined;

  constructor(get: () => Promise<string>) {
    this.#get = get;
  }

  next(): Promise<string> {
    this.#asked ??= this.#ask().finally(() => (this.#asked = undefined));
    return this.#asked;
  }

  async #ask(): Promise<string> {
    const token: unknown = await this.#get();
    if (typeof token !== 'string' || token === '') throw new Unauthorized('getToken gave no token');
    return token;
  }
}
