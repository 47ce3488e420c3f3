import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { FakeClock, settled } from '../src/fake/clock.js';
import { createClient, type Transport, type TransportHandlers } from '../src/index.js';
import { Scenario } from './scenario.js';

/** A transport that does what the test says. */
class Script {
  readonly opened: TransportHandlers[] = [];
  readonly sent: { event: string; payload: Record<string, unknown>; ref: number }[] = [];

  readonly transport: Transport = {
    isSupported: () => true,
    open: (_url, _token, handlers) => {
      this.opened.push(handlers);
      return { send: (text) => void this.sent.push(JSON.parse(text)), close: () => {} };
    },
  };

  greet(heartbeatMs = 30_000): void {
    const data = { connectionId: 'x', userId: 'alice', heartbeatMs, epoch: 'e', maxFrameBytes: 1_000, since: '0' };
    this.frame({ event: 'hello', data });
  }

  frame(frame: object): void {
    this.opened.at(-1)?.frame(JSON.stringify(frame));
  }

  close(code: number, reason = ''): void {
    this.opened.at(-1)?.closed({ code, reason });
  }

  events(): string[] {
    return this.sent.map(({ event }) => event);
  }
}

async function opened(options: object = {}) {
  const [clock, script] = [new FakeClock(), new Script()];
  const base = { url: 'http://service.example', getToken: async () => 'a.b.c', clock, transports: [script.transport] };
  const client = createClient({ ...base, ...options });
  client.connect();
  await settled();
  return { clock, script, client };
}

test('attempts wait longer each time, with jitter, and begin anew after a greeting', async () => {
  const { clock, script, client } = await opened();
  for (const wait of [375, 750, 1_500, 3_000, 6_000, 12_000, 22_500, 22_500]) {
    const before = script.opened.length;
    script.close(1006);
    await clock.advance(wait - 1);
    assert.equal(script.opened.length, before, `not before ${wait} ms`);
    await clock.advance(1);
    assert.equal(script.opened.length, before + 1, `after ${wait} ms`);
  }
  script.greet();
  script.close(1001);
  await clock.advance(375);
  assert.equal(client.status, 'connecting');
});

test('the delay of the service is kept to the millisecond', async () => {
  for (const [code, reason] of [[1012, 'reconnect after 1234 ms'], [1013, 'authentication unavailable, reconnect after 1234 ms']] as const) {
    const { clock, script } = await opened();
    script.greet();
    script.close(code, reason);
    await clock.advance(1_233);
    assert.equal(script.opened.length, 1);
    await clock.advance(1);
    assert.equal(script.opened.length, 2);
  }
});

test('a service that has too much to do is left alone for longer', async () => {
  const { clock, script } = await opened();
  script.greet();
  script.close(1013, 'too slow');
  await clock.advance(2_999);
  assert.equal(script.opened.length, 1);
  await clock.advance(1);
  assert.equal(script.opened.length, 2);
});

test('silence of a heartbeat is asked about, and without an answer it is the end', async () => {
  const { clock, script, client } = await opened();
  script.greet();
  await clock.advance(35_000);
  assert.equal(script.events().filter((event) => event === 'ping').length, 1);
  script.frame({ event: 'pong', data: {} });
  await clock.advance(60_000);
  assert.equal(client.status === 'online', false);
});

test('a line on which only the service speaks is not left silent', async () => {
  const { clock, script, client } = await opened();
  script.greet();
  for (let second = 0; second < 120; second++) {
    await clock.advance(1_000);
    script.frame({ event: 'userOnline', data: { userId: 'bob', username: 'bob' } });
  }
  assert.equal(client.status, 'online');
  assert.ok(script.events().filter((event) => event === 'ping').length >= 3);
});

test('after a sleep an attempt is made at once, and a connection is asked whether it lives', async () => {
  const { clock, script, client } = await opened();
  for (let failed = 0; failed < 7; failed++) {
    script.close(1006);
    await clock.advance(failed < 6 ? 30_000 : 0);
  }
  assert.equal(client.status, 'offline');
  const before = script.opened.length;
  clock.sleep(3_600_000);
  await clock.advance(5_000);
  assert.equal(script.opened.length, before + 1);

  script.greet();
  clock.sleep(3_600_000);
  await clock.advance(5_000);
  assert.equal(script.events().at(-1), 'ping');
  await clock.advance(14_000);
  assert.notEqual(client.status, 'online');
});

test('a handshake or a token that never comes is given up', async () => {
  const { clock, client } = await opened({ getToken: () => new Promise(() => {}) });
  await clock.advance(20_000);
  assert.equal(client.status, 'offline');
  let attempts = 0;
  client.on('status', (status) => (attempts += status === 'offline' ? 1 : 0));
  await clock.advance(60_000);
  assert.ok(attempts >= 2);
});

test('before the token ends another one takes its place', async () => {
  const clock = new FakeClock();
  const tokens = [300, 900].map((left) => `a.${btoa(JSON.stringify({ sub: 'alice', exp: clock.now() / 1000 + left }))}.c`);
  const { script } = await opened({ clock, getToken: async () => tokens.shift() as string });
  script.greet();
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second++) {
      await clock.advance(1_000);
      script.frame({ event: 'pong', data: {} });
    }
  };
  await pass(239);
  assert.ok(!script.events().includes('authenticate'));
  await pass(2);
  assert.equal(script.events().filter((event) => event === 'authenticate').length, 1);
});

test('getToken is not asked again while it has not answered', async () => {
  let asked = 0;
  const { clock } = await opened({ getToken: () => (asked++, new Promise<string>(() => {})) });
  await clock.advance(120_000);
  assert.equal(asked, 1);
});

test('a transport that never gets through gives way to the next where HTTP is answered', async (context) => {
  const http = createServer((_request, response) => response.writeHead(426).end()).listen(0);
  context.after(() => http.close());
  const { port } = http.address() as { port: number };
  const [broken, good, clock] = [new Script(), new Script(), new FakeClock()];
  const url = `http://127.0.0.1:${port}/`;
  const client = createClient({ url, getToken: async () => 'a.b.c', clock, transports: [broken.transport, good.transport] });
  client.connect();
  const answered = () => new Promise((done) => setTimeout(done, 50));
  for (let attempt = 0; attempt < 3; attempt++) {
    await clock.advance(10_000);
    broken.close(1006);
    await answered();
  }
  await clock.advance(10_000);
  assert.deepEqual([broken.opened.length, good.opened.length], [3, 1]);
  good.greet();
  good.close(1001);
  await clock.advance(10_000);
  assert.equal(good.opened.length, 2);
  client.disconnect();
});

test('attempts without a token say nothing about the transport', async (context) => {
  const http = createServer((_request, response) => response.writeHead(426).end()).listen(0);
  context.after(() => http.close());
  const { port } = http.address() as { port: number };
  const [first, other, clock] = [new Script(), new Script(), new FakeClock()];
  const tokens = Array.from({ length: 4 }, () => Promise.reject(new Error('no token')));
  tokens.forEach((each) => each.catch(() => {}));
  const getToken = async () => (tokens.pop() ?? 'a.b.c') as string;
  const client = createClient({ url: `http://127.0.0.1:${port}/`, getToken, clock, transports: [first.transport, other.transport] });
  client.connect();
  for (let attempt = 0; attempt < 5; attempt++) {
    await clock.advance(10_000);
    await new Promise((done) => setTimeout(done, 20));
  }
  assert.deepEqual([first.opened.length > 0, other.opened.length], [true, 0]);
  client.disconnect();
});

test('without a network the first transport stays', async () => {
  const [broken, other, clock] = [new Script(), new Script(), new FakeClock()];
  const client = createClient({ url: 'http://127.0.0.1:9/', getToken: async () => 'a.b.c', clock, transports: [broken.transport, other.transport] });
  client.connect();
  for (let attempt = 0; attempt < 5; attempt++) {
    await clock.advance(30_000);
    broken.close(1006);
    await new Promise((done) => setTimeout(done, 20));
  }
  assert.equal(other.opened.length, 0);
  client.disconnect();
});

test('what would end the connection is not sent: it fails', async () => {
  const { clock, script, client } = await opened();
  script.greet();
  const chat = client.conversation('lobby');
  chat.send('x'.repeat(2_000));
  await clock.advance(0);
  assert.deepEqual([chat.messages.value[0]?.status, chat.messages.value[0]?.error?.code], ['failed', 'too_large']);
});

test('half of a surrogate pair is replaced, everything else is as it was', async () => {
  const { script, client } = await opened();
  script.greet();
  client.conversation('lobby').send('a\ud800b \\ud800 😀 \\\\ "\u0007');
  const sent = script.sent.find(({ event }) => event === 'sendMessage');
  assert.equal(sent?.payload.content, 'a\ufffdb \\ud800 😀 \\\\ "\u0007');
});

test('a listener that throws stops nobody else', async (context) => {
  const scenario = new Scenario();
  const client = scenario.client('alice');
  const thrown: unknown[] = [];
  const catcher = (fault: unknown) => void thrown.push(fault);
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException').on('uncaughtException', catcher);
  context.after(() => {
    process.removeListener('uncaughtException', catcher);
    for (const other of others) process.on('uncaughtException', other);
  });
  client.on('status', () => {
    throw new Error('of the application');
  });
  client.connect();
  await scenario.clock.advance(0);
  assert.equal(client.status, 'online');
  assert.ok(thrown.length > 0);
});
