/** Where messages are written: text, replies, edits, mentions, attachments. */

import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { summaryOf } from './message.js';
import { avatar, nameFor, nameOf } from './people.js';
import { attachmentDialog, emojiPicker } from './dialogs.js';
import { mentionsIn } from './text.js';

const MAX_LENGTH = 10_000;
const PARTIAL_MENTION = /(^|\s)@([\p{L}\p{N}._-]*)$/u;

/**
 * @param {{me: string, participants: () => readonly string[], canMentionAll: () => boolean, send: Function, edit: Function,
 *   typing: (isTyping: boolean) => void, editLast: () => void, changed: () => void}} of `send` and `edit` get what was
 *     written; `changed` is called where another message is edited than before
 */
export function createComposer({ me, participants, canMentionAll, send, edit, typing, editLast, changed }) {
  let mode = { kind: 'new' };
  let kept = '';
  let options = [];
  let picked = 0;

  const input = h('textarea', {
    rows: 1, maxlength: MAX_LENGTH, 'aria-label': 'Message', placeholder: 'Write a message', enterkeyhint: 'send',
    'aria-autocomplete': 'list', 'aria-controls': 'mention-options', autocapitalize: 'sentences', dir: 'auto',
    on: { input: written, keydown: pressed, blur: () => setTimeout(() => offer([]), 150), click: suggest },
  });
  const banner = h('div.composer-banner', { hidden: true });
  const menu = h('ul.mention-menu', { id: 'mention-options', role: 'listbox', 'aria-label': 'Mention somebody', hidden: true });
  const sendButton = h('button.send-button', { type: 'submit', 'aria-label': 'Send', title: 'Send' }, icon('send'));
  const attach = h('button.icon-button', {
    type: 'button', 'aria-label': 'Attach a file by its address', title: 'Attach a file by its address',
    on: { click: () => attachmentDialog((file) => submit([file])) },
  }, icon('clip'));
  const smile = h('button.icon-button', {
    type: 'button', 'aria-label': 'Insert an emoji', title: 'Insert an emoji', 'aria-haspopup': 'dialog',
    on: { click: () => emojiPicker(smile, insert) },
  }, icon('smile'));
  const element = h('form.composer', { on: { submit: (event) => (event.preventDefault(), submit()) } },
    banner, menu, h('div.composer-row', {}, attach, h('div.composer-field', {}, input, smile), sendButton));

  function written() {
    grow();
    suggest();
    if (mode.kind !== 'edit') typing(input.value.trim() !== '');
  }

  function grow() {
    input.style.height = 'auto';
    input.style.height = `${input.scrollHeight}px`;
    const isEmpty = input.value.trim() === '';
    element.classList.toggle('empty', isEmpty);
    sendButton.disabled = isEmpty;
  }

  function insert(text) {
    input.focus();
    input.setRangeText(text, input.selectionStart, input.selectionEnd, 'end');
    written();
  }

  function pressed(event) {
    if (event.isComposing) return;
    if (options.length > 0 && menuKey(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      submit();
    } else if (event.key === 'Escape' && mode.kind !== 'new') {
      event.preventDefault();
      event.stopPropagation();
      leave();
    } else if (event.key === 'ArrowUp' && input.value === '' && mode.kind === 'new') {
      event.preventDefault();
      editLast();
    }
  }

  function menuKey(event) {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) {
      picked = (picked + moves[event.key] + options.length) % options.length;
      offer(options);
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      complete(options[picked]);
    } else if (event.key === 'Escape') {
      offer([]);
    } else {
      return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  function suggest() {
    const partial = PARTIAL_MENTION.exec(input.value.slice(0, input.selectionStart));
    if (partial === null) return offer([]);
    const begun = partial[2].toLowerCase();
    const names = participants().filter((id) => id !== me);
    const all = canMentionAll() ? ['all'] : [];
    picked = 0;
    return offer([...names, ...all].filter((id) => id.toLowerCase().startsWith(begun)).slice(0, 6));
  }

  function offer(ids) {
    options = ids;
    menu.hidden = ids.length === 0;
    fill(menu, ids.map((id, at) => h('li', {
      id: `mention-${at}`, role: 'option', 'aria-selected': String(at === picked), on: { mousedown: (event) => (event.preventDefault(), complete(id)) },
    }, avatar(id, 'small'), h('span', {}, id === 'all' ? 'Everyone' : nameOf(id)), h('span.mention-id', {}, `@${id}`))));
    if (ids.length > 0) input.setAttribute('aria-activedescendant', `mention-${picked}`);
    else input.removeAttribute('aria-activedescendant');
  }

  function complete(id) {
    const at = input.selectionStart;
    const begun = PARTIAL_MENTION.exec(input.value.slice(0, at))[2].length;
    input.setRangeText(`${id} `, at - begun, at, 'end');
    offer([]);
    written();
  }

  function submit(attachments) {
    const content = input.value.trim();
    if (content === '' && !attachments) return;
    if (mode.kind === 'edit') {
      edit(mode.message, content);
      return leave();
    }
    const people = participants();
    const mentions = canMentionAll() && /(^|\s)@(all|everyone)\b/i.test(content) ? 'all' : mentionsIn(content, people);
    send({
      content,
      ...(attachments ? { attachments } : {}),
      ...(mode.kind === 'reply' ? { replyTo: mode.message.id } : {}),
      ...(mentions.length > 0 ? { mentions } : {}),
    });
    typing(false);
    setText('');
    if (mode.kind === 'reply') leave();
    return undefined;
  }

  function setText(text) {
    input.value = text;
    offer([]);
    grow();
  }

  function enter(next, title) {
    if (mode.kind !== 'edit') kept = input.value;
    mode = next;
    banner.hidden = false;
    fill(banner,
      h('span.banner-icon', {}, icon(next.kind === 'edit' ? 'edit' : 'reply')),
      h('span.banner-text', {}, h('span.quote-name', {}, title), h('span.quote-text', {}, summaryOf(next.message))),
      h('button.icon-button', { type: 'button', 'aria-label': 'Cancel', title: 'Cancel (Esc)', on: { click: leave } }, icon('close')));
    changed();
    input.focus();
  }

  function leave() {
    const wasEdit = mode.kind === 'edit';
    mode = { kind: 'new' };
    banner.hidden = true;
    if (wasEdit) setText(kept);
    changed();
    input.focus();
  }

  grow();
  return {
    element,
    focus: () => input.focus({ preventScroll: true }),
    get draft() {
      return mode.kind === 'edit' ? kept : input.value;
    },
    set draft(text) {
      setText(text);
    },
    get editedKey() {
      return mode.kind === 'edit' ? mode.message.key : undefined;
    },
    reply: (message) => enter({ kind: 'reply', message }, `Reply to ${nameFor(message.senderId, me)}`),
    edit(message) {
      enter({ kind: 'edit', message }, 'Edit message');
      setText(message.content);
      input.setSelectionRange(input.value.length, input.value.length);
    },
    /** A message that is gone is neither edited nor replied to. */
    forget(key) {
      if (mode.kind !== 'new' && mode.message.key === key) leave();
    },
    disable(reason) {
      for (const each of [input, attach, smile, sendButton]) each.disabled = reason !== undefined;
      input.placeholder = reason ?? 'Write a message';
      if (reason === undefined) grow();
    },
  };
}
