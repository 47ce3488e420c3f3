/** Dialogs, and the picker of emoji. The browser keeps the focus in them and closes them with Escape. */

import { fill, h, toast } from './dom.js';
import { icon } from './icons.js';
import { avatar, nameFor, nameOf } from './people.js';
import { safeUrl } from './text.js';

const TYPES = {
  png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif', webp: 'image/webp', avif: 'image/avif',
  svg: 'image/svg+xml', pdf: 'application/pdf', txt: 'text/plain', csv: 'text/csv', zip: 'application/zip',
  mp4: 'video/mp4', mp3: 'audio/mpeg',
};
const EMOJI = [
  ['👍', 'thumbs up'], ['❤️', 'heart'], ['😂', 'tears of joy'], ['🎉', 'party'], ['🙏', 'thank you'], ['😮', 'surprised'],
  ['😢', 'sad'], ['🔥', 'fire'], ['👏', 'applause'], ['✅', 'done'], ['👀', 'looking'], ['💯', 'hundred'],
  ['😀', 'grin'], ['😊', 'smile'], ['😉', 'wink'], ['😍', 'in love'], ['😎', 'cool'], ['🤔', 'thinking'],
  ['😅', 'relieved'], ['😴', 'asleep'], ['😭', 'crying'], ['😡', 'angry'], ['🤝', 'handshake'], ['👋', 'wave'],
  ['💪', 'strong'], ['🚀', 'rocket'], ['⭐', 'star'], ['☕', 'coffee'], ['🍕', 'pizza'], ['🎂', 'cake'],
  ['💡', 'idea'], ['❌', 'no'],
];
const MAX_OTHERS = 100;

/** What went wrong, in words. */
export function reasonOf(failure) {
  const words = {
    forbidden: 'You may not do that here.',
    removed: 'You take part in this conversation no more.',
    rate_limited: 'That was too fast. Wait a moment and try again.',
    disconnected: 'There is no connection. Try again when it is back.',
    overloaded: 'The service has too much to do. Try again in a moment.',
    unavailable: 'The service cannot store anything just now. Try again in a moment.',
    too_large: 'That is too large.',
    not_found: 'That is gone.',
    conflict: 'Somebody else was first. Look at it again.',
  };
  return words[failure?.code] ?? `That did not work: ${failure?.message ?? 'no reason is known'}.`;
}

/** Carries out what may fail, and says so where it does. */
export async function attempt(work) {
  try {
    await work();
    return true;
  } catch (failure) {
    toast(reasonOf(failure));
    return false;
  }
}

function dialog(title, ...content) {
  const element = h('dialog.dialog', { 'aria-label': title },
    h('header.dialog-head', {}, h('h2', {}, title),
      h('button.icon-button', { type: 'button', 'aria-label': 'Close', on: { click: () => element.close() } }, icon('close'))),
    content);
  element.addEventListener('close', () => element.remove());
  element.addEventListener('click', (event) => event.target === element && element.close());
  document.body.append(element);
  element.showModal();
  return element;
}

function field(id, label, props, hint) {
  const input = h('input', { id, type: 'text', autocomplete: 'off', spellcheck: 'false', ...props });
  return [input, h('div.field', {}, h('label', { for: id }, label), input, hint && h('p.hint', {}, hint))];
}

function buttons(dialogOf, ...main) {
  return h('footer.dialog-foot', {}, h('button.quiet', { type: 'button', on: { click: () => dialogOf().close() } }, 'Cancel'), main);
}

/** Asks for names, one by one. Returns them by `names()`, with what is typed and not yet taken. */
function peopleField(me, known, { label = 'People', change = () => {} } = {}) {
  const names = new Set();
  const chips = h('ul.chips', { 'aria-label': 'Chosen people' });
  const offers = h('div.offers', { role: 'group', 'aria-label': 'Suggestions' });
  const input = h('input', {
    id: 'people', type: 'text', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', maxlength: 128, placeholder: 'bob',
    on: {
      keydown: (event) => {
        if ((event.key === 'Enter' || event.key === ',') && input.value.trim() !== '') {
          event.preventDefault();
          add(input.value);
        } else if (event.key === 'Backspace' && input.value === '' && names.size > 0) {
          names.delete([...names].at(-1));
          show();
        }
      },
      input: () => change(),
    },
  });
  const add = (name) => {
    for (const each of name.split(',').map((part) => part.trim())) if (each !== '' && each !== me && names.size < MAX_OTHERS) names.add(each);
    input.value = '';
    show();
    input.focus();
  };
  const show = () => {
    fill(chips, [...names].map((id) => h('li.chip', {}, avatar(id, 'tiny'), h('span', {}, nameOf(id)),
      h('button', { type: 'button', 'aria-label': `Remove ${nameOf(id)}`, on: { click: () => (names.delete(id), show()) } }, icon('close')))));
    fill(offers, known.filter((id) => id !== me && !names.has(id)).slice(0, 6).map((id) =>
      h('button.offer', { type: 'button', on: { click: () => add(id) } }, avatar(id, 'tiny'), nameOf(id))));
    change();
  };
  const element = h('div.field', {}, h('label', { for: 'people' }, label), chips, input, offers);
  const all = () => [...new Set([...names, ...input.value.split(',').map((part) => part.trim())])].filter((id) => id !== '' && id !== me);
  setTimeout(show);
  return { element, input, names: all };
}

/** A new conversation: direct with one, a group with more. */
export function newChatDialog({ me, known, direct, group }) {
  const [title, titleField] = field('title', 'Name of the group', { maxlength: 255, placeholder: 'Lunch on Friday' });
  const start = h('button.primary', { type: 'submit' }, 'Start');
  const change = () => {
    const count = people.names().length;
    titleField.hidden = count < 2;
    start.textContent = count < 2 ? 'Start conversation' : 'Create group';
    start.disabled = count === 0;
  };
  const people = peopleField(me, known, { change });
  const submit = async (event) => {
    event.preventDefault();
    const names = people.names();
    if (names.length === 0) return;
    start.disabled = true;
    const done = await attempt(() => (names.length === 1 ? direct(names[0]) : group(names, title.value.trim())));
    if (done) element.close();
    else start.disabled = false;
  };
  const form = h('form', { on: { submit } },
    h('p.hint', {}, 'Write a name and press Enter. With several people it becomes a group.'),
    people.element, titleField, buttons(() => element, start));
  const element = dialog('New conversation', form);
  people.input.focus();
}

/** A file by its address: the service keeps the words about it, not the file. */
export function attachmentDialog(attach) {
  const [url, urlField] = field('file-url', 'Address of the file', { type: 'url', required: true, placeholder: 'https://files.example.com/plan.pdf', maxlength: 2000 },
    'Images are shown in the conversation. The service keeps the address, not the file.');
  const [name, nameField] = field('file-name', 'Name', { maxlength: 255, placeholder: 'plan.pdf' });
  url.addEventListener('input', () => {
    name.placeholder = fileNameOf(url.value) || 'plan.pdf';
    url.setCustomValidity('');
  });
  const submit = (event) => {
    event.preventDefault();
    const fileUrl = safeUrl(url.value.trim());
    if (fileUrl === undefined) {
      url.setCustomValidity('An address begins with https:// or http://');
      url.reportValidity();
      return;
    }
    const fileName = name.value.trim() || fileNameOf(fileUrl) || 'file';
    attach({ fileUrl, fileName, fileType: typeOf(fileUrl), fileSize: 0 });
    element.close();
  };
  const form = h('form', { on: { submit } }, urlField, nameField, buttons(() => element, h('button.primary', { type: 'submit' }, 'Send')));
  const element = dialog('Attach a file', form);
  url.focus();
}

function fileNameOf(text) {
  try {
    return decodeURIComponent(new URL(text).pathname.split('/').at(-1)).slice(0, 255);
  } catch {
    return '';
  }
}

function typeOf(url) {
  const ending = new URL(url).pathname.split('.').at(-1).toLowerCase();
  return TYPES[ending] ?? 'application/octet-stream';
}

export function confirmDialog(title, text, action, run) {
  const go = h('button.danger', { type: 'button', on: { click: () => (element.close(), run()) } }, action);
  const element = dialog(title, h('p.dialog-text', {}, text), buttons(() => element, go));
  go.focus();
}

/** What a group is, and what one may do with it. */
export function groupDialog({ me, summary, known, roles, online, conversation, isMuted }) {
  const isOwner = summary.role === 'owner';
  const mayAdd = isOwner || summary.role === 'moderator';
  const [title, titleField] = field('group-title', 'Name of the group', { maxlength: 255, value: summary.title ?? '' });
  const rename = h('button.secondary', { type: 'submit' }, 'Rename');
  const close = () => element.close();
  const titleForm = h('form.inline-form', {
    on: { submit: (event) => (event.preventDefault(), attempt(() => conversation.update({ title: title.value.trim() || null })).then((ok) => ok && close())) },
  }, titleField, rename);
  const members = summary.participants.slice().sort().map((id) => h('li.member', {},
    h('span.with-dot', { class: online(id) ? 'online' : '' }, avatar(id, 'small')),
    h('span.member-name', {}, nameFor(id, me), online(id) && h('span.visually-hidden', {}, ', online')),
    roles.get(id) && roles.get(id) !== 'member' && h('span.role', {}, roles.get(id)),
    mayAdd && id !== me && h('button.icon-button', {
      type: 'button', 'aria-label': `Remove ${nameOf(id)}`, title: `Remove ${nameOf(id)}`,
      on: { click: (event) => attempt(() => conversation.removeParticipant(id)).then((ok) => ok && removeRow(event.target.closest('li'))) },
    }, icon('close'))));
  const people = peopleField(me, known.filter((id) => !summary.participants.includes(id)), { label: 'Add people' });
  const addForm = h('form.inline-form', {
    on: { submit: (event) => {
      event.preventDefault();
      const names = people.names();
      if (names.length > 0) attempt(() => conversation.addParticipants(names)).then((ok) => ok && close());
    } },
  }, people.element, h('button.secondary', { type: 'submit' }, 'Add'));
  const mute = h('button.quiet.wide', {
    type: 'button', on: { click: () => attempt(() => conversation.setPreferences({ mutedUntil: isMuted ? null : 'forever' })).then((ok) => ok && close()) },
  }, icon(isMuted ? 'bell' : 'bellOff'), isMuted ? 'Unmute' : 'Mute');
  const leave = h('button.quiet.wide.warning', {
    type: 'button',
    on: { click: () => (close(), confirmDialog('Leave the group', 'You get no more messages of it. Somebody who is in it can add you again.', 'Leave',
      () => attempt(() => conversation.leave()))) },
  }, icon('leave'), 'Leave the group');
  const element = dialog('Group',
    h('div.dialog-body', {},
      isOwner ? titleForm : h('p.group-title', {}, summary.title ?? ''),
      h('h3', {}, `${summary.participantCount} people`),
      h('ul.members', {}, members),
      mayAdd && addForm,
      h('div.group-actions', {}, mute, leave)));
}

/** The focus does not go with it. */
function removeRow(row) {
  if (row.contains(document.activeElement)) row.closest('dialog').querySelector('button').focus();
  row.remove();
}

/** Lets somebody pick an emoji. */
export function emojiPicker(beside, pick) {
  const grid = h('div.emoji-grid', {}, EMOJI.map(([emoji, name]) => h('button', {
    type: 'button', 'aria-label': name, title: name, on: { click: () => (element.close(), pick(emoji)) },
  }, emoji)));
  const element = h('dialog.emoji-picker', { 'aria-label': 'Choose an emoji' }, grid);
  grid.addEventListener('keydown', (event) => {
    const move = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 8, ArrowUp: -8 }[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const all = [...grid.children];
    all[Math.max(0, Math.min(all.length - 1, all.indexOf(document.activeElement) + move))].focus();
  });
  element.addEventListener('close', () => element.remove());
  element.addEventListener('click', (event) => event.target === element && element.close());
  document.body.append(element);
  element.showModal();
  const at = beside.getBoundingClientRect();
  const size = element.getBoundingClientRect();
  element.style.left = `${Math.max(8, Math.min(innerWidth - size.width - 8, at.right - size.width))}px`;
  element.style.top = `${at.top - size.height - 8 > 8 ? at.top - size.height - 8 : Math.min(at.bottom + 8, innerHeight - size.height - 8)}px`;
}
