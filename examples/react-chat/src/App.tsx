import { type FormEvent, useEffect, useState } from 'react';
import { useClient, useConnection, useConversations, useMessages, useTyping, useUnread } from '@message-service/react';

export function App() {
  const [open, setOpen] = useState<string>();
  const { unread } = useUnread();
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) Chat` : 'Chat';
  }, [unread]);
  return (
    <div className="chat">
      <List open={open} onOpen={setOpen} />
      {open === undefined ? <main /> : <Thread key={open} id={open} />}
    </div>
  );
}

function List({ open, onOpen }: { open: string | undefined; onOpen: (id: string) => void }) {
  const client = useClient();
  const status = useConnection();
  const { conversations, hasMore, loadMore } = useConversations();
  const begin = async () => {
    const userId = prompt('With whom?');
    if (userId) onOpen(await client.conversations.direct(userId));
  };
  return (
    <nav>
      <small>{status}</small>
      <button onClick={begin}>New conversation</button>
      {conversations.map(({ conversationId: id, title, participants, unread }) => (
        <button key={id} aria-current={id === open} onClick={() => onOpen(id)}>
          {title ?? participants.filter((each) => each !== client.userId).join(', ')} {unread > 0 && <b>{unread}</b>}
        </button>
      ))}
      {hasMore && <button onClick={loadMore}>More</button>}
    </nav>
  );
}

function Thread({ id }: { id: string }) {
  const { messages, state, send, retry, markRead, loadEarlier } = useMessages(id);
  const { userIds, setTyping } = useTyping(id);
  const [text, setText] = useState('');
  useEffect(() => markRead(), [messages, markRead]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) send(text);
    setText('');
  };
  return (
    <main>
      <ol>
        {state.hasEarlier && <button onClick={() => loadEarlier()}>Earlier messages</button>}
        {messages.map((message) => (
          <li key={message.key} className={message.status}>
            <b>{message.senderId}</b> {message.deleted ? <i>deleted</i> : message.content}{' '}
            {message.status === 'failed' && <button onClick={() => retry(message)}>Send again</button>}
          </li>
        ))}
      </ol>
      <small>{userIds.length > 0 && `${userIds.join(', ')} typing …`}</small>
      <form onSubmit={submit}>
        <input
          aria-label="Message"
          value={text}
          onChange={({ target }) => (setText(target.value), setTyping(target.value !== ''))}
        />
        <button>Send</button>
      </form>
    </main>
  );
}
