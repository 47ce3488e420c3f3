import { CommandFailed, disconnected } from './errors.js';
import type { Json, Reply } from './frames.js';

export interface Commands {
  /**
   * Sends a command. `taken` is called with an answer of success, before the next frame is taken; the promise comes later.
   */
  send(event: string, payload: object, maxBytes: number, taken?: (reply: Reply) => void): Promise<Reply>;
  /** An answer came. Returns whether it was one to a command of this connection. */
  replied(reply: Reply): boolean;
  /** The connection ended. */
  lost(): void;
}

const MAX_DEPTH = 30;

/** Commands of one connection that are not answered yet. */
export function commands(write: (text: string) => void): Commands {
  const pending = new Map<number, [taken: (reply: Reply) => void, reject: (why: CommandFailed) => void]>();
  let last = 0;

  return {
    send: (event, payload, maxBytes, taken) =>
      new Promise((resolve, reject) => {
        const ref = ++last;
        const text = encode({ event, payload, ref });
        // What cannot be read ends the connection or is refused without `ref`: it is not sent.
        if (isDeep(payload, MAX_DEPTH) || new TextEncoder().encode(text).length > maxBytes) {
          return reject(new CommandFailed('too_large', 'too large for a frame'));
        }
        pending.set(ref, [(reply) => (taken?.(reply), resolve(reply)), reject]);
        write(text);
      }),
    replied(reply) {
      const ref = reply.ref as number;
      const [taken, reject] = pending.get(ref) ?? [];
      pending.delete(ref);
      if (reply.success) taken?.(reply);
      else reject?.(new CommandFailed(reply.code, reply.error, reply.message));
      return taken !== undefined;
    },
    lost() {
      for (const [, reject] of pending.values()) reject(disconnected());
      pending.clear();
    },
  };
}

/** Half of a surrogate pair is no text; the service refuses the whole frame. */
export function encode(frame: Json): string {
  return JSON.stringify(frame).replace(/\\\\|\\ud[89a-f][0-9a-f]{2}/g, (part) => (part[1] === 'u' ? '\ufffd' : part));
}

function isDeep(value: unknown, levels: number): boolean {
  return Object(value) === value && (levels === 0 || Object.values(value as object).some((each) => isDeep(each, levels - 1)));
}
