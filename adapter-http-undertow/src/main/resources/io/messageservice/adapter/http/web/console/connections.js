/** The connections of one user, and the frames of one of them. */

import { arrange, fill, h } from './dom.js';
import { bytes, clock, count, span } from './figures.js';
import { icon } from './icons.js';
import { setText, table } from './panels.js';
import { label } from './words.js';

/** So many frames are shown. */
const FRAMES = 100;

const KINDS = { command: 'Command', answer: 'Answer', refusal: 'Refusal', event: 'Event' };

/**
 * @param look called with `{ user, connection }` where something else is to be looked at
 * @param disconnect called with the user
 */
export function connectionsPanel(look, disconnect) {
  let watched = { user: '', connection: 0 };

  const input = h('input', {
    type: 'search',
    name: 'user',
    placeholder: 'User id',
    'aria-label': 'User id',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    maxlength: '200',
  });
  const form = h(
    'form.find',
    {
      role: 'search',
      on: {
        submit: (event) => {
          event.preventDefault();
          look({ user: input.value.trim(), connection: 0 });
        },
      },
    },
    icon('search'),
    input,
    h('button.secondary', { type: 'submit' }, 'Show'),
  );

  const title = h('h2', { id: 'user-title' });
  const hint = h('p.card-hint');
  const close = h(
    'button.icon-button',
    { type: 'button', 'aria-label': 'Close', title: 'Close', on: { click: () => look({ user: '', connection: 0 }) } },
    icon('close'),
  );
  const end = h(
    'button.danger.small',
    { type: 'button', hidden: true, on: { click: () => disconnect(watched.user) } },
    'Disconnect',
  );

  const list = table(
    [
      { title: 'Connection', text: (row) => `#${row.number}` },
      { title: 'Open for', text: (row) => span(row.ageMs) },
      { title: 'Transport', text: (row) => label(row.transport) },
      { title: 'Protocol', text: (row) => row.protocol },
      { title: 'Waiting', number: true, text: (row) => (row.stalled ? `${bytes(row.waitingBytes)}, stalled` : bytes(row.waitingBytes)) },
      { title: 'Received', number: true, text: (row) => `${count(row.messagesIn)} · ${bytes(row.bytesIn)}` },
      { title: 'Sent', number: true, text: (row) => `${count(row.framesOut)} · ${bytes(row.bytesOut)}` },
      {
        title: 'Rooms',
        cell: () => h('details.rooms', {}, h('summary'), h('ul')),
        update: (cell, row) => {
          const details = cell.firstChild;
          setText(details.firstChild, count(row.roomCount));
          const rooms = row.rooms.join('\n');
          if (details.dataset.rooms !== rooms) {
            details.dataset.rooms = rooms;
            const more = row.roomCount - row.rooms.length;
            fill(details.lastChild, row.rooms.map((room) => h('li', {}, room)), more > 0 && h('li', {}, `and ${count(more)} more`));
          }
        },
      },
      {
        title: 'Frames',
        cell: (row) =>
          h(
            'button.secondary.small',
            {
              type: 'button',
              on: {
                click: () =>
                  look({ user: watched.user, connection: watched.connection === row.number ? 0 : row.number }),
              },
            },
          ),
        update: (cell, row) => {
          const on = watched.connection === row.number;
          setText(cell.firstChild, on ? 'Stop' : 'Watch');
          cell.firstChild.setAttribute('aria-pressed', String(on));
          cell.firstChild.setAttribute('aria-label', `${on ? 'Stop watching' : 'Watch'} the frames of connection ${row.number}`);
        },
      },
    ],
    (row) => row.number,
    'No connection on this node.',
  );

  const framesTitle = h('h3', {});
  const framesHint = h('p.card-hint', {}, 'Recorded from now on, while this is open. Contents are never shown.');
  const framesBody = h('tbody');
  const framesEmpty = h('p.empty', {}, 'Nothing yet.');
  const frames = h(
    'div.frames',
    { hidden: true },
    h('header.card-head', {}, framesTitle, framesHint),
    h(
      'div.table-wrap.tall',
      { tabindex: '0', role: 'group', 'aria-label': 'Frames' },
      h(
        'table',
        {},
        h('thead', {}, h('tr', {}, ['Time', 'Kind', 'Name'].map((name) => h('th', { scope: 'col' }, name)), h('th.number', { scope: 'col' }, 'Size'))),
        framesBody,
      ),
      framesEmpty,
    ),
  );

  const section = h(
    'section.card.user-card',
    { 'aria-labelledby': 'user-title', hidden: true },
    h('header.card-head', {}, h('div.card-title', {}, title, hint), h('div.card-actions', {}, end, close)),
    list.element,
    frames,
  );

  function shown() {
    section.hidden = watched.user === '';
    input.value = watched.user;
    setText(title, watched.user);
    setText(hint, 'Looking …');
    list.show([]);
    frames.hidden = watched.connection === 0;
    setText(framesTitle, `Frames of connection #${watched.connection}`);
  }

  return {
    form,
    input,
    section,
    steers(may) {
      end.hidden = !may;
    },
    watch(next) {
      const other = next.user !== watched.user;
      const fresh = other || next.connection !== watched.connection;
      watched = next;
      if (fresh) {
        arrange(framesBody, []);
        framesEmpty.hidden = false;
      }
      if (other) {
        shown();
        scrollTo({ top: 0 });
      }
      frames.hidden = watched.connection === 0;
      setText(framesTitle, `Frames of connection #${watched.connection}`);
    },
    connections(data) {
      if (data.user !== watched.user) return;
      const amount = data.connections.length;
      setText(hint, amount === 1 ? '1 connection on this node' : `${count(amount)} connections on this node`);
      list.show(data.connections);
      end.disabled = amount === 0;
    },
    frames(data) {
      framesEmpty.hidden = true;
      if (data.missed > 0) {
        framesBody.prepend(h('tr.missed', {}, h('td', { colspan: '4' }, `${count(data.missed)} more that were not kept`)));
      }
      for (const frame of data.frames) {
        framesBody.prepend(
          h(
            'tr',
            {},
            h('td', {}, clock(frame.at)),
            h('td', {}, h(`span.kind.kind-${frame.kind}`, {}, KINDS[frame.kind] ?? frame.kind)),
            h('td.mono', {}, frame.name),
            h('td.number', {}, bytes(frame.bytes)),
          ),
        );
      }
      while (framesBody.children.length > FRAMES) framesBody.lastChild.remove();
    },
  };
}
