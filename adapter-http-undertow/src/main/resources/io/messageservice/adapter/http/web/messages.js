/**
 * The messages of a conversation as elements, in parts of some tens: the browser lays out and draws only those that are in
 * sight, and a part in which nothing has changed is not looked into.
 */

import { arrange, h } from './dom.js';
import { messageElement } from './message.js';
import { dayName, dayOf } from './text.js';

const PART = 50;
const GROUPED_MS = 5 * 60_000;
const LOCAL = 'local';

const times = new WeakMap();

function timesOf(message) {
  let known = times.get(message);
  if (known === undefined) {
    known = { at: Date.parse(message.createdAt), day: dayOf(message.createdAt) };
    times.set(message, known);
  }
  return known;
}

function isTogether(one, other) {
  if (one === undefined || other === undefined || one.senderId !== other.senderId) return false;
  const first = timesOf(one);
  const second = timesOf(other);
  return first.day === second.day && second.at - first.at < GROUPED_MS;
}

/** @param {{me: string, act: object, actions: () => object, deleted: (key: string) => void}} of */
export function createMessages({ me, act, actions, deleted }) {
  const element = h('div.parts');
  const parts = new Map();
  let newest;

  /**
   * @param {readonly object[]} all
   * @param {{isGroup: boolean, marks: {read: number, delivered: number}, firstUnread?: number, query: string, found?: string,
   *   edited?: string}} view
   */
  function render(all, view) {
    const byId = new Map(all.map((message) => [message.id, message]));
    const wanted = [];
    const last = all[all.length - 1];
    const isLive = newest !== undefined && all.length > 1;
    for (let from = 0; from < all.length;) {
      const name = partOf(all[from]);
      let to = from + 1;
      while (to < all.length && partOf(all[to]) === name) to++;
      wanted.push(part(name, all, from, to, { ...view, byId, arriving: isLive && last.key !== newest ? last.key : undefined }));
      from = to;
    }
    newest = last?.key ?? '';
    const keep = new Set(wanted);
    for (const [name, each] of parts) if (!keep.has(each.element)) parts.delete(name);
    arrange(element, wanted);
  }

  function partOf(message) {
    return message.seq === undefined ? LOCAL : Math.floor(message.seq / PART);
  }

  function part(name, all, from, to, view) {
    const known = parts.get(name) ?? { element: h('ol.messages', { 'aria-label': 'Messages' }), rows: new Map(), shown: [], key: undefined };
    parts.set(name, known);
    const shown = all.slice(Math.max(0, from - 1), to + 1);
    const key = keyOf(all, from, to, view);
    if (known.key === key && known.shown.length === shown.length && known.shown.every((each, i) => each === shown[i])) return known.element;
    known.key = key;
    known.shown = shown;
    const rows = new Map();
    const wanted = [];
    for (let i = from; i < to; i++) {
      const { day } = timesOf(all[i]);
      if (i === 0 || day !== timesOf(all[i - 1]).day) wanted.push(take(rows, known.rows, `day ${day}`, () => h('li.day', {}, h('span', {}, dayName(day)))));
      if (isFirstUnread(all[i], view)) wanted.push(take(rows, known.rows, 'new', () => h('li.new', {}, h('span', {}, 'New messages'))));
      wanted.push(row(rows, known.rows, all, i, view));
    }
    known.rows = rows;
    arrange(known.element, wanted);
    return known.element;
  }

  /** Whatever beside the messages themselves changes what the part shows. */
  function keyOf(all, from, to, { isGroup, marks, firstUnread, query, found, edited, byId }) {
    const [first, last] = [all[from].seq ?? Infinity, all[to - 1].seq ?? Infinity];
    const within = (seq) => (seq < first ? '-' : seq >= last ? '+' : seq);
    const has = (key) => key !== undefined && all.slice(from, to).some((message) => message.key === key);
    const quoted = all.slice(from, to).map((message) => message.replyTo && (byId.get(message.replyTo.messageId)?.rev ?? '?'));
    return [isGroup, within(marks.read), within(marks.delivered), within(firstUnread ?? -1), query, has(found) && found, has(edited) && edited, from === 0, ...quoted].join(' ');
  }

  function take(rows, before, key, make) {
    const known = before.get(key) ?? { element: make() };
    rows.set(key, known);
    return known.element;
  }

  /** The same element as long as nothing that it shows has changed. */
  function row(rows, before, all, i, view) {
    const message = all[i];
    const shows = {
      me,
      isGroup: view.isGroup,
      isFirst: !isTogether(all[i - 1], message) || isFirstUnread(message, view),
      isLast: !isTogether(message, all[i + 1]) || isFirstUnread(all[i + 1], view),
      tick: message.senderId === me ? tickOf(message, view.marks) : undefined,
      query: view.query,
      isFound: view.found === message.key,
      isEdited: view.edited === message.key,
      quoted: message.replyTo && view.byId.get(message.replyTo.messageId),
    };
    const key = [shows.isGroup, shows.isFirst, shows.isLast, shows.tick, shows.query, shows.isFound, shows.isEdited, shows.quoted?.rev].join(' ');
    const known = before.get(message.key) ?? parts.get(LOCAL)?.rows.get(message.key);
    if (known !== undefined && known.message === message && known.key === key) {
      rows.set(message.key, known);
      return known.element;
    }
    const next = messageElement(message, shows, act);
    if (known !== undefined) takeOver(known.element, next);
    else if (message.key === view.arriving) next.classList.add('arriving');
    const element = known?.element ?? next;
    rows.set(message.key, { message, key, element });
    if (message.deleted) deleted(message.key);
    return element;
  }

  /** The element stays where it is, with its focus. */
  function takeOver(element, next) {
    const hadActions = actions().isAt(element);
    const focused = element.contains(document.activeElement) && document.activeElement !== element;
    element.className = next.className;
    element.replaceChildren(...next.childNodes);
    actions().renew(element, hadActions);
    if (focused && !element.contains(document.activeElement)) element.focus({ preventScroll: true });
  }

  function isFirstUnread(message, { firstUnread }) {
    return firstUnread !== undefined && message?.seq === firstUnread;
  }

  function tickOf(message, marks) {
    if (message.status !== 'sent' || message.seq === undefined) return message.status;
    if (message.seq <= marks.read) return 'read';
    return message.seq <= marks.delivered ? 'delivered' : 'sent';
  }

  return {
    element,
    render,
    find(key) {
      for (const { rows } of parts.values()) if (rows.has(key)) return rows.get(key).element;
      return undefined;
    },
  };
}
