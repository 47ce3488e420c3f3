import type { ClientEvents } from './api.js';
import { backoff } from './backoff.js';
import type { Clock } from './clock.js';
import { Unauthorized } from './errors.js';
import type { Hello, Json } from './frames.js';
import type { Cell, Emitter } from './live.js';
import { claimsOf } from './token.js';
import type { End, Transport, TransportConnection } from './transports/transport.js';

/**
 * `idle`: never connected · `connecting` · `online`: greeted · `offline`: the next attempt follows by itself ·
 * `unauthorized` and `disconnected`: nothing happens until `connect()` is called.
 */
export type Status = 'idle' | 'connecting' | 'online' | 'offline' | 'unauthorized' | 'disconnected';

/** What a connection tells. */
export interface ConnectionEvents {
  /** The token that an attempt is made with. */
  _token(token: string): void;
  _greeted(hello: Hello): void;
  _frame(frame: Json): void;
  /** The connection, or the attempt, has ended. */
  _lost(): void;
  /** The token ends soon: time for another. */
  _expiring(): void;
  /** Some time has passed on a connection that is alive. */
  _tick(): void;
}

export interface Connection {
  /** The greeting of the connection that is open. */
  readonly _hello: Hello | undefined;
  _connect(): void;
  _disconnect(): void;
  _send(text: string): void;
  /** The line may be good again, or may have gone: now is the time to find out. */
  _wake(): void;
  /** Another token took the place of the one that the connection came with. */
  _renewed(token: string): void;
}

const LOST = 1006;
const REFUSED = 1008;
const OVERLOADED = 1013;

/** For the token, the handshake and the greeting together. */
const OPENING_TIME = 15_000;
/** Something comes within this time after a `ping`. */
const PROBE_TIME = 8_000;
const TICK = 5_000;
/** A tick that is so much too late means that the machine slept. */
const SLEPT = 10_000;
const TOO_MANY_COMMANDS_DELAY = 60_000;
/** After the answer that it was too much, an attempt waits as if so many more had failed. */
const OVERLOAD = 3;
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
  status: Cell<Status>,
  emit: Emitter<ClientEvents>['emit'],
  events: ConnectionEvents,
): Connection {
  /** The first one is used. */
  const usable = transports.filter((each) => each.isSupported());
  let attempt = 0;
  let open: TransportConnection | undefined;
  let hello: Hello | undefined;
  let token = '';
  /** Since the last greeting. */
  let isRefused = false;
  /** Attempts since the last greeting. */
  let failures = 0;
  /** Attempts since the last greeting that failed although HTTP was answered. */
  let broken = 0;
  /** By when something must have come: the greeting, or anything after a ping. */
  let deadline = Infinity;
  /** When it was asked last whether the line is good. The service, too, wants to hear something in each heartbeat. */
  let pinged = 0;
  let cancelRetry = () => {};
  let cancelTick = () => {};
  let cancelRenewal = () => {};

  function begin(): void {
    cancelRetry();
    const mine = ++attempt;
    const ifCurrent =
      <A>(task: (data: A) => void) =>
      (data: A) => {
        if (mine === attempt) task(data);
      };
    const start = (given: string) => {
      token = given;
      events._token(token);
      open = (usable[0] as Transport).open(url, token, { frame: ifCurrent(frame), closed: ifCurrent(end) });
    };
    deadline = clock.now() + OPENING_TIME;
    status.set('connecting');
    getToken().then(ifCurrent(start)).catch(ifCurrent(failed));
  }

  function frame(text: string): void {
    try {
      const json = JSON.parse(text) as Json;
      if (json.event === 'hello') greeted(json.data);
      else events._frame(json);
      if (hello) deadline = Infinity;
    } catch (fault) {
      failed(fault);
    }
  }

  /** Something that should not happen ends the connection; another one begins anew. */
  function failed(fault: unknown): void {
    if (fault instanceof Unauthorized) {
      stop('unauthorized');
      emit('unauthorized', fault);
    } else {
      end({ code: LOST, reason: '' });
      emit('error', fault);
    }
  }

  function greeted(greeting: Hello): void {
    hello = greeting;
    failures = 0;
    broken = 0;
    isRefused = false;
    pinged = clock.now();
    renewLater();
    events._greeted(greeting);
    if (hello === greeting) status.set('online');
  }

  function renewLater(): void {
    cancelRenewal();
    const { exp } = claimsOf(token);
    if (!exp) return;
    const left = exp * 1000 - clock.now();
    cancelRenewal = clock.later(Math.max(left - RENEWAL, left / 2, 1_000), events._expiring);
  }

  function end({ code, reason }: End): void {
    if (open && !hello && code === LOST && usable[1]) suspect();
    const isTokenRefused = code === REFUSED && /^(auth|token)/.test(reason);
    if (isTokenRefused && isRefused) return failed(new Unauthorized(reason));
    isRefused ||= isTokenRefused;
    drop();
    if (code === OVERLOADED) failures += OVERLOAD;
    const asked = /reconnect after (\d+) ms$/.exec(reason)?.[1];
    const ownDelay = reason === 'too many commands' ? TOO_MANY_COMMANDS_DELAY : backoff(clock, failures++);
    cancelRetry = clock.later(isTokenRefused ? 0 : Number(asked ?? ownDelay), begin);
    status.set('offline');
  }

  /** Where HTTP is answered it is not the network: something between may break this transport. */
  function suspect(): void {
    const answered = () => {
      if (++broken % ATTEMPTS === 0) usable.push(usable.shift() as Transport);
    };
    fetch(url, { mode: 'no-cors', cache: 'no-store' }).then(answered, () => {});
  }

  function stop(last: Status): void {
    drop();
    cancelRetry();
    cancelTick();
    status.set(last);
  }

  /** Ends the attempt or the connection that there is. */
  function drop(): void {
    attempt++;
    deadline = Infinity;
    cancelRenewal();
    open?.close();
    open = hello = undefined;
    events._lost();
  }

  /** Looks after the line, and finds out that the machine slept. */
  function tick(): void {
    const expected = clock.now() + TICK;
    cancelTick();
    cancelTick = clock.later(TICK, () => {
      const now = clock.now();
      tick();
      if (now - expected > SLEPT) wake();
      else if (now > deadline) end({ code: LOST, reason: '' });
      else if (hello) {
        if (now - pinged >= hello.heartbeatMs) wake();
        events._tick();
      }
    });
  }

  function wake(): void {
    if (status.value === 'offline') begin();
    if (!hello || deadline < Infinity) return; // asked already
    pinged = clock.now();
    deadline = pinged + PROBE_TIME;
    open?.send('{"event":"ping"}');
  }

  return {
    get _hello() {
      return hello;
    },
    _connect() {
      if (status.value === 'connecting' || status.value === 'online') return;
      if (!usable[0]) throw new Error('no transport');
      isRefused = false;
      tick();
      begin();
    },
    _disconnect: () => stop('disconnected'),
    _send: (text) => open?.send(text),
    _wake: wake,
    _renewed(next) {
      token = next;
      renewLater();
    },
  };
}
