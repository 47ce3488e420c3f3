import type { Transport } from './transport.js';

/** The part of the class `WebSocket` that is used. */
export interface WebSocketLike {
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  onerror: ((event: never) => void) | null;
  send(data: string): void;
  close(code?: number): void;
}

export type WebSocketClass = new (url: string, protocols: string[]) => WebSocketLike;

/**
 * Frames over a WebSocket. The token goes as a subprotocol, so that it stands in no address.
 *
 * @param implementation where there is no global `WebSocket`: that of the package `ws`, for Node before 22
 */
export function webSocket(implementation?: WebSocketClass): Transport {
  const found = implementation ?? (globalThis as unknown as { WebSocket: WebSocketClass }).WebSocket;
  return {
    isSupported: () => !!found,
    open({ href }, token, { frame, closed }) {
      const socket = new found(href.replace('http', 'ws'), ['message-service.v1', `bearer.${token}`]);
      socket.onmessage = ({ data }) => frame(data as string);
      socket.onclose = closed;
      socket.onerror = () => {}; // `onclose` follows
      return socket;
    },
  };
}
