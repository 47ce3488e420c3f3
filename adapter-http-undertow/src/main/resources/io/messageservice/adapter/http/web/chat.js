/** The chat of one user: the list, the open conversation, and whether there is a connection. */

import { newChatDialog, attempt } from './dialogs.js';
import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { nameOf } from './people.js';
import { createSidebar } from './sidebar.js';
import { USERS } from './start.js';
import { openThread } from './thread.js';

/** A connection that is back so soon is not worth a word. */
const PATIENCE_MS = 900;
const NO_MATTER = ['online', 'idle'];

/** @param {{client: object, me: string, signOut: () => void}} of */
export function createChat({ client, me, signOut }) {
  const drafts = new Map();
  let thread;
  let trouble;
  let hasBegun = false;

  const phone = matchMedia('(max-width: 720px)');
  const place = h('div.main');
  const banner = h('div.banner', { role: 'status', hidden: true });
  const sidebar = createSidebar({ client, me, isLoaded: () => client.conversations.isLoaded, newChat, signOut });
  const element = h('div.chat', {}, sidebar.element, h('div.main-column', {}, banner, place));

  function newChat() {
    newChatDialog({
      me,
      known: knownPeople(),
      direct: async (userId) => go(await client.conversations.direct(userId)),
      group: async (participants, title) => go(await client.conversations.create({ participants, ...(title ? { title } : {}) })),
    });
  }

  function knownPeople() {
    const all = client.conversations.value.flatMap((each) => each.participants);
    return [...new Set([...USERS, ...all])].filter((id) => id !== me);
  }

  function go(id) {
    location.hash = encodeURIComponent(id);
  }

  /** On a phone the list takes the place of what is the main part elsewhere. */
  function showLandmark() {
    sidebar.element.setAttribute('role', phone.matches && location.hash.length < 2 ? 'main' : 'complementary');
  }

  function route() {
    const id = decodeURIComponent(location.hash.slice(1));
    if (thread?.isFor(id)) return;
    if (thread !== undefined) {
      drafts.set(thread.id, thread.draft);
      thread.close();
      thread = undefined;
    }
    element.classList.toggle('has-thread', id !== '');
    showLandmark();
    sidebar.select(id);
    if (id === '') {
      fill(place, nothingOpen());
    } else if (!isKnown(id)) {
      fill(place, client.conversations.isLoaded ? notHere() : h('main.thread', { 'aria-busy': 'true' }));
    } else {
      thread = openThread({ client, me, id, draft: drafts.get(id) ?? '', known: knownPeople, back: () => go('') });
      fill(place, thread.element);
      if (matchMedia('(hover: hover)').matches) thread.focus();
    }
    title();
  }

  /** An id that nobody used would begin a conversation: only those in the list are opened, or of a list that goes on. */
  function isKnown(id) {
    return client.conversations.value.some((each) => each.conversationId === id)
      || (client.conversations.isLoaded && client.conversations.hasMore);
  }

  function notHere() {
    return h('main.nothing', {},
      h('span.nothing-icon', { 'aria-hidden': 'true' }, icon('chat')),
      h('h2', {}, 'This conversation is not here'),
      h('p', {}, 'It was deleted, or you take no part in it.'),
      h('button.primary', { type: 'button', on: { click: () => go('') } }, 'To your conversations'));
  }

  function nothingOpen() {
    const key = (...names) => names.map((name) => h('kbd', {}, name));
    return h('main.nothing', {},
      h('span.nothing-icon', { 'aria-hidden': 'true' }, icon('chat')),
      h('h2', {}, `Hello ${nameOf(me)}`),
      h('p', {}, 'Pick a conversation on the left, or begin a new one.'),
      h('button.primary', { type: 'button', on: { click: newChat } }, icon('plus'), 'New conversation'),
      h('dl.keys', {},
        h('div', {}, h('dt', {}, key('Enter')), h('dd', {}, 'sends')),
        h('div', {}, h('dt', {}, key('Shift', 'Enter')), h('dd', {}, 'begins a line')),
        h('div', {}, h('dt', {}, key('↑')), h('dd', {}, 'edits your last message')),
        h('div', {}, h('dt', {}, key('Ctrl', 'F')), h('dd', {}, 'searches')),
        h('div', {}, h('dt', {}, key('Alt', '↑ ↓')), h('dd', {}, 'other conversation'))));
  }

  function title() {
    const { unread } = client.conversations.totals.value;
    const name = thread?.title() || 'Message service';
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${name} – ${nameOf(me)}`;
  }

  // ---- the connection

  function statusChanged() {
    const isGood = NO_MATTER.includes(client.status);
    const words = { online: 'Online', connecting: 'Connecting…', offline: 'No connection', unauthorized: 'Signed out', disconnected: 'Signed out', idle: 'Connecting…' };
    sidebar.showStatus(words[client.status], client.status === 'online');
    clearTimeout(trouble);
    if (isGood) banner.hidden = true;
    else if (banner.hidden) trouble = setTimeout(showTrouble, client.status === 'unauthorized' ? 0 : PATIENCE_MS);
    else showTrouble();
    if (client.status === 'online') begin();
  }

  function showTrouble() {
    const isOut = ['unauthorized', 'disconnected'].includes(client.status);
    banner.hidden = false;
    banner.classList.toggle('serious', isOut);
    fill(banner, icon('cloud'),
      h('span.banner-words', {}, isOut
        ? [h('strong', {}, 'You are signed out. '), 'The service gives this page no token: it must be the one that is run by message-service dev, on this machine.']
        : [h('strong', {}, 'No connection to the service. '), 'What you write waits here, and is sent when it is back.']),
      h('button.link', { type: 'button', on: { click: () => (isOut ? signOut() : client.connect()) } }, isOut ? 'Choose who you are' : 'Try now'));
  }

  /** Alice and Bob have each other in their lists from the beginning. */
  async function begin() {
    if (hasBegun) return;
    hasBegun = true;
    const other = USERS.find((id) => id !== me);
    if (!USERS.includes(me)) return;
    await attempt(async () => {
      const id = await client.conversations.direct(other);
      if (location.hash === '' && !phone.matches) location.replace(`#${encodeURIComponent(id)}`);
    });
  }

  function pressed(event) {
    if (document.querySelector('dialog[open]')) return;
    if ((event.ctrlKey || event.metaKey) && event.key === 'f' && thread !== undefined) {
      event.preventDefault();
      thread.search();
    } else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      neighbour(event.key === 'ArrowUp' ? -1 : 1);
    } else if (event.key === 'Escape' && thread !== undefined && !event.defaultPrevented) {
      thread.focus();
    }
  }

  function neighbour(by) {
    const ids = client.conversations.value.map((each) => each.conversationId);
    const at = ids.findIndex((id) => thread?.isFor(id));
    if (ids.length > 0) go(ids[(at + by + ids.length) % ids.length]);
  }

  addEventListener('hashchange', route);
  phone.addEventListener('change', showLandmark);
  addEventListener('keydown', pressed);
  client.on('status', statusChanged);
  client.conversations.subscribe(() => {
    title();
    if (thread === undefined && location.hash.length > 1) route();
  });
  client.conversations.totals.subscribe(title);
  route();
  sidebar.render();
  statusChanged();
  return element;
}
