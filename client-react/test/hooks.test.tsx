import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from '@message-service/client';
import { FakeClock, FakeServer } from '@message-service/client/fake';
import {
  MessageServiceProvider, useConnection, useConversations, useMessages, usePresence, useTyping, useUnread,
} from '@message-service/react';
import { StrictMode, type ReactNode } from 'react';
import { renderToString } from 'react-dom/server';
import { act, create, type ReactTestRenderer } from 'react-test-renderer';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

async function scenario() {
  const clock = new FakeClock();
  const server = new FakeServer(() => clock.now());
  const getToken = async () => server.token('alice');
  const client = createClient({ url: 'ws://service.example/', getToken, transports: [server.transport], clock });
  const pass = (millis: number) => act(() => clock.advance(millis));
  const render = async (node: ReactNode): Promise<ReactTestRenderer> => {
    let view: ReactTestRenderer | undefined;
    await act(async () => {
      view = create(
        <StrictMode>
          <MessageServiceProvider client={client}>{node}</MessageServiceProvider>
        </StrictMode>,
      );
    });
    return view as ReactTestRenderer;
  };
  return { server, client, pass, render, bob: server.as('bob') };
}

const text = (view: ReactTestRenderer) => JSON.stringify(view.toJSON());

test('connection, list and unread follow what happens', async () => {
  const { client, render, pass, bob } = await scenario();
  const View = () => {
    const { conversations, isLoaded } = useConversations();
    return `${useConnection()} ${isLoaded} ${conversations.map(({ title }) => title).join()} ${useUnread().unread}`;
  };
  const view = await render(<View />);
  assert.equal(text(view), '"idle false  0"');
  await act(async () => client.connect());
  await pass(0);
  assert.equal(text(view), '"online true  0"');
  const { conversation } = bob.command('createConversation', { participants: ['alice'], title: 'Lunch' });
  bob.send(conversation.conversationId, 'hello');
  await pass(0);
  assert.equal(text(view), '"online true Lunch 1"');
});

test('messages are those of a conversation, which is in use while the component is mounted', async () => {
  const { client, render, pass, bob } = await scenario();
  bob.send('lobby', 'hello');
  let send: (content: string) => unknown = () => {};
  const View = ({ id }: { id: string }) => {
    const view = useMessages(id);
    send = view.send;
    return `${view.state.loaded} ${view.messages.map(({ content, status }) => `${content}:${status}`).join()}`;
  };
  await act(async () => client.connect());
  const view = await render(<View id="lobby" />);
  await pass(0);
  assert.equal(text(view), '"true hello:sent"');
  const before = send;
  await act(async () => void send('hi'));
  await pass(0);
  assert.equal(text(view), '"true hello:sent,hi:sent"');
  assert.equal(send, before, 'the same function after each render');
  await act(async () => view.unmount());
  await pass(10_000);
  assert.equal(client.opened('lobby'), undefined);
});

test('another id is another conversation', async () => {
  const { client, render, pass, bob } = await scenario();
  bob.send('one', 'in one');
  bob.send('two', 'in two');
  const View = ({ id }: { id: string }) => useMessages(id).messages.map(({ content }) => content).join();
  await act(async () => client.connect());
  const view = await render(<View id="one" />);
  await pass(0);
  assert.equal(text(view), '"in one"');
  await act(async () => view.update(<MessageServiceProvider client={client}><View id="two" /></MessageServiceProvider>));
  await pass(0);
  assert.equal(text(view), '"in two"');
});

test('typing and presence', async () => {
  const { client, render, pass, bob } = await scenario();
  bob.send('lobby', 'hello');
  const View = () => {
    const { userIds } = useTyping('lobby');
    return `${userIds.join()} ${usePresence(['bob']).get('bob')?.online}`;
  };
  await act(async () => client.connect());
  const view = await render(<View />);
  await pass(0);
  bob.command('typing', { conversationId: 'lobby', isTyping: true });
  await pass(0);
  assert.equal(text(view), '"bob false"');
});

test('without a provider a hook says so', () => {
  const View = () => useConnection();
  assert.throws(() => renderToString(<View />), /no MessageServiceProvider above/);
});
