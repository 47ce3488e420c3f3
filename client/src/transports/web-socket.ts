import type { Transport } from './transport.js';

/** The part of the class `WebSocket` that is used. */
export interface WebSocketLike {
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  onerror: ((event: never) => void) | null;
  readonly readyState: number;
  send(data: string): void;
  close(code?: number): void;
}

export type WebSocketClass = new (url: string, protocols: string[]) => WebSocketLike;

const OPEN = 1;

/**
 * Frames over a WebSocket. The token goes as a subprotocol, so that it stands in no address.
 *
 * @param implementation where there is no global `WebSocket`: that of the package `ws`, for Node before 22
 */
export function webSocket(implementation?: WebSocketClass): Transport {
  const found = () => implementation ?? (globalThis as unknown as { WebSocket?: WebSocketClass }).WebSocket;
  return {
    name: 'websocket',
    isSupported: () => found() !== undefined,
    open(url, token, handlers) {
      const address = new URL(url);
      address.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
      const socket = new (found() as WebSocketClass)(address.href, ['message-service.v1', `bearer.${token}`]);
      socket.onmessage = ({ data }) => handlers.frame(String(data));
      socket.onclose = ({ code, reason }) => handlers.closed({ code, reason });
      socket.onerror = () => {}; // `onclose` follows
      return {
        send(text) {
          if (socket.readyState === OPEN) socket.send(text);
        },
        close() {
          socket.onmessage = socket.onclose = null;
          socket.close(1000);
        },
      };
    },
  };
}
