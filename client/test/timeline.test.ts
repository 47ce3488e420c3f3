import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Push, Reply } from '../src/frames.js';
import type { Message, WireMessage } from '../src/messages.js';
import * as line from '../src/timeline.js';
import { emptyTimeline, Phase, type Timeline } from '../src/timeline.js';

/*
 * The reducer against a model: a list of messages that is changed at random, a line on which frames arrive in order or are
 * lost with everything behind them, pages that are older than the pushes which overtake them. Whatever happened, in the end
 * the window is a part of the list, without holes, up to its end.
 */

const ME = 'me';
type Step =
  | { readonly do: 'say' | 'edit' | 'delete' | 'react' | 'send' | 'resend'; readonly at: number; readonly by: string }
  | { readonly do: 'cut' | 'join' | 'page' | 'restart' | 'lag' }
  | { readonly do: 'deliver'; readonly count: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('say', 'edit', 'delete', 'react', 'send', 'resend'), at: fc.nat(40), by: fc.constantFrom(ME, 'bob') }) as fc.Arbitrary<Step> },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('deliver' as const), count: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('cut', 'join', 'page', 'lag') }) as fc.Arbitrary<Step> },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
);

/** What a frame does to the timeline. A page reads when the model is asked, and arrives after some more frames. */
type Frame = (state: Timeline) => Timeline;

class Model {
  messages: WireMessage[] = [];
  rev = 0;
  epoch = 'e1';
  state: Timeline = { ...emptyTimeline, _me: ME };
  queue: Frame[] = [];
  isJoined = false;
  isConnected = true;
  sent = 0;
  lost: string[] = [];

  push(event: string, data: object): void {
    const push = { event, data } as Push;
    if (this.isJoined) this.queue.push((state) => line.pushed(state, push));
  }

  say(senderId: string, clientMessageId?: string): WireMessage {
    const seq = this.messages.length + 1;
    const base = { id: `m${this.epoch}-${seq}`, conversationId: 'c', senderId, content: `text ${seq}`, createdAt: '2026', attachments: [] };
    const message: WireMessage = { ...base, seq, rev: ++this.rev, ...(clientMessageId && { clientMessageId }) };
    this.messages.push(message);
    return message;
  }

  /** The user sends: an answer in the place of the push, or a lost one, and then again. */
  send(clientMessageId: string): void {
    const before = this.messages.find((each) => each.clientMessageId === clientMessageId);
    const reply: Reply = before ? { message: before, duplicate: true } : { message: this.say(ME, clientMessageId) };
    this.queue.push((state) => line.sent(state, reply));
  }

  change(at: number, by: string, change: (message: WireMessage) => Partial<WireMessage>): WireMessage | undefined {
    const before = this.messages[at % Math.max(1, this.messages.length)];
    if (before === undefined || before.deleted) return undefined;
    const next = { ...before, ...change(before), rev: ++this.rev };
    this.messages[before.seq - 1] = next;
    if (by === ME && this.isConnected) this.queue.push((state) => line.changed(state, { event: 'messageChanged', data: next }));
    else this.push('messageChanged', next);
    return next;
  }

  react(at: number, by: string): void {
    const before = this.messages[at % Math.max(1, this.messages.length)];
    if (before === undefined || before.deleted) return;
    const userIds = before.reactions?.[0]?.userIds ?? [];
    const added = !userIds.includes(by);
    const now = added ? [...userIds, by] : userIds.filter((each) => each !== by);
    const reactions = now.length > 0 ? [{ reaction: '+', count: now.length, userIds: now }] : [];
    const next = { ...before, reactions, rev: ++this.rev };
    this.messages[before.seq - 1] = next;
    const { id: messageId, seq, rev } = next;
    const data = { conversationId: 'c', messageId, seq, rev, reaction: '+', count: now.length };
    if (by !== ME || !this.isConnected) return this.push('reactionChanged', { ...data, userId: by, added });
    const reply = { ...data, event: added ? 'addReaction' : 'removeReaction' };
    this.queue.push((state) => line.reacted(state, reply));
  }

  own(messages: readonly WireMessage[]): object[] {
    return messages
      .filter((each) => each.reactions?.[0]?.userIds.includes(ME))
      .map(({ seq }) => ({ seq, reactions: ['+'] }));
  }

  join(): void {
    if (!this.isConnected) return;
    const position = this.state;
    this.state = line.joining(this.state, ME);
    const seq = this.messages.length;
    const isKnown = position.epoch === this.epoch && position.seq <= seq && position.rev <= this.rev;
    const reply = {
      ...{ seq, rev: this.rev, epoch: this.epoch, firstSeq: 1, readers: [], ownReactions: this.own(this.messages.slice(-50)) },
      ...(position.epoch && { recovered: isKnown }),
    };
    this.isJoined = true;
    this.queue.push((state) => line.joined(state, reply));
    if (!isKnown) return;
    const changed = this.messages.filter((each) => each.seq <= position.seq && each.rev > position.rev);
    for (const each of changed.sort((one, other) => one.rev - other.rev)) this.push('messageChanged', each);
    for (const each of this.messages.slice(position.seq)) this.push('newMessage', each);
    this.push('caughtUp', { seq, rev: this.rev });
  }

  page(delay: number): void {
    const { _view: view, _start: start, epoch, _strays: strays } = this.state;
    if (epoch === undefined || strays !== undefined || !this.isConnected) return;
    this.state = line.paging(this.state, []);
    const isNow = epoch === this.epoch;
    const all = isNow ? this.messages.filter((each) => each.seq < start) : [];
    const messages = all.slice(-3);
    const reply = { messages, more: all.length > 3 || !isNow, ownReactions: this.own(messages) };
    const frame: Frame = (state) => line.paging(line.page(state, view, reply));
    let waits = delay;
    const later: Frame = (state) => {
      if (waits-- <= 0 || this.queue.length === 0) return frame(state);
      this.queue.splice(1, 0, later); // behind the next
      return state;
    };
    this.queue.push(later);
  }

  cut(): void {
    this.queue = [];
    this.isJoined = this.isConnected = false;
    this.state = line.paging(line.away(this.state));
  }

  deliver(count: number): void {
    for (let left = count; left > 0 && this.queue.length > 0; left--) {
      const frame = this.queue.shift() as Frame;
      this.state = frame(this.state);
      this.check();
      if (this.state._broken) this.join();
    }
  }

  run(each: Step): void {
    if (each.do === 'say') this.push('newMessage', this.say('bob'));
    if (each.do === 'edit') this.change(each.at, each.by, () => ({ content: `edited ${this.rev}` }));
    if (each.do === 'delete') this.change(each.at, each.by, () => ({ content: '', deleted: true, reactions: [] }));
    if (each.do === 'react') this.react(each.at, each.by);
    if (each.do === 'send') this.sendNew();
    if (each.do === 'resend') this.again();
    if (each.do === 'cut') this.cut();
    if (each.do === 'join') this.connect();
    if (each.do === 'lag' && this.isJoined) this.lag();
    if (each.do === 'page') this.page(2);
    if (each.do === 'restart') this.restart();
    if (each.do === 'deliver') this.deliver(each.count);
  }

  connect(): void {
    if (this.isConnected && this.isJoined) return;
    this.isConnected = true;
    this.join();
  }

  /** What follows is left out until it is joined again. */
  lag(): void {
    this.isJoined = false;
    this.queue.push((state) => state);
    this.join();
  }

  sendNew(): void {
    const clientMessageId = `k${++this.sent}`;
    this.state = line.queued(this.state, draft(clientMessageId));
    if (this.isConnected) this.send(clientMessageId);
  }

  /** Those without an answer, once more and in order, as the outbox does with each connection. */
  again(): void {
    if (!this.isConnected) return;
    for (const { clientMessageId, seq } of this.state._local) {
      if (seq === undefined) this.send(clientMessageId as string);
    }
  }

  restart(): void {
    this.cut();
    this.epoch += 'x';
    this.messages = this.messages.slice(0, Math.ceil(this.messages.length / 2));
    this.rev = Math.max(0, ...this.messages.map(({ rev }) => rev));
  }

  /** At each moment: no hole, no double, nothing before its time. */
  check(): void {
    const { _stored: stored, _start: start, seq, epoch, _local: local } = this.state;
    stored.forEach((each, at) => assert.equal(each.seq, start + at));
    if (epoch !== undefined) assert.equal(stored.length, seq - start + 1);
    const keys = [...stored, ...local].map(({ key }) => key);
    assert.equal(new Set(keys).size, keys.length, 'shown twice');
  }

  end(): void {
    this.connect();
    this.deliver(Infinity);
    this.again();
    this.deliver(Infinity);
    this.check();
    const { _stored: stored, _start: start, seq, rev, _local: local, _phase: phase, _own: own } = this.state;
    const expected = this.messages.slice(start - 1);
    assert.equal(phase, Phase.Live);
    assert.deepEqual(stored.map(plain), expected.map(plain));
    assert.deepEqual(local, [], 'all that was sent is stored');
    assert.deepEqual({ seq, isRevReached: rev <= this.rev }, { seq: this.messages.length, isRevReached: true });
    for (const each of stored.slice(-50)) {
      const isMine = each.reactions?.some(({ userIds }) => userIds.includes(ME)) ?? false;
      assert.deepEqual(each.ownReactions, isMine ? ['+'] : [], `own reactions of ${each.seq}, ${own.get(each.seq as number)}`);
    }
  }
}

function plain({ id, seq, rev, content, reactions = [], deleted }: Message | WireMessage): object {
  return { id, seq, rev, content, deleted, reactions: reactions.map(({ reaction, count, userIds }) => ({ reaction, count, userIds: [...userIds].sort() })) };
}

function draft(clientMessageId: string): Message {
  const base = { id: clientMessageId, clientMessageId, conversationId: 'c', senderId: ME, content: '', attachments: [], createdAt: '2026' };
  return { ...base, status: 'pending', key: clientMessageId, ownReactions: [] };
}

test('whatever is cut, lost, overtaken and sent again, the window is the end of the list', () => {
  const run = (steps: Step[]) => {
    const model = new Model();
    for (let count = 0; count < 8; count++) model.say('bob');
    model.connect();
    model.join();
    for (const each of steps) model.run(each);
    model.end();
  };
  fc.assert(fc.property(fc.array(step, { maxLength: 60 }), run), { numRuns: 500 });
});

test('a state is never changed, only replaced', () => {
  const model = new Model();
  const frozen = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  };
  const steps: Step[] = fc.sample(step, { numRuns: 500, seed: 7 });
  model.join();
  for (const each of steps) {
    frozen(model.state);
    model.run(each);
  }
});
