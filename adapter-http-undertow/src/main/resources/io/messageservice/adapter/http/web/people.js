/** How people and groups look: names, initials, colours that stay the same. */

import { h } from './dom.js';
import { icon } from './icons.js';

const TONES = 8;

/** Ids are names here; those in small letters get a capital. */
export function nameOf(userId) {
  return userId.charAt(0).toUpperCase() + userId.slice(1);
}

/** Somebody's name, or "You". */
export function nameFor(userId, me) {
  return userId === me ? 'You' : nameOf(userId);
}

/** FNV-1a, so that the same name has the same colour everywhere. */
function tone(text) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 13)) >>> 0;
}

export function toneClass(text) {
  return `tone-${tone(text) % TONES}`;
}

function initials(name) {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  const picked = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return picked.map((word) => Array.from(word)[0].toUpperCase()).join('');
}

/** A round picture with initials. Decoration: the name stands beside it. */
export function avatar(name, size = '') {
  return h('span.avatar', { class: `${toneClass(name)} ${size}`, 'aria-hidden': 'true' }, h('span', {}, initials(name) || '?'));
}

/** The picture of a conversation; with a dot where its other user is online. */
export function conversationAvatar(summary, me, size = '') {
  if (summary.kind === 'direct') return avatar(otherOf(summary, me), size);
  const name = titleOf(summary, me);
  return h('span.avatar.of-group', { class: `${toneClass(summary.conversationId)} ${size}`, 'aria-hidden': 'true' },
    summary.kind === 'group' && summary.title ? h('span', {}, initials(name) || '#') : icon('people'));
}

/** Of a direct conversation the other user; oneself where one talks to oneself. */
export function otherOf(summary, me) {
  return summary.participants.find((id) => id !== me) ?? me;
}

export function titleOf(summary, me) {
  if (summary.title) return summary.title;
  if (summary.kind === 'direct') return nameOf(otherOf(summary, me));
  const others = summary.participants.filter((id) => id !== me).map(nameOf);
  return summary.kind === 'group' && others.length > 0 ? listed(others, 3) : summary.conversationId;
}

/** Some names, and how many more there are. */
export function listed(names, most) {
  const shown = names.slice(0, most);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown[shown.length - 1]}`;
}
