import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CommandFailed, memoryStorage, Unauthorized, type Transport } from '../src/index.js';
import { Scenario, texts } from './scenario.js';

test('a message is shown at once, then stored, and the other user has it unread', async () => {
  const scenario = new Scenario();
  const [alice, bob] = [await scenario.online('alice'), await scenario.online('bob')];
  const id = await alice.conversations.create({ participants: ['bob'], title: 'Lunch' });
  await scenario.clock.advance(0);
  const chat = alice.conversation(id);

  const sent = chat.send('hello');
  assert.equal(sent.status, 'pending');
  assert.deepEqual(chat.messages.value, [sent]);
  await scenario.clock.advance(0);

  const [stored] = chat.messages.value;
  assert.deepEqual([stored?.status, stored?.seq, stored?.key], ['sent', 1, sent.key]);
  assert.equal(bob.conversations.value[0]?.lastMessage?.content, 'hello');
  assert.deepEqual(bob.conversations.totals.value, { unread: 1, unreadMentions: 0, conversations: 1 });
  assert.deepEqual(texts(scenario.of('message') as { content: string }[]), ['hello']);
});

test('reading is shown at once, sent once a second, and the sender sees the mark', async () => {
  const scenario = new Scenario();
  const [alice, bob] = [await scenario.online('alice'), await scenario.online('bob')];
  const id = await alice.conversations.direct('bob');
  const [hers, his] = [alice.conversation(id), bob.conversation(id)];
  await scenario.clock.advance(0);
  hers.send('one');
  await scenario.clock.advance(0);
  assert.equal(hers.state.value.receipts.get('bob')?.deliveredUpTo, 1);

  his.markRead();
  assert.equal(his.state.value.unread, 0);
  assert.equal(bob.conversations.totals.value.unread, 0);
  hers.send('two');
  await scenario.clock.advance(0);
  his.markRead();
  await scenario.clock.advance(0);
  assert.equal(hers.state.value.receipts.get('bob')?.readUpTo, 1, 'the second mark waits');
  await scenario.clock.advance(1_000);
  assert.equal(hers.state.value.receipts.get('bob')?.readUpTo, 2);

  await his.markUnread(his.messages.value[1]?.id as string);
  assert.deepEqual([his.state.value.unread, his.state.value.readUpTo], [1, 1]);
});

test('what was missed comes after a cut, changes of earlier messages too', async () => {
  const scenario = new Scenario();
  const alice = await scenario.online('alice');
  const bob = scenario.server.as('bob');
  const id = await alice.conversations.direct('bob');
  const chat = alice.conversation(id);
  await scenario.clock.advance(0);
  const first = bob.send(id, 'one');
  await scenario.clock.advance(0);

  scenario.server.cut();
  assert.equal(alice.status, 'offline');
  bob.command('editMessage', { messageId: first.id, content: 'one!' });
  bob.send(id, 'two');
  bob.command('addReaction', { messageId: first.id, reaction: '+' });
  await scenario.clock.advance(500);

  assert.equal(alice.status, 'online');
  assert.deepEqual(texts(chat.messages.value), ['one!', 'two']);
  assert.deepEqual(chat.messages.value[0]?.reactions, [{ reaction: '+', count: 1, userIds: ['bob'] }]);
  assert.deepEqual(alice.conversations.totals.value.unread, 2);
  assert.deepEqual(scenario.of('discontinuity'), []);
});

test('another epoch begins anew, and says so', async () => {
  const scenario = new Scenario();
  const alice = await scenario.online('alice');
  const chat = alice.conversation('lobby');
  await scenario.clock.advance(0);
  chat.send('one');
  await scenario.clock.advance(0);

  scenario.server.forgetPositions();
  scenario.server.cut();
  await scenario.clock.advance(1_000);

  assert.deepEqual(scenario.of('discontinuity'), [{ conversationId: 'lobby' }]);
  assert.deepEqual(texts(chat.messages.value), ['one']);
});

test('messages wait for a connection, and go in order; each is sent with the same id until it is answered', async () => {
  const scenario = new Scenario();
  const alice = await scenario.online('alice');
  const chat = alice.conversation('lobby');
  await scenario.clock.advance(0);
  scenario.server.stop();
  const written = ['one', 'two', 'three'].map((text) => chat.send(text));
  assert.deepEqual(written.map(({ status }) => status), ['pending', 'pending', 'pending']);
  await scenario.clock.advance(60_000);
  scenario.server.start();
  scenario.server.refuseNext('sendMessage', 'overloaded');
  await scenario.clock.advance(60_000);
  assert.deepEqual(texts(chat.messages.value), ['one', 'two', 'three']);
  assert.deepEqual(chat.messages.value.map(({ key }) => key), written.map(({ key }) => key));
  assert.equal(scenario.server.conversations.get('lobby')?.seq, 3);
});

test('a refused message fails, and can be sent again or dropped; the next ones go on', async () => {
  const scenario = new Scenario();
  const alice = await scenario.online('alice');
  const chat = alice.conversation('lobby');
  await scenario.clock.advance(0);
  scenario.server.refuseNext('sendMessage', 'rejected');
  scenario.server.refuseNext('sendMessage', 'too_large');
  for (const text of ['one', 'two', 'three']) chat.send(text);
  await scenario.clock.advance(0);

  const [three, one, two] = chat.messages.value;
  assert.deepEqual([three?.status, one?.status, two?.status], ['sent', 'failed', 'failed']);
  assert.equal(one?.error?.code, 'rejected');
  chat.retry(one as never);
  assert.ok(chat.discard(two as never));
  await scenario.clock.advance(0);
  assert.deepEqual(texts(chat.messages.value), ['three', 'one']);
});

test('what was not answered is sent after a reload, by the client that gets the lock', async () => {
  const scenario = new Scenario();
  const storage = memoryStorage();
  const before = await scenario.online('alice', { storage });
  const chat = before.conversation('lobby');
  await scenario.clock.advance(0);
  scenario.server.hold(); // what is sent arrives nowhere
  chat.send('one');
  chat.send('two');
  const other = scenario.client('alice', { storage });
  other.connect();
  await scenario.clock.advance(0);
  assert.deepEqual(other.conversation('lobby').messages.value, [], 'the page that wrote them is open');
  before.disconnect(); // as by a reload: the lock is free

  const after = scenario.client('alice', { storage, userId: 'alice' });
  const shown = after.conversation('lobby');
  await scenario.clock.advance(0);
  assert.deepEqual(shown.messages.value.map(({ content, status }) => [content, status]), [['one', 'pending'], ['two', 'pending']]);
  scenario.server.flow();
  after.connect();
  await scenario.clock.advance(1_000);
  assert.deepEqual(texts(shown.messages.value), ['one', 'two']);
  assert.equal(scenario.server.conversations.get('lobby')?.seq, 2);
  assert.deepEqual(await storage.keys(''), []);
  const strange = await scenario.online('bob', { storage });
  assert.deepEqual(strange.conversation('lobby').messages.value, []);
});

test('earlier messages are loaded by pages, and history is read in both directions', async () => {
  const scenario = new Scenario();
  const bob = scenario.server.as('bob');
  for (let count = 1; count <= 120; count++) bob.send('lobby', `m${count}`);
  const alice = await scenario.online('alice');
  const chat = alice.conversation('lobby');
  await scenario.clock.advance(0);
  assert.deepEqual([chat.messages.value.length, chat.state.value.loaded, chat.state.value.hasEarlier], [50, true, true]);
  assert.equal(await chat.loadEarlier(), true);
  assert.equal(await chat.loadEarlier(), false);
  assert.deepEqual(texts(chat.messages.value), Array.from({ length: 120 }, (_, at) => `m${at + 1}`));

  const seqs = async (options: object) => {
    const found = [];
    for await (const { seq } of chat.history({ pageSize: 7, ...options })) found.push(seq);
    return found;
  };
  assert.deepEqual(await seqs({ direction: 'forward', from: 100 }), Array.from({ length: 20 }, (_, at) => 101 + at));
  assert.deepEqual(await seqs({}), Array.from({ length: 120 }, (_, at) => 120 - at));
});

test('edit, delete and react are shown here and elsewhere; a conflict shows what there is', async () => {
  const scenario = new Scenario();
  const [alice, bob] = [await scenario.online('alice'), await scenario.online('bob')];
  const id = await alice.conversations.direct('bob');
  const [hers, his] = [alice.conversation(id), bob.conversation(id)];
  await scenario.clock.advance(0);
  hers.send('one');
  hers.send('two');
  await scenario.clock.advance(0);
  const [one, two] = hers.messages.value;
  await hers.edit(one?.id as string, 'one!');
  await his.react(one?.id as string, '+');
  await hers.delete(two?.id as string);
  for (const chat of [hers, his]) {
    assert.deepEqual(chat.messages.value.map(({ content, deleted }) => [content, deleted]), [['one!', undefined], ['', true]]);
    assert.equal(chat.messages.value[0]?.reactions?.[0]?.count, 1);
  }
  assert.deepEqual([his.messages.value[0]?.ownReactions, hers.messages.value[0]?.ownReactions], [['+'], []]);
  assert.deepEqual(hers.messages.value[1]?.key, two?.key);

  const conflict = await hers.edit(one?.id as string, 'one?', { ifRev: 1 }).catch((why: unknown) => why);
  assert.ok(conflict instanceof CommandFailed && conflict.code === 'conflict' && conflict.present?.content === 'one!');
  await his.unreact(one?.id as string, '+');
  assert.deepEqual(hers.messages.value[0]?.reactions, []);
});

test('typing is told seldom, ends with the message, and is forgotten with the connection', async () => {
  const scenario = new Scenario();
  const [alice, bob] = [await scenario.online('alice'), await scenario.online('bob')];
  const [hers, his] = [alice.conversation('lobby'), bob.conversation('lobby')];
  await scenario.clock.advance(0);
  let heard = 0;
  bob.on('typing', () => heard++);
  for (let key = 0; key < 10; key++) hers.setTyping(true);
  await scenario.clock.advance(0);
  assert.deepEqual([his.typing.value, heard], [['alice'], 1]);
  hers.send('done');
  await scenario.clock.advance(0);
  assert.deepEqual(his.typing.value, []);
  hers.setTyping(true);
  await scenario.clock.advance(0);
  assert.deepEqual(his.typing.value, ['alice']);
  scenario.server.cut('bob');
  assert.deepEqual(his.typing.value, []);
});

test('presence is asked for while it is watched; who is blocked is offline', async () => {
  const scenario = new Scenario();
  const alice = await scenario.online('alice');
  const presence = alice.presence(['bob', 'carol']);
  const end = presence.subscribe(() => {});
  const bob = await scenario.online('bob');
  assert.deepEqual([presence.value.get('bob')?.online, presence.value.get('carol')?.online], [true, false]);
  await alice.block('bob');
  assert.deepEqual([presence.value.get('bob')?.online, alice.blocked.value], [false, ['bob']]);
  await alice.unblock('bob');
  await scenario.clock.advance(0);
  assert.equal(presence.value.get('bob')?.online, true);
  bob.disconnect();
  await scenario.clock.advance(0);
  assert.equal(presence.value.get('bob')?.online, false);
  end();
});

test('groups: who is added has the conversation, who is removed has it no more', async () => {
  const scenario = new Scenario();
  const [alice, bob] = [await scenario.online('alice'), await scenario.online('bob')];
  const id = await alice.conversations.create({ participants: [], title: 'Lunch' });
  assert.deepEqual(alice.conversations.value.map(({ title }) => title), ['Lunch'], 'in the list at once');
  const chat = alice.conversation(id);
  await scenario.clock.advance(0);
  chat.send('hello');
  await chat.addParticipants(['bob']);
  await scenario.clock.advance(0);
  assert.deepEqual(bob.conversations.value.map(({ title, unread }) => [title, unread]), [['Lunch', 1]]);
  const his = bob.conversation(id);
  await scenario.clock.advance(0);
  await chat.update({ title: 'Late lunch' });
  assert.equal(his.state.value.title, 'Late lunch');
  await chat.removeParticipant('bob');
  await scenario.clock.advance(0);
  assert.deepEqual([bob.conversations.value, his.state.value.lastError?.code], [[], 'removed']);
  await chat.addParticipants(['bob']);
  await scenario.clock.advance(0);
  assert.deepEqual([his.state.value.joined, his.state.value.lastError], [true, undefined]);
  await his.leave();
  assert.deepEqual(bob.conversations.value, []);
});

test('groups: who was added again before their leave is answered has the conversation', async () => {
  const scenario = new Scenario();
  const alice = scenario.server.as('alice');
  let answer = () => {};
  const late: Transport = {
    ...scenario.server.transport,
    open: (url, token, handlers) =>
      scenario.server.transport.open(url, token, {
        ...handlers,
        frame(text) {
          if (text.includes('"event":"leaveGroup"')) answer = () => handlers.frame(text);
          else handlers.frame(text);
        },
      }),
  };
  const bob = await scenario.online('bob', { transports: [late] });
  const id = alice.command('createConversation', { participants: ['bob'] }).conversation.conversationId;
  const his = bob.conversation(id);
  await scenario.clock.advance(0);
  const left = his.leave();
  await scenario.clock.advance(0);
  assert.deepEqual([bob.conversations.value, his.state.value.lastError?.code], [[], 'removed'], 'by a push');
  alice.command('addParticipants', { conversationId: id, userIds: ['bob'] });
  await scenario.clock.advance(0);

  answer();
  await left;
  assert.deepEqual(bob.conversations.value.map(({ conversationId }) => conversationId), [id]);
  assert.deepEqual([his.state.value.joined, his.state.value.lastError], [true, undefined]);
});

test('a muted conversation does not count, a hidden one is not listed until the next message', async () => {
  const scenario = new Scenario();
  const alice = await scenario.online('alice');
  const bob = scenario.server.as('bob');
  const id = await alice.conversations.direct('bob');
  const chat = alice.conversation(id);
  await scenario.clock.advance(0);
  await chat.setPreferences({ mutedUntil: 'forever', hidden: true });
  assert.deepEqual(alice.conversations.value, []);
  assert.deepEqual((await alice.conversations.fetchHidden()).map(({ conversationId }) => conversationId), [id]);
  bob.send(id, { content: 'for you', mentions: ['alice'] });
  await scenario.clock.advance(0);
  assert.equal(alice.conversations.value.length, 1);
  assert.deepEqual(alice.conversations.totals.value, { unread: 0, unreadMentions: 1, conversations: 0 });
});

test('a list of several pages: totals are those of the service until all is known', async () => {
  const scenario = new Scenario();
  const bob = scenario.server.as('bob');
  for (let count = 0; count < 60; count++) {
    const { conversation } = bob.command('createConversation', { participants: ['alice'], title: `g${count}` });
    bob.send(conversation.conversationId, 'hello');
    await scenario.clock.advance(10);
  }
  const alice = await scenario.online('alice');
  assert.deepEqual([alice.conversations.value.length, alice.conversations.totals.value.unread], [50, 60]);
  assert.equal(await alice.conversations.loadMore(), false);
  assert.deepEqual([alice.conversations.value.length, alice.conversations.totals.value.unread], [60, 60]);
  bob.send(alice.conversations.value[59]?.conversationId as string, 'again');
  await scenario.clock.advance(0);
  assert.deepEqual([alice.conversations.value[0]?.title, alice.conversations.totals.value.unread], ['g0', 61]);
});

test('a conversation is counted by references, and left alone some time after the last', async () => {
  const scenario = new Scenario();
  const alice = await scenario.online('alice');
  const id = await alice.conversations.direct('bob');
  const [one, two] = [alice.conversation(id), alice.conversation(id)];
  assert.equal(one, two);
  one.release();
  await scenario.clock.advance(10_000);
  assert.equal(alice.opened(id), one);
  two.release();
  await scenario.clock.advance(2_000);
  assert.equal(alice.conversation(id), one);
  one.release();
  await scenario.clock.advance(10_000);
  assert.equal(alice.opened(id), undefined);
});

test('disconnected stays disconnected, and reads end; connect goes on', async () => {
  const scenario = new Scenario();
  const alice = await scenario.online('alice');
  scenario.server.hold();
  const read = alice.conversation('lobby').fetchParticipants().catch((why: CommandFailed) => why.code);
  alice.disconnect();
  assert.equal(await read, 'closed');
  await scenario.clock.advance(600_000);
  assert.equal(alice.status, 'disconnected');
  scenario.server.flow();
  alice.connect();
  await scenario.clock.advance(0);
  assert.equal(alice.status, 'online');
});

test('a token that is refused is asked for once more; then the client is unauthorized', async () => {
  const scenario = new Scenario();
  let asked = 0;
  const alice = scenario.client('alice', { getToken: async () => `wrong-${++asked}` });
  alice.connect();
  await scenario.clock.advance(60_000);
  assert.deepEqual([alice.status, asked], ['unauthorized', 2]);
  assert.ok(scenario.of('unauthorized')[0] instanceof Unauthorized);
});

test('getToken ends the attempts by Unauthorized, and is tried again after anything else', async () => {
  const scenario = new Scenario();
  const faults: unknown[] = [new Error('no network'), new Unauthorized('signed out')];
  const alice = scenario.client('alice', { getToken: async () => Promise.reject(faults.shift()) });
  alice.connect();
  await scenario.clock.advance(60_000);
  assert.deepEqual([alice.status, faults.length, scenario.of('error').length], ['unauthorized', 0, 1]);
});

test('a token of another user does not continue what the first began', async () => {
  const scenario = new Scenario();
  const users = ['alice', 'mallory'];
  const alice = scenario.client('alice', { getToken: async () => scenario.server.token(users.shift() as string) });
  alice.connect();
  await scenario.clock.advance(0);
  scenario.server.cut();
  await scenario.clock.advance(60_000);
  assert.deepEqual([alice.status, alice.userId], ['unauthorized', 'alice']);
});

test('a greeting of another user than the application says ends the client', async () => {
  const scenario = new Scenario();
  const alice = scenario.client('alice', { userId: 'bob', getToken: async () => 'opaque' });
  scenario.server.transport.open = (_url, _token, { frame }) => {
    queueMicrotask(() => frame(JSON.stringify({ event: 'hello', data: { userId: 'alice', heartbeatMs: 30_000, maxFrameBytes: 1_000 } })));
    return { send: () => {}, close: () => {} };
  };
  alice.connect();
  await scenario.clock.advance(60_000);
  assert.equal(alice.status, 'unauthorized');
});

test('whatever two users do over lines that break, both see in the end what is stored, once and in order', async () => {
  const action = fc.oneof(
    { weight: 5, arbitrary: fc.record({ do: fc.constant('send' as const), who: fc.nat(1) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('edit', 'delete', 'react', 'read'), who: fc.nat(1), at: fc.nat(20) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const), millis: fc.integer({ min: 0, max: 800 }) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('cut', 'hold', 'flow', 'refuse', 'earlier'), who: fc.nat(1) }) },
  );
  const run = async (actions: { do: string; who?: number; at?: number; millis?: number }[]) => {
    const scenario = new Scenario();
    const clients = [await scenario.online('alice'), await scenario.online('bob')];
    const id = await clients[0]!.conversations.direct('bob');
    const chats = clients.map((client) => client.conversation(id));
    const sent: string[][] = [[], []];
    for (const { do: what, who = 0, at = 0, millis = 0 } of actions) {
      const chat = chats[who]!;
      const about = chat.messages.value.filter(({ seq }) => seq !== undefined)[at];
      const ignored = () => {};
      if (what === 'send') sent[who]!.push(chat.send(`${who}-${sent[who]!.length}`).clientMessageId as string);
      if (what === 'edit' && about) chat.edit(about.id, `${about.content}!`).catch(ignored);
      if (what === 'delete' && about) chat.delete(about.id).catch(ignored);
      if (what === 'react' && about) chat.react(about.id, '+').catch(ignored);
      if (what === 'read') chat.markRead();
      if (what === 'cut') scenario.server.cut(who === 0 ? 'alice' : undefined);
      if (what === 'hold') scenario.server.hold();
      if (what === 'flow') scenario.server.flow();
      if (what === 'refuse') scenario.server.refuseNext('sendMessage', 'unavailable');
      if (what === 'earlier') chat.loadEarlier().catch(ignored);
      if (what === 'pass') await scenario.clock.advance(millis);
    }
    scenario.server.flow();
    for (const chat of chats) chat.markRead();
    await scenario.clock.advance(90_000);
    const stored = scenario.server.conversations.get(id)!;
    const plain = ({ id, seq, rev, content, deleted, reactions = [] }: Partial<(typeof stored.messages)[number]>) =>
      ({ id, seq, rev, content, deleted, reactions });
    for (const [who, chat] of chats.entries()) {
      assert.deepEqual(chat.messages.value.map(plain as never), stored.messages.map(plain));
      const own = stored.messages.filter(({ senderId }) => senderId === ['alice', 'bob'][who]);
      assert.deepEqual(own.filter(({ deleted }) => !deleted).map((each) => each.clientMessageId), sent[who]!.filter((key) => own.some((each) => each.clientMessageId === key)));
      assert.equal(own.length, sent[who]!.length);
      assert.equal(clients[who]!.conversations.value[0]?.seq, stored.seq);
      assert.equal(clients[who]!.conversations.value[0]?.unread, stored.unread(['alice', 'bob'][who]!).length);
      clients[who]!.disconnect();
    }
  };
  await fc.assert(fc.asyncProperty(fc.array(action, { maxLength: 25 }), run), { numRuns: 20 });
});
