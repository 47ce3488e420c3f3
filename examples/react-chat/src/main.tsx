import { createClient } from '@message-service/client';
import { MessageServiceProvider } from '@message-service/react';
import { createRoot } from 'react-dom/client';
import { App } from './App.js';

// Here: from your back end, which signs it for the user who is signed in. To try it: `?token=…` of `./message-service dev`.
const getToken = async () => new URLSearchParams(location.search).get('token') ?? '';

const client = createClient({ url: 'ws://127.0.0.1:8001/', getToken });
client.connect();
createRoot(document.getElementById('root') as HTMLElement).render(
  <MessageServiceProvider client={client}>
    <App />
  </MessageServiceProvider>,
);
