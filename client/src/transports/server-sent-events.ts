import type { Transport } from './transport.js';

/** A body holds so many commands, and so many characters where these are several; what waits goes as one. */
const AT_ONCE = 100;
const CHARACTERS = 50_000;

/**
 * Frames over plain HTTP: a stream of events down, POSTs up, one at a time so that they stay in order. For where something
 * between breaks WebSockets.
 */
export function serverSentEvents(): Transport {
  return {
    isSupported: () => 'TextDecoderStream' in globalThis,
    open({ href }, token, { frame, closed }) {
      const ends = new AbortController();
      const waiting: string[] = [];
      let session = '';
      let posted = Promise.resolve();

      const ask = (path: string, init?: object) =>
        fetch(href.replace(/(\/ws)?\/?$/, `/sse${path}`), {
          headers: { Authorization: `Bearer ${token}` },
          signal: ends.signal,
          ...init,
        });

      const lost = () => closed({ code: 1006, reason: '' });

      function event(block: string): void {
        const [, name] = /^event: ?(.*)$/m.exec(block) ?? [];
        const [, data] = /^data: ?(.*)$/m.exec(block) ?? [];
        if (!data) return;
        if (!name) return frame(data);
        const json = JSON.parse(data);
        if (name === 'close') closed(json);
        else session = json.session;
      }

      async function listen(): Promise<void> {
        const { status, body } = await ask('?pings=on');
        if (status === 401) return closed({ code: 1008, reason: 'authenticate' });
        const reader = (body as ReadableStream).pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
        for (let text = ''; ; ) {
          const { done, value } = await reader.read();
          if (done) return;
          const blocks = (text + value).split('\n\n');
          text = blocks.pop() as string;
          blocks.forEach(event);
        }
      }

      async function post(): Promise<void> {
        for (let body; (body = waiting.shift()); ) {
          for (let count = 1; waiting[0] && count < AT_ONCE && (body + waiting[0]).length < CHARACTERS; count++) {
            body += `,${waiting.shift()}`;
          }
          const { ok } = await ask(`/${session}`, { method: 'POST', body: `[${body}]` });
          if (!ok) return lost();
        }
      }

      listen().then(lost, lost);
      return {
        send(text) {
          waiting.push(text);
          posted = posted.then(post).catch(lost);
        },
        close: () => ends.abort(),
      };
    },
  };
}
