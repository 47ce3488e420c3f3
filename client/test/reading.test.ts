import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Scenario } from './scenario.js';

/** Alice has a conversation with Bob open, in which he has written so many messages. */
async function opened(count: number) {
  const scenario = new Scenario();
  const alice = await scenario.online('alice');
  const bob = scenario.server.as('bob');
  const id = await alice.conversations.direct('bob');
  const chat = alice.conversation(id);
  await scenario.clock.advance(0);
  for (let each = 1; each <= count; each++) bob.send(id, `m${each}`);
  await scenario.clock.advance(0);
  const stored = () => scenario.server.conversations.get(id)?.readUpTo.get('alice');
  return { ...scenario, scenario, alice, bob, id, chat, stored };
}

test('a mark that was made without a connection is sent with the next one, though the conversation is closed', async () => {
  const { server, clock, alice, id, chat, stored } = await opened(1);
  server.stop();
  chat.markRead();
  chat.release();
  await clock.advance(10_000);
  assert.equal(alice.opened(id), undefined);
  server.start();
  await clock.advance(60_000);
  assert.equal(stored(), 1);
  assert.equal(alice.conversations.totals.value.unread, 0);
});

test('the list that is asked for with the next connection counts such a mark', async () => {
  const { server, clock, alice, bob, id, chat } = await opened(1);
  server.stop();
  chat.markRead();
  chat.release();
  bob.send(id, 'm2');
  await clock.advance(10_000);
  server.start();
  await clock.advance(60_000);
  assert.deepEqual(alice.conversations.value.map(({ readUpTo, unread }) => [readUpTo, unread]), [[1, 1]]);
});

test('a mark that waits does not undo that the user marks as unread', async () => {
  const { clock, chat, stored } = await opened(2);
  chat.markRead(1);
  chat.markRead(2);
  await chat.markUnread(chat.messages.value[0]?.id as string);
  await clock.advance(5_000);
  assert.deepEqual([chat.state.value.readUpTo, stored()], [0, 0]);
  chat.markRead();
  await clock.advance(5_000);
  assert.deepEqual([chat.state.value.readUpTo, stored()], [2, 2]);
});
