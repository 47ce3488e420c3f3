/** Any JSON object of the service. Its members are read by those who know the event. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = Record<string, any>;

/** What is pushed: an event and its data. */
export interface Push {
  readonly event: string;
  readonly data: Json;
}

/** The answer to a command that was carried out. */
export type Reply = Json;

/** The greeting of a connection. */
export interface Hello {
  readonly connectionId: string;
  readonly userId: string;
  readonly heartbeatMs: number;
  readonly epoch: string;
  readonly maxFrameBytes: number;
  readonly since?: string;
}
