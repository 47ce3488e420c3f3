import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import WebSocket from 'ws';
import { type Client, createClient, memoryStorage, serverSentEvents, webSocket, type WebSocketClass } from '../src/index.js';
import { texts } from './scenario.js';
import { Service, until } from './service.js';

const overWebSocket = webSocket(WebSocket as unknown as WebSocketClass);

describe('against the real service', { skip: process.env.MESSAGE_SERVICE_JAR ? false : 'MESSAGE_SERVICE_JAR names no jar' }, () => {
  let service: Service;
  const clients: Client[] = [];

  const online = async (userId: string, options: object = {}) => {
    const getToken = async () => service.token(userId);
    const client = createClient({ url: service.url, getToken, transports: [overWebSocket], ...options });
    clients.push(client);
    client.connect();
    await until(`${userId} is online`, () => client.status === 'online');
    return client;
  };

  before(async () => {
    service = await Service.start();
  });

  after(async () => {
    for (const client of clients) client.disconnect();
    await service?.end();
  });

  test('two users: list, messages, typing, presence, receipts, edit, reaction, deletion', async () => {
    const [alice, bob] = [await online('alice'), await online('bob')];
    const id = await alice.conversations.create({ participants: ['bob'], title: 'Lunch' });
    await until('bob has the group', () => bob.conversations.value[0]?.title === 'Lunch');
    const [hers, his] = [alice.conversation(id), bob.conversation(id)];
    await until('both have joined', () => hers.state.value.loaded && his.state.value.loaded);

    hers.send('hello');
    hers.send({ content: 'bob?', mentions: ['bob'] });
    await until('bob sees them', () => texts(his.messages.value).join() === 'hello,bob?');
    hers.setTyping(true);
    await until('bob has a mention', () => bob.conversations.totals.value.unreadMentions === 1);
    await until('alice types', () => his.typing.value.join() === 'alice');
    await until('they are delivered', () => hers.state.value.receipts.get('bob')?.deliveredUpTo === 2);
    his.markRead();
    await until('they are read', () => hers.state.value.receipts.get('bob')?.readUpTo === 2);
    assert.deepEqual(bob.conversations.totals.value, { unread: 0, unreadMentions: 0, conversations: 0 });

    const [one, two] = hers.messages.value;
    await his.react(one?.id as string, '👍');
    await hers.edit(one?.id as string, 'hello!');
    await hers.delete(two?.id as string);
    await until('bob sees the changes', () => his.messages.value[0]?.content === 'hello!' && his.messages.value[1]?.deleted === true);
    assert.deepEqual([his.messages.value[0]?.ownReactions, hers.messages.value[0]?.reactions?.[0]?.userIds], [['👍'], ['bob']]);

    const presence = alice.presence(['bob']);
    const end = presence.subscribe(() => {});
    await until('bob is online', () => presence.value.get('bob')?.online === true);
    bob.disconnect();
    await until('bob is offline', () => presence.value.get('bob')?.online === false);
    end();
  });

  test('the service is killed while both send: nothing is lost, nothing doubled, the order is kept', async () => {
    const storage = memoryStorage();
    const [carol, dave] = [await online('carol', { storage }), await online('dave')];
    const id = await carol.conversations.direct('dave');
    const chats = [carol.conversation(id), dave.conversation(id)];
    await until('both have joined', () => chats.every((chat) => chat.state.value.joined));
    const written = [[], []] as string[][];
    const write = (count: number) => {
      for (let each = 0; each < count; each++) {
        chats.forEach((chat, who) => written[who]!.push(chat.send(`${who}-${written[who]!.length}`).content));
      }
    };
    for (let round = 0; round < 2; round++) {
      write(25);
      await until('some are stored', () => chats[0]!.messages.value.filter(({ status }) => status === 'sent').length > round * 50 + 10);
      await service.kill();
      write(5);
      await service.start();
    }
    await until('all are stored', () => chats.every((chat) => chat.messages.value.length === 120 && chat.messages.value.every(({ status }) => status === 'sent')));
    for (const chat of chats) {
      assert.deepEqual(chat.messages.value.map(({ seq }) => seq), Array.from({ length: 120 }, (_, at) => at + 1));
      written.forEach((own, who) => assert.deepEqual(texts(chat.messages.value).filter((text) => text.startsWith(`${who}-`)), own));
    }
    assert.deepEqual(await storage.keys(''), [], 'the outbox is empty');
  });

  test('what waits in the storage is sent by the page that comes after', async () => {
    const storage = memoryStorage();
    const first = await online('erin', { storage });
    const id = await first.conversations.direct('frank');
    first.conversation(id).send('zero');
    await until('it is stored', () => first.conversation(id).messages.value[0]?.status === 'sent');
    await service.kill();
    for (const text of ['one', 'two', 'three']) first.conversation(id).send(text);
    first.disconnect();
    await service.start();
    const second = await online('erin', { storage });
    const chat = second.conversation(id);
    await until('all are stored', () => texts(chat.messages.value.filter(({ status }) => status === 'sent')).join() === 'zero,one,two,three');
    assert.deepEqual(await storage.keys(''), []);
  });

  test('where WebSockets are broken, events over HTTP take their place', async (context) => {
    const token = service.token('grace');
    const probe = await fetch(`${service.url}sse`, { headers: { Authorization: `Bearer ${token}` } }).catch(() => undefined);
    await probe?.body?.cancel();
    if (!probe?.ok) return context.skip('this jar has no events over HTTP');
    const broken = { ...overWebSocket, open: (_url: URL, ...rest: [string, never]) => overWebSocket.open(new URL('http://127.0.0.1:9/'), ...rest) };
    const [grace, heidi] = [await online('grace', { transports: [broken, serverSentEvents()] }), await online('heidi')];
    const id = await grace.conversations.direct('heidi');
    const [hers, theirs] = [grace.conversation(id), heidi.conversation(id)];
    for (let count = 0; count < 150; count++) hers.send(`m${count}`);
    await until('all arrive', () => theirs.messages.value.length === 150);
    theirs.send('back');
    await until('the answer arrives', () => hers.messages.value.at(-1)?.content === 'back' && hers.messages.value.length === 151);
  });
});
