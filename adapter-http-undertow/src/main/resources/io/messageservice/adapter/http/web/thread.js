/** One conversation: its head, its messages, and where one writes. */

import { addActions } from './actions.js';
import { createComposer } from './composer.js';
import { announce, fill, h, perFrame } from './dom.js';
import { attempt, groupDialog, reasonOf } from './dialogs.js';
import { icon } from './icons.js';
import { summaryOf } from './message.js';
import { createMessages } from './messages.js';
import { avatar, conversationAvatar, listed, nameFor, nameOf, otherOf, titleOf } from './people.js';
import { createScroller } from './scroller.js';
import { createSearch } from './search.js';
import { isMuted } from './sidebar.js';
import { secondWindow, USERS } from './start.js';
import { lastSeen } from './text.js';

const MAX_PARTICIPANTS_ASKED = 200;

/** @param {{client: object, me: string, id: string, draft: string, known: () => string[], back: () => void}} of */
export function openThread({ client, me, id, draft, known, back }) {
  const conversation = client.conversation(id);
  const roles = new Map();
  const ended = [];
  let firstUnread;
  let isUnreadNoted = false;
  let announced;
  let presence = new Map();
  let participants = [];
  let oldest;
  let watched;
  let unwatch = () => {};

  const act = {
    react: (message, reaction) => attempt(() => (message.ownReactions.includes(reaction)
      ? conversation.unreact(message.id, reaction) : conversation.react(message.id, reaction))),
    retry: (message) => conversation.retry(message),
    discard: (message) => conversation.discard(message),
    show: showReplied,
  };
  const list = createMessages({ me, act, actions: () => actions, deleted: (key) => composer.forget(key) });
  const typingLine = h('div.typing-line', { 'aria-hidden': 'true' });
  const intro = h('div.thread-intro');
  const scroller = createScroller({ before: intro, list: list.element, after: typingLine, loadEarlier, seen: markRead });
  const head = h('header.thread-head');
  const search = createSearch({ matches: (query) => messages().filter((m) => matches(m, query)).map((m) => m.key), show: showKey, changed: () => render() });
  const composer = createComposer({
    me,
    participants: () => participants,
    canMentionAll: () => ['owner', 'moderator'].includes(summary()?.role) && summary()?.kind === 'group',
    send: (content) => {
      conversation.send(content);
      firstUnread = undefined;
      scroller.toEnd();
    },
    edit: (message, content) => content !== message.content && attempt(() => conversation.edit(message.id, content, { ifRev: message.rev })),
    typing: (isTyping) => conversation.setTyping(isTyping),
    editLast,
    changed: () => render(),
  });
  const element = h('main.thread', { 'aria-label': 'Conversation' }, head, search.element, scroller.element, composer.element);
  composer.draft = draft;
  const actions = addActions(list.element, {
    me,
    find: (key) => messages().find((message) => message.key === key),
    isJoined: () => conversation.state.value.joined,
    leave: composer.focus,
    react: act.react,
    reply: composer.reply,
    edit: composer.edit,
    remove: (message) => attempt(() => conversation.delete(message.id)),
  });

  function summary() {
    return client.conversations.value.find((each) => each.conversationId === id);
  }

  function messages() {
    return conversation.messages.value;
  }

  function matches(message, query) {
    return !message.deleted && `${message.content}\n${(message.attachments ?? []).map((f) => f.fileName).join('\n')}`.toLowerCase().includes(query);
  }

  // ---- the head

  function renderHead() {
    const of = summary();
    if (of === undefined) return;
    const isGroup = of.kind === 'group';
    const title = titleOf(of, me);
    element.setAttribute('aria-label', `Conversation with ${title}`);
    participants = of.participants;
    const other = of.kind === 'direct' ? otherOf(of, me) : undefined;
    const key = [title, statusText(of), isMuted(of.mutedUntil), presence.get(other)?.online].join('\n');
    if (head.dataset.key === key) return;
    head.dataset.key = key;
    fill(head,
      h('button.icon-button.back', { type: 'button', 'aria-label': 'Back to the conversations', on: { click: back } }, icon('back')),
      h('span.with-dot', { class: presence.get(other)?.online ? 'online' : '' }, conversationAvatar(of, me)),
      h('div.thread-title', {}, h('h1', {}, title), h('p.thread-status', { class: conversation.typing.value.length > 0 ? 'typing' : '' }, statusText(of))),
      h('button.icon-button', { type: 'button', 'aria-label': 'Search in what is loaded', title: 'Search (Ctrl+F)', on: { click: search.open } }, icon('search')),
      isGroup
        ? h('button.icon-button', { type: 'button', 'aria-label': 'About the group', title: 'About the group', on: { click: showGroup } }, icon('info'))
        : h('button.icon-button', {
          type: 'button', 'aria-label': isMuted(of.mutedUntil) ? 'Unmute' : 'Mute', title: isMuted(of.mutedUntil) ? 'Unmute' : 'Mute',
          on: { click: () => attempt(() => conversation.setPreferences({ mutedUntil: isMuted(of.mutedUntil) ? null : 'forever' })) },
        }, icon(isMuted(of.mutedUntil) ? 'bellOff' : 'bell')));
  }

  function statusText(of) {
    const typists = conversation.typing.value.filter((each) => each !== me);
    if (typists.length > 0) return of.kind === 'direct' ? 'typing…' : `${listed(typists.map(nameOf), 2)} ${typists.length > 1 ? 'are' : 'is'} typing…`;
    if (of.kind === 'direct') {
      const { online, lastSeenAt } = presence.get(otherOf(of, me)) ?? {};
      return online ? 'online' : lastSeenAt ? lastSeen(lastSeenAt) : 'offline';
    }
    const online = of.participants.filter((each) => each === me || presence.get(each)?.online).length;
    const names = listed(of.participants.slice().sort((a, b) => (a === me) - (b === me) || (a < b ? -1 : 1)).map((each) => (each === me ? 'you' : nameOf(each))), 6);
    return online > 1 ? `${names} · ${online} online` : names;
  }

  function showGroup() {
    groupDialog({
      me, summary: summary(), known: known(), roles, conversation, isMuted: isMuted(summary().mutedUntil),
      online: (each) => each === me || (presence.get(each)?.online ?? false),
    });
  }

  // ---- the messages

  function render() {
    renderHead();
    const all = messages();
    const of = summary();
    const isGroup = of?.kind !== 'direct';
    const marks = marksOf(of);
    const before = all[0]?.key;
    scroller.change(all.length > 0 && before !== oldest, () => {
      list.render(all, { isGroup, marks, firstUnread, query: search.query, found: search.foundKey, edited: composer.editedKey });
      renderIntro(of, all);
      renderTyping();
    }, all[all.length - 1]);
    oldest = before;
    announceNew(all);
    markRead();
  }

  /** How far all others have received and read. */
  function marksOf(of) {
    const receipts = conversation.state.value.receipts ?? new Map();
    const others = (of?.participants ?? [...receipts.keys()]).filter((each) => each !== me);
    const least = (member) => (others.length === 0 ? 0 : Math.min(...others.map((each) => receipts.get(each)?.[member] ?? 0)));
    return { delivered: least('deliveredUpTo'), read: least('readUpTo') };
  }

  function renderIntro(of, all) {
    const state = conversation.state.value;
    const isLoading = !state.loaded && all.length === 0;
    const key = [isLoading, all.length === 0, state.hasEarlier, of === undefined ? '' : titleOf(of, me)].join(' ');
    element.classList.toggle('empty', !isLoading && all.length === 0);
    if (intro.dataset.key === key) return;
    intro.dataset.key = key;
    if (isLoading) fill(intro, h('div.skeleton-thread', { 'aria-hidden': 'true' }, Array.from({ length: 5 }, () => h('span'))));
    else if (state.hasEarlier) fill(intro, h('div.spinner', { role: 'img', 'aria-label': 'Earlier messages are loaded' }));
    else if (of !== undefined) fill(intro, beginning(of, all));
  }

  function beginning(of, all) {
    const title = titleOf(of, me);
    const other = of.kind === 'direct' ? otherOf(of, me) : undefined;
    return h('div.beginning', {},
      conversationAvatar(of, me, 'huge'),
      h('h2', {}, title),
      h('p', {}, other ? `This is the beginning of your conversation with ${title}.` : `This is the beginning of ${title}.`),
      all.length === 0 && h('div.beginning-actions', {},
        h('button.primary', { type: 'button', on: { click: () => conversation.send({ content: '👋' }) } }, '👋 Say hello'),
        USERS.includes(other) && secondWindow(other, `Open a window as ${nameOf(other)}`)));
  }

  function renderTyping() {
    const typists = conversation.typing.value.filter((each) => each !== me);
    if (typingLine.dataset.key === typists.join(' ')) return;
    typingLine.dataset.key = typists.join(' ');
    fill(typingLine, typists.length > 0 && [avatar(typists[0], 'small'), h('span.dots', {}, h('i'), h('i'), h('i'))]);
  }

  function announceNew(all) {
    const last = all[all.length - 1];
    if (announced !== undefined && last !== undefined && last.key !== announced && last.senderId !== me && last.status === 'sent') {
      announce(`${nameOf(last.senderId)}: ${summaryOf(last)}`);
    }
    announced = last?.key ?? announced ?? '';
  }

  // ---- what one does

  async function loadEarlier() {
    return conversation.loadEarlier().catch(() => false);
  }

  function markRead() {
    const last = messages().findLast((message) => message.seq !== undefined);
    if (last !== undefined && document.visibilityState === 'visible' && scroller.isAtEnd() && last.seq > (conversation.state.value.readUpTo ?? 0)) {
      conversation.markRead(last.seq);
    }
  }

  function editLast() {
    const last = messages().findLast((message) => message.senderId === me && message.status === 'sent' && !message.deleted);
    if (last === undefined) return;
    composer.edit(last);
    list.find(last.key)?.scrollIntoView({ block: 'nearest' });
  }

  function showKey(key) {
    const row = list.find(key);
    if (row === undefined) return;
    row.scrollIntoView({ block: 'center' });
    row.classList.add('flash');
    setTimeout(() => row.classList.remove('flash'), 1500);
  }

  async function showReplied({ messageId, seq }) {
    for (let i = 0; i < 40; i++) {
      const found = messages().find((message) => message.id === messageId);
      if (found !== undefined) return showKey(found.key);
      if (seq === undefined || !(await loadEarlier())) break;
      render();
    }
    return announce('That message cannot be found');
  }

  // ---- life

  function watchPresence() {
    const of = summary();
    const ids = (of?.participants ?? []).filter((each) => each !== me).slice(0, MAX_PARTICIPANTS_ASKED);
    if (ids.join('\n') === watched) return;
    watched = ids.join('\n');
    unwatch();
    const live = client.presence(ids);
    unwatch = live.subscribe(() => {
      presence = live.value;
      later();
    });
    presence = live.value;
  }

  /** What is unread when this is opened, or comes while nobody looks, is marked as new. */
  function noteUnread() {
    const of = summary();
    if (firstUnread !== undefined || of === undefined || (isUnreadNoted && document.visibilityState === 'visible')) return;
    if (of.unread > 0) firstUnread = messages().find((message) => message.seq > of.readUpTo && message.senderId !== me)?.seq;
    isUnreadNoted = conversation.state.value.loaded;
  }

  function changed() {
    noteUnread();
    watchPresence();
    const { lastError, frozen } = conversation.state.value;
    const of = summary();
    composer.disable(lastError?.code === 'forbidden' || lastError?.code === 'removed' ? reasonOf(lastError)
      : frozen && of?.role === 'member' ? 'Only moderators write in this group now' : undefined);
    render();
  }

  const later = perFrame(changed);
  for (const live of [conversation.messages, conversation.state, conversation.typing, client.conversations]) ended.push(live.subscribe(later));
  const visible = () => document.visibilityState === 'visible' && markRead();
  document.addEventListener('visibilitychange', visible);
  if (summary()?.kind === 'group') {
    conversation.fetchParticipants().then((all) => all.forEach((each) => roles.set(each.userId, each.role))).catch(() => {});
  }
  setTimeout(changed);
  return {
    id,
    element,
    focus: composer.focus,
    search: search.open,
    get draft() {
      return composer.draft;
    },
    isFor: (other) => other === id,
    title: () => (summary() ? titleOf(summary(), me) : ''),
    close() {
      conversation.setTyping(false);
      ended.forEach((end) => end());
      unwatch();
      document.removeEventListener('visibilitychange', visible);
      scroller.close();
      conversation.release();
    },
  };
}
