import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ClientLocks, type ClientStorage, memoryStorage } from '../src/index.js';
import { Scenario, texts } from './scenario.js';

const PREFIX = 'message-service:service.example/:alice:';

/** What a page of an earlier version left behind, as it stands in `localStorage`. */
function left(storage: ClientStorage, count: number, content: string): void {
  const key = `${PREFIX}0123456789abcdef0123456789abcdef/${String(count).padStart(9, '0')}`;
  const entry = { conversationId: 'lobby', clientMessageId: `earlier-${count}`, draft: { content }, at: Date.UTC(2025, 0, 1) };
  storage.set(key, JSON.stringify(entry));
}

/** Locks of which a test says when they are given. */
class SlowLocks implements ClientLocks {
  readonly held = new Set<string>();
  give = () => {};
  readonly #given = new Promise<void>((done) => (this.give = done));

  async take(name: string): Promise<(() => void) | undefined> {
    await this.#given;
    if (this.held.has(name)) return undefined;
    this.held.add(name);
    return () => void this.held.delete(name);
  }
}

test('what an earlier version left is sent, in order and with its id', async () => {
  const scenario = new Scenario();
  const storage = memoryStorage();
  ['one', 'two', 'three'].forEach((text, at) => left(storage, at + 1, text));
  const alice = await scenario.online('alice', { storage });
  await scenario.clock.advance(0);
  const { messages = [] } = scenario.server.conversations.get('lobby') ?? {};
  assert.deepEqual(messages.map((each) => [each.clientMessageId, each.content]), [['earlier-1', 'one'], ['earlier-2', 'two'], ['earlier-3', 'three']]);
  assert.deepEqual(await storage.keys(''), []);
  alice.disconnect();
});

test('what is kept is the same in all builds and versions', async () => {
  const scenario = new Scenario();
  const storage = memoryStorage();
  const alice = scenario.client('alice', { storage, userId: 'alice' });
  const { clientMessageId } = alice.conversation('lobby').send({ content: 'hello', mentions: ['bob'] });
  const [key, ...others] = (await storage.keys('')) as [string];
  assert.deepEqual(others, []);
  assert.match(key.slice(PREFIX.length), /^[^/:]+\/[^/]+$/);
  assert.equal(key.slice(0, PREFIX.length), PREFIX);
  const draft = { content: 'hello', mentions: ['bob'] };
  const expected = { conversationId: 'lobby', clientMessageId, draft, at: scenario.clock.now() };
  assert.deepEqual(JSON.parse((await storage.get(key)) as string), expected);
});

test('a text that cannot be read is reported once and dropped, and holds up nothing behind it', async () => {
  const scenario = new Scenario();
  const storage = memoryStorage();
  left(storage, 2, 'behind');
  storage.set(`${PREFIX}0123456789abcdef0123456789abcdef/000000001`, '{"conversationId":"lob');
  const alice = await scenario.online('alice', { storage });
  const chat = alice.conversation('lobby');
  await scenario.clock.advance(60_000);
  assert.deepEqual(texts(chat.messages.value), ['behind']);
  assert.equal(scenario.of('error').length, 1);
  assert.deepEqual(await storage.keys(''), []);
});

test('messages of a closed page are sent later where the storage fails at first: its lock is not kept', async () => {
  const scenario = new Scenario();
  const memory = memoryStorage();
  left(memory, 1, 'one');
  const faults = [new Error('not now')];
  const get = async (key: string) => (faults[0] ? Promise.reject(faults.shift()) : memory.get(key));
  const alice = await scenario.online('alice', { storage: { ...memory, get } });
  const chat = alice.conversation('lobby');
  await scenario.clock.advance(10_000);
  assert.deepEqual([faults.length, texts(chat.messages.value)], [0, ['one']]);
  assert.deepEqual(await memory.keys(''), []);
});

test('a client that is disconnected before it has its lock keeps none', async () => {
  const scenario = new Scenario();
  const locks = new SlowLocks();
  const alice = await scenario.online('alice', { locks });
  alice.disconnect();
  locks.give();
  await scenario.clock.advance(0);
  assert.deepEqual([...locks.held], []);
  alice.connect();
  await scenario.clock.advance(0);
  assert.equal(locks.held.size, 1, 'it has one again');
  alice.disconnect();
  assert.deepEqual([...locks.held], []);
});
