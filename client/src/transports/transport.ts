/** How a connection ended. Codes are those of WebSocket; 1006 where nothing is known. */
export interface End {
  readonly code: number;
  readonly reason: string;
}

/** What a connection reports. What follows `closed` is ignored. */
export interface TransportHandlers {
  frame(text: string): void;
  closed(end: End): void;
}

export interface TransportConnection {
  /** One frame: a command, or an array of commands. */
  send(text: string): void;
  /** May be called twice. `closed` need not follow. */
  close(): void;
}

/**
 * A way to the service. The first frame that it reports is the greeting `hello`; from then on `send` may be called.
 */
export interface Transport {
  /** Whether this environment has it. */
  isSupported(): boolean;
  /** @param url of the service, `http:` or `https:`, without what a transport appends */
  open(url: URL, token: string, handlers: TransportHandlers): TransportConnection;
}
