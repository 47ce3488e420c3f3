/** What one may do with a message: one toolbar for all, at the message that is pointed at or has the focus. */

import { confirmDialog, emojiPicker } from './dialogs.js';
import { fill, h } from './dom.js';
import { icon } from './icons.js';

const QUICK = ['👍', '❤️', '😂'];

/**
 * @param {Element} list of messages
 * @param {{me: string, find: (key: string) => object | undefined, isJoined: () => boolean, leave: () => void,
 *   react: Function, reply: Function, edit: Function, remove: Function}} of
 */
export function addActions(list, { me, find, isJoined, leave, react, reply, edit, remove }) {
  const toolbar = h('div.actions', { role: 'toolbar', 'aria-label': 'Message' });

  function show(row) {
    const message = find(row.dataset.key);
    if (message === undefined || message.status !== 'sent' || message.deleted || !isJoined()) return toolbar.remove();
    const isOwn = message.senderId === me;
    const more = button('smile', 'Add a reaction', () => emojiPicker(more, (emoji) => react(message, emoji)));
    fill(toolbar,
      QUICK.map((emoji) => button(emoji, `React with ${emoji}`, () => react(message, emoji))), more,
      button('reply', 'Reply', () => reply(message)),
      isOwn && message.content && button('edit', 'Edit', () => edit(message)),
      isOwn && button('trash', 'Delete', () => confirmDialog('Delete message', 'It is deleted for everybody in this conversation.', 'Delete', () => remove(message))));
    row.querySelector('.message-column').append(toolbar);
    return undefined;
  }

  function button(name, label, click) {
    return h('button.icon-button', { type: 'button', 'aria-label': label, title: label, on: { click } }, /^\w/.test(name) ? icon(name) : name);
  }

  function enter(row) {
    if (!row.contains(toolbar)) show(row);
    toolbar.querySelector('button')?.focus();
  }

  const rowOf = (event) => event.target.closest('.message');
  const hideLater = () => setTimeout(() => !list.contains(document.activeElement) && !list.matches(':hover') && toolbar.remove());

  list.addEventListener('pointerover', (event) => {
    const row = rowOf(event);
    if (row !== null && !row.contains(toolbar) && !toolbar.contains(document.activeElement)) show(row);
  });
  list.addEventListener('pointerleave', hideLater);
  list.addEventListener('focusout', hideLater);
  list.addEventListener('focusin', (event) => {
    const row = rowOf(event);
    if (row === null) return;
    list.querySelector('.message[tabindex="0"]')?.setAttribute('tabindex', '-1');
    row.setAttribute('tabindex', '0');
    if (!row.contains(toolbar)) show(row);
  });
  list.addEventListener('keydown', (event) => {
    const row = rowOf(event);
    if (row === null) return;
    const rows = [...list.querySelectorAll('.message')];
    const moves = { ArrowDown: 1, ArrowUp: -1, Home: -rows.length, End: rows.length };
    if (event.key in moves) rows[Math.max(0, Math.min(rows.length - 1, rows.indexOf(row) + moves[event.key]))].focus();
    else if (event.key === 'Escape') leave();
    else if (event.key === 'Enter' && event.target === row) enter(row);
    else return;
    event.preventDefault();
  });

  return {
    /** Of this row a new state is shown. */
    renew(row, wasThere) {
      if (wasThere) show(row);
    },
    isAt: (row) => row.contains(toolbar),
  };
}
