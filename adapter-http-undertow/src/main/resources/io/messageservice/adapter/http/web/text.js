/** Texts of users as nodes, and times in words. */

import { h } from './dom.js';

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const WEEKDAY = new Intl.DateTimeFormat('en', { weekday: 'long' });
const DAY = new Intl.DateTimeFormat('en', { weekday: 'long', day: 'numeric', month: 'long' });
const DAY_OF_YEAR = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric' });
const SHORT_DAY = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' });
const FULL = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'medium' });

const DAY_MS = 86_400_000;
const LINK = /\bhttps?:\/\/[^\s<>"]+[^\s<>"'.,;:!?)\]}]/g;
const MENTION = /(^|[^\p{L}\p{N}_@])@([\p{L}\p{N}][\p{L}\p{N}._-]*)/gu;
const ONLY_EMOJI = /^(?:\p{RI}{2}|\p{Emoji}(?:\uFE0F|\p{EMod})?(?:\u200D\p{Emoji}(?:\uFE0F|\p{EMod})?)*){1,3}$/u;

export const timeOf = (date) => TIME.format(new Date(date));
export const fullTimeOf = (date) => FULL.format(new Date(date));

/** Midnight before it, in the time of the reader. */
export function dayOf(date) {
  return new Date(date).setHours(0, 0, 0, 0);
}

function daysAgo(date) {
  return Math.round((dayOf(Date.now()) - dayOf(date)) / DAY_MS);
}

export function dayName(date) {
  const days = daysAgo(date);
  if (days <= 0) return 'Today';
  if (days === 1) return 'Yesterday';
  return (days < 300 ? DAY : DAY_OF_YEAR).format(new Date(date));
}

/** As a list of conversations has it. */
export function shortTime(date) {
  const days = daysAgo(date);
  if (days <= 0) return timeOf(date);
  if (days === 1) return 'Yesterday';
  return (days < 7 ? WEEKDAY : days < 300 ? SHORT_DAY : DAY_OF_YEAR).format(new Date(date));
}

export function lastSeen(date) {
  const minutes = Math.floor((Date.now() - Date.parse(date)) / 60_000);
  if (minutes < 1) return 'last seen just now';
  if (minutes < 60) return `last seen ${minutes} min ago`;
  return daysAgo(date) === 0 ? `last seen at ${timeOf(date)}` : `last seen ${shortTime(date)}`;
}

export function sizeOf(bytes) {
  if (!(bytes > 0)) return '';
  const units = ['B', 'kB', 'MB', 'GB'];
  const unit = Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** unit).toFixed(unit > 0 && bytes / 1000 ** unit < 10 ? 1 : 0)} ${units[unit]}`;
}

/** Up to three emoji and nothing else: they are shown large. Digits are emoji by name only. */
export function isOnlyEmoji(content) {
  const text = content.trim();
  return text !== '' && text.length <= 40 && !/[\d#*]/.test(text) && ONLY_EMOJI.test(text);
}

/** Who is named in a text by "@", of those who take part. */
export function mentionsIn(content, participants) {
  const known = new Map(participants.map((id) => [id.toLowerCase(), id]));
  const named = [...content.matchAll(MENTION)].map((found) => known.get(found[2].toLowerCase().replace(/[._-]+$/, '')));
  return [...new Set(named.filter(Boolean))];
}

/** An address that may be opened; undefined where it is none. */
export function safeUrl(text) {
  try {
    const url = new URL(text, location.href);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The nodes of a text: links, mentions, and what is searched for.
 *
 * @param {string} content
 * @param {{mentions?: readonly string[] | 'all', me?: string, query?: string}} [of]
 */
export function rich(content, { mentions = [], me, query } = {}) {
  const spans = [...links(content), ...mentioned(content, mentions, me)].sort((a, b) => a.from - b.from);
  const result = [];
  let at = 0;
  for (const { from, to, wrap } of spans) {
    if (from < at) continue;
    result.push(...marked(content.slice(at, from), query), wrap(marked(content.slice(from, to), query)));
    at = to;
  }
  return [...result, ...marked(content.slice(at), query)];
}

function links(content) {
  return [...content.matchAll(LINK)].flatMap((found) => {
    const href = safeUrl(found[0]);
    const wrap = (inner) => h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, inner);
    return href === undefined ? [] : [{ from: found.index, to: found.index + found[0].length, wrap }];
  });
}

function mentioned(content, mentions, me) {
  const named = mentions === 'all' ? ['all', 'everyone'] : mentions.map((id) => id.toLowerCase());
  return [...content.matchAll(MENTION)].flatMap((found) => {
    const id = found[2].toLowerCase().replace(/[._-]+$/, '');
    const from = found.index + found[1].length;
    const isMe = mentions === 'all' || id === me?.toLowerCase();
    const wrap = (inner) => h('span.mention', { class: isMe ? 'of-me' : '' }, inner);
    return named.includes(id) ? [{ from, to: from + 1 + id.length, wrap }] : [];
  });
}

function marked(text, query) {
  if (!query) return text === '' ? [] : [text];
  const lower = text.toLowerCase();
  const result = [];
  let at = 0;
  for (let found = lower.indexOf(query); found >= 0; found = lower.indexOf(query, at)) {
    result.push(text.slice(at, found), h('mark', {}, text.slice(found, found + query.length)));
    at = found + query.length;
  }
  return [...result, text.slice(at)].filter((part) => part !== '');
}
