import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { test, type TestContext } from 'node:test';
import { type Client, createClient, serverSentEvents, Unauthorized } from '../src/index.js';

/** A service that answers as the test says, and a client that comes to it over events alone. */
async function client(context: TestContext, answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Client> {
  const http = createServer(answer);
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  const { port } = http.address() as { port: number };
  const made = createClient({ url: `ws://127.0.0.1:${port}/ws`, getToken: async () => 'a.b.c', transports: [serverSentEvents()] });
  context.after(() => {
    made.disconnect();
    http.closeAllConnections();
    http.close();
  });
  return made;
}

test('a token that is refused twice by HTTP is the end', async (context) => {
  let asked = 0;
  const ended = new Promise<unknown>((done, failed) => {
    client(context, (_request, response) => {
      if (++asked > 2) failed(new Error('asked again'));
      response.writeHead(401).end();
    }).then((alice) => {
      alice.on('unauthorized', done);
      alice.connect();
    }, failed);
  });
  assert.ok((await ended) instanceof Unauthorized);
  assert.equal(asked, 2);
});

test('frames come as events in whatever pieces, and commands go to the session', async (context) => {
  const posts: [string | undefined, string][] = [];
  const hello = { event: 'hello', data: { userId: 'alice', heartbeatMs: 30_000, maxFrameBytes: 1_000 } };
  const stream = `event: session\ndata: {"session":"s1"}\n\n: ping\n\ndata: ${JSON.stringify(hello)}\n\n`;
  const posted = new Promise<void>((done) => {
    client(context, (request, response) => {
      if (request.method === 'GET') {
        assert.equal(request.url, '/sse?pings=on');
        response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(stream.slice(0, 40));
        return void setTimeout(() => response.write(stream.slice(40)), 20);
      }
      let body = '';
      request.on('data', (part) => (body += part)).on('end', () => {
        response.end();
        posts.push([request.url, body]);
        done();
      });
    }).then((alice) => alice.connect());
  });
  await posted;
  const [url, body] = posts[0] as [string, string];
  assert.equal(url, '/sse/s1');
  assert.ok(JSON.parse(body).some(({ event }: { event: string }) => event === 'listConversations'));
});
