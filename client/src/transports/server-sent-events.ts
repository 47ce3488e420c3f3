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
    name: 'sse',
    isSupported: () => typeof fetch === 'function' && typeof TextDecoderStream === 'function',
    open(url, token, { frame, closed }) {
      const ends = new AbortController();
      const address = new URL(url.href.replace(/(\/ws)?\/?$/, '/sse'));
      const ask = (path: string, init: object) =>
        fetch(address + path, { headers: { Authorization: `Bearer ${token}` }, signal: ends.signal, cache: 'no-store', ...init });
      let waiting: string[] = [];
      let session: string | undefined;
      let isPosting = false;

      function end(code = 1006, reason = ''): void {
        if (ends.signal.aborted) return;
        ends.abort();
        closed({ code, reason });
      }

      function event(block: string): void {
        const [, name] = /^event: ?(.*)$/m.exec(block) ?? [];
        const [, data] = /^data: ?(.*)$/m.exec(block) ?? [];
        if (!data || ends.signal.aborted) return;
        if (!name) return frame(data);
        const { code, reason, session: id } = JSON.parse(data);
        if (name === 'close') return end(code, reason);
        session = id;
      }

      async function listen(): Promise<void> {
        const { ok, body } = await ask('?pings=on', {});
        if (!ok || !body) return;
        const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
        let text = '';
        for (;;) {
          const { done, value } = await reader.read();
          if (done) return;
          const blocks = (text + value).split('\n\n');
          text = blocks.pop() as string;
          blocks.forEach(event);
        }
      }

      async function post(): Promise<void> {
        isPosting = true;
        while (waiting.length > 0) {
          let size = 0;
          const first = waiting.findIndex((text, at) => at > 0 && (at >= AT_ONCE || (size += text.length) > CHARACTERS));
          const body = `[${waiting.splice(0, first < 0 ? AT_ONCE : first).join()}]`;
          const { ok } = await ask(`/${session}`, { method: 'POST', body });
          if (!ok) return end();
        }
        isPosting = false;
      }

      const lost = () => end();
      listen().then(lost, lost);
      return {
        send(text) {
          waiting.push(text);
          if (!isPosting) post().catch(lost);
        },
        close: () => ends.abort(),
      };
    },
  };
}
