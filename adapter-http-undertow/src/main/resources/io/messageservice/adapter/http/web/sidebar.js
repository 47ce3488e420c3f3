/** The list of conversations, and who one is. */

import { arrange, fill, h, perFrame } from './dom.js';
import { icon } from './icons.js';
import { summaryOf } from './message.js';
import { avatar, conversationAvatar, nameFor, nameOf, otherOf, titleOf } from './people.js';
import { secondWindow, USERS } from './start.js';
import { shortTime } from './text.js';
import { themeButton } from './theme.js';

const SKELETONS = 5;

/** @param {{client: object, me: string, isLoaded: () => boolean, newChat: () => void, signOut: () => void}} of */
export function createSidebar({ client, me, isLoaded, newChat, signOut }) {
  const rows = new Map();
  const list = h('ul.conversations');
  const filter = h('input', {
    type: 'search', placeholder: 'Find a conversation', 'aria-label': 'Find a conversation', autocomplete: 'off',
    on: { input: () => render() },
  });
  const status = h('span.own-status', {}, 'Connecting');
  let selected;
  let presence = new Map();
  let watched = '';
  let unwatch = () => {};

  function render() {
    const query = filter.value.trim().toLowerCase();
    const all = client.conversations.value;
    watchPresence(all);
    const shown = all.filter((each) => titleOf(each, me).toLowerCase().includes(query));
    if (!isLoaded() && all.length === 0) {
      fill(list, Array.from({ length: SKELETONS }, () => h('li.skeleton-row', { 'aria-hidden': 'true' }, h('span'), h('span'), h('span'))));
    } else if (shown.length === 0) {
      fill(list, h('li.list-note', {}, query ? 'No conversation has that name.' : 'No conversations yet. Start one with the button above.'));
    } else {
      arrange(list, shown.map(row));
    }
    for (const id of rows.keys()) if (!all.some((each) => each.conversationId === id)) rows.delete(id);
  }

  function row(summary) {
    const id = summary.conversationId;
    const isOnline = summary.kind === 'direct' && (presence.get(otherOf(summary, me))?.online ?? false);
    const known = rows.get(id);
    const minute = shortTime(summary.updatedAt);
    if (known?.summary === summary && known.isOnline === isOnline && known.isSelected === (id === selected) && known.minute === minute) {
      return known.element;
    }
    const element = known?.element ?? h('li');
    rows.set(id, { summary, isOnline, isSelected: id === selected, minute, element });
    return fill(element, link(summary, isOnline));
  }

  function link(summary, isOnline) {
    const { conversationId: id, unread, unreadMentions, mutedUntil } = summary;
    const last = summary.lastMessage;
    const name = titleOf(summary, me);
    return h('a.conversation', {
      href: `#${encodeURIComponent(id)}`, class: unread > 0 ? 'unread' : '', 'aria-current': id === selected ? 'page' : undefined,
      data: { conversation: id },
    },
    h('span.with-dot', { class: isOnline ? 'online' : '' }, conversationAvatar(summary, me)),
    h('span.conversation-text', {},
      h('span.conversation-top', {},
        h('span.conversation-name', {}, name),
        isOnline && h('span.visually-hidden', {}, 'online'),
        isMuted(mutedUntil) && h('span.muted', { role: 'img', 'aria-label': 'muted' }, icon('bellOff')),
        last && h('time', { datetime: last.createdAt }, shortTime(last.createdAt))),
      h('span.conversation-bottom', {},
        h('span.preview', {}, previewOf(summary, last)),
        unreadMentions > 0 && h('span.badge.of-mention', {}, '@', h('span.visually-hidden', {}, ' you are mentioned')),
        unread > 0 && h('span.badge', { class: isMuted(mutedUntil) ? 'quiet' : '' }, unread > 99 ? '99+' : String(unread),
          h('span.visually-hidden', {}, ' unread')))));
  }

  function previewOf(summary, last) {
    if (!last) return h('i', {}, 'No messages yet');
    const names = last.senderId === me || summary.kind !== 'direct';
    const who = names ? `${nameFor(last.senderId, me)}: ` : '';
    return last.deleted ? h('i', {}, `${who}message deleted`) : `${who}${summaryOf(last)}`;
  }

  function watchPresence(all) {
    const ids = [...new Set(all.filter((each) => each.kind === 'direct').map((each) => otherOf(each, me)))].sort().slice(0, 200);
    if (ids.join('\n') === watched) return;
    watched = ids.join('\n');
    unwatch();
    const live = client.presence(ids);
    unwatch = live.subscribe(perFrame(() => {
      presence = live.value;
      render();
    }));
    presence = live.value;
  }

  const element = h('div.sidebar', { role: 'complementary', 'aria-label': 'You and your conversations' },
    h('div.sidebar-head', {},
      h('span.with-dot.own-dot', {}, avatar(me)),
      h('div.me', {}, h('h1.own-name', {}, nameOf(me)), status),
      themeButton(),
      h('button.icon-button', { type: 'button', 'aria-label': 'Be somebody else', title: 'Be somebody else', on: { click: signOut } }, icon('switch'))),
    h('div.sidebar-tools', {},
      h('div.search-field', {}, icon('search'), filter),
      h('button.icon-button.accent', { type: 'button', 'aria-label': 'New conversation', title: 'New conversation', on: { click: newChat } }, icon('plus'))),
    h('nav', { 'aria-label': 'Conversations' }, list),
    h('div.sidebar-foot', {}, USERS.filter((id) => id !== me).slice(0, 1).map((id) => secondWindow(id, `Open a second window as ${nameOf(id)}`))));

  client.conversations.subscribe(perFrame(render));
  setInterval(render, 60_000);
  return {
    element,
    render,
    select(id) {
      selected = id;
      render();
    },
    showStatus(text, isOnline) {
      status.textContent = text;
      element.querySelector('.own-dot').classList.toggle('online', isOnline);
    },
  };
}

export function isMuted(until) {
  return until === 'forever' || (until !== undefined && Date.parse(until) > Date.now());
}
