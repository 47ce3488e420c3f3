import type { WireMessage } from './messages.js';

/**
 * A command was not carried out, or it is not known whether it was. `code` is for programs: one of the protocol,
 * `disconnected` (there is no connection, or it ended before the answer), `closed` (the client was told to disconnect),
 * `removed` (the user takes part no more) or `too_many_waiting`.
 */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
  declare readonly code: string;
  /** With the code `conflict` of an edit: the message as it is. */
  declare readonly present: WireMessage | undefined;

  constructor(code: string, message = code, present?: WireMessage) {
    super(message);
    this.code = code;
    this.present = present;
  }

  /** Not known whether it was done, or not now: the same again later is right. */
  get isPassing(): boolean {
    return /^(unavailable|internal|overloaded|rate_limited|disconnected)$/.test(this.code);
  }
}

/**
 * There is no token, or the service refuses it. A `getToken` that throws one ends the attempts until `connect()` is called;
 * whatever else it throws counts as an attempt that failed, and is tried again.
 */
export class Unauthorized extends Error {
  override readonly name = 'Unauthorized';
}
