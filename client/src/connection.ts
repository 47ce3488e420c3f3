import { backoff } from './backoff.js';
import type { Clock } from './clock.js';
import { Unauthorized } from './errors.js';
import type { Hello, Json } from './frames.js';
import { claimsOf } from './token.js';
import type { End, Transport, TransportConnection } from './transports/transport.js';

/**
 * `idle`: never connected · `connecting` · `online`: greeted · `offline`: the next attempt follows by itself ·
 * `unauthorized` and `disconnected`: nothing happens until `connect()` is called.
 */
export type Status = 'idle' | 'connecting' | 'online' | 'offline' | 'unauthorized' | 'disconnected';

/** What a connection tells. */
export interface ConnectionEvents {
  status(status: Status): void;
  /** The token that an attempt is made with. */
  token(token: string): void;
  greeted(hello: Hello): void;
  frame(frame: Json): void;
  /** The connection that was greeted has ended. */
  lost(): void;
  unauthorized(why: Unauthorized): void;
  /** An attempt failed, for another reason than the network. */
  failed(fault: unknown): void;
  /** The token ends soon: time for another. */
  expiring(): void;
  /** Some time has passed on a connection that is alive. */
  tick(): void;
}

export interface Connection {
  readonly status: Status;
  /** The greeting of the connection that is open. */
  readonly hello: Hello | undefined;
  connect(): void;
  disconnect(): void;
  send(text: string): void;
  /** The line may be good again, or may have gone: now is the time to find out. */
  wake(): void;
  /** Another token took the place of the one that the connection came with. */
  renewed(token: string): void;
}

const REFUSED = 1008;
const OVERLOADED = 1013;
const LOST: End = { code: 1006, reason: '' };

/** For the token, the handshake and the greeting together. */
const OPENING_TIME = 15_000;
/** Something comes within this time after a `ping`. */
const PROBE_TIME = 8_000;
const TICK = 5_000;
/** A tick that is so much too late means that the machine slept. */
const SLEPT = 10_000;
const TOO_MANY_COMMANDS_DELAY = 60_000;
/** So many attempts that fail are enough to try another transport. */
const ATTEMPTS = 3;
/** Before the end of a token. */
const RENEWAL = 60_000;

/**
 * One connection after the other. Each attempt has a number: what an earlier one reports later is ignored.
 *
 *   connect() ──▶ connecting ──hello──▶ online ──closed, silent──▶ offline ──delay, `online`, woken up──▶ connecting
 *                     └──refused twice──▶ unauthorized
 *   disconnect(): disconnected, from everywhere
 */
export function connection(
  url: URL,
  getToken: () => Promise<string>,
  transports: readonly Transport[],
  clock: Clock,
  events: ConnectionEvents,
): Connection {
  const usable = transports.filter((each) => each.isSupported());
  const delay = backoff(clock);
  let status: Status = 'idle';
  let attempt = 0;
  let open: TransportConnection | undefined;
  let hello: Hello | undefined;
  let token = '';
  /** The token that was refused last. */
  let refused: string | undefined;
  /** Attempts without a greeting while HTTP was answered; each {@link ATTEMPTS} of them another transport is tried. */
  let failures = 0;
  /** When anything came last, and when a ping was sent since. */
  let heard = 0;
  let probed: number | undefined;
  /** When anything was sent last: the service, too, wants to hear something in each heartbeat. */
  let spoke = 0;
  let deadline = Infinity;
  let cancelRetry = () => {};
  let cancelTick = () => {};
  let cancelRenewal = () => {};

  function set(next: Status): void {
    if (next === status) return;
    status = next;
    events.status(next);
  }

  function begin(): void {
    cancelRetry();
    const mine = ++attempt;
    const ifCurrent =
      <A>(task: (data: A) => void) =>
      (data: A) => {
        if (mine === attempt) task(data);
      };
    deadline = clock.now() + OPENING_TIME;
    getToken().then(
      ifCurrent((given) => {
        token = given;
        if (token === refused) return unauthorized(new Unauthorized('the service refuses the token'));
        events.token(token);
        ifCurrent(() => {
          const transport = usable[Math.floor(failures / ATTEMPTS) % usable.length] as Transport;
          open = transport.open(url, token, { frame: ifCurrent(frame), closed: ifCurrent(end) });
        })(0);
      }),
    ).catch(ifCurrent(failed));
    set('connecting');
  }

  function frame(text: string): void {
    heard = clock.now();
    probed = undefined;
    try {
      const json = JSON.parse(text) as Json;
      if (json.event === 'hello') greeted(json.data as Hello);
      else events.frame(json);
    } catch (fault) {
      failed(fault);
    }
  }

  /** Something that should not happen ends the connection; another one begins anew. */
  function failed(fault: unknown): void {
    if (fault instanceof Unauthorized) return unauthorized(fault);
    events.failed(fault);
    end(LOST);
  }

  function greeted(greeting: Hello): void {
    hello = greeting;
    delay.reset();
    failures -= failures % ATTEMPTS; // the transport stays
    refused = undefined;
    deadline = Infinity;
    renewLater();
    events.greeted(greeting);
    if (hello === greeting) set('online');
  }

  function renewLater(): void {
    cancelRenewal();
    const { exp } = claimsOf(token);
    if (!exp) return;
    const left = exp * 1000 - clock.now();
    cancelRenewal = clock.later(Math.max(left - RENEWAL, left / 2, 1_000), events.expiring);
  }

  function end({ code, reason }: End): void {
    if (hello === undefined && code === LOST.code) countFailure();
    drop();
    if (code === REFUSED && /^(auth|token)/.test(reason)) {
      if (refused !== undefined) return unauthorized(new Unauthorized(reason));
      refused = token;
      return retry(0);
    }
    const asked = /reconnect after (\d+) ms$/.exec(reason);
    const ownDelay = reason === 'too many commands' ? TOO_MANY_COMMANDS_DELAY : delay.next(code === OVERLOADED);
    retry(asked ? Number(asked[1]) : ownDelay);
  }

  /** Where HTTP is answered it is not the network: something between may break this transport. */
  function countFailure(): void {
    if (usable.length > 1) fetch(url, { mode: 'no-cors', cache: 'no-store' }).then(() => failures++, () => {});
  }

  function retry(millis: number): void {
    cancelRetry = clock.later(millis, begin);
    set('offline');
  }

  function unauthorized(why: Unauthorized): void {
    stop('unauthorized');
    events.unauthorized(why);
  }

  function stop(last: Status): void {
    drop();
    cancelRetry();
    cancelTick();
    set(last);
  }

  /** Ends the attempt or the connection that there is. */
  function drop(): void {
    attempt++;
    deadline = Infinity;
    cancelRenewal();
    open?.close();
    open = undefined;
    const wasGreeted = hello !== undefined;
    hello = undefined;
    if (wasGreeted) events.lost();
  }

  /** Looks after the line, and finds out that the machine slept. */
  function tick(): void {
    const expected = clock.now() + TICK;
    cancelTick();
    cancelTick = clock.later(TICK, () => {
      const now = clock.now();
      tick();
      if (now - expected > SLEPT) wake();
      else if (now > deadline || (probed !== undefined && now - probed > PROBE_TIME)) end(LOST);
      else if (hello !== undefined) {
        if (now - Math.min(heard, spoke) >= hello.heartbeatMs) wake();
        events.tick();
      }
    });
  }

  function wake(): void {
    if (status === 'offline') begin();
    if (status !== 'online' || probed !== undefined) return;
    probed = clock.now();
    send('{"event":"ping"}');
  }

  function send(text: string): void {
    spoke = clock.now();
    open?.send(text);
  }

  return {
    get status() {
      return status;
    },
    get hello() {
      return hello;
    },
    connect() {
      if (status === 'connecting' || status === 'online') return;
      if (usable.length === 0) throw new Error('no transport: give `transports: [webSocket(implementation)]`');
      refused = undefined;
      tick();
      begin();
    },
    disconnect: () => stop('disconnected'),
    send,
    wake,
    renewed(next) {
      token = next;
      renewLater();
    },
  };
}
