import type { ClientEvents } from './api.js';
import type { Connection } from './connection.js';
import { CommandFailed } from './errors.js';
import type { Json, Reply } from './frames.js';
import type { Emitter } from './live.js';

export interface Commands {
  /**
   * Sends a command. `taken` is called with an answer of success, before the next frame is taken; the promise comes later.
   */
  _send(event: string, payload: object, taken?: (reply: Reply) => void): Promise<Reply>;
  /** An answer came. */
  _replied(reply: Reply): void;
  /** The connection ended. */
  _lost(): void;
}

const MAX_DEPTH = 30;

/** Commands of the connection that are not answered yet. */
export function commands(line: Connection, emit: Emitter<ClientEvents>['emit']): Commands {
  const pending = new Map<number, [taken: (reply: Reply) => void, reject: (why: CommandFailed) => void]>();
  let last = 0;

  return {
    _send: (event, payload, taken) =>
      new Promise((resolve, reject) => {
        const ref = ++last;
        const text = encode({ event, payload, ref });
        if (!line._hello) return reject(new CommandFailed('disconnected'));
        // What cannot be read ends the connection or is refused without `ref`: it is not sent.
        if (isDeep(payload, MAX_DEPTH) || new Blob([text]).size > line._hello.maxFrameBytes) {
          return reject(new CommandFailed('too_large'));
        }
        pending.set(ref, [(reply) => (taken?.(reply), resolve(reply)), reject]);
        line._send(text);
      }),
    _replied({ ref, ...reply }) {
      const [taken, reject = (why: CommandFailed) => emit('error', why)] = pending.get(ref) ?? [];
      pending.delete(ref);
      if (reply.success) taken?.(reply);
      else reject(new CommandFailed(reply.code, reply.error, reply.message));
    },
    _lost() {
      pending.forEach(([, reject]) => reject(new CommandFailed('disconnected')));
      pending.clear();
    },
  };
}

/**
 * Half of a surrogate pair is no text; the service refuses the whole frame. JSON escapes nothing else by `\ud`; a backslash of the
 * text is two.
 */
function encode(frame: Json): string {
  return JSON.stringify(frame).replace(/\\\\|\\ud.../g, (part) => (part[1] === 'u' ? '\ufffd' : part));
}

function isDeep(value: unknown, levels: number): boolean {
  return Object(value) === value && (levels === 0 || Object.values(value as object).some((each) => isDeep(each, levels - 1)));
}
