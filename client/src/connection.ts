import { Backoff } from './backoff.js';
import type { Clock } from './clock.js';
import { Unauthorized } from './errors.js';
import type { Hello, Json } from './frames.js';
import { claimsOf, Tokens } from './token.js';
import type { End, Transport, TransportConnection } from './transports/transport.js';

/**
 * `idle`: never connected · `connecting` · `online`: greeted · `offline`: the next attempt follows by itself ·
 * `unauthorized` and `disconnected`: nothing happens until `connect()` is called.
 */
export type Status = 'idle' | 'connecting' | 'online' | 'offline' | 'unauthorized' | 'disconnected';

/** What a connection tells. */
export interface ConnectionEvents {
  status(status: Status): void;
  /** The token that the next attempt is made with. */
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
/** After so many attempts of a transport without a greeting the next one is tried. */
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
export class Connection {
  readonly #url: URL;
  readonly #tokens: Tokens;
  readonly #transports: readonly Transport[];
  readonly #clock: Clock;
  readonly #events: ConnectionEvents;
  readonly #backoff: Backoff;

  #status: Status = 'idle';
  #attempt = 0;
  #open: TransportConnection | undefined;
  #hello: Hello | undefined;
  #token: string | undefined;
  /** The token that was refused last. */
  #refused: string | undefined;
  #transport = 0;
  #failures = 0;
  /** When anything came last, and when a ping was sent since. */
  #heard = 0;
  #probed: number | undefined;
  #ticked = 0;
  #deadline = Infinity;
  #cancelRetry = () => {};
  #cancelTick = () => {};
  #cancelRenewal = () => {};

  constructor(
    url: URL,
    tokens: Tokens,
    transports: readonly Transport[],
    clock: Clock,
    events: ConnectionEvents,
  ) {
    this.#url = url;
    this.#tokens = tokens;
    this.#transports = transports.filter((each) => each.isSupported());
    this.#clock = clock;
    this.#events = events;
    this.#backoff = new Backoff(clock);
  }

  get status(): Status {
    return this.#status;
  }

  get hello(): Hello | undefined {
    return this.#hello;
  }

  connect(): void {
    if (this.#status === 'connecting' || this.#status === 'online') return;
    if (this.#transports.length === 0) throw new Error('no transport: give `transports: [webSocket(implementation)]`');
    this.#refused = undefined;
    this.#tick();
    this.#begin();
  }

  disconnect(): void {
    this.#stop('disconnected');
  }

  send(text: string): void {
    this.#open?.send(text);
  }

  /** The line may be good again, or may have gone: now is the time to find out. */
  wake(): void {
    if (this.#status === 'offline') this.#begin();
    else if (this.#status === 'online') this.#probe();
  }

  /** A new view of the service is needed: ends this connection, and begins another one. */
  restart(): void {
    if (this.#status === 'online') this.#end(LOST);
  }

  #set(status: Status): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#events.status(status);
  }

  #begin(): void {
    this.#cancelRetry();
    const attempt = ++this.#attempt;
    this.#deadline = this.#clock.now() + OPENING_TIME;
    this.#set('connecting');
    if (attempt !== this.#attempt) return; // a listener has disconnected
    this.#tokens.next().then(
      (token) => attempt === this.#attempt && this.#opened(attempt, token),
      (fault: unknown) => attempt === this.#attempt && this.#withoutToken(fault),
    );
  }

  #withoutToken(fault: unknown): void {
    if (fault instanceof Unauthorized) return this.#unauthorized(fault);
    this.#events.failed(fault);
    this.#retry(this.#backoff.next());
  }

  #opened(attempt: number, token: string): void {
    if (token === this.#refused) return this.#unauthorized(new Unauthorized('the service refuses the token'));
    this.#token = token;
    this.#events.token(token);
    const ifCurrent = (task: () => void) => attempt === this.#attempt && task();
    try {
      this.#open = (this.#transports[this.#transport] as Transport).open(this.#url, token, {
        frame: (text) => ifCurrent(() => this.#frame(text)),
        closed: (end) => ifCurrent(() => this.#end(end)),
      });
    } catch (fault) {
      this.#events.failed(fault);
      this.#end(LOST);
    }
  }

  #frame(text: string): void {
    this.#heard = this.#clock.now();
    this.#probed = undefined;
    const frame = JSON.parse(text) as Json;
    if (frame.event === 'hello') this.#greeted(frame.data as Hello);
    else this.#events.frame(frame);
  }

  #greeted(hello: Hello): void {
    this.#hello = hello;
    this.#backoff.reset();
    this.#failures = 0;
    this.#refused = undefined;
    this.#deadline = Infinity;
    this.#renewLater(this.#token as string);
    this.#events.greeted(hello);
    if (this.#hello === hello) this.#set('online');
  }

  /** Also called with the token that replaces the one of the connection. */
  #renewLater(token: string): void {
    this.#cancelRenewal();
    const { exp } = claimsOf(token);
    if (exp === undefined) return;
    const left = exp * 1000 - this.#clock.now();
    this.#cancelRenewal = this.#clock.later(Math.max(left - RENEWAL, left / 2, 1_000), () => this.#events.expiring());
  }

  renewed(token: string): void {
    this.#token = token;
    this.#renewLater(token);
  }

  #end({ code, reason }: End): void {
    const wasGreeted = this.#hello !== undefined;
    this.#drop();
    if (code === REFUSED && /^(auth|token)/.test(reason)) {
      if (this.#refused !== undefined) return this.#unauthorized(new Unauthorized(reason));
      this.#refused = this.#token;
      return this.#retry(0);
    }
    if (!wasGreeted) this.#considerNextTransport();
    this.#retry(this.#delayAfter(code, reason));
  }

  #delayAfter(code: number, reason: string): number {
    const asked = /reconnect after (\d+) ms$/.exec(reason);
    if (asked !== null) return Number(asked[1]);
    if (reason === 'too many commands') return TOO_MANY_COMMANDS_DELAY;
    return this.#backoff.next(code === OVERLOADED);
  }

  /** A transport that never gets through is not asked for ever. */
  #considerNextTransport(): void {
    if (++this.#failures < ATTEMPTS || this.#transports.length === 1) return;
    this.#failures = 0;
    this.#transport = (this.#transport + 1) % this.#transports.length;
  }

  #retry(delay: number): void {
    const attempt = this.#attempt;
    this.#set('offline');
    if (attempt !== this.#attempt || this.#status !== 'offline') return;
    this.#cancelRetry = this.#clock.later(delay, () => this.#begin());
  }

  #unauthorized(why: Unauthorized): void {
    this.#stop('unauthorized');
    this.#events.unauthorized(why);
  }

  #stop(status: Status): void {
    this.#drop();
    this.#cancelRetry();
    this.#cancelTick();
    this.#set(status);
  }

  /** Ends the attempt or the connection that there is. */
  #drop(): void {
    this.#attempt++;
    this.#deadline = Infinity;
    this.#cancelRenewal();
    this.#open?.close();
    this.#open = undefined;
    if (this.#hello === undefined) return;
    this.#hello = undefined;
    this.#events.lost();
  }

  /** Looks after the line, and finds out that the machine slept. */
  #tick(): void {
    this.#ticked = this.#clock.now();
    this.#cancelTick = this.#clock.later(TICK, () => {
      const now = this.#clock.now();
      const slept = now - this.#ticked - TICK > SLEPT;
      this.#tick();
      if (slept) this.wake();
      else if (now > this.#deadline) this.#end(LOST);
      else this.#check(now);
    });
  }

  #check(now: number): void {
    if (this.#status !== 'online' || this.#hello === undefined) return;
    if (this.#probed !== undefined && now - this.#probed > PROBE_TIME) return this.#end(LOST);
    if (now - this.#heard >= this.#hello.heartbeatMs) this.#probe();
    this.#events.tick();
  }

  #probe(): void {
    if (this.#probed !== undefined) return;
    this.#probed = this.#clock.now();
    this.send('{"event":"ping"}');
  }
}
