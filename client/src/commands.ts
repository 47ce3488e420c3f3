import { CommandFailed, disconnected } from './errors.js';
import type { Json, Reply } from './frames.js';

interface Pending {
  readonly taken: ((reply: Reply) => void) | undefined;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (why: CommandFailed) => void;
}

const MAX_DEPTH = 30;

/** Commands of one connection that are not answered yet. */
export class Commands {
  readonly #pending = new Map<number, Pending>();
  #ref = 0;

  /**
   * A frame to send, and its answer. `taken` is called with an answer of success, before the next frame is taken; the promise
   * comes later.
   */
  frame(event: string, payload: object, taken?: (reply: Reply) => void): { ref: number; text: string; answer: Promise<Reply> } {
    if (isDeep(payload, MAX_DEPTH)) throw new CommandFailed('too_large', 'nested too deeply');
    const ref = ++this.#ref;
    const answer = new Promise<Reply>((resolve, reject) => this.#pending.set(ref, { taken, resolve, reject }));
    return { ref, text: encode({ event, payload, ref }), answer };
  }

  /** An answer came. Returns whether it was one to a command of this connection. */
  replied(reply: Reply): boolean {
    const ref = reply.ref ?? this.#onlyOne();
    const pending = this.#pending.get(ref);
    if (pending === undefined) return false;
    this.#pending.delete(ref);
    if (reply.success) {
      pending.taken?.(reply);
      pending.resolve(reply);
    } else {
      pending.reject(new CommandFailed(reply.code, reply.error, reply.message));
    }
    return true;
  }

  /** It is not sent after all. */
  refuse(ref: number, why: CommandFailed): void {
    this.#pending.get(ref)?.reject(why);
    this.#pending.delete(ref);
  }

  /** The connection ended. */
  lost(): void {
    const all = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of all) reject(disconnected());
  }

  /** A frame that could not be read is refused without `ref`. */
  #onlyOne(): number {
    return this.#pending.size === 1 ? ([...this.#pending.keys()][0] as number) : 0;
  }
}

/** Half of a surrogate pair is no text; the service refuses the whole frame. */
export function encode(frame: Json): string {
  return JSON.stringify(frame).replace(/\\\\|\\ud[89a-f][0-9a-f]{2}/g, (part) => (part[1] === 'u' ? '\ufffd' : part));
}

function isDeep(value: unknown, levels: number): boolean {
  return typeof value === 'object' && value !== null && (levels === 0 || Object.values(value).some((each) => isDeep(each, levels - 1)));
}
