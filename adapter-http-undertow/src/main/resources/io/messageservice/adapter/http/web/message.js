/** One message as it is shown. */

import { h } from './dom.js';
import { icon } from './icons.js';
import { avatar, listed, nameFor, nameOf, toneClass } from './people.js';
import { fullTimeOf, isOnlyEmoji, rich, safeUrl, sizeOf, timeOf } from './text.js';

const TICKS = {
  pending: ['clock', 'Waiting to be sent'],
  failed: ['alert', 'Not sent'],
  sent: ['check', 'Sent'],
  delivered: ['checks', 'Delivered'],
  read: ['checks', 'Read'],
};

/** What went wrong, in words for people. */
const REASONS = {
  forbidden: 'you may not write here',
  rejected: 'it was not accepted',
  too_large: 'it is too long',
  not_found: 'the message it answers is gone',
  removed: 'you take part no more',
};

/** A line of text that stands for a message: in the list, in quotes, for screen readers. */
export function summaryOf(message) {
  if (message.deleted) return 'This message was deleted';
  if (message.content) return message.content.replace(/\s+/g, ' ').slice(0, 200);
  const files = message.attachments ?? [];
  return files.length > 0 ? files[0].fileName : '';
}

/**
 * The element of a message.
 *
 * @param {object} message of the client
 * @param {{me: string, isGroup: boolean, isFirst: boolean, isLast: boolean, tick?: string, query?: string,
 *   isFound: boolean, isEdited: boolean, quoted?: object}} view how it stands among the others
 * @param {{react: Function, retry: Function, discard: Function, show: Function}} act
 */
export function messageElement(message, view, act) {
  const isOwn = message.senderId === view.me;
  const classes = [
    isOwn && 'own', view.isFirst && 'first', view.isLast && 'last', view.isFound && 'found', view.isEdited && 'editing',
    message.status !== 'sent' && message.status,
  ];
  return h('li.message', { class: classes.filter(Boolean).join(' '), tabindex: -1, data: { key: message.key } },
    view.isGroup && !isOwn && h('div.message-avatar', {}, view.isLast && avatar(message.senderId, 'small')),
    h('div.message-column', {},
      view.isGroup && !isOwn && view.isFirst
        ? h('div.sender', { class: toneClass(message.senderId) }, nameOf(message.senderId))
        : h('span.visually-hidden', {}, `${nameFor(message.senderId, view.me)}: `),
      bubble(message, view, act),
      reactions(message, view, act),
      message.status === 'failed' && failure(message, act)));
}

function bubble(message, view, act) {
  const files = message.deleted ? [] : (message.attachments ?? []);
  const isEmoji = !message.deleted && files.length === 0 && !view.quoted && isOnlyEmoji(message.content ?? '');
  return h('div.bubble', { class: `${isEmoji ? 'of-emoji' : ''} ${message.deleted ? 'deleted' : ''}` },
    message.replyTo && !message.deleted && quote(message.replyTo, view, act),
    files.length > 0 && h('div.attachments', {}, files.map(attachment)),
    text(message, view),
    meta(message, view));
}

function text(message, view) {
  if (message.deleted) {
    const by = message.deletedBy === 'moderator' ? 'A moderator deleted this message' : 'This message was deleted';
    return h('div.content', {}, by);
  }
  return message.content
    ? h('div.content', { dir: 'auto' }, rich(message.content, { mentions: message.mentions, me: view.me, query: view.query }))
    : undefined;
}

function meta(message, view) {
  const [name, label] = TICKS[view.tick] ?? [];
  return h('span.meta', {},
    message.editedAt && !message.deleted && h('span.edited', { title: `Edited ${fullTimeOf(message.editedAt)}` }, 'edited'),
    h('time', { datetime: message.createdAt, title: fullTimeOf(message.createdAt) }, timeOf(message.createdAt)),
    name && !message.deleted && h('span.tick', { class: view.tick, role: 'img', 'aria-label': label, title: label }, icon(name)));
}

function quote(replyTo, view, act) {
  const quoted = view.quoted;
  const name = quoted ? nameFor(quoted.senderId, view.me) : 'An earlier message';
  return h('button.quote', {
    type: 'button', class: quoted ? toneClass(quoted.senderId) : '', tabindex: -1, on: { click: () => act.show(replyTo) },
  },
  h('span.quote-name', {}, name),
  h('span.quote-text', {}, quoted ? summaryOf(quoted) : 'Show it'));
}

function attachment(file) {
  const href = safeUrl(file.fileUrl);
  const props = href === undefined ? {} : { href, target: '_blank', rel: 'noopener noreferrer' };
  if (href !== undefined && file.fileType.startsWith('image/')) {
    const image = h('img', { src: href, alt: file.fileName, loading: 'lazy', decoding: 'async', referrerpolicy: 'no-referrer' });
    const link = h('a.image', { ...props, title: file.fileName }, image);
    image.addEventListener('error', () => link.replaceWith(fileCard(file, props, 'Image cannot be loaded')));
    return link;
  }
  return fileCard(file, props, [sizeOf(file.fileSize), href && new URL(href).host].filter(Boolean).join(' · '));
}

function fileCard(file, props, note) {
  return h(props.href ? 'a.file' : 'span.file', props,
    h('span.file-icon', {}, icon('file')),
    h('span.file-text', {}, h('span.file-name', {}, file.fileName), note && h('span.file-note', {}, note)));
}

function reactions(message, view, act) {
  const given = message.deleted ? [] : (message.reactions ?? []);
  if (given.length === 0) return undefined;
  return h('div.reactions', { role: 'group', 'aria-label': 'Reactions' }, given.map(({ reaction, count, userIds }) => {
    const isOwn = message.ownReactions.includes(reaction);
    const others = userIds.filter((id) => id !== view.me).map(nameOf);
    const who = listed([...(isOwn ? ['You'] : []), ...others], 5);
    return h('button.reaction', {
      type: 'button', 'aria-pressed': String(isOwn), 'aria-label': `${reaction} ${count}: ${who}`, title: who,
      on: { click: () => act.react(message, reaction) },
    }, h('span.reaction-text', {}, reaction), h('span.reaction-count', {}, String(count)));
  }));
}

function failure(message, act) {
  const reason = REASONS[message.error?.code] ?? message.error?.message ?? 'it was refused';
  return h('div.failure', {},
    h('span', {}, `Not sent: ${reason}.`),
    h('button.link', { type: 'button', on: { click: () => act.retry(message) } }, 'Try again'),
    h('button.link', { type: 'button', on: { click: () => act.discard(message) } }, 'Discard'));
}
