/** Where the page begins: who one is, a token for them, and their chat. */

import { createClient, Unauthorized } from './message-service-client.js';
import { createChat } from './chat.js';
import { fill } from './dom.js';
import { startScreen } from './start.js';
import { applyTheme } from './theme.js';

/** Of this tab only, so that each window is somebody else. */
const KEY = 'message-service.user';

const app = document.getElementById('app');

function begin() {
  applyTheme();
  const asked = new URLSearchParams(location.search).get('as');
  if (asked) {
    sessionStorage.setItem(KEY, asked);
    history.replaceState(null, '', `/${location.hash}`);
  }
  const user = sessionStorage.getItem(KEY);
  if (user) chatAs(user);
  else choose();
}

function choose() {
  document.title = 'Choose who you are – Message service';
  fill(app, startScreen((user) => {
    sessionStorage.setItem(KEY, user);
    chatAs(user);
  }));
}

function chatAs(user) {
  const client = createClient({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/`,
    getToken: () => tokenFor(user),
    userId: user,
  });
  // The page is loaded again for another user, so that nothing of this one is left.
  const signOut = () => {
    sessionStorage.removeItem(KEY);
    client.disconnect();
    location.assign('/');
  };
  fill(app, createChat({ client, me: user, signOut }));
  client.connect();
}

/** A product has this of its own auth service. */
async function tokenFor(userId) {
  const answer = await fetch('/dev/token', {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ userId }),
  });
  if (answer.ok) return (await answer.json()).token;
  if (answer.status < 500 && answer.status !== 429) throw new Unauthorized('the service gives no token');
  throw new Error(`no token: status ${answer.status}`);
}

begin();
